#pragma once

#include <optional>

#include "api/bind.h"
#include "api/endpoints.h"
#include "http/message.h"
#include "mock_server/calls/read_request.h"
#include "mock_server/calls/settings.h"

namespace sellsign::mock {

/// Where a request leads: to a row, or to a refusal that says what to fix.
struct Route {
  const api::Endpoint* row;  ///< where it is refused, the one that it comes nearest to
  std::optional<http::Reply> refused;
};

/// Finds the row by path, method parameter and verb. Notes an undocumented action type or verb. Refuses an
/// unknown path or method (with the nearest call), and a verb that no page shows.
Route find_route(const ReadRequest& asked, const Settings& settings, api::Findings& findings);

/// Whether calls of the row are answered with that action type, documented or not.
bool takes_action_type(const api::Endpoint& row, std::string_view action_type);

}  // namespace sellsign::mock
