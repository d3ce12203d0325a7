#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "cli/program/output.h"
#include "load/result/result.h"

// Results of load runs in files.

namespace sellsign::cli {

/// The results in these JSON reports, in their order. Error kind `usage`.
Result<std::vector<load::LoadResult>> read_load_results(const std::vector<std::string>& files);

}  // namespace sellsign::cli
