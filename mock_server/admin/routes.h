#pragma once

#include "mock_server/admin/admin.h"

namespace sellsign::mock {

/// The rows of the control API by subject.
std::span<const AdminRoute> general_routes();
std::span<const AdminRoute> state_routes();
std::span<const AdminRoute> snapshot_routes();
std::span<const AdminRoute> journal_routes();
std::span<const AdminRoute> fault_routes();

/// docs/control-api.openapi.json: the control API as OpenAPI 3.1.
std::string_view control_api_document();

}  // namespace sellsign::mock
