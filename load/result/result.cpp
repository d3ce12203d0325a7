#include "load/result/result.h"

#include <numeric>

namespace sellsign::load {

std::string_view name_of(Ending ending) {
  constexpr std::array<std::string_view, k_endings> k_names = {
      "ok", "check-failed", "http-error", "timeout", "reset", "unreachable", "not-http"};
  return k_names[static_cast<std::size_t>(ending)];
}

std::uint64_t Tally::requests() const {
  return std::accumulate(endings.begin(), endings.end(), std::uint64_t{0});
}

void Tally::add(const Tally& other) {
  for (std::size_t i = 0; i < k_endings; ++i) endings[i] += other.endings[i];
  checks_made += other.checks_made;
  checks_broken += other.checks_broken;
  bytes_out += other.bytes_out;
  bytes_in += other.bytes_in;
  for (const auto& [status, count] : other.statuses) statuses[status] += count;
}

void IterationLoad::add(const IterationLoad& other) {
  service.add(other.service);
  response.add(other.response);
  started += other.started;
  finished += other.finished;
  failed += other.failed;
}

void IterationLoad::clear() {
  service.clear();
  response.clear();
  started = finished = failed = 0;
}

void Starts::clear() {
  intended = queued = dropped = unstarted = late = 0;
  lateness.clear();
}

void Starts::add(const Starts& other) {
  intended += other.intended;
  queued += other.queued;
  dropped += other.dropped;
  unstarted += other.unstarted;
  late += other.late;
  lateness.add(other.lateness);
}

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

double LoadResult::throughput() const {
  const double seconds = std::chrono::duration<double>(duration).count();
  return seconds > 0 ? static_cast<double>(tally().requests()) / seconds : 0;
}

}  // namespace sellsign::load
