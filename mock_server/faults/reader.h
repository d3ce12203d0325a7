#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "mock_server/faults/fault.h"

namespace sellsign::mock {

inline constexpr std::size_t k_most_faults = 1'000;

/// Reads `{"faults":[...]}`. The places of problems are JSON paths such as `/faults/0/effect/status`.
std::vector<FaultRule> read_faults(std::string_view text, Problems& problems);

/// Reads one fault, whose name is given; the object may leave it out. Nothing when there are problems.
std::optional<FaultRule> read_fault(std::string_view name, std::string_view text, Problems& problems);

}  // namespace sellsign::mock
