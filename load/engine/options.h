#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "load/result/result.h"
#include "load/result/slice.h"
#include "load/result/slo.h"

namespace sellsign::load {

/// A run that goes on, as those who watch it see it.
struct LoadProgress {
  const LoadResult& so_far;                  ///< as `Gatherer::so_far`
  const Interval& last;                      ///< the last second
  const std::vector<StepSlice>& last_steps;  ///< the same by step, beside `so_far.steps`
};

/// How a load run is done, beside what it sends.
struct LoadOptions {
  Profile profile;
  std::uint64_t seed = 0;   ///< of arrivals, feeders and sampling
  std::size_t threads = 1;  ///< each with connections and an event loop of its own
  Shard shard;              ///< this process's part of the test
  std::string run_id;
  std::chrono::nanoseconds timeout{std::chrono::seconds(10)};  ///< of one request
  std::chrono::nanoseconds late_limit{
      std::chrono::milliseconds(5)};  ///< a start later than this is a late one
  double late_share = 0.01;           ///< more late starts than this make the run INVALID
  std::chrono::nanoseconds overshoot_limit{std::chrono::milliseconds(5)};  ///< for the p99 of the timers
  double busy_limit = 0.95;         ///< a thread that needs its core for longer than this is saturated
  double max_rate = 0;              ///< requests a second in all, 0: no limit
  bool honour_retry_after = false;  ///< a 429 or 503 with Retry-After stops all starts and sends until then
  std::optional<std::chrono::system_clock::time_point> start_at;  ///< common to all shards; nothing: at once
  std::vector<Slo> slos;
  std::function<int()> signal;  ///< 0, or the signal that came; asked from one thread at a time

  /// Told about once a second, from another thread than the calling one, which waits meanwhile.
  std::function<void(const LoadProgress&)> progress;
};

}  // namespace sellsign::load
