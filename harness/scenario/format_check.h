#pragma once

#include <string_view>

#include "base/result.h"
#include "harness/json/json.h"
#include "harness/scenario/format.h"

namespace sellsign::harness {

/// Checks an object and all that is in it against the format table: unknown keys and words (with a "did you
/// mean"), missing keys, wrong types. Appends to `problems`.
void check_format(const PositionedJson& document, std::string_view pointer, Kind kind, Problems& problems);

}  // namespace sellsign::harness
