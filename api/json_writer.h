#pragma once

#include <charconv>
#include <string>
#include <string_view>

#include "api/fields.h"

namespace sellsign::api {

/// Which characters are written as `\u00xx` beyond what JSON asks for.
enum class HtmlEscape : bool {
  off,
  on
};  ///< on: = & < > ' as the vendor's serializer does (obs.wire.html-escape)

/// Appends a JSON string, quotes included. `text` must be UTF-8.
void append_json(std::string& out, std::string_view text, HtmlEscape escape);

/// Appends an integer.
void append_json(std::string& out, std::int64_t number);

/// Appends one entity as an object, its keys in the order of the rows.
template <class E, std::size_t N>
void append_json(std::string& out, const E& entity, const std::array<Field<E>, N>& rows, HtmlEscape escape) {
  char separator = '{';
  for (const Field<E>& row : rows) {
    if (row.info.key.empty()) continue;
    out += separator;
    separator = ',';
    out += '"';
    out += row.info.key;
    out += "\":";
    std::visit(
        [&](auto member) {
          const auto& value = entity.*member;
          using Value = std::remove_cvref_t<decltype(value)>;
          if constexpr (std::is_same_v<Value, std::string>) {
            append_json(out, value, escape);
          } else if constexpr (std::is_same_v<Value, bool>) {
            out += value ? "true" : "false";
          } else if constexpr (std::is_same_v<Value, Timestamp>) {
            append_json(out, static_cast<std::int64_t>(value.time_since_epoch().count()));
          } else {
            append_json(out, value);
          }
        },
        row.member);
  }
  out += '}';
}

}  // namespace sellsign::api
