#pragma once

#include <atomic>
#include <chrono>

#include "api/fields.h"

namespace sellsign::mock {

/// Where the mock's timestamps come from. Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual api::Timestamp now() const = 0;
};

/// The machine's clock.
class SystemClock final : public Clock {
 public:
  api::Timestamp now() const override {
    return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
  }
};

/// Moves only when told to. For tests.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(api::Timestamp start) : now_(start) {}
  api::Timestamp now() const override { return now_.load(); }
  void advance(std::chrono::milliseconds by) { now_ = now_.load() + by; }

 private:
  std::atomic<api::Timestamp> now_;
};

}  // namespace sellsign::mock
