#pragma once

#include "base/json/json.h"
#include "base/json/position.h"
#include "base/json/positioned_json.h"

// JSON with places is read in api; here it goes by its short names.
namespace sellsign::harness {
using api::child;
using api::Json;
using api::JsonDialect;
using api::JsonPtr;
using api::Position;
using api::PositionedJson;
using api::read_answer;
using api::read_json;
}  // namespace sellsign::harness
