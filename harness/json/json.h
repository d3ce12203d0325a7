#pragma once

#include "base/json/json.h"
#include "base/json/position.h"
#include "base/json/positioned_json.h"

// JSON with places is read in api; here it goes by its short names.
namespace sellsign::harness {}  // namespace sellsign::harness
