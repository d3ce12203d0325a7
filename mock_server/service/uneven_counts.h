#pragma once

#include <string>
#include <vector>

#include "mock_server/service/service.h"

namespace sellsign::mock {

/// Which counts of a service at rest do not add up, a sentence each. None does but by a fault of the program:
/// every request that was answered is counted once by the metrics, once by its namespace, and once by the
/// namespace's journal, whatever was cleared or removed since.
std::vector<std::string> uneven_counts_of(Service& service);

}  // namespace sellsign::mock
