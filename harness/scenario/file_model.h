#pragma once

#include <string>
#include <vector>

#include "base/json/positioned_json.h"
#include "base/result.h"
#include "harness/scenario/scenario.h"

namespace sellsign::harness {

/// A fragment that a file asks for.
struct FragmentNeed {
  Position at;
  std::string name;
};

/// One file by itself, before its fragments are put in front.
struct FileModel {
  bool fragment = false;
  Scenario own;  ///< for a fragment `id` is its name
  std::vector<FragmentNeed> needs;
};

/// Makes the model of a document. Reads what is sound and appends what the format table cannot see (two
/// subjects, a path that cannot be read, cases that prove nothing, ...) to `problems`.
FileModel read_model(const PositionedJson& document, Problems& problems);

}  // namespace sellsign::harness
