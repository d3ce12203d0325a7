#pragma once

#include <string>

#include "mock_server/front.h"
#include "mock_server/service.h"

namespace sellsign::mock {

/// What a running mock counts, in Prometheus' text format 0.0.4.
std::string metrics_text(Service& service, const FrontCounts& front, std::string_view version);

}  // namespace sellsign::mock
