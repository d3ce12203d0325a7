#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "http/message.h"
#include "mock_server/faults/fault.h"

namespace sellsign::mock {

/// Name in `FaultAction` and `Trace` of what a request asked for by its own headers; no fault can have it.
inline constexpr std::string_view k_override = "(override)";

/// What a request asks for with X-Mock-Delay, X-Mock-Status and X-Mock-Fault.
struct Overrides {
  std::optional<FaultAction> action;  ///< what to do; empty: nothing was asked for
  std::vector<std::pair<std::string, std::string>>
      headers;  ///< to add to the answer: X-Mock-Applied or a warning
  std::optional<std::string>
      refused;  ///< one sentence: a header cannot be read, or they make no sense together
};

/// Reads them. When they are not allowed, there is only a warning to add.
Overrides read_overrides(const http::Request& request, bool allowed);

}  // namespace sellsign::mock
