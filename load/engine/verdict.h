#pragma once

#include <string>
#include <vector>

#include "load/engine/options.h"
#include "load/result/result.h"

namespace sellsign::load {

/// Which sentences say that a run is INVALID: late starts, timers, cores. None when no request has a time:
/// there is nothing to doubt.
std::vector<std::string> faults_of(const LoadResult& result, const LoadOptions& options);

/// Judges a run that is over and says why it ended: SLOs, validity, message, exit code. One whose own counts
/// do not add up is INVALID.
void conclude(LoadResult& result, const LoadOptions& options);

/// Why the run ended before its time, or measured nothing, in a sentence; empty when it did not.
std::string message_of(const LoadResult& result, const LoadOptions& options);

}  // namespace sellsign::load
