#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "harness/run/exit_codes.h"
#include "load/result/result.h"

namespace sellsign::load {

/// What keeps a run from being a success.
enum class Lack : std::uint8_t {
  completion,   ///< a signal ended it, an SLO with `abort_on_fail`, or a lack of places
  connection,   ///< no request found one
  measurement,  ///< no request ended after the warm-up
  validity,     ///< it is INVALID
  answers,      ///< requests of a step failed
  iterations,   ///< some were cut
  starts,       ///< some were never made
  slo           ///< one was missed
};

/// One of the ways in which a run fell short.
struct Shortfall {
  Lack lack;
  harness::ExitCode code;
  std::string subject;  ///< id of the step, or text of the SLO; else empty
  std::string words;    ///< one sentence
};

/// Everything that keeps a run from being a success: `load`, `find-max`, `compare` and `merge` and all
/// reports go by this alone. Failed requests, cut iterations and starts that were never made are allowed by
/// an SLO that says how many there may be, and holds: `errors` (of that step, or of all), `failed_checks` for
/// failed checks alone, `cut`, `dropped`. When it does not hold, the run has missed it.
std::vector<Shortfall> shortfalls_of(const LoadResult& result);

/// The exit code that the run deserves.
harness::ExitCode exit_code_of(const LoadResult& result);

/// Whether there were requests, warm-up included, and none of them found a connection.
bool met_nobody(const LoadResult& result);

}  // namespace sellsign::load
