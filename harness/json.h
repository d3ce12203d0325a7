#pragma once

#include "api/json.h"

namespace sellsign::harness {
using api::Json;
using api::JsonPtr;
}  // namespace sellsign::harness
