#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace CLI {
class App;
}

namespace sellsign::cli {

/// An option of a subcommand, as it holds after all layers.
struct OptionValue {
  std::string name;    ///< `--port`
  std::string value;   ///< values of a flag that was repeated are separated by commas
  std::string origin;  ///< default, file, environment or flag
};

/// Fills the options of a parsed subcommand that were not given as flags: from the environment (`--port-file`
/// is `SELLSIGN_PORT_FILE`), then from the object of the subcommand's name in the config file (JSON with
/// comments, keys are the flags without dashes; a list for a flag that may be repeated). Names the variable
/// or the place in the file when a value does not fit. `config_file` may be empty. `values` gets every
/// option.
Problems apply_layers(CLI::App& subcommand, const std::string& config_file, std::vector<OptionValue>& values);

/// A sentence for the help of a subcommand: its flags' twins, those that are named otherwise by name.
std::string layers_help(const CLI::App& subcommand);

/// `SELLSIGN_PORT_FILE` for `--port-file`; empty for options without an environment twin.
std::string environment_name(const std::string& option_name);

}  // namespace sellsign::cli
