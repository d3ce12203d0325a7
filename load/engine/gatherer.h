#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <vector>

#include "load/engine/options.h"
#include "load/engine/prepared.h"
#include "load/result/result.h"
#include "load/result/slice.h"

namespace sellsign::load {

/// Puts slices together. What `run_load` does with those of its workers; for one thread.
class Gatherer {
 public:
  Gatherer(const std::vector<PreparedScenario>& scenarios, const LoadOptions& options);

  void add(const Slice& slice);

  /// The result so far: everything but environment, SLOs, faults, exit code, and the seconds that not all
  /// workers have ended. Not a copy, for that takes milliseconds of a core that others need.
  const LoadResult& so_far() const&;
  const LoadResult& so_far() && = delete;

  /// The same with the last seconds. Nothing else may be called after it.
  LoadResult take();

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

}  // namespace sellsign::load
