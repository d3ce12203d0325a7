#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/endpoints.h"

namespace sellsign::mock {

/// Service times of one call, in the buckets that the metrics publish.
struct TimeHistogram {
  /// Upper bounds in nanoseconds; a last bucket holds what is longer.
  static constexpr std::array<std::int64_t, 16> k_bounds = {
      1'000,   2'000,     5'000,     10'000,    20'000,     50'000,     100'000,     200'000,
      500'000, 1'000'000, 2'000'000, 5'000'000, 10'000'000, 50'000'000, 100'000'000, 1'000'000'000};

  std::array<std::uint64_t, k_bounds.size() + 1> counts{};
  std::uint64_t total = 0;
  std::int64_t sum_ns = 0;

  void add(std::chrono::nanoseconds time);
};

/// What one call was answered.
struct CallCounts {
  std::map<int, std::uint64_t> by_status;
  TimeHistogram times;
};

/// One second of the past.
struct SecondStats {
  std::int64_t at = 0;  ///< seconds since the epoch, of the machine's clock
  std::uint64_t requests = 0;
  std::int64_t p99_ns = 0;  ///< of the service time; within 13 %
};

/// Requests and p99 of each of the last 60 whole seconds. Not thread-safe.
class SecondMeter {
 public:
  void count(std::chrono::nanoseconds service, std::chrono::system_clock::time_point now);

  /// Oldest first; seconds without requests included.
  std::vector<SecondStats> seconds(std::chrono::system_clock::time_point now) const;

 private:
  static constexpr std::size_t k_kept = 64;    // seconds
  static constexpr std::size_t k_steps = 256;  // eight to an octave of nanoseconds

  struct Second {
    std::int64_t at = -1;
    std::uint64_t requests = 0;
    std::array<std::uint32_t, k_steps> steps{};
  };

  std::array<Second, k_kept> seconds_{};
};

/// Counts requests and their service times since the start. Thread-safe; never reset.
class Meter {
 public:
  static constexpr std::size_t k_calls = static_cast<std::size_t>(api::Call::not_built) + 1;

  /// One request.
  struct Counted {
    const api::Endpoint* row = nullptr;  ///< null: it matched no call
    int status = 200;
    std::chrono::nanoseconds service{};
    bool faulted = false;
  };

  void count(const Counted& one, std::chrono::system_clock::time_point now);

  /// One request that a front refused before it was one.
  void count_refused(int status);

  /// All that was counted.
  struct Totals {
    std::array<CallCounts, k_calls>
        calls;                  ///< in the order of api::Call; the last: requests that matched none
    std::uint64_t faulted = 0;  ///< answers that a fault changed
    std::map<int, std::uint64_t> refused;  ///< what the server refused, by status
  };
  Totals totals() const;

  /// The last 60 whole seconds, oldest first; those without requests included.
  std::vector<SecondStats> seconds(std::chrono::system_clock::time_point now) const;

 private:
  mutable std::mutex mutex_;
  Totals totals_;
  SecondMeter seconds_;
};

}  // namespace sellsign::mock
