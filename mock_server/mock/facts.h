#pragma once

#include <cstdint>

#include "api/arguments.h"
#include "http/message.h"

namespace sellsign::mock {

/// The bits of `fact` that can be seen from the request alone.
std::uint32_t facts_of(const http::Request& request, const api::Arguments& arguments);

}  // namespace sellsign::mock
