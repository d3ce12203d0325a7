#pragma once

#include <vector>

#include "base/result.h"
#include "load/result/result.h"

namespace sellsign::load {

/// Joins the results of the shards of one test as if one process had run it: histograms, counts and intervals
/// add up exactly (percentiles are read from the sum, never averaged), SLOs are judged again on the sum, and
/// the generator is as bad as the worst shard's. Time runs from the first shard's start to the last shard's
/// end. Shards that are missing make the run INVALID, because the load was lower than the profile says;
/// `message` names them. Error kind `usage` for a shard that is there twice and for shards of different
/// tests.
Result<LoadResult> merge(std::vector<LoadResult> results);

}  // namespace sellsign::load
