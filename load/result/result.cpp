#include "load/result/result.h"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "base/time_text.h"
#include "load/result/counters.h"

namespace sellsign::load {

std::string_view name_of(Ending ending) {
  constexpr std::array<std::string_view, k_endings> k_names = {
      "ok",          "check-failed", "http-error", "timeout",  "reset",
      "unreachable", "not-http",     "unsent",     "repeated", "cut"};
  return k_names[static_cast<std::size_t>(ending)];
}

std::string_view name_of(StopReason reason) {
  constexpr std::array<std::string_view, k_stop_reasons> k_names = {
      "none", "interrupted", "terminated", "slo", "full", "feeder", "unreachable"};
  return k_names[static_cast<std::size_t>(reason)];
}

std::uint64_t Tally::requests() const {
  return std::accumulate(endings.begin(), endings.end(), std::uint64_t{0});
}

void Tally::add(const Tally& other) { add_counters(*this, other); }

void add_broken(std::vector<BrokenCheck>& all, const BrokenCheck& one) {
  const auto found = std::ranges::find_if(all, [&](const BrokenCheck& other) {
    return std::tie(one.at, one.subject, one.source) == std::tie(other.at, other.subject, other.source);
  });
  if (found == all.end())
    all.push_back(one);
  else
    found->times += one.times;
}

void StepCounts::add(const StepCounts& other) {
  add_counters(*this, other);
  if (failure.empty()) failure = other.failure;
}

void StepCounts::clear() {
  clear_counters(*this);
  failure.clear();
}

void IterationLoad::add(const IterationLoad& other) { add_counters(*this, other); }
void IterationLoad::clear() { clear_counters(*this); }
void Starts::add(const Starts& other) { add_counters(*this, other); }
void Starts::clear() { clear_counters(*this); }

Tally LoadResult::tally() const {
  Tally all;
  for (const StepLoad& step : steps) all.add(step.tally);
  return all;
}

Histogram LoadResult::service() const {
  Histogram all;
  for (const StepLoad& step : steps) all.add(step.service);
  return all;
}

double LoadResult::rate_of(std::uint64_t count) const {
  return duration.count() > 0 ? static_cast<double>(count) / in_seconds(duration) : 0;
}

}  // namespace sellsign::load
