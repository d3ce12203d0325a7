#pragma once

#include <charconv>
#include <concepts>
#include <optional>
#include <string_view>
#include <system_error>

namespace sellsign {

/// Reads a whole number in decimal digits, with a minus sign where the type has one. Nothing else may stand
/// in the text: no plus sign, no blanks. Nothing when it does not fit the type.
template <std::integral Number>
std::optional<Number> read_whole(std::string_view text) {
  Number number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace sellsign
