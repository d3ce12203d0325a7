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

/// A departure, and what of the request it is about. The pointers live as long as the arguments.
struct Finding : Departure {
  const FieldInfo* row = nullptr;      ///< null: the request departs as a whole, or by a name that has no row
  const Argument* argument = nullptr;  ///< null: none that was given
};

/// What refuses a request in every mode.
struct Flaw {
  enum class Kind : std::uint8_t { not_utf8, missing, wrong_type };
  Kind kind;
  const FieldInfo* row = nullptr;      ///< null: of `not_utf8`
  const Argument* argument = nullptr;  ///< null: of `missing`

  /// One sentence that names the parameter.
  std::string sentence(const Endpoint& call) const;
};

/// What the check of a request found, in the order in which it looked. Costs no memory while there is
/// nothing.
struct Findings {
  std::vector<Finding> departures;
  std::vector<Flaw> flaws;

  void note(DepartureId id, std::string_view subject, const FieldInfo* row = nullptr,
            const Argument* argument = nullptr) {
    departures.push_back({{id, std::string(subject)}, row, argument});
  }

  /// The same where the statement is that of the row.
  void note_by_row(DepartureId id, const FieldInfo& row) {
    departures.push_back({{id, std::string(row.name), row.source}, &row, nullptr});
  }
};

/// For each row the argument that gives its value, or null.
using Matched = std::array<const Argument*, k_most_fields>;

/// Finds the argument of each row of the call's parameters and checks presence: unknown, doubled, camelCase,
/// alias, missing and empty parameters. `is_get` asks for optional parameters too.
Matched match_arguments(const Endpoint& call, const Arguments& arguments, bool is_get, Findings& findings);

/// Reads one argument by its row's format into a member. Notes departures, and what cannot be read as a flaw.
void convert(const FieldInfo& row, const Argument& argument, Findings& findings, std::string& target);
void convert(const FieldInfo& row, const Argument& argument, Findings& findings, std::int64_t& target);
void convert(const FieldInfo& row, const Argument& argument, Findings& findings, bool& target);
void convert(const FieldInfo& row, const Argument& argument, Findings& findings, Timestamp& target);

/// What the binder finds when it reads that argument for that row.
Findings check_value(const FieldInfo& row, const Argument& argument);

/// A typed request and which of its rows the request carried.
template <class E>
struct Bound {
  E value;
  std::bitset<k_most_fields> present;
};

/// Turns arguments into the typed struct that a call asks for, by its rows. Members that were not carried
/// keep the value of `E{}`.
template <class E>
Bound<E> bind(const Endpoint& call, const Arguments& arguments, bool is_get, Findings& findings) {
  static_assert(infos_for<E>.size() <= k_most_fields);
  assert(call.parameters.rows.data() == infos_for<E>.data());
  const Matched matched = match_arguments(call, arguments, is_get, findings);
  Bound<E> bound;
  for_each_row<E>([&]<std::size_t Row>() {
    if (matched[Row] == nullptr) return;
    bound.present.set(Row);
    convert(infos_for<E>[Row], *matched[Row], findings, bound.value.*member_of<E, Row>);
  });
  return bound;
}

/// Moves the members that `bound` carried over those of `target`. Unchanged members are not written, so their
/// cache lines stay shared between cores.
template <class E>
void move_present(Bound<E>& bound, E& target) {
  for_each_row<E>([&]<std::size_t Row>() {
    auto& value = bound.value.*member_of<E, Row>;
    auto& kept = target.*member_of<E, Row>;
    if (bound.present[Row] && kept != value) kept = std::move(value);
  });
}

}  // namespace sellsign::api
