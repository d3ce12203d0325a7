#include "load/engine/verdict.h"

#include <algorithm>
#include <csignal>
#include <functional>

#include "load/model/units.h"

namespace sellsign::load {

using harness::ExitCode;

namespace {

/// In less time than this a share of a core says nothing.
constexpr std::chrono::nanoseconds k_judged_after = std::chrono::seconds(1);

/// The sum of a number of every step, warm-up included.
template <class Number>
std::uint64_t requests_in(const LoadResult& result, Number number) {
  std::uint64_t sum = 0;
  for (const auto* rows : {&result.steps, &result.warmup})
    for (const StepLoad& step : *rows) sum += std::invoke(number, step.tally);
  return sum;
}

/// `: ` and why the first request without an answer had none.
std::string because(const LoadResult& result) {
  for (const auto* rows : {&result.steps, &result.warmup})
    for (const StepLoad& step : *rows)
      if (!step.failure.empty()) return ": " + step.failure;
  return {};
}

}  // namespace

std::vector<std::string> faults_of(const LoadResult& result, const LoadOptions& options) {
  if (result.service().empty()) return {};
  std::vector<std::string> faults;
  const Starts& starts = result.starts;
  const std::uint64_t started = result.iterations.started;
  const double late = started == 0 ? 0 : static_cast<double>(starts.late) / static_cast<double>(started);
  if (late > options.late_share && starts.late > 1)
    faults.push_back(share_text(late) + " of the starts were more than " + duration_text(options.late_limit) +
                     " late through the generator's own fault (limit " + share_text(options.late_share) +
                     ")");
  const Histogram& overshoot = result.generator.overshoot;
  if (overshoot.count() >= 100 && overshoot.at_us(99) > options.overshoot_limit.count() / 1000)
    faults.push_back("the machine's timers came " + time_text(static_cast<double>(overshoot.at_us(99))) +
                     " late at p99 (limit " + duration_text(options.overshoot_limit) + ")");
  const double needed = result.generator.busy + result.generator.starved;
  if (needed > options.busy_limit && result.duration >= k_judged_after)
    faults.push_back("a thread of the generator needed its core for " + share_text(std::min(1.0, needed)) +
                     " of the time (limit " + share_text(options.busy_limit) +
                     "): its own speed is in the figures; lower the load, or give it more --threads");
  return faults;
}

bool met_nobody(const LoadResult& result) {
  const std::uint64_t requests = requests_in(result, &Tally::requests);
  return requests > 0 &&
         requests_in(result, [](const Tally& tally) { return tally.of(Ending::unreachable); }) == requests;
}

std::string message_of(const LoadResult& result, StopReason reason, const LoadOptions& options) {
  switch (reason) {
    case StopReason::none:
      break;
    case StopReason::unreachable:
      return "ended early: no request found a connection" + because(result);
    case StopReason::interrupted:
      return "interrupted: what had been measured by then is below";
    case StopReason::slo:
      return "ended early: an SLO with abort_on_fail did not hold";
    case StopReason::full:
      return "ended early: " + count_text(options.profile.max_in_flight) +
             " iterations were under way (max_in_flight, on_full: abort)";
    case StopReason::feeder:
      return "ended early: a feeder with mode \"once\" has no more rows";
  }
  if (met_nobody(result)) return "no request found a connection" + because(result);
  if (result.tally().requests() == 0) return "nothing was measured: no request ended after the warm-up";
  return {};
}

ExitCode exit_code_of(const LoadResult& result, StopReason reason, int signal, const LoadOptions& options) {
  std::vector<ExitCode> codes;
  const Tally tally = result.tally();
  const bool slo_missed =
      std::any_of(result.slos.begin(), result.slos.end(), [](const SloResult& slo) { return !slo.held; });
  // An SLO on errors is the budget for them: without one none may fail.
  const bool has_budget = std::any_of(options.slos.begin(), options.slos.end(), [](const Slo& slo) {
    return slo.metric == Metric::errors || slo.metric == Metric::failed_checks;
  });
  if (signal != 0) codes.push_back(signal == SIGTERM ? ExitCode::terminated : ExitCode::interrupted);
  if (met_nobody(result))
    codes.push_back(ExitCode::unreachable);
  else if (tally.requests() == 0)
    codes.push_back(ExitCode::usage);
  if (!result.generator.valid()) codes.push_back(ExitCode::run_invalid);
  if (slo_missed || reason == StopReason::full) codes.push_back(ExitCode::slo_missed);
  if (tally.errors() > 0 && !has_budget) codes.push_back(ExitCode::check_failed);
  return harness::pick(codes);
}

}  // namespace sellsign::load
