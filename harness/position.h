#pragma once

#include "api/position.h"

namespace sellsign::harness {
using api::Position;
}  // namespace sellsign::harness
