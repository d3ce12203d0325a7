#pragma once

#include <array>
#include <string>
#include <string_view>

#include "api/entities.h"
#include "base/json/json_text.h"

namespace sellsign::api {

/// `,"key":` of one row, put together by the compiler; the first key's comma is a brace.
template <class E, std::size_t Row>
inline constexpr auto k_key_text = [] {
  constexpr std::string_view k_key = fields_of<E>[Row].info.key;
  std::array<char, k_key.size() + 4> text{};
  bool first = true;
  for (std::size_t i = 0; i < Row; ++i) first = first && fields_of<E>[i].info.key.empty();
  text[0] = first ? '{' : ',';
  text[1] = '"';
  for (std::size_t i = 0; i < k_key.size(); ++i) text[i + 2] = k_key[i];
  text[k_key.size() + 2] = '"';
  text[k_key.size() + 3] = ':';
  return text;
}();

/// Adds one value as its type wants it.
template <class Value>
void add_value(JsonPieces& out, const Value& value) {
  if constexpr (std::is_same_v<Value, bool>) {
    if (value)
      out.add_raw(std::to_array({'t', 'r', 'u', 'e'}));
    else
      out.add_raw(std::to_array({'f', 'a', 'l', 's', 'e'}));
  } else if constexpr (std::is_same_v<Value, Timestamp>) {
    out.add(static_cast<std::int64_t>(value.time_since_epoch().count()));
  } else {
    out.add(value);
  }
}

/// Appends one entity as an object, its keys in the order of the rows.
template <class E>
void append_entity(std::string& out, const E& entity, HtmlEscape escape) {
  JsonPieces pieces(out, escape);
  for_each_row<E>([&]<std::size_t Row>() {
    if constexpr (!fields_of<E>[Row].info.key.empty()) {
      pieces.add_raw(k_key_text<E, Row>);
      add_value(pieces, entity.*member_of<E, Row>);
    }
  });
  pieces.add_raw(std::to_array({'}'}));
  pieces.flush();
}

}  // namespace sellsign::api
