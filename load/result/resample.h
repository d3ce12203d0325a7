#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <span>
#include <vector>

#include "load/result/result.h"
#include "load/result/slo.h"

// How far statistics of a run could have come out otherwise: resampling of its intervals as blocks, since
// neighbouring requests are alike and distant ones less so.

namespace sellsign::load {

using Buckets = std::vector<Histogram::Bucket>;

/// A stretch of the measured part.
struct TimeBlock {
  double seconds = 0;
  double requests = 0, errors = 0;
  Buckets service;   ///< of requests
  Buckets response;  ///< of iterations
};

/// The intervals after warm-up, neighbours joined so that at most fifty are left.
std::vector<TimeBlock> blocks_of(const LoadResult& result);

/// The t quantile for intervals of `k_confidence`.
double t_quantile(double degrees_of_freedom);

/// Statistics of many runs that might have been, one row a statistic; the rows belong together by column.
/// What few blocks underestimate is made up for.
using Draws = std::vector<std::vector<double>>;

/// Of the sums of as many blocks drawn with replacement. `blocks` are at least two.
Draws resample(std::span<const Buckets* const> blocks, std::span<const Statistic> statistics,
               std::size_t times, std::mt19937_64& random);

/// Of a histogram whose own blocks are not known: as chance alone would have it, widened as much as the
/// `like` blocks, which went through the same weather, vary more than chance.
Draws resample_like(const Histogram& histogram, std::span<const Buckets* const> like,
                    std::span<const Statistic> statistics, std::size_t times, std::mt19937_64& random);

/// Of sums of `part` over sums of `whole`, block by block.
std::vector<double> resample_ratio(std::span<const double> part, std::span<const double> whole,
                                   std::size_t times, std::mt19937_64& random);

}  // namespace sellsign::load
