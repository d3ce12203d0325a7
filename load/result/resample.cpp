#include "load/result/resample.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "base/time_text.h"
#include "load/result/counters.h"

namespace sellsign::load {
namespace {

constexpr std::size_t k_most_blocks = 50;
constexpr double k_normal_quantile = 2.576;

double middle_of(std::int32_t bucket) {
  return static_cast<double>(Histogram::lowest_of(bucket) + Histogram::highest_of(bucket)) / 2;
}

/// How much wider than the spread of resampled blocks the interval has to be when they are few.
double widening(std::size_t blocks) {
  const auto m = static_cast<double>(blocks);
  return t_quantile(m - 1) / k_normal_quantile * std::sqrt(m / (m - 1));
}

void widen(std::vector<double>& draws, double factor) {
  const double mean = std::accumulate(draws.begin(), draws.end(), 0.0) / static_cast<double>(draws.size());
  for (double& draw : draws) draw = mean + (draw - mean) * factor;
}

/// The counts of a sum of blocks, in ascending order of the buckets that any of them has.
class Columns {
 public:
  explicit Columns(std::span<const Buckets* const> blocks) {
    for (const Buckets* block : blocks)
      for (const Histogram::Bucket& bucket : *block) indices_.push_back(bucket.index);
    std::ranges::sort(indices_);
    indices_.erase(std::unique(indices_.begin(), indices_.end()), indices_.end());
    counts_.resize(indices_.size());
    for (const Buckets* block : blocks) {
      auto& row = rows_.emplace_back();
      for (const Histogram::Bucket& bucket : *block)
        row.emplace_back(std::ranges::lower_bound(indices_, bucket.index) - indices_.begin(),
                         static_cast<double>(bucket.count));
    }
  }

  void clear() { std::ranges::fill(counts_, 0.0); }
  void add(std::size_t block) {
    for (const auto& [column, count] : rows_[block]) counts_[static_cast<std::size_t>(column)] += count;
  }

  double of(const Statistic& statistic) const {
    const double total = std::accumulate(counts_.begin(), counts_.end(), 0.0);
    if (total == 0) return 0;
    if (statistic.kind == Statistic::Kind::mean) return mean(total);
    const double share = statistic.kind == Statistic::Kind::percentile ? statistic.percentile / 100
                         : statistic.kind == Statistic::Kind::max      ? 1
                                                                       : 0;
    const double wanted = std::max(1.0, std::ceil(share * total - 1e-9));
    double seen = 0;
    for (std::size_t i = 0; i < counts_.size(); ++i)
      if (seen += counts_[i]; seen >= wanted) return static_cast<double>(Histogram::highest_of(indices_[i]));
    return 0;
  }

 private:
  double mean(double total) const {
    double sum = 0;
    for (std::size_t i = 0; i < counts_.size(); ++i) sum += counts_[i] * middle_of(indices_[i]);
    return sum / total;
  }

