#pragma once

#include <optional>
#include <string_view>

#include "api/fields.h"

namespace sellsign::mock {

/// Reads `2026-11-25`, `2026-11-25T10:00`, `...:00:00`, `...:00.123`, with or without a Z at the end: always
/// UTC.
std::optional<api::Timestamp> read_iso(std::string_view text);

/// Reads a whole number with a unit: `250ms`, `90s`, `5m`, `2h`, `1d`.
std::optional<std::chrono::milliseconds> read_age(std::string_view text);

/// Reads digits only.
std::optional<std::uint64_t> read_whole(std::string_view text);

}  // namespace sellsign::mock
