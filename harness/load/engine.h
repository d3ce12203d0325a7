#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/result.h"
#include "client/exchanges.h"
#include "client/redactor.h"
#include "harness/load/prepared.h"
#include "harness/load/result.h"
#include "harness/load/slo.h"
#include "harness/load/worker.h"

namespace sellsign::load {

/// A run that goes on, as those who watch it see it.
struct Moment {
  const LoadResult& so_far;                  ///< as `Gatherer::result`
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
  double busy_limit = 0.95;  ///< a thread that needs its core for longer than this is saturated
  double max_rate = 0;       ///< requests a second in all, 0: no limit
  bool honour_retry_after = false;
  std::optional<std::chrono::system_clock::time_point> start_at;  ///< common to all shards; nothing: at once
  std::vector<Slo> slos;
  std::function<int()> signal;  ///< 0, or the signal that came; asked from the calling thread

  /// Told about once a second, from the calling thread.
  std::function<void(const Moment&)> progress;
};

/// Makes the connections of one thread; called in that thread.
using MakeExchanges = std::function<std::unique_ptr<client::Exchanges>()>;

/// Drives scenarios as load and gathers what was measured. Blocks until the run is over, which is after the
/// profile's duration and what is still under way then, or soon after `signal`. Texts in the result are
/// redacted. The exit code is the one that the run deserves: interrupted, run_invalid, check_failed,
/// slo_missed, held; usage when nothing at all was measured, unreachable when no connection came about.
LoadResult run_load(std::vector<PreparedScenario> scenarios, const LoadOptions& options,
                    const MakeExchanges& make, const client::Redactor& redactor);

/// Puts slices together. What `run_load` does with those of its workers; for one thread.
class Gatherer {
 public:
  Gatherer(const std::vector<PreparedScenario>& scenarios, const LoadOptions& options);

  void add(const Slice& slice);

  /// The result so far: everything but environment, SLOs, faults and exit code.
  LoadResult result() const;

  /// A second that all workers have ended.
  struct Second {
    Interval interval;
    std::vector<StepSlice> steps;
  };
  /// The last one that is new since the last call, if there is one.
  std::optional<Second> new_second();

 private:
  class State;
  std::shared_ptr<State> state_;
};

/// Which sentences say that a run is INVALID: late starts, timers, cores.
std::vector<std::string> faults_of(const LoadResult& result, const LoadOptions& options);

/// The length of a slice.
inline constexpr std::chrono::nanoseconds k_slice{std::chrono::seconds(1)};

}  // namespace sellsign::load
