#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace sellsign::load {

/// How often each duration was seen, in the layout of HdrHistogram: whole microseconds from 1 us to 1 h,
/// three significant digits, so that no value is more than 0.1 % off. Memory is bounded (190 KB) and small: a
/// block of 8 KB is taken with the first value in it, and each covers a factor of two. Two histograms add up
/// to exactly what one would have held. For one thread at a time.
class Histogram {
 public:
  static constexpr std::int64_t k_highest = 3'600'000'000;  ///< us
  static constexpr int k_digits = 3;

  /// Records a duration, rounded to microseconds. One under a microsecond counts as 1 us, one over an hour as
  /// an hour (`clipped` says how many did).
  void record(std::chrono::nanoseconds duration) { record_us((duration.count() + 500) / 1000, 1); }
  void record_us(std::int64_t microseconds, std::uint64_t times);

  /// Records a lower bound: something took at least this long, and its end was not seen.
  void record_at_least(std::chrono::nanoseconds duration);

  /// Adds all that `other` holds.
  void add(const Histogram& other);
  /// Forgets all values, but keeps the memory.
  void clear();

  std::uint64_t count() const { return count_; }
  bool empty() const { return count_ == 0; }
  std::uint64_t clipped() const { return clipped_; }
  std::uint64_t at_least() const { return at_least_; }  ///< how many are recorded as `record_at_least`

  /// From here on the values are lower bounds: what `record_at_least` recorded may belong above them.
  std::optional<std::int64_t> bounded_from_us() const;
  /// Whether the true value of this percentile may be a higher one.
  bool is_lower_bound(double percentile) const;
  /// For readers of reports: so many of the values are lower bounds, the first one at `from_us`.
  void mark_at_least(std::uint64_t times, std::int64_t from_us);

  /// The smallest value at or under which `percentile` (0 to 100) of all values are; 0 when empty. Like the
  /// other values it is the highest that shares the bucket.
  std::int64_t at_us(double percentile) const;
  std::int64_t min_us() const;
  std::int64_t max_us() const { return at_us(100); }
  double mean_us() const;
  double deviation_us() const;

  /// One bucket that holds something.
  struct Bucket {
    std::int32_t index;
    std::uint64_t count;
    bool operator==(const Bucket&) const = default;
  };
  /// Those that hold something, in ascending order: the sparse form, for keeping and merging.
  std::vector<Bucket> buckets() const;
  void add(std::span<const Bucket> buckets);

  /// Lowest and highest value of a bucket, in us, and how many buckets there are.
  static std::int64_t lowest_of(std::int32_t index);
  static std::int64_t highest_of(std::int32_t index);
  static std::int32_t index_of(std::int64_t microseconds);
  static std::int32_t bucket_count();

  bool operator==(const Histogram& other) const;

 private:
  static constexpr std::size_t k_blocks = 23;

  std::uint64_t& at(std::size_t index);
  template <class See>
  void see_each(const See& see) const;

  std::array<std::vector<std::uint64_t>, k_blocks> blocks_;  // each empty until its first value
  std::uint64_t count_ = 0;
  std::uint64_t clipped_ = 0;
  std::uint64_t at_least_ = 0;
  std::int64_t bounded_from_us_ = k_highest;  // without meaning while there are none
};

}  // namespace sellsign::load
