#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/result.h"

namespace sellsign::harness {

/// `200ms`, `3s`, `1m`: a whole number and a unit, at most one hour. Error kind: usage.
api::Result<std::chrono::milliseconds> parse_duration(std::string_view text);

/// For people: `3.4 ms`, `1.25 s`, `2 m 05 s`.
std::string show_duration(std::chrono::nanoseconds duration);

}  // namespace sellsign::harness
