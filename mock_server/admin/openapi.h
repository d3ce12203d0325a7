#pragma once

#include <string_view>

namespace sellsign::mock {

/// docs/control-api.openapi.json: the control API as OpenAPI 3.1.
std::string_view control_api_document();

}  // namespace sellsign::mock
