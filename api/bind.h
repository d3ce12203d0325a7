#pragma once

#include <array>
#include <bitset>
#include <cassert>
#include <optional>
#include <string>
#include <vector>

#include "api/arguments.h"
#include "api/departures.h"
#include "api/endpoints.h"
#include "api/shape.h"

namespace sellsign::api {

/// What the check of a request found: any number of departures, and at most one reason to refuse it in every
/// mode.
struct Findings {
  std::vector<Departure> departures;
  std::optional<std::string> refusal;  ///< one sentence that names the parameter

  void note(DepartureId id, std::string_view subject) { departures.push_back({id, std::string(subject)}); }
  void refuse(std::string sentence) {
    if (!refusal) refusal = std::move(sentence);
  }
};

/// For each row the argument that gives its value, or null.
using Matched = std::array<const Argument*, k_most_fields>;

/// Finds the argument of each row of the call's parameters and checks presence: unknown, doubled, camelCase,
/// alias, missing and empty parameters. `is_get` asks for optional parameters too.
Matched match_arguments(const Endpoint& call, const Arguments& arguments, bool is_get, Findings& findings);

/// Conversions of one argument by its row's format. They note departures and refuse what cannot be read; a
/// null `argument` gives the type's default.
std::string to_text(const FieldInfo& row, const Argument& argument, Findings& findings);
std::int64_t to_integer(const FieldInfo& row, const Argument& argument, Findings& findings);
bool to_boolean(const FieldInfo& row, const Argument& argument, Findings& findings);
Timestamp to_timestamp(const FieldInfo& row, const Argument& argument, Findings& findings);

/// A typed request and which of its rows the request carried.
template <class E>
struct Bound {
  E value;
  std::bitset<k_most_fields> present;
};

/// Reads one argument into a member by its row's format.
template <class Value>
void convert(const FieldInfo& row, const Argument& argument, Findings& findings, Value& target) {
  if constexpr (std::is_same_v<Value, std::string>)
    target = to_text(row, argument, findings);
  else if constexpr (std::is_same_v<Value, bool>)
    target = to_boolean(row, argument, findings);
  else if constexpr (std::is_same_v<Value, Timestamp>)
    target = to_timestamp(row, argument, findings);
  else
    target = to_integer(row, argument, findings);
}

/// Turns arguments into the typed struct that a call asks for, by its rows. Members that were not carried
/// keep the value of `E{}`.
template <class E>
Bound<E> bind(const Endpoint& call, const Arguments& arguments, bool is_get, Findings& findings) {
  constexpr const auto& infos = infos_for<E>;
  static_assert(infos.size() <= k_most_fields);
  assert(call.parameters.rows.data() == infos.data());
  const Matched matched = match_arguments(call, arguments, is_get, findings);
  Bound<E> bound;
  for_each_row<E>([&]<std::size_t Row>() {
    if (matched[Row] == nullptr) return;
    bound.present.set(Row);
    convert(infos[Row], *matched[Row], findings, bound.value.*member_of<E, Row>);
  });
  return bound;
}

/// Moves the members that `bound` carried over those of `target`. Those that stay as they are are not
/// written, so that their memory can stay in the caches of several cores.
template <class E>
void move_present(Bound<E>& bound, E& target) {
  for_each_row<E>([&]<std::size_t Row>() {
    auto& value = bound.value.*member_of<E, Row>;
    auto& kept = target.*member_of<E, Row>;
    if (bound.present[Row] && kept != value) kept = std::move(value);
  });
}

}  // namespace sellsign::api
