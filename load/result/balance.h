#pragma once

#include <string>
#include <vector>

#include "load/result/result.h"

namespace sellsign::load {

/// Which sums of a run that is over do not add up, a sentence each. None does but by a fault of the program:
/// every start that was intended was made or not, every iteration finished or cut, every request ended in one
/// way, and the intervals hold all of them.
std::vector<std::string> imbalances_of(const LoadResult& result);

}  // namespace sellsign::load