  std::vector<std::int32_t> indices_;
  std::vector<double> counts_;
  std::vector<std::vector<std::pair<std::ptrdiff_t, double>>> rows_;
};

/// How many times more than chance the mean of something varies from block to block; at least 1. `value` is
/// what a bucket counts for.
template <class Value>
double design_effect(std::span<const Buckets* const> blocks, Value value) {
  double n = 0, sum = 0, squares = 0;
  std::vector<std::pair<double, double>> parts;  // values, sum
  for (const Buckets* block : blocks) {
    double count = 0, total = 0;
    for (const Histogram::Bucket& bucket : *block) {
      const double times = static_cast<double>(bucket.count), x = value(bucket.index);
      count += times;
      total += times * x;
      squares += times * x * x;
    }
    n += count;
    sum += total;
    if (count > 0) parts.emplace_back(count, total);
  }
  if (parts.size() < 2 || n < 2) return 1;
  const double mean = sum / n, variance = squares / n - mean * mean;
  double between = 0;
  for (const auto& [count, total] : parts) between += count * (total / count - mean) * (total / count - mean);
  return variance <= 0 ? 1 : std::max(1.0, between / static_cast<double>(parts.size() - 1) / variance);
}

std::int32_t bucket_at(std::span<const Buckets* const> blocks, double percentile) {
  Histogram all;
  for (const Buckets* block : blocks) all.add(*block);
  return Histogram::index_of(std::min(all.at_us(percentile), Histogram::k_highest));
}

std::vector<double> draw_percentiles(const Histogram& histogram, double percentile, double effect,
                                     std::size_t times, std::mt19937_64& random) {
  const Buckets buckets = histogram.buckets();
  std::vector<double> up_to;
  double seen = 0;
  for (const Histogram::Bucket& bucket : buckets) up_to.push_back(seen += static_cast<double>(bucket.count));
  const double share = percentile / 100;
  std::normal_distribution<double> rank(share * seen, std::sqrt(seen * share * (1 - share) * effect));
  std::vector<double> out;
  for (std::size_t i = 0; i < times; ++i) {
    const auto at = std::ranges::lower_bound(up_to, std::clamp(rank(random), 1.0, seen));
    out.push_back(static_cast<double>(
        Histogram::highest_of(buckets[static_cast<std::size_t>(at - up_to.begin())].index)));
  }
  return out;
}

std::vector<double> draw_means(const Histogram& histogram, double effect, std::size_t times,
                               std::mt19937_64& random) {
  const double error = histogram.deviation_us() * std::sqrt(effect / static_cast<double>(histogram.count()));
  std::normal_distribution<double> mean(histogram.mean_us(), error);
  std::vector<double> out(times);
  std::ranges::generate(out, [&] { return mean(random); });
  return out;
}

}  // namespace

std::vector<TimeBlock> blocks_of(const LoadResult& result) {
  std::vector<const Interval*> measured;
  for (const Interval& interval : result.intervals)
    if (!interval.warmup) measured.push_back(&interval);
  const std::size_t count = std::min(measured.size(), k_most_blocks);
  std::vector<TimeBlock> out(count);
  for (std::size_t i = 0; i < measured.size(); ++i) {
    TimeBlock& block = out[i * count / measured.size()];
    block.seconds += in_seconds(measured[i]->length);
    block.requests += static_cast<double>(measured[i]->requests);
    block.errors += static_cast<double>(measured[i]->errors);
    add_up(block.service, measured[i]->service);
    add_up(block.response, measured[i]->response);
  }
  return out;
}

double t_quantile(double freedom) {
  constexpr std::array<std::pair<double, double>, 16> k_table = {{{1, 63.657},
                                                                  {2, 9.925},
                                                                  {3, 5.841},
                                                                  {4, 4.604},
                                                                  {5, 4.032},
                                                                  {6, 3.707},
                                                                  {7, 3.499},
                                                                  {8, 3.355},
                                                                  {9, 3.250},
                                                                  {10, 3.169},
                                                                  {12, 3.055},
                                                                  {15, 2.947},
                                                                  {20, 2.845},
                                                                  {30, 2.750},
                                                                  {60, 2.660},
                                                                  {120, 2.617}}};
  const auto* row = std::ranges::find_if(k_table, [&](const auto& one) { return one.first > freedom; });
  return row == k_table.begin() ? k_table.front().second : (row - 1)->second;
}

Draws resample(std::span<const Buckets* const> blocks, std::span<const Statistic> statistics,
               std::size_t times, std::mt19937_64& random) {
  Columns columns(blocks);
  Draws out(statistics.size());
  for (std::size_t i = 0; i < times; ++i) {
    columns.clear();
    for (std::size_t k = 0; k < blocks.size(); ++k) columns.add(random() % blocks.size());
    for (std::size_t s = 0; s < statistics.size(); ++s) out[s].push_back(columns.of(statistics[s]));
  }
  for (auto& draws : out) widen(draws, widening(blocks.size()));
  return out;
}

Draws resample_like(const Histogram& histogram, std::span<const Buckets* const> like,
                    std::span<const Statistic> statistics, std::size_t times, std::mt19937_64& random) {
  Draws out;
  for (const Statistic& statistic : statistics) {
    if (statistic.kind != Statistic::Kind::percentile) {
      out.push_back(draw_means(histogram, design_effect(like, middle_of), times, random));
    } else {
      const std::int32_t limit = bucket_at(like, statistic.percentile);
      const double effect =
          design_effect(like, [&](std::int32_t index) { return index > limit ? 1.0 : 0.0; });
      out.push_back(draw_percentiles(histogram, statistic.percentile, effect, times, random));
    }
    widen(out.back(), widening(like.size()));
  }
  return out;
}

std::vector<double> resample_ratio(std::span<const double> part, std::span<const double> whole,
                                   std::size_t times, std::mt19937_64& random) {
  std::vector<double> out;
  for (std::size_t i = 0; i < times; ++i) {
    double parts = 0, wholes = 0;
    for (std::size_t k = 0; k < part.size(); ++k) {
      const std::size_t block = random() % part.size();
      parts += part[block];
      wholes += whole[block];
    }
    out.push_back(wholes > 0 ? parts / wholes : 0);
  }
  widen(out, widening(part.size()));
  return out;
}

}  // namespace sellsign::load
