#pragma once

#include <algorithm>
#include <cstdlib>

namespace sellsign::testing {

/// How many inputs a test draws: a tenth of `all`, or all of them with SELLSIGN_MANY in the environment,
/// which
/// `./test full` sets.
template <class Number>
Number many(Number all) {
  return std::getenv("SELLSIGN_MANY") != nullptr ? all : std::max<Number>(all / 10, 1);
}

}  // namespace sellsign::testing
