#include "cli/load/load_job.h"

#include <algorithm>
#include <random>

#include "base/nearest.h"
#include "base/result.h"
#include "base/text.h"
#include "cli/flags/scenario.h"
#include "cli/program/secrets.h"
#include "cli/program/signals.h"
#include "harness/run/run_id.h"
#include "harness/run/sent_check.h"
#include "load/engine/gatherer.h"
#include "load/model/units.h"
#include "load/result/shard.h"

namespace sellsign::cli {
namespace {

constexpr double k_rate_outside =
    10;  ///< requests a second outside this machine, unless --max-rate says more
constexpr std::size_t k_most_threads = 64;
constexpr int k_usual_timeout = 10;  ///< seconds

class JobMaker {
 public:
  JobMaker(const LoadFlags& flags, bool need_profile, JobTrouble& trouble)
      : flags_(flags), need_profile_(need_profile), trouble_(trouble), job_(std::make_unique<LoadJob>()) {}

  std::unique_ptr<LoadJob> make() {
    const bool made = take(read_token()) && take(read_scenarios()) && trouble_.problems.empty() &&
                      take(choose_profile()) && take(set_options()) && take(open_target()) &&
                      take(prepare()) && take(check_slos());
    return made && trouble_.problems.empty() ? std::move(job_) : nullptr;
  }

 private:
  bool take(const Result<>& status) {
    if (!status && !trouble_.error) trouble_.error = status.error();
    return status.ok();
  }

  bool is_embedded() const { return flags_.target.target.empty() || flags_.target.target == "embedded"; }

  Result<> read_token() {
    auto token = client_token(flags_.target.secret_file);
    if (!token) return token.error();
    token_ = *std::move(token);
    job_->redactor = redactor_for(token_);
    return std::monostate{};
  }

  Result<> read_scenarios() {
    if (flags_.paths.empty()) return usage_error("name a scenario file or a folder of them");
    auto given = harness::collect_variables(flags_.vars, environment(), flags_.vars_file);
    if (!given) return given.error();
    given_ = *std::move(given);
    job_->loaded = harness::load_scenarios(flags_.paths, given_.names());
    check_variables_used(flags_.vars, job_->loaded);
    trouble_.problems = job_->loaded.problems;
    for (const harness::Scenario& scenario : job_->loaded.scenarios)
      for (Problem& problem : harness::understated_effects(scenario))
        trouble_.problems.push_back(std::move(problem));
    for (const harness::Scenario& scenario : job_->loaded.scenarios)
      parts_.push_back(load::read_load(scenario, trouble_.problems));
    if (trouble_.problems.empty() && job_->loaded.scenarios.empty())
      return usage_error("no scenario was found");
    return std::monostate{};
  }

  /// The profile of that name, which all files that have one have to agree on.
  Result<> choose_profile() {
    const load::Profile* chosen = nullptr;
    std::size_t chosen_from = 0;
    std::vector<std::string_view> names;
    const auto& scenarios = job_->loaded.scenarios;
    for (std::size_t i = 0; i < parts_.size(); ++i)
      for (const load::Profile& profile : parts_[i].profiles) {
        names.push_back(profile.name);
        if (profile.name != flags_.profile) continue;
        if (chosen != nullptr && !(*chosen == profile))
          return usage_error("the profile \"" + flags_.profile + "\" is another one in " +
                             scenarios[i].at.file + " than in " + scenarios[chosen_from].at.file +
                             ": drive them one by one, or give the load by flags (--rate, --users)");
        if (chosen == nullptr) chosen_from = i;
        chosen = &profile;
      }
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    const std::string known = joined_texts(names);
    if (!flags_.profile.empty() && chosen == nullptr)
      return usage_error("no scenario has a profile \"" + flags_.profile + "\"" +
                         (known.empty() ? "" : "; there are: " + known) +
                         did_you_mean(flags_.profile, names));
    const bool by_flags = !flags_.levels.users.empty() || !flags_.levels.rate.empty();
    if (chosen == nullptr && !by_flags) {
      if (!need_profile_) return std::monostate{};
      return usage_error("say how to drive it: --profile NAME" + (known.empty() ? "" : " (" + known + ")") +
                         ", or --rate 100/s --duration 30s, or --users 10 --duration 30s");
    }
    auto profile = load::with_flags(chosen, flags_.levels);
    if (!profile) return profile.error();
    job_->options.profile = *std::move(profile);
    return std::monostate{};
  }

