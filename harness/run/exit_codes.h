#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace sellsign::harness {

/// What the program's exit status says. One table for all subcommands.
enum class ExitCode : std::uint8_t {
  held = 0,
  check_failed = 1,
  usage = 2,
  unreachable = 3,
  slo_missed = 4,
  sides_differ = 5,
  refused = 6,
  run_invalid = 7,
  interrupted = 130,
  terminated = 143
};

/// One row of the table, for `--help` and the README.
struct ExitCodeRow {
  ExitCode code;
  std::string_view name;   ///< one word, for reports: `held`, `check-failed`
  std::string_view about;  ///< one phrase
};

/// Every code, the one that wins first: 130, 143, 6, 2, 3, 7, 1, 5, 4, 0.
std::span<const ExitCodeRow> exit_codes();

/// The row of a code.
const ExitCodeRow& row_of(ExitCode code);

/// The code to exit with when several apply; `held` when none does.
ExitCode pick(std::span<const ExitCode> codes);

/// What a process returns to its parent.
constexpr int to_int(ExitCode code) { return static_cast<int>(code); }

}  // namespace sellsign::harness
