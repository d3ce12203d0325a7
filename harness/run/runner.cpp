#include "harness/run/runner.h"

#include <algorithm>
#include <csignal>
#include <exception>
#include <thread>

#include "harness/run/redact.h"
#include "harness/run/run_id.h"
#include "harness/run/scenario_run.h"

namespace sellsign::harness {
namespace {

/// Replays all scenarios and gathers what the exit code needs.
class Run {
 public:
  Run(std::span<const Scenario> scenarios, const RunOptions& options, TargetFactory& targets,
      const Transports& transports, const Redactor& redactor)
      : scenarios_(scenarios),
        options_(options),
        targets_(targets),
        transports_(transports),
        redactor_(redactor) {}

  RunResult run() {
    start_ = options_.clock.now();
    result_.started = options_.clock.wall();
    result_.run_id = options_.run_id.empty() ? make_run_id(result_.started) : options_.run_id;
    for (const Scenario& scenario : scenarios_)
      if (selected(scenario, options_.tags, options_.not_tags)) add(scenario);
    end_if_interrupted();  // a signal during the last request counts, too
    result_.duration = options_.clock.now() - start_;
    finish();
    return std::move(result_);
  }

 private:
  void add(const Scenario& scenario) {
    ScenarioResult result;
    result.at = scenario.at;
    result.id = scenario.id;
    result.about = scenario.about;
    result.tags = scenario.tags;
    const auto start = options_.clock.now();
    result.started = start - start_;
    end_if_interrupted();
    Redactor redactor = redactor_;
    if (ended_.empty()) {
      run_guarded(scenario, result, redactor);
    } else {
      result.message = ended_;
    }
    result.duration = options_.clock.now() - start;
    redact(result, redactor);
    if (options_.bail && result.outcome == RunOutcome::failed && ended_.empty())
      ended_ = "the scenario " + result.id + " failed (--bail)";
    if (options_.progress) options_.progress(result);
    result_.scenarios.push_back(std::move(result));
  }

  void run_guarded(const Scenario& scenario, ScenarioResult& result, Redactor& redactor) {
    try {
      run_one(scenario, result, redactor);
    } catch (const std::exception& error) {
      codes_.push_back(ExitCode::unreachable);
      result.outcome = RunOutcome::failed;
      result.message = std::string("internal error: ") + error.what();
    }
  }

  void run_one(const Scenario& scenario, ScenarioResult& result, Redactor& redactor) {
    LeaseAnswer answer = targets_.lease(scenario.needs_mock);
    if (const auto* unavailable = std::get_if<Unavailable>(&answer))
      return skip(unavailable->why, false, result);
    if (const auto* error = std::get_if<Error>(&answer)) return refuse(*error, result);
    LeasedTarget server{std::get<Lease>(std::move(answer)), {}};
    if (redactor.clean(server.lease.token) == server.lease.token)
      redactor.add_token("SELLSIGN_TOKEN", server.lease.token);
    result.target = server.lease.base_url;
    const auto url = http::parse_url(server.lease.base_url);
    if (!url) return refuse(url.error(), result);
    if (const auto known = client::check_name(*url, options_.guard); !known)
      return refuse(known.error(), result);
    if (!may_send_all(scenario, *url, url->host, result)) return;  // before DNS is asked
    auto target = client::admit(*url, options_.guard);
    if (!target) return refuse(target.error(), result);
    server.target = std::move(*target);
    if (!may_send_all(scenario, server.target, url->host, result)) return;
    ScenarioRun run(scenario, options_, server, transports_, start_);
    run.run(result_.run_id, result_.run_id + "-" + base36(++count_), result);
    note(run, result);
  }

  /// Skips a scenario with an effect that may not be sent to `place`, a Url or a Target.
  template <class Place>
  bool may_send_all(const Scenario& scenario, const Place& place, const std::string& host,
                    ScenarioResult& result) const {
    for (const api::Effect effect : effects_of(scenario)) {
      if (client::may_send(place, options_.guard, effect)) continue;
      skip("it has a step with the effect \"" + std::string(api::name_of(effect)) +
               "\", which may not be sent to " + host + " (see --allow-effects)",
           true, result);
      return false;
    }
    return true;
  }

  static void skip(const std::string& why, bool refused, ScenarioResult& result) {
    result.outcome = RunOutcome::skipped;
    result.refused = refused;
    result.message = why;
  }

