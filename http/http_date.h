#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace sellsign::http {

/// Reads a date in one of the three forms of RFC 9110: `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94
/// 08:49:37 GMT` (years from 1970 to 2069) and `Sun Nov  6 08:49:37 1994`. The day of the week is not looked
/// at.
std::optional<std::chrono::sys_seconds> read_http_date(std::string_view text);

}  // namespace sellsign::http
