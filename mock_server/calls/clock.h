#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

#include "api/fields.h"
#include "base/result.h"

namespace sellsign::mock {

/// Where the mock's timestamps come from. Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Timestamp now() const = 0;

  /// Whether it says what the machine's clock says.
  virtual bool is_of_machine() const { return false; }

  /// How long a delay of `mock_time` takes outside.
  virtual std::chrono::nanoseconds real_time_of(std::chrono::nanoseconds mock_time) const {
    return mock_time;
  }
};

/// The machine's clock.
class SystemClock final : public Clock {
 public:
  Timestamp now() const override {
    return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
  }
  bool is_of_machine() const override { return true; }
};

/// Moves only when told to. For tests.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Timestamp start) : now_(start) {}
  Timestamp now() const override { return now_.load(); }
  void advance(std::chrono::milliseconds by) { now_ = now_.load() + by; }

 private:
  std::atomic<Timestamp> now_;
};

/// The clock that the control API turns: for every timestamp, delay, limiter and expiry of a mock. Begins as
/// the machine's clock, and costs what that costs while it is left alone. Scaling and advancing never take
/// time back; setting, and going back to the machine's clock, may. Stops at the end of the year 9999.
class MockClock final : public Clock {
 public:
  /// The pace that may be set.
  static constexpr double k_slowest = 0.001;
  static constexpr double k_fastest = 1'000'000;

  Timestamp now() const override {
    const auto machine =
        std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
    return is_real_.load() ? machine : turned_now();
  }
  bool is_of_machine() const override { return is_real_.load(); }

  /// A tenth of it at scale 10; nothing while the clock is frozen.
  std::chrono::nanoseconds real_time_of(std::chrono::nanoseconds mock_time) const override;

  /// `{"mode":"scaled","now":"2026-11-25T10:00:00.000Z","epochMs":N,"scale":10}`; scale 1 unless scaled.
  std::string to_json() const;

  /// Takes `{"mode":"real"}`, `{"mode":"frozen"}`, `{"now":...}`, `{"scale":10}`, now together with one of
  /// the other two. Changes nothing when there are problems; their places are JSON paths.
  Problems change(std::string_view text);

  /// Takes `{"by":"90s"}`. As `change`.
  Problems advance(std::string_view text);

  /// Goes back to the machine's clock.
  void reset();

  /// Becomes what another clock is now; they do not hang together later.
  void follow(const MockClock& other);

 private:
  enum class Mode : std::uint8_t { real, frozen, shifted, scaled };
  using Instant = std::chrono::sys_time<std::chrono::microseconds>;
  struct Change;
  struct Step;

  Timestamp turned_now() const;
  Instant instant() const;
  void start(Mode mode, Instant from, double scale);
  Mode mode_after(const Change& change) const;

  std::atomic<bool> is_real_{true};  ///< mode_ is real; cleared before a change reads the machine's clock
  mutable std::mutex mutex_;         ///< for what follows
  Mode mode_ = Mode::real;
  double scale_ = 1;
  Instant from_{};  ///< what the clock said at `since_`
  std::chrono::steady_clock::time_point since_{};
};

}  // namespace sellsign::mock
