#pragma once

#include <array>
#include <charconv>
#include <cmath>
#include <concepts>
#include <optional>
#include <string>
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

/// Reads a number in decimal digits, with or without a fraction; nothing else may stand in the text. Nothing
/// when it is negative or does not fit.
inline std::optional<double> read_decimal(std::string_view text) {
  double number = 0;
  const char* const last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, number, std::chars_format::fixed);
  if (error != std::errc{} || end != last || !(number >= 0) || !std::isfinite(number)) return std::nullopt;
  return number;
}

/// `12.30`: with so many digits behind the point, rounded.
inline std::string fixed_text(double number, int digits) {
  std::array<char, 400> text;  // a double has up to 309 digits before the point
  const auto written =
      std::to_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed, digits);
  return {text.data(), written.ptr};
}

/// `12.3`: with so many digits behind the point at most, none of them a 0 at the end.
inline std::string short_text(double number, int most) {
  std::string text = fixed_text(number, most);
  if (text.find('.') == std::string::npos) return text;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text;
}

}  // namespace sellsign
