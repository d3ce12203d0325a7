#pragma once

#include <string>

namespace sellsign::harness {

/// The JSON Schema (draft-07) of scenario files, from the format table, the endpoint table and the
/// statements. Ends with a newline; the same text on every machine.
std::string export_schema();

}  // namespace sellsign::harness
