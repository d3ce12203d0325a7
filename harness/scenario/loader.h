#pragma once

#include <set>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "harness/scenario/scenario.h"

namespace sellsign::harness {

/// What came of a set of files. Usable only without problems; with some, `scenarios` holds those that were
/// sound.
struct Loaded {
  std::vector<Scenario> scenarios;       ///< in the order of their paths
  std::set<std::string> used_variables;  ///< every name that a file puts in somewhere
  Problems problems;                     ///< in the order of their places, each once
};

/// Reads and checks scenario files. Folders are walked for *.json in the order of their paths; folders named
/// `fragments` (needed by name) and `data` (rows of feeders) and files named `schema.json` are passed over
/// there. A fragment that is named directly is checked and gives no scenario. `given` are the names of
/// variables that are set from outside the files. Reads files, sends nothing.
Loaded load_scenarios(std::span<const std::string> paths, std::span<const std::string> given = {});

}  // namespace sellsign::harness
