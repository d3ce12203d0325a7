#pragma once

#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>

#include "api/shape.h"
#include "client/call.h"

namespace sellsign::client {

/// Whether a style writes its parameters as text, where an optional one is present but may be empty; in JSON
/// an empty optional one is left out instead.
constexpr bool is_textual(WireStyle style) { return style != WireStyle::json_post; }

/// A field's value as a parameter, or nothing when the style leaves it out. A timestamp of 0 or -1 is "not
/// set": empty text, or left out of JSON. Numbers and booleans are always written.
template <class Value>
std::optional<ParameterValue> parameter_value(const Value& value, api::Need need, WireStyle style) {
  const bool may_be_left_out = need != api::Need::mandatory && !is_textual(style);
  if constexpr (std::is_same_v<Value, std::string>) {
    if (value.empty() && may_be_left_out) return std::nullopt;
    return value;
  } else if constexpr (std::is_same_v<Value, Timestamp>) {
    const std::int64_t milliseconds = value.time_since_epoch().count();
    if (milliseconds != 0 && milliseconds != -1) return milliseconds;
    if (may_be_left_out) return std::nullopt;
    return std::string();
  } else {
    return value;
  }
}

/// The parameters that carry an entity, in the order of the vendor's parameter list.
template <class E>
Parameters parameters_of(const E& entity, WireStyle style) {
  Parameters parameters;
  for (const std::size_t i : api::shape_of<E>.in_order()) {
    const api::Field<E>& row = api::fields_of<E>[i];
    auto value = std::visit(
        [&](auto member) { return parameter_value(entity.*member, row.info.need, style); }, row.member);
    if (value) parameters.push_back({std::string(row.info.name), *std::move(value)});
  }
  return parameters;
}

}  // namespace sellsign::client
