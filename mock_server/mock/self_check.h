#pragma once

#include <optional>
#include <string>

#include "api/endpoints.h"
#include "http/message.h"
#include "mock_server/calls/settings.h"

namespace sellsign::mock {

/// Compares a successful answer with what the row declares: shape, keys, their order, their types. Returns
/// what does not fit, with its JSON path, or nothing. A finding is a bug of the mock, never of the caller.
std::optional<std::string> find_mock_bug(const api::Endpoint& row, const http::Reply& reply,
                                         const Settings& settings);

}  // namespace sellsign::mock
