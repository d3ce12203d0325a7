#include "mock_server/admin/openapi.h"

#include "mock_server/control_api_data.h"  // generated from docs/control-api.openapi.json

namespace sellsign::mock {

std::string_view control_api_document() { return embedded::k_control_api; }

}  // namespace sellsign::mock
