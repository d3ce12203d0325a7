#pragma once

#include "mock_server/fault.h"
#include "mock_server/object_reader.h"

namespace sellsign::mock {

/// Reads the object `effect` of a fault; problems also when its parts make no sense together.
void read_effect(const api::Json& value, const Spot& spot, FaultEffect& out);

}  // namespace sellsign::mock
