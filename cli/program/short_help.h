#pragma once

#include <span>
#include <string_view>

namespace CLI {
class App;
}

namespace sellsign::cli {

/// Makes `--help` of a subcommand with many flags fit a screen: a line for each of `shown` (long names
/// without dashes), a line that names the groups of the others, and the footer. `--help-all` shows every
/// flag.
void shorten_help(CLI::App& app, std::span<const std::string_view> shown);

}  // namespace sellsign::cli
