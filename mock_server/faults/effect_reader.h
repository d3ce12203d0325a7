#pragma once

#include "base/json/object_reader.h"
#include "mock_server/faults/fault.h"

namespace sellsign::mock {

/// Reads the object `effect` of a fault; problems also when its parts make no sense together.
void read_effect(const JsonView& view, FaultEffect& out);

}  // namespace sellsign::mock
