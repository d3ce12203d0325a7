#pragma once

#include <cstdint>

#include "api/endpoints.h"
#include "mock_server/calls/read_request.h"

namespace sellsign::mock {

/// The bits of `fact` that can be seen from the request alone; `row`: the call that it asks for, or null.
std::uint32_t facts_of(const ReadRequest& asked, const api::Endpoint* row);

}  // namespace sellsign::mock
