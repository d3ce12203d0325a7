#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/program/flag_row.h"
#include "cli/program/layers.h"
#include "cli/program/output.h"

namespace sellsign::cli {

/// What every subcommand gets beside its own flags.
struct Invocation {
  bool has_dashes = false;
  std::vector<std::string> after_dashes;  ///< what stood behind `--`
  std::vector<OptionValue> options;       ///< all of the subcommand's
};

/// Runs a subcommand whose flags have been read.
using Action = std::function<ExitCode(const Invocation&)>;

/// One row of the table of subcommands. `add` gives the rows of its flags and returns what to do once they
/// are filled; the rows point into what that action keeps.
struct Command {
  std::string_view name;
  std::string_view about;
  std::string_view examples;
  bool takes_command;  ///< whether something may stand behind `--`
  Action (*add)(FlagRows& rows);
  std::span<const std::string_view> first_flags = {};  ///< `--help` shows these alone; empty: all
};

Action add_mock(FlagRows& rows);
Action add_run(FlagRows& rows);
Action add_load(FlagRows& rows);
Action add_find_max(FlagRows& rows);
Action add_lint(FlagRows& rows);
Action add_call(FlagRows& rows);
Action add_wait(FlagRows& rows);
Action add_coverage(FlagRows& rows);
Action add_compare(FlagRows& rows);
Action add_merge(FlagRows& rows);
Action add_export(FlagRows& rows);
Action add_version(FlagRows& rows);

/// The table.
std::span<const Command> commands();

}  // namespace sellsign::cli
