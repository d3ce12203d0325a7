#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace sellsign {

/// A point in time, UTC, to the millisecond.
using Timestamp = std::chrono::sys_time<std::chrono::milliseconds>;

/// The last point in time that is read or written: the end of the year 9999.
inline constexpr Timestamp k_latest =
    std::chrono::sys_days{std::chrono::year{9999} / 12 / 31} + std::chrono::milliseconds{86'399'999};

/// The longest duration that is read: 10,000 years.
inline constexpr std::chrono::microseconds k_longest_duration = std::chrono::days{10'000 * 366};

/// `2026-11-25T10:00:00.000Z`. For times from 1970 to `k_latest`.
std::string show_instant(Timestamp instant);

/// `2026-11-25T10:00:00Z`, without a fraction.
std::string show_second(std::chrono::system_clock::time_point time);

/// `Wed, 25 Nov 2026 10:00:00 GMT`, as the field Date has it (RFC 9110, 5.6.7). For years up to 9999.
std::string show_http_date(std::chrono::sys_seconds second);

/// Reads a date in one of the three forms of RFC 9110: `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94
/// 08:49:37 GMT` (years from 1970 to 2069) and `Sun Nov  6 08:49:37 1994`. The day of the week is not looked
/// at.
std::optional<std::chrono::sys_seconds> read_http_date(std::string_view text);

inline double in_seconds(std::chrono::nanoseconds duration) {
  return std::chrono::duration<double>(duration).count();
}

/// For people: `3.4 ms`, `1.25 s`, `2 m 05 s`.
std::string show_duration(std::chrono::nanoseconds duration);

/// Reads `2026-11-25` and nothing else; nothing when it is no day of the calendar.
std::optional<Timestamp> read_day(std::string_view text);

/// Reads `2026-11-25`, optionally with a time of day (`T10:00`, `T10:00:00`, `T10:00:00.123`) and behind that
/// `Z` or an offset such as `+01:00`; without these the time is UTC. Digits behind the milliseconds are cut.
/// Error kind `usage`: not of this form, no such day, or outside 1970 to 9999.
Result<Timestamp> parse_instant(std::string_view text);

/// Reads a number with us, ms, s, m, h or d, such as `90s` or `1.5s`. Error kind `usage`: not of this form,
/// finer than a microsecond, or longer than `longest`.
Result<std::chrono::microseconds> parse_duration(std::string_view text,
                                                 std::chrono::microseconds longest = k_longest_duration);

/// The same where less than a millisecond cannot be kept.
Result<std::chrono::milliseconds> parse_milliseconds(std::string_view text,
                                                     std::chrono::microseconds longest = k_longest_duration);

}  // namespace sellsign