  /// No server for this scenario: a bad file fails it, anything else ends the run.
  void refuse(const Error& error, ScenarioResult& result) {
    result.message = error.message;
    if (error.kind == ErrorKind::usage) {
      result.outcome = RunOutcome::failed;
      codes_.push_back(ExitCode::usage);
      return;
    }
    const bool refused = error.kind == ErrorKind::refused;
    result.outcome = refused ? RunOutcome::skipped : RunOutcome::failed;
    result.refused = refused;
    codes_.push_back(refused ? ExitCode::refused : ExitCode::unreachable);
    ended_ = refused ? "the target was refused" : "the target could not be reached";
  }

  void note(const ScenarioRun& run, const ScenarioResult& result) {
    if (note_signal(run.signal())) ended_ = "interrupted";
    if (result.outcome == RunOutcome::failed)
      codes_.push_back(result.steps.empty() ? ExitCode::usage : ExitCode::check_failed);
    for (const ErrorKind kind : run.broken()) {
      codes_.push_back(kind == ErrorKind::usage ? ExitCode::usage : ExitCode::unreachable);
      if (kind == ErrorKind::unreachable && ended_.empty()) ended_ = "the target could not be reached";
    }
    ran_ = ran_ || std::any_of(result.steps.begin(), result.steps.end(),
                               [](const StepResult& step) { return step.exchange.has_value(); });
  }

  void end_if_interrupted() {
    if (options_.signal && note_signal(options_.signal())) ended_ = "interrupted";
  }

  bool note_signal(int signal) {
    if (signal == 0) return false;
    codes_.push_back(signal == SIGTERM ? ExitCode::terminated : ExitCode::interrupted);
    return true;
  }

  void finish() {
    const auto refused = std::count_if(result_.scenarios.begin(), result_.scenarios.end(),
                                       [](const ScenarioResult& scenario) { return scenario.refused; });
    // A run of which the guard has kept a part back is no success, even when the rest held.
    if (codes_.empty() && refused > 0) codes_.push_back(ExitCode::refused);
    if (codes_.empty() && !ran_) codes_.push_back(ExitCode::usage);
    result_.exit_code = pick(codes_);
    result_.message = redactor_.clean(ended_);
    if (result_.scenarios.empty())
      result_.message =
          scenarios_.empty() ? "there are no scenarios" : "no scenario has the tags that were asked for";
    else if (!ran_ && ended_.empty())
      result_.message = refused > 0 ? "nothing was run: the safety guard refused" : "nothing was run";
    else if (refused > 0 && ended_.empty())
      result_.message = std::to_string(refused) + " of " + std::to_string(result_.scenarios.size()) +
                        " scenarios were not run: the safety guard refused (allow their effects, or choose the "
                        "others by --tag)";
  }

  std::span<const Scenario> scenarios_;
  const RunOptions& options_;
  TargetFactory& targets_;
  const Transports& transports_;
  const Redactor& redactor_;
  RunResult result_;
  std::chrono::steady_clock::time_point start_;
  std::string ended_;  ///< why no further scenario is run
  std::vector<ExitCode> codes_;
  std::uint64_t count_ = 0;
  bool ran_ = false;
};

}  // namespace

RunClock RunClock::real() {
  return {[] { return std::chrono::steady_clock::now(); }, [] { return std::chrono::system_clock::now(); },
          [](std::chrono::nanoseconds duration) { std::this_thread::sleep_for(duration); }};
}

FixedTarget::FixedTarget(std::string base_url, std::string token, Unfit unfit)
    : base_url_(std::move(base_url)), token_(std::move(token)), unfit_(std::move(unfit)) {}

LeaseAnswer FixedTarget::lease(const Requires& needs_mock) {
  if (needs_mock.empty()) return Lease{base_url_, token_, nullptr};
  if (!unfit_) return Unavailable{"it requires a mock that is set up for it, and this target is fixed"};
  if (const std::string why = unfit_(needs_mock); !why.empty()) return Unavailable{why};
  return Lease{base_url_, token_, nullptr};
}

RunResult run(std::span<const Scenario> scenarios, const RunOptions& options, TargetFactory& targets,
              const Transports& transports, const Redactor& redactor) {
  return Run(scenarios, options, targets, transports, redactor).run();
}

}  // namespace sellsign::harness
