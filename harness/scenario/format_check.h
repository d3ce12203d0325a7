#pragma once

#include "base/json/object_reader.h"
#include "harness/scenario/format.h"

namespace sellsign::harness {

/// Checks an object and all that is in it against the format table: unknown keys and words (with a "did you
/// mean"), missing keys, wrong types.
void check_format(const JsonView& object, ObjectKind kind);

}  // namespace sellsign::harness
