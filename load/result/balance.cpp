#include "load/result/balance.h"

#include "load/model/units.h"

namespace sellsign::load {
namespace {

/// Two numbers that have to be the same.
struct Balance {
  std::string what;
  std::uint64_t whole;
  std::uint64_t parts;
};

std::uint64_t sum_of_statuses(const Tally& tally) {
  std::uint64_t sum = 0;
  for (const auto& [status, count] : tally.statuses) sum += count;
  return sum;
}

/// How many answers there have to be.
std::uint64_t answered(const Tally& tally) {
  std::uint64_t sum = 0;
  for (const Ending ending : {Ending::ok, Ending::check_failed, Ending::http_error, Ending::repeated})
    sum += tally.of(ending);
  return sum;
}

}  // namespace

std::vector<std::string> imbalances_of(const LoadResult& result) {
  const Starts& starts = result.starts;
  const IterationLoad& iterations = result.iterations;
  std::vector<Balance> balances = {
      {"starts made, dropped, unstarted and rowless", starts.intended, iterations.started + starts.unmade()},
      {"iterations finished and cut", iterations.started, iterations.finished + iterations.cut}};
  std::uint64_t requests = 0, errors = 0, seen = 0, seen_errors = 0;
  for (const auto* rows : {&result.steps, &result.warmup})
    for (const StepLoad& step : *rows) {
      balances.push_back({"endings of requests of " + step.id, step.tally.sent, step.tally.requests()});
      balances.push_back(
          {"statuses of answers of " + step.id, answered(step.tally), sum_of_statuses(step.tally)});
      requests += step.tally.requests();
      errors += step.tally.errors();
    }
  for (const Interval& interval : result.intervals) {
    seen += interval.requests;
    seen_errors += interval.errors;
  }
  balances.push_back({"requests in the intervals", requests, seen});
  balances.push_back({"errors in the intervals", errors, seen_errors});
  std::vector<std::string> out;
  for (const Balance& balance : balances)
    if (balance.whole != balance.parts)
      out.push_back("the program's own counts do not add up: " + balance.what + " are " +
                    count_text(balance.parts) + ", not " + count_text(balance.whole) +
                    "; please report this with the JSON report");
  return out;
}

}  // namespace sellsign::load
