#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include "base/redactor.h"
#include "http/client/exchanges.h"
#include "load/engine/options.h"
#include "load/engine/prepared.h"
#include "load/engine/worker.h"

namespace sellsign::load {

/// Makes the connections of one thread; called in that thread.
using MakeExchanges = std::function<std::unique_ptr<http::Exchanges>()>;

/// Drives scenarios as load and gathers what was measured. Blocks until the run is over, which is after the
/// profile's duration and what is still under way then, or soon after `signal`. Texts in the result are
/// redacted. The result is concluded (`conclude`). The process has to ignore SIGPIPE.
LoadResult run_load(std::vector<PreparedScenario> scenarios, const LoadOptions& options,
                    const MakeExchanges& make, const Redactor& redactor);

/// What thread `thread` of this process has to do.
WorkPlan plan_for(const std::vector<PreparedScenario>& scenarios, const LoadOptions& options,
                  std::size_t thread, std::chrono::steady_clock::time_point start);

}  // namespace sellsign::load
