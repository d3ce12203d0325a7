#pragma once

#include <cstdint>

#include "mock_server/calls/read_request.h"

namespace sellsign::mock {

/// The bits of `fact` that can be seen from the request alone.
std::uint32_t facts_of(const ReadRequest& asked);

}  // namespace sellsign::mock
