#pragma once

#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/json/positioned_json.h"
#include "base/result.h"

namespace sellsign::harness {

/// Variables that are set from outside the scenario files; each name once.
struct GivenVariables {
  std::vector<std::pair<std::string, JsonPtr>> values;

  std::vector<std::string> names() const;

  /// What was given for a variable of a file, in the type of the file's value when it reads as one; null when
  /// nothing was.
  JsonPtr for_variable(std::string_view name, const Json& file_value) const;
};

/// Merges the three places: `flags` (`name=value`, of --var), then `environment` (`NAME=value` lines as in
/// `environ`, of which those that start with SELLSIGN_VAR_ count), then the object in the file `vars_file`
/// (JSON with comments; empty: none). Earlier places win; a flag given twice takes the last. Values of flags
/// and environment are text. Built-in names
/// (`token`, `run.id`, ...) and names that no `${}` could hold are refused. Error kind: usage.
Result<GivenVariables> collect_variables(std::span<const std::string> flags,
                                         std::span<const std::string> environment,
                                         const std::string& vars_file);

}  // namespace sellsign::harness
