#pragma once

#include "cli/program/command.h"

namespace sellsign::cli {

/// Reads the command line by the tables of subcommands and flags, fills the layers below it, and runs the
/// subcommand; or prints help or what is wrong. Knows the library that parses, which nothing else does.
ExitCode run_command_line(int count, char** arguments);

}  // namespace sellsign::cli
