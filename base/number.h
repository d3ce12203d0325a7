#pragma once

#include <array>
#include <charconv>
#include <cmath>
#include <concepts>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace sellsign {

/// Reads a whole number in digits, with a minus sign where the type has one, taking it off the front of
/// `text`: no plus sign, no blanks. Nothing when there is none or it does not fit the type; `text` is then as
/// it was.
template <std::integral Number>
std::optional<Number> take_whole(std::string_view& text, int base = 10) {
  Number number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  if (error != std::errc{}) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

/// The same of a text in which nothing else stands.
template <std::integral Number>
std::optional<Number> read_whole(std::string_view text, int base = 10) {
  const auto number = take_whole<Number>(text, base);
  return text.empty() ? number : std::nullopt;
}

/// Reads a finite number in decimal digits with or without a point, taking it off the front of `text`.
/// Nothing when there is none; `text` is then as it was.
inline std::optional<double> take_decimal(std::string_view& text) {
  double number = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  if (error != std::errc{} || !std::isfinite(number)) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

/// The same of a text in which nothing else stands.
inline std::optional<double> read_decimal(std::string_view text) {
  const auto number = take_decimal(text);
  return text.empty() ? number : std::nullopt;
}

/// The value of a number as JSON writes it; infinite when it is too large.
inline double value_of_number(std::string_view digits) {
  double number = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  // Too large, or as good as nothing: only this tells which.
  return read.ec == std::errc{} ? number : std::strtod(std::string(digits).c_str(), nullptr);
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