  Result<> set_options() {
    load::LoadOptions& options = job_->options;
    const auto shard = load::find_shard(flags_.shard, environment_variable);
    if (!shard) return shard.error();
    options.shard = *shard;
    // Shards cannot agree on chance, so without --seed they all take the same.
    std::random_device random;
    options.seed = flags_.seed.value_or(options.shard.count > 1 ? 1 : random() % 1'000'000);
    options.run_id =
        flags_.run_id.empty() ? harness::make_run_id(std::chrono::system_clock::now()) : flags_.run_id;
    if (!flags_.start_at.empty()) {
      const auto start = load::parse_start(flags_.start_at);
      if (!start) return start.error();
      if (*start < std::chrono::system_clock::now())
        return usage_error("--start-at " + flags_.start_at +
                           " is in the past: the shards would not start together");
      options.start_at = *start;
    }
    const auto late = load::parse_time(flags_.late_limit);
    if (!late) return usage_error("--late-limit: " + late.error().message);
    options.late_limit = options.overshoot_limit = *late;
    options.threads = flags_.threads;
    job_->transport = transport_options(flags_.target);
    if (flags_.busy_wait) job_->waiting = http::Waiting::busy_wait;
    const std::chrono::seconds timeout(flags_.target.timeout_seconds.value_or(k_usual_timeout));
    options.timeout = timeout;
    job_->transport.deadlines = {timeout, timeout, timeout};  // a request has one limit, for all of it
    options.signal = remembered_interrupt;
    return std::monostate{};
  }

  Result<> open_target() {
    const auto& scenarios = job_->loaded.scenarios;
    harness::FixedTarget fixed(flags_.target.target, token_);
    harness::TargetFactory& targets =
        is_embedded() ? static_cast<harness::TargetFactory&>(job_->embedded) : fixed;
    for (const harness::Scenario& scenario : scenarios) {
      auto answer = targets.lease(scenario.needs_mock);
      if (const auto* unavailable = std::get_if<harness::Unavailable>(&answer))
        return usage_error(scenario.at.text() + ": " + unavailable->why);
      if (const auto* error = std::get_if<Error>(&answer)) return *error;
      auto lease = std::get<harness::Lease>(std::move(answer));
      if (job_->lease.keeps != nullptr && lease.keeps != job_->lease.keeps)
        return usage_error(scenario.at.text() + ": \"" + scenario.id +
                           "\" requires another mock than the scenarios before it: drive them one by one");
      job_->lease = std::move(lease);
    }
    job_->redactor.add_token("SELLSIGN_TOKEN", job_->lease.token);
    job_->target_name = is_embedded() ? "embedded" : job_->lease.base_url;
    return admit(scenarios);
  }

  Result<> admit(const std::vector<harness::Scenario>& scenarios) {
    const client::GuardOptions guard = guard_options(flags_.target);
    const auto url = http::parse_url(job_->lease.base_url);
    if (!url) return url.error();
    if (auto known = client::check_name(*url, guard); !known) return known;
    if (client::names_host(guard, *url))  // before DNS is asked
      if (auto may = load::check_effects(scenarios, *url, false, guard); !may && !client::is_local_name(*url))
        return may;
    auto target = client::admit(*url, guard);
    if (!target) return target.error();
    if (auto may = load::check_effects(scenarios, *url, target->loopback, guard); !may) return may;
    job_->target = *std::move(target);
    return set_max_rate();
  }

  Result<> set_max_rate() {
    load::LoadOptions& options = job_->options;
    options.honour_retry_after = !job_->target.loopback;
    if (!job_->target.loopback) options.max_rate = k_rate_outside;
    if (flags_.max_rate.empty()) return std::monostate{};
    const auto rate = load::parse_rate(flags_.max_rate);
    if (!rate) return usage_error("--max-rate: " + rate.error().message);
    if (*rate <= 0) return usage_error("--max-rate has to be more than 0");
    options.max_rate = *rate;
    return std::monostate{};
  }

  Result<> prepare() {
    load::PrepareOptions prepare{
        job_->target.url, job_->lease.token, job_->options.run_id, given_,
        job_->target.loopback ? api::SourceKind::assumed : api::SourceKind::observed};
    if (!job_->target.loopback)
      prepare.may_send = [guard = guard_options(flags_.target), target = job_->target](api::Effect effect) {
        return effect < api::Effect::notify && client::may_send(target, guard, effect);
      };
    std::size_t row = 0;
    for (std::size_t i = 0; i < job_->loaded.scenarios.size(); ++i) {
      auto prepared = load::prepare(job_->loaded.scenarios[i], prepare, row);
      if (!prepared) return prepared.error();
      prepared->weight = parts_[i].weight;
      for (const load::PreparedRequest& request : prepared->requests) row = std::max(row, request.row + 1);
      job_->prepared.push_back(*std::move(prepared));
    }
    job_->plan = load::plan_of(job_->prepared, job_->options, job_->target_name);
    return need_profile_ ? load::check_rate(job_->plan) : Result<>(std::monostate{});
  }

