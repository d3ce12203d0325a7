#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>

#include "http/client/exchanges.h"
#include "load/engine/options.h"
#include "load/engine/prepared.h"
#include "load/model/pacer.h"
#include "load/result/slice.h"

namespace sellsign::load {

/// What all workers of a run have in common. Immutable while they run.
struct WorkPlan {
  std::span<const PreparedScenario> scenarios;
  std::size_t rows = 0;  ///< of results
  const LoadOptions* options = nullptr;
  std::chrono::steady_clock::time_point start;  ///< of the run
  double max_rate = 0;                          ///< requests a second of one worker; 0: no limit
  std::size_t share = 0;                        ///< this worker does iterations `share`, `share + of`, ...
  std::size_t of = 1;
  std::function<Usage()> usage;  ///< of the calling thread; may be empty
};

/// Lets all workers stop, unless they were told to already: the first reason counts.
void stop_for(std::atomic<StopReason>& stop, StopReason reason);

/// Does one thread's share of a load run: starts iterations when they are due, sends their requests, checks
/// the answers, and hands on what it measured slice by slice, until the profile's end, or `stop`, and until
/// all that is under way has ended. All it knows of time and wire is `Exchanges`, so it runs as well on a
/// virtual clock. A worker that finds that the run has to end sets `stop` itself.
void run_worker(const WorkPlan& plan, http::Exchanges& exchanges, SliceQueue& queue,
                std::atomic<StopReason>& stop);

}  // namespace sellsign::load
