#pragma once

#include "mock_server/advice/correction.h"

namespace sellsign::mock {

/// What the mock finds when it reads that value.
api::Findings check_value(const api::FieldInfo& row, const api::Argument& argument);

/// `"id" is the JSON text "12" where a number is documented`
std::string type_words(const api::FieldInfo& row, const api::Argument& argument);

/// Whether letters that only look like ASCII have no place in the value.
bool wants_ascii(const api::FieldInfo& row);

/// The value as the mock takes it: as it was given where that will do, put right where it is clear how, else
/// a placeholder.
CorrectedParameter corrected_value(const api::FieldInfo& row, const api::Argument& argument,
                                   const Refused& refused, bool in_body);

}  // namespace sellsign::mock
