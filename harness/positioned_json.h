#pragma once

#include "api/positioned_json.h"
#include "harness/json.h"
#include "harness/position.h"

namespace sellsign::harness {
using api::child;
using api::JsonDialect;
using api::PositionedJson;
using api::read_answer;
using api::read_json;
}  // namespace sellsign::harness
