#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>

#include "http/client/exchanges.h"
#include "load/engine/prepared.h"
#include "load/model/pacer.h"
#include "load/result/slice.h"

namespace sellsign::load {

/// What all workers of a run have in common. Immutable while they run.
struct WorkPlan {
  std::span<const PreparedScenario> scenarios;
  std::size_t rows = 0;  ///< of results
  Profile profile;
  std::uint64_t seed = 0;
  std::string run_id;
  std::chrono::steady_clock::time_point start;  ///< of the run
  std::chrono::nanoseconds interval{};          ///< length of a slice
  std::chrono::nanoseconds timeout{};           ///< of one request
  std::chrono::nanoseconds late_limit{};
  double max_rate = 0;              ///< requests a second of one worker; 0: no limit
  bool honour_retry_after = false;  ///< a 429 or 503 with Retry-After stops all starts and sends until then
  std::size_t share = 0;            ///< this worker does iterations `share`, `share + of`, ...
  std::size_t of = 1;
  std::function<Usage()> usage;  ///< of the calling thread; may be empty
};

/// Why all workers should stop.
enum class StopReason : std::uint8_t { none, interrupted, slo, full, feeder, unreachable };

/// One thread's share of a load run: starts iterations when they are due, sends their requests, checks the
/// answers, and hands on what it measured slice by slice. All it knows of time and wire is `Exchanges`, so it
/// runs as well on a virtual clock. Used once.
class Worker {
 public:
  /// The references have to outlive it. A worker that finds that the run has to end sets `stop` itself.
  Worker(const WorkPlan& plan, http::Exchanges& exchanges, SliceQueue& queue, std::atomic<StopReason>& stop);
  ~Worker();

  /// Works until the profile's end, or `stop`, and until all that is under way has ended.
  void run();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sellsign::load
