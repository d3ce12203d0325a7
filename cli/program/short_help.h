#pragma once

#include <string>

#include "cli/program/command.h"

namespace sellsign::cli {

/// `--help` of a subcommand with many flags, so that it fits a screen: a line for each of the command's first
/// flags, a line that names the groups of the others, and the footer.
std::string short_help(const Command& command, const FlagRows& rows, const std::string& footer);

}  // namespace sellsign::cli
