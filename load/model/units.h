#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time_text.h"

// Numbers with their units, as files and flags write them and as people read them.

namespace sellsign::load {

/// `1,234,567` or `0.5`: at most three digits behind the point, none that are 0.
std::string number_text(double value);

/// The same of a count.
std::string count_text(std::uint64_t count);

/// The same to the tenth: what was measured is no rounder than that.
std::string tenth_text(double value);

/// `200/s`, `0.5/s`.
std::string rate_text(double per_second);
/// The same to the tenth.
std::string measured_rate(double per_second);

/// A duration of the profile: `250 ms`, `90 s`, `2 m`, `1 h`: the largest unit that leaves a whole number.
std::string duration_text(std::chrono::nanoseconds duration);

/// A measured time with three digits: `812 us`, `12.3 ms`, `1.05 s`, `61.2 s`.
std::string time_text(double microseconds);

/// `0.1 %`, `12 %`.
std::string share_text(double share);

/// `200/s`, `0.5/s`, `3000/m`: iterations or requests a second. Error kind `usage`.
Result<double> parse_rate(std::string_view text);

/// What parse_duration reads, at most 24 hours.
Result<std::chrono::nanoseconds> parse_time(std::string_view text);

/// `0.1%` or `0.001`: a share from 0 to 1. Error kind `usage`.
Result<double> parse_share(std::string_view text);

}  // namespace sellsign::load
