#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "cli/program/flag_row.h"

namespace sellsign::cli {

/// An option of a subcommand, as it holds after all layers.
struct OptionValue {
  std::string name;    ///< `--port`
  std::string value;   ///< values of a flag that was repeated are separated by commas
  std::string origin;  ///< default, file, environment or flag
};

/// The layers that may set a subcommand's flags below the command line.
struct Layers {
  std::string_view command;
  const FlagRows& rows;
  std::set<std::string> given;  ///< names of the flags that have been given, in the higher layers
  /// Gives a flag its values as if they had been typed; the sentence says what is wrong with them.
  std::function<std::string(const FlagRow& row, std::vector<std::string> values)> set;
  Problems ignored_variables = {};  ///< variables that were not read, and why
};

/// Sets the flags that were not given: from the environment (`--port-file` is `SELLSIGN_PORT_FILE`). Names
/// the variable when a value does not fit. Where a number is wanted, a URL is passed over: Kubernetes sets
/// SELLSIGN_PORT=tcp://10.96.0.12:8180 beside every service of the name sellsign.
Problems apply_environment(Layers& layers);

/// Sets those that still were not given, from the object of the subcommand's name in the config file (JSON
/// with comments, keys are the flags without dashes; a list for a flag that may be repeated). Names the place
/// in the file when a value does not fit. `path` may be empty.
Problems apply_config_file(Layers& layers, const std::string& path);

/// A sentence for the help of a subcommand: its flags' twins, those that are named otherwise by name.
std::string layers_help(const FlagRows& rows);

}  // namespace sellsign::cli
