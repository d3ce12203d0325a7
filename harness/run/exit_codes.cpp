#include "harness/run/exit_codes.h"

#include <algorithm>
#include <iterator>

namespace sellsign::harness {
namespace {

constexpr ExitCodeRow k_rows[] = {
    {ExitCode::interrupted, "interrupted", "interrupted (SIGINT); what was done is reported"},
    {ExitCode::terminated, "terminated", "terminated (SIGTERM); what was done is reported"},
    {ExitCode::refused, "refused", "refused by the safety guard"},
    {ExitCode::usage, "usage", "wrong usage, a bad file, or nothing was run"},
    {ExitCode::unreachable, "unreachable", "the target could not be reached, or an internal error"},
    {ExitCode::run_invalid, "run-invalid", "the run is invalid: the load generator itself was late"},
    {ExitCode::check_failed, "check-failed", "a check or a request failed, or work was cut or never begun"},
    {ExitCode::sides_differ, "sides-differ", "the two sides differ"},
    {ExitCode::slo_missed, "slo-missed", "a service level objective was missed"},
    {ExitCode::held, "held", "everything held"},
};

}  // namespace

std::span<const ExitCodeRow> exit_codes() { return k_rows; }

const ExitCodeRow& row_of(ExitCode code) {
  return *std::find_if(std::begin(k_rows), std::end(k_rows),
                       [&](const ExitCodeRow& row) { return row.code == code; });
}

ExitCode pick(std::span<const ExitCode> codes) {
  for (const ExitCodeRow& row : k_rows)
    if (std::find(codes.begin(), codes.end(), row.code) != codes.end()) return row.code;
  return ExitCode::held;
}

}  // namespace sellsign::harness
