#include "mock_server/faults/rate.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>
#include <vector>

namespace sellsign::mock {
namespace {

constexpr double k_hair = 1e-6;  // what adding up parts of requests may be wrong by

}  // namespace

std::int64_t RateLimiter::ask(std::string_view token, Timestamp now) {
  const std::scoped_lock lock(mutex_);
  if (buckets_.size() >= k_most_buckets) forget(now);
  const auto [found, fresh] =
      buckets_.try_emplace(std::hash<std::string_view>{}(token), Bucket{rate_.burst, now});
  Bucket& bucket = found->second;
  bucket = {filled_at(bucket, now), now};
  if (bucket.filled >= 1 - k_hair) {
    bucket.filled = std::max(bucket.filled - 1, 0.0);
    return 0;
  }
  const double seconds = (1 - bucket.filled) / rate_.per_second;
  return std::max<std::int64_t>(1, static_cast<std::int64_t>(std::ceil(seconds - k_hair)));
}

/// A clock that was set back fills nothing.
double RateLimiter::filled_at(const Bucket& bucket, Timestamp now) const {
  const std::chrono::duration<double> passed = std::max(now - bucket.at, std::chrono::milliseconds{0});
  return std::min(rate_.burst, bucket.filled + passed.count() * rate_.per_second);
}

/// Halves what is held, so that this is seldom done.
void RateLimiter::forget(Timestamp now) {
  std::erase_if(buckets_, [&](const auto& entry) { return filled_at(entry.second, now) >= rate_.burst; });
  if (buckets_.size() <= k_most_buckets / 2) return;
  std::vector<std::pair<Timestamp, std::size_t>> oldest;
  oldest.reserve(buckets_.size());
  for (const auto& [token, bucket] : buckets_) oldest.emplace_back(bucket.at, token);
  const auto half = oldest.begin() + static_cast<std::ptrdiff_t>(oldest.size() / 2);
  std::nth_element(oldest.begin(), half, oldest.end());
  std::for_each(oldest.begin(), half, [&](const auto& entry) { buckets_.erase(entry.second); });
}

std::size_t RateLimiter::buckets() const {
  const std::scoped_lock lock(mutex_);
  return buckets_.size();
}

}  // namespace sellsign::mock
