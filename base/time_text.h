#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "api/fields.h"
#include "base/result.h"

namespace sellsign::mock {

/// The last point in time that the mock knows: the end of the year 9999.
inline constexpr api::Timestamp k_latest =
    std::chrono::sys_days{std::chrono::year{9999} / 12 / 31} + std::chrono::milliseconds{86'399'999};

/// `2026-11-25T10:00:00.000Z`. For times from 1970 to `k_latest`.
std::string show_instant(api::Timestamp instant);

/// Reads `2026-11-25T10:00:00Z`, with a fraction of seconds (cut after milliseconds) and an offset such as
/// `+01:00` instead of the Z if so wished. Error kind `usage`: not of this form, no such day, or outside 1970
/// to 9999.
api::Result<api::Timestamp> parse_instant(std::string_view text);

/// Reads a whole number with ms, s, m, h or d, such as `90s`. Error kind `usage`: not of this form, or longer
/// than 10,000 years.
api::Result<std::chrono::milliseconds> parse_duration(std::string_view text);

}  // namespace sellsign::mock
