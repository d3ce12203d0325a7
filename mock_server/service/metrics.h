#pragma once

#include <string>

#include "http/server/server.h"
#include "mock_server/service/service.h"

namespace sellsign::mock {

/// What a running mock counts, in Prometheus' text format 0.0.4.
std::string metrics_text(Service& service, const http::ServerCounts& front, std::string_view version);

}  // namespace sellsign::mock
