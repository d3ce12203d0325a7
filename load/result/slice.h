#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

#include "load/result/result.h"

// What workers hand to the one who gathers: a slice of time each, whole. Nothing is shared while it is
// filled.

namespace sellsign::load {

/// The length of a slice.
inline constexpr std::chrono::nanoseconds k_slice{std::chrono::seconds(1)};

/// One step in one slice.
struct StepSlice : StepCounts {
  std::map<const void*, BrokenCheck> broken;  ///< by the address of the check or capture

  void add(const StepSlice& other);
  void clear();
};

/// What is counted apart for warm-up and measurement.
struct SlicePart {
  std::vector<StepSlice> steps;  ///< one a row
  IterationLoad iterations;
  Starts starts;

  void clear();
};

/// How a thread used its core, since it began.
struct Usage {
  std::chrono::nanoseconds running{};  ///< on a core
  std::chrono::nanoseconds waiting{};  ///< for a core
};

/// What one worker did between two moments.
struct Slice {
  std::size_t worker = 0;
  std::size_t number = 0;                                ///< of the interval, from 0
  SlicePart measured, warmup;                            ///< by the intended start of the iteration
  std::uint64_t requests = 0, errors = 0, finished = 0;  ///< that ended in it
  Histogram service, response;                           ///< of the requests and iterations that ended in it
  Histogram overshoot;
  std::uint64_t in_flight = 0;            ///< at its end
  Usage usage;                            ///< since the slice before
  std::chrono::nanoseconds usage_time{};  ///< how long that was
  std::chrono::nanoseconds length{};
  std::chrono::nanoseconds
      counted_until{};  ///< offset of the last answer in it, or of the end; 0 without one

  /// Forgets what it holds, but keeps the memory.
  void clear();
};

/// Where workers put their slices, and find empty ones: memory that is new to a process costs milliseconds,
/// in which nothing can be sent. Thread-safe.
class SliceQueue {
 public:
  void put(Slice slice) {
    const std::scoped_lock lock(mutex_);
    slices_.push_back(std::move(slice));
  }
  std::vector<Slice> take_all() {
    const std::scoped_lock lock(mutex_);
    return std::exchange(slices_, {});
  }

  void give_back(Slice slice) {
    slice.clear();
    const std::scoped_lock lock(mutex_);
    empty_.push_back(std::move(slice));
  }
  Slice take_empty() {
    const std::scoped_lock lock(mutex_);
    if (empty_.empty()) return {};
    Slice slice = std::move(empty_.back());
    empty_.pop_back();
    return slice;
  }

 private:
  std::mutex mutex_;
  std::vector<Slice> slices_, empty_;
};

}  // namespace sellsign::load
