#pragma once

#include <optional>

#include "api/arguments.h"
#include "api/bind.h"
#include "api/endpoints.h"
#include "http/message.h"
#include "mock_server/calls/settings.h"

namespace sellsign::mock {

/// Where a request leads: a row, or a refusal that says what to fix.
struct Route {
  const api::Endpoint* row = nullptr;
  std::optional<http::Reply> refused;
};

/// Finds the row by path, method parameter and verb. Notes an undocumented action type or verb. Refuses an
/// unknown path or method (with the nearest call), a verb that no page shows, and a call that is not built.
Route find_route(const http::Request& request, const api::Arguments& arguments, const Settings& settings,
                 api::Findings& findings);

/// The call that a path and its selector (`action=getCustomer`, or empty) come nearest to: a built one whose
/// method it is, else the one whose URL is the fewest slips away.
const api::Endpoint& nearest_endpoint(std::string_view path, std::string_view selector);

/// Whether calls may be sent with that verb.
bool is_known_verb(std::string_view verb);

}  // namespace sellsign::mock
