#pragma once

#include <string_view>

#include "base/json/json.h"
#include "base/result.h"

namespace sellsign {

/// Reads an answer into a value; refuses what `read_json` refuses of a `plain` text. An Error of kind
/// `undecodable` says what is wrong and where.
Result<JsonPtr> read_answer(std::string_view text);

}  // namespace sellsign
