#pragma once

#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "base/json/positioned_json.h"

namespace sellsign::harness {

/// A value in one line of JSON. Bytes that are not UTF-8 become U+FFFD.
std::string show(const Json& value);

/// The same for a message: of a long one its beginning, and how long it is.
std::string brief(const Json& value);

/// Holds every 64-bit integer and every double exactly.
using ExactNumber = long double;
static_assert(std::numeric_limits<ExactNumber>::digits >= 64);

/// The value of a number.
ExactNumber exact(const Json& number);

/// Equal in JSON: numbers by value (1 and 1.0 are equal, integers exactly), objects whatever the order of
/// their keys.
bool equal(const Json& a, const Json& b);

/// Where `got` differs from `expected`, one line per path: `$.elements[0].id: expected 5, got 7`. Empty when
/// equal. At most 50 lines, then a count. `path` is the path of the two values.
std::vector<std::string> differences(const Json& expected, const Json& got, std::string_view path);

/// The same for a subset: keys of `got` that are not in `expected` do not count. Arrays must have the same
/// length.
std::vector<std::string> unlike(const Json& expected, const Json& got, std::string_view path);

/// `string`, `integer`, `number`, `boolean`, `null`, `object` or `array`; an integer is an `integer`.
std::string_view type_of(const Json& value);

}  // namespace sellsign::harness
