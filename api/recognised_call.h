#pragma once

#include <string_view>

#include "api/endpoints.h"

namespace sellsign::api {

/// The call with the weightiest effect that a server could take a request for, or null. Reads a target as
/// leniently as the most lenient server does: escapes and `;parameters` in the path, empty and dotted
/// segments, another path in front, either case of letters, and methods in query, form or JSON, also when
/// there are several.
const Endpoint* recognised_call(std::string_view target, std::string_view body);

}  // namespace sellsign::api