  /// Those of the files, then those of the flags. In a mix a file's SLO names the steps of its own scenario;
  /// one without a step is about the whole mix.
  Result<> check_slos() {
    for (std::size_t i = 0; i < parts_.size(); ++i)
      for (const load::SloText& text : parts_[i].slos) {
        auto slo = load::parse_slo(text.text);
        const bool of_step = slo && !slo->step.empty() && slo->step != load::k_all_steps;
        if (of_step && parts_.size() > 1)
          slo = load::parse_slo(job_->loaded.scenarios[i].id + ":" + text.text);
        if (!slo) {
          trouble_.problems.push_back({text.at.text(), slo.error().message});
          continue;
        }
        slo->abort_on_fail = text.abort_on_fail;
        add_slo(*std::move(slo));
      }
    for (const std::string& text : flags_.slos) {
      auto slo = load::parse_slo(text);
      if (!slo) return usage_error("--slo: " + slo.error().message);
      add_slo(*std::move(slo));
    }
    std::vector<load::StepName> steps;
    const load::Gatherer gatherer(job_->prepared, job_->options);
    for (const load::StepLoad& step : gatherer.so_far().steps) steps.push_back({step.id, step.first});
    for (Problem& problem : load::check_slos(job_->options.slos, steps))
      trouble_.problems.push_back(std::move(problem));
    return std::monostate{};
  }

  void add_slo(load::Slo slo) {
    auto& slos = job_->options.slos;
    if (std::ranges::find(slos, slo.text, &load::Slo::text) == slos.end()) slos.push_back(std::move(slo));
  }

  const LoadFlags& flags_;
  bool need_profile_;
  JobTrouble& trouble_;
  std::unique_ptr<LoadJob> job_;
  std::string token_;
  harness::GivenVariables given_;
  std::vector<load::LoadPart> parts_;
};

}  // namespace

void add_load_flags(FlagRows& rows, LoadFlags& flags) {
  load::ProfileFlags& levels = flags.levels;
  add_group(rows, "Options", {{"paths", &flags.paths, "Scenario files, or folders of them", "FILE|DIR"}});
  add_target_flags(rows, flags.target, "embedded (default: a mock inside the process) or a base URL",
                   std::to_string(k_usual_timeout));
  add_variable_flags(rows, flags.vars, flags.vars_file);
  add_group(
      rows, "Load",
      {{"--warmup", &levels.warmup, "What starts earlier is measured apart", "TIME"},
       {"--arrivals", &levels.arrivals, "Spacing of starts at a rate", "even|poisson"},
       {"--max-in-flight", &levels.max_in_flight, "Iterations under way at once, at a rate (default: 1000)",
        "N"},
       {"--on-full", &levels.on_full, "What becomes of a start beyond that (default: queue)",
        "queue|drop|abort"},
       {"--checks", &levels.checks, "Share of the iterations whose checks are made (default: 100%)", "SHARE"},
       {"--seed", &flags.seed, "Of arrivals, feeders and sampling (default: by chance, see the report)", "N"},
       {"--threads", &flags.threads, "Threads that send", "", Between<std::size_t>{1, k_most_threads}},
       {"--busy-wait", &flags.busy_wait,
        "Never sleep while waiting: times exact to microseconds, for a whole core a thread"}});
  add_group(
      rows, "Verdict",
      {{"--slo", &flags.slos, "What has to hold, such as 'read.service.p99<=40ms'; may be repeated", "TEXT"},
       {"--late-limit", &flags.late_limit,
        "A start later than this is late; more than 1% of them make the run INVALID", "TIME"}});
  add_group(rows, "Target",
            {{"--max-rate", &flags.max_rate,
              "Requests at most, such as 50/s (default outside this machine: 10/s)", "RATE"}});
  add_group(rows, "Variables", {{"--run-id", &flags.run_id, "${run.id} (default: made up)", "TEXT"}});
  add_group(rows, "Output", {{"--quiet", &flags.quiet, "No live view and no report on the terminal"}});
}

std::unique_ptr<LoadJob> make_job(const LoadFlags& flags, bool need_profile, JobTrouble& trouble) {
  raise_file_limit();  // the embedded mock's end of a connection is another file
  return JobMaker(flags, need_profile, trouble).make();
}

ExitCode complain(const JobTrouble& trouble) {
  return trouble.problems.empty() ? fail(*trouble.error) : print_problems(trouble.problems, Output());
}

load::LoadResult LoadJob::run() const {
  load::LoadResult result = load::run_load(
      prepared, options, [this] { return http::make_exchanges(target, transport, waiting); }, redactor);
  result.environment = environment_of(*this);
  return result;
}

}  // namespace sellsign::cli
