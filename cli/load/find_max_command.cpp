#include <algorithm>
#include <csignal>
#include <memory>
#include <optional>
#include <unistd.h>

#include "base/result.h"
#include "cli/flags/scenario.h"
#include "cli/load/load_files.h"
#include "cli/load/load_job.h"
#include "cli/program/command.h"
#include "cli/program/signals.h"
#include "load/engine/find_max.h"
#include "load/model/units.h"

namespace sellsign::cli {
namespace {

struct FindMaxCommandFlags {
  LoadFlags load;
  std::string from = "50/s", to = "100000/s", precision = "5%", duration = "10s";
};

/// Connections are opened and caches filled in it.
constexpr double k_warmup_share = 0.2;

load::Profile constant(const load::Profile& base, double rate, std::chrono::nanoseconds duration) {
  load::Profile profile = base;
  profile.name = "find-max";
  profile.model = load::Model::open;
  profile.stages = {{rate, rate, duration}};
  profile.iterations.reset();
  profile.think_time = {};
  profile.warmup = std::chrono::duration_cast<std::chrono::nanoseconds>(duration * k_warmup_share);
  return profile;
}

std::string line_of(const load::Probe& probe, double rate) {
  const char* const verdict = probe.verdict == load::ProbeVerdict::held     ? "held   "
                              : probe.verdict == load::ProbeVerdict::missed ? "missed "
                                                                            : "INVALID";
  const load::Histogram& response = probe.result.iterations.response;
  std::string text = load::rate_text(rate);
  text.insert(0, 10 - std::min<std::size_t>(10, text.size()), ' ');
  text += std::string("  ") + verdict;
  if (probe.verdict != load::ProbeVerdict::invalid)
    text += "  response p50 " + load::time_text(static_cast<double>(response.at_us(50))) + ", p99 " +
            load::time_text(static_cast<double>(response.at_us(99)));
  return text + (probe.words.empty() ? "" : "  (" + probe.words + ")") + "\n";
}

ExitCode find(const FindMaxCommandFlags& flags) {
  load::SearchOptions search;
  const auto from = load::parse_rate(flags.from), to = load::parse_rate(flags.to);
  const auto precision = load::parse_share(flags.precision);
  const auto duration = load::parse_time(flags.duration);
  for (const auto* rate : {&from, &to})
    if (!*rate) return fail(rate->error());
  if (!precision) return fail(precision.error());
  if (!duration) return fail(duration.error());
  if (*from <= 0 || *to < *from || *precision < 0.001 || *duration < std::chrono::seconds(1))
    return fail(
        usage_error("--from is over 0 and not over --to, --precision at least 0.1%, --step at least 1s"));
  constexpr double k_fewest = 10;  // iterations that a step has to measure
  const double measured = in_seconds(*duration) * (1 - k_warmup_share);
  search = {*from, *to, k_fewest / measured, *precision};
  if (*to < search.lowest)
    return fail(usage_error("--to " + flags.to + " makes fewer than 10 iterations in a step of " +
                            flags.duration + ": give a longer --step"));
  JobTrouble trouble;
  const auto job = make_job(flags.load, false, trouble);
  if (job == nullptr) return complain(trouble);
  const Output output(job->redactor);
  if (!flags.load.shard.empty())
    return fail(usage_error("find-max searches alone: leave --shard out"), output);
  if (job->options.shard.count > 1) {
    output.note("sellsign: find-max searches alone; that this is one of " +
                std::to_string(job->options.shard.count) + " processes is not looked at\n");
    job->options.shard = {};
  }
  if (job->options.slos.empty())
    return fail(usage_error("say what has to hold: --slo 'response.p99<=50ms' (may be repeated)"), output);
  if (job->options.max_rate > 0)
    search.highest = std::min(search.highest, job->options.max_rate / job->plan.requests_each);
  remember_interrupts();
  bool written = true;
  const load::Profile base = job->options.profile;
  const load::Search found = load::find_max(search, [&](double rate) -> std::optional<load::Probe> {
    job->options.profile = constant(base, rate, *duration);
    load::Probe probe = load::probe_of(job->run());
    if (remembered_interrupt() != 0) return std::nullopt;
    written = output.result(line_of(probe, rate)) && written;
    return probe;
  });
  written = output.result(load::words_of(found) + "\n") && written;
  if (!written) return ExitCode::unreachable;
  if (found.interrupted)
    return remembered_interrupt() == SIGTERM ? ExitCode::terminated : ExitCode::interrupted;
  return load::exit_code_of(found);
}

}  // namespace

Action add_find_max(FlagRows& rows) {
  auto flags = std::make_shared<FindMaxCommandFlags>();
  add_load_flags(rows, flags->load);
  add_group(
      rows, "Search",
      {{"--from", &flags->from, "Iterations a second that are tried first", "RATE"},
       {"--to", &flags->to, "That are tried at most", "RATE"},
       {"--precision", &flags->precision,
        "How close the rate that held and the one that did not are at the end", "SHARE"},
       {"--step", &flags->duration, "How long each rate is tried; the first fifth is warm-up", "TIME"}});
  return [flags](const Invocation&) { return find(*flags); };
}

}  // namespace sellsign::cli
