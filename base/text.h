#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sellsign {

/// ASCII only and independent of the locale.
constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_alnum(char c) { return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'z'); }

/// What JSON calls white space.
constexpr bool is_white(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

/// 1 to `longest` letters, digits, hyphens, dots and underscores.
constexpr bool is_identifier(std::string_view text, std::size_t longest) {
  return !text.empty() && text.size() <= longest && std::all_of(text.begin(), text.end(), [](char c) {
    return is_alnum(c) || c == '-' || c == '.' || c == '_';
  });
}

/// The value of a hexadecimal digit in either case, or nothing.
constexpr std::optional<unsigned> hex_value(char c) {
  if (is_digit(c)) return static_cast<unsigned>(c - '0');
  if (lower(c) >= 'a' && lower(c) <= 'f') return static_cast<unsigned>(lower(c) - 'a' + 10);
  return std::nullopt;
}

inline std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), [](char c) { return lower(c); });
  return result;
}

inline bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

/// The text without any of `blanks` at either end.
constexpr std::string_view trimmed(std::string_view text, std::string_view blanks = " \t") {
  const std::size_t from = text.find_first_not_of(blanks);
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(blanks) - from + 1);
}

/// Takes what stands before the first separator off the front, and the separator; all where there is none.
constexpr std::string_view take_part(std::string_view& rest, char separator) {
  const std::string_view part = rest.substr(0, rest.find(separator));
  rest.remove_prefix(std::min(part.size() + 1, rest.size()));
  return part;
}

/// The parts between the separators, empty ones too; at least one. Views into the text.
inline std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

/// The same, with texts of their own.
inline std::vector<std::string> split_texts(std::string_view text, char separator) {
  const auto parts = split(text, separator);
  return {parts.begin(), parts.end()};
}

inline constexpr std::string_view k_hex_digits = "0123456789abcdef";

/// Appends a byte as two hexadecimal digits, in small letters.
inline void append_hex(std::string& out, unsigned char byte) {
  out += k_hex_digits[byte >> 4U];
  out += k_hex_digits[byte & 15U];
}

/// The text between double quotes, as it is.
inline std::string in_quotes(std::string_view text) { return "\"" + std::string(text) + "\""; }

/// All of them, one behind the other.
template <class Texts>
std::string joined_texts(const Texts& texts, std::string_view between = ", ") {
  std::string out;
  for (const auto& text : texts) out.append(out.empty() ? "" : between).append(text);
  return out;
}

/// The text with everything but printable ASCII written as \xNN, cut after `longest` bytes: safe in a header
/// or a message.
std::string printable(std::string_view text, std::size_t longest = 80);

}  // namespace sellsign
