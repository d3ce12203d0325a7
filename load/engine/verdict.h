#pragma once

#include <string>
#include <vector>

#include "load/engine/options.h"
#include "load/engine/worker.h"
#include "load/result/result.h"

namespace sellsign::load {

/// Which sentences say that a run is INVALID: late starts, timers, cores. None when no request has a time:
/// there is nothing to doubt.
std::vector<std::string> faults_of(const LoadResult& result, const LoadOptions& options);

/// Why the run ended before its time, in a sentence; empty when it did not.
std::string message_of(const LoadResult& result, StopReason reason, const LoadOptions& options);

/// Whether there were requests, warm-up included, and none of them found a connection.
bool met_nobody(const LoadResult& result);

/// The exit code that a finished run deserves. `signal`: the one that ended it, or 0.
harness::ExitCode exit_code_of(const LoadResult& result, StopReason reason, int signal,
                               const LoadOptions& options);

}  // namespace sellsign::load
