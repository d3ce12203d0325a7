#pragma once

#include <cstddef>
#include <vector>

#include "load/result/result.h"

namespace sellsign::load {

/// Neighbouring intervals put together until about `most` are left, counts and buckets added up exactly.
/// Warm-up and measured part never mix; a last interval of less than half a length goes to the one before.
std::vector<Interval> thinned(const std::vector<Interval>& intervals, std::size_t most);

}  // namespace sellsign::load
