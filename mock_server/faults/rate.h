#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string_view>
#include <unordered_map>

#include "api/fields.h"
#include "mock_server/faults/fault.h"

namespace sellsign::mock {

/// A token bucket for each token, in mock time. Thread-safe. Holds at most `k_most_buckets`: beyond that it
/// forgets those that are full, which makes no difference, and then those that were not asked for longest.
class RateLimiter {
 public:
  static constexpr std::size_t k_most_buckets = 10'000;

  explicit RateLimiter(Rate rate) : rate_(rate) {}

  /// 0: the request may pass. Otherwise the whole seconds after which the next one may, at least 1.
  std::int64_t ask(std::string_view token, Timestamp now);

  std::size_t buckets() const;

 private:
  struct Bucket {
    double filled = 0;
    Timestamp at{};  ///< when it held that
  };

  double filled_at(const Bucket& bucket, Timestamp now) const;
  void forget(Timestamp now);

  const Rate rate_;
  mutable std::mutex mutex_;
  std::unordered_map<std::size_t, Bucket> buckets_;  // by the hash of the token, which may be long
};

}  // namespace sellsign::mock
