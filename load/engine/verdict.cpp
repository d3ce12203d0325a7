#include "load/engine/verdict.h"

#include <algorithm>

#include "load/model/units.h"
#include "load/result/balance.h"
#include "load/result/shortfalls.h"

namespace sellsign::load {

namespace {

/// In less time than this a share of a core says nothing.
constexpr std::chrono::nanoseconds k_judged_after = std::chrono::seconds(1);

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

std::string message_of(const LoadResult& result, const LoadOptions& options) {
  switch (result.stop) {
    case StopReason::none:
      break;
    case StopReason::unreachable:
      return "ended early: no request found a connection" + because(result);
    case StopReason::interrupted:
    case StopReason::terminated:
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

void conclude(LoadResult& result, const LoadOptions& options) {
  for (const Slo& slo : options.slos) result.slos.push_back(judge_slo(slo, result));
  result.generator.faults = faults_of(result, options);
  for (std::string& imbalance : imbalances_of(result))
    result.generator.faults.push_back(std::move(imbalance));
  result.message = message_of(result, options);
  result.exit_code = exit_code_of(result);
}

}  // namespace sellsign::load
