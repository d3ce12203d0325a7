#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "base/json/object_reader.h"
#include "harness/scenario/format.h"
#include "harness/scenario/scenario.h"

// The readers of the parts of a file. A value of the wrong type reads as absent: the format check has
// reported it.

namespace sellsign::harness {

/// Whether every key is one of its kind: if not, "something is missing" would be a second complaint about one
/// slip.
bool knows_all_keys(const JsonView& view, ObjectKind kind);

/// The value of an enumeration whose names are a list of the format table; `otherwise` when it is absent or
/// unknown.
template <class E>
E word_of(const JsonView& view, std::string_view key, Words words, E otherwise) {
  const auto known = words_of(words);
  const auto found = std::ranges::find(known, view.text(key));
  return found == known.end() ? otherwise : static_cast<E>(found - known.begin());
}

/// Letters, digits, `-` and `.`, not empty.
bool is_id(std::string_view text);

/// Variables of an object, in its order; names are checked.
std::vector<Variable> read_variables(const JsonView& parent, std::string_view key);

/// The names of "without", which have to be in `with`: leaving out what is not there would prove nothing.
std::vector<std::string> read_without(const JsonView& view, const Json& with);

/// The feeders of a scenario, their files read; these lie beside the scenario's.
std::vector<Feeder> read_feeders(const JsonView& scenario);

/// The checks in the list of that key; none when the key is missing.
std::vector<Check> read_checks(const JsonView& parent, std::string_view key);

/// One step, its cases included. Notes what is wrong with it.
Step read_step(const JsonView& view);

/// The cases of a step, derived ones included; `step` is complete but for them.
std::vector<Case> read_cases(const JsonView& view, const Step& step);

}  // namespace sellsign::harness
