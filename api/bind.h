#pragma once

#include <array>
#include <bitset>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "api/arguments.h"
#include "api/departures.h"
#include "api/fields.h"

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

inline constexpr std::size_t k_most_fields = 32;

/// For each row the argument that gives its value, or null.
using Matched = std::array<const Argument*, k_most_fields>;

/// Finds the argument of each row and checks presence: unknown, doubled, camelCase, alias, missing and empty
/// parameters. `is_get` asks for optional parameters too. `method` is for the message.
Matched match_arguments(std::span<const FieldInfo> rows, const Arguments& arguments, bool is_get,
                        std::string_view method, Findings& findings);

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

/// Turns arguments into the typed struct by its rows. Members that were not carried keep the value of `E{}`.
template <class E, std::size_t N>
Bound<E> bind(const std::array<Field<E>, N>& rows, std::span<const FieldInfo> infos,
              const Arguments& arguments, bool is_get, std::string_view method, Findings& findings) {
  static_assert(N <= k_most_fields);
  const Matched matched = match_arguments(infos, arguments, is_get, method, findings);
  Bound<E> bound;
  for (std::size_t i = 0; i < N; ++i) {
    if (matched[i] == nullptr) continue;
    bound.present.set(i);
    std::visit(
        [&](auto member) {
          auto& target = bound.value.*member;
          using Value = std::remove_reference_t<decltype(target)>;
          if constexpr (std::is_same_v<Value, std::string>) {
            target = to_text(infos[i], *matched[i], findings);
          } else if constexpr (std::is_same_v<Value, bool>) {
            target = to_boolean(infos[i], *matched[i], findings);
          } else if constexpr (std::is_same_v<Value, Timestamp>) {
            target = to_timestamp(infos[i], *matched[i], findings);
          } else {
            target = to_integer(infos[i], *matched[i], findings);
          }
        },
        rows[i].member);
  }
  return bound;
}

/// Copies the members that `bound` carried over those of `target`.
template <class E, std::size_t N>
void copy_present(const std::array<Field<E>, N>& rows, const Bound<E>& bound, E& target) {
  for (std::size_t i = 0; i < N; ++i)
    if (bound.present[i])
      std::visit([&](auto member) { target.*member = bound.value.*member; }, rows[i].member);
}

}  // namespace sellsign::api
