#include "load/result/histogram.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>

namespace sellsign::load {
namespace {

// Three digits need 2,000 distinguishable values, so 2,048 sub-buckets; each further bucket covers twice the
// range with the upper half of them. 22 buckets reach past an hour of microseconds.
constexpr int k_half_bits = 10;
constexpr std::int32_t k_half = 1 << k_half_bits;
constexpr std::int32_t k_buckets = 22;
constexpr std::int32_t k_slots = (k_buckets + 1) * k_half;

struct BlockPlace {
  int bucket;
  std::int64_t sub;
};

constexpr BlockPlace place_of(std::int32_t index) {
  if (index < 2 * k_half) return {0, index};
  return {(index >> k_half_bits) - 1, (index & (k_half - 1)) + k_half};
}

constexpr std::int32_t slot_of(std::int64_t value) {
  const int bucket =
      std::max(0, 64 - std::countl_zero(static_cast<std::uint64_t>(value) | 1) - (k_half_bits + 1));
  const auto sub = static_cast<std::int32_t>(value >> bucket);
  return bucket * k_half + sub;
}

static_assert(slot_of(0) == 0 && slot_of(2047) == 2047 && slot_of(2048) == 2048 && slot_of(4096) == 3072);
static_assert(slot_of(Histogram::k_highest) < k_slots);

}  // namespace

std::int32_t Histogram::index_of(std::int64_t microseconds) { return slot_of(microseconds); }
std::int32_t Histogram::bucket_count() { return k_slots; }

std::int64_t Histogram::lowest_of(std::int32_t index) {
  const BlockPlace place = place_of(index);
  return place.sub << place.bucket;
}

std::int64_t Histogram::highest_of(std::int32_t index) {
  const BlockPlace place = place_of(index);
  return ((place.sub + 1) << place.bucket) - 1;
}

std::uint64_t& Histogram::at(std::size_t index) {
  static_assert(k_blocks * k_half == k_slots);
  auto& block = blocks_.at(index >> k_half_bits);
  if (block.empty()) block.resize(k_half);
  return block[index & (k_half - 1)];
}

/// Tells `see` each index with its count, in ascending order, until it says false.
template <class See>
void Histogram::see_each(const See& see) const {
  for (std::size_t i = 0; i < k_blocks; ++i)
    for (std::size_t k = 0; k < blocks_[i].size(); ++k)
      if (blocks_[i][k] != 0 && !see(static_cast<std::int32_t>(i * k_half + k), blocks_[i][k])) return;
}

void Histogram::record_us(std::int64_t microseconds, std::uint64_t times) {
  if (microseconds > k_highest) {
    clipped_ += times;
    microseconds = k_highest;
  }
  at(static_cast<std::size_t>(slot_of(std::max<std::int64_t>(1, microseconds)))) += times;
  count_ += times;
}

void Histogram::record_at_least(std::chrono::nanoseconds duration) {
  const std::int64_t us = std::clamp<std::int64_t>((duration.count() + 500) / 1000, 1, k_highest);
  record_us(us, 1);
  mark_at_least(1, us);
}

void Histogram::mark_at_least(std::uint64_t times, std::int64_t from_us) {
  if (times == 0) return;
  at_least_ += times;
  bounded_from_us_ = std::min(bounded_from_us_, highest_of(index_of(from_us)));
}

std::optional<std::int64_t> Histogram::bounded_from_us() const {
  return at_least_ == 0 ? std::nullopt : std::optional(bounded_from_us_);
}

bool Histogram::is_lower_bound(double percentile) const {
  return at_least_ > 0 && at_us(percentile) >= bounded_from_us_;
}

void Histogram::add(const Histogram& other) {
  for (std::size_t i = 0; i < k_blocks; ++i) {
    const auto& from = other.blocks_[i];
    auto& to = blocks_[i];
    if (to.empty())
      to = from;
    else if (!from.empty())
      std::transform(to.begin(), to.end(), from.begin(), to.begin(), std::plus<>());
  }
  count_ += other.count_;
  clipped_ += other.clipped_;
  mark_at_least(other.at_least_, other.bounded_from_us_);
}

void Histogram::add(std::span<const Bucket> buckets) {
  for (const Bucket& bucket : buckets) {
    at(static_cast<std::size_t>(bucket.index)) += bucket.count;
    count_ += bucket.count;
  }
}

void Histogram::clear() {
  for (auto& block : blocks_) std::fill(block.begin(), block.end(), 0);
  count_ = clipped_ = at_least_ = 0;
  bounded_from_us_ = k_highest;
}

std::vector<Histogram::Bucket> Histogram::buckets() const {
  std::vector<Bucket> out;
  see_each([&](std::int32_t index, std::uint64_t count) {
    out.push_back({index, count});
    return true;
  });
  out.shrink_to_fit();  // those of each interval are kept
  return out;
}

std::int64_t Histogram::at_us(double percentile) const {
  if (count_ == 0) return 0;
  const double share = std::clamp(percentile, 0.0, 100.0) / 100;
  // A product like 0.99 * 100 may come out a hair over the whole number that it means.
  const auto rank = static_cast<std::uint64_t>(std::ceil(share * static_cast<double>(count_) - 1e-9));
  const std::uint64_t wanted = std::clamp<std::uint64_t>(rank, 1, count_);
  std::uint64_t seen = 0;
  std::int32_t found = 0;
  see_each([&](std::int32_t index, std::uint64_t count) {
    seen += count;
    found = index;
    return seen < wanted;
  });
  return highest_of(found);
}

std::int64_t Histogram::min_us() const {
  std::int64_t lowest = 0;
  see_each([&](std::int32_t index, std::uint64_t) {
    lowest = lowest_of(index);
    return false;
  });
  return lowest;
}

double Histogram::mean_us() const {
  double sum = 0;
  for (const Bucket& bucket : buckets())
    sum += static_cast<double>(bucket.count) *
           static_cast<double>(lowest_of(bucket.index) + highest_of(bucket.index)) / 2;
  return count_ == 0 ? 0 : sum / static_cast<double>(count_);
}

double Histogram::deviation_us() const {
  const double mean = mean_us();
  double sum = 0;
  for (const Bucket& bucket : buckets()) {
    const double off = static_cast<double>(lowest_of(bucket.index) + highest_of(bucket.index)) / 2 - mean;
    sum += static_cast<double>(bucket.count) * off * off;
  }
  return count_ == 0 ? 0 : std::sqrt(sum / static_cast<double>(count_));
}

bool Histogram::operator==(const Histogram& other) const {
  return bounded_from_us() == other.bounded_from_us() && at_least_ == other.at_least_ &&
         buckets() == other.buckets();
}

}  // namespace sellsign::load
