#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/program/layers.h"
#include "harness/run/exit_codes.h"

namespace CLI {
class App;
}

namespace sellsign::cli {

using harness::ExitCode;

/// What every subcommand gets beside its own flags.
struct Invocation {
  bool has_dashes = false;
  std::vector<std::string> after_dashes;  ///< what stood behind `--`
  std::vector<OptionValue> options;       ///< all of the subcommand's
};

/// Runs a subcommand whose flags have been read.
using Action = std::function<ExitCode(const Invocation&)>;

/// One row of the table of subcommands. `add` declares the flags and returns what to do with them.
struct Command {
  std::string_view name;
  std::string_view about;
  std::string_view examples;
  bool takes_command;  ///< whether something may stand behind `--`
  Action (*add)(CLI::App& app);
};

Action add_mock(CLI::App& app);
Action add_run(CLI::App& app);
Action add_load(CLI::App& app);
Action add_find_max(CLI::App& app);
Action add_lint(CLI::App& app);
Action add_call(CLI::App& app);
Action add_wait(CLI::App& app);
Action add_coverage(CLI::App& app);
Action add_compare(CLI::App& app);
Action add_merge(CLI::App& app);
Action add_export(CLI::App& app);
Action add_version(CLI::App& app);

/// The table.
std::span<const Command> commands();

}  // namespace sellsign::cli
