#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>

#include "base/number.h"
#include "base/redactor.h"
#include "base/text.h"
#include "base/utf8.h"

namespace sellsign {
namespace {

using Ends = std::vector<std::size_t>;

struct Named {
  char character;
  std::string_view text;
};
constexpr Named k_short_escapes[] = {{'"', "\""}, {'/', "/"},  {'\b', "b"}, {'\f', "f"},
                                     {'\n', "n"}, {'\r', "r"}, {'\t', "t"}, {'\'', "'"}};
constexpr Named k_entities[] = {
    {'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\'', "&apos;"}};

/// One character of a pattern: its bytes, and its code point if they are one in UTF-8.
struct Character {
  std::string_view bytes;
  std::optional<std::uint32_t> code_point;
};

Character first_character(std::string_view pattern) {
  const CodePoint first = first_code_point(pattern);
  return {pattern.substr(0, first.bytes),
          first.valid ? std::optional<std::uint32_t>(first.value) : std::nullopt};
}

std::optional<std::uint32_t> hex_number(std::string_view text, std::size_t at, std::size_t digits) {
  if (at + digits > text.size()) return std::nullopt;
  std::uint32_t number = 0;
  for (std::size_t i = at; i < at + digits; ++i) {
    const auto digit = hex_value(text[i]);
    if (!digit) return std::nullopt;
    number = number * 16 + *digit;
  }
  return number;
}

// How often what is escaped may have been escaped before. Looking further would take time that grows with the
// square of a text made of nothing else.
constexpr std::size_t k_most_percents = 16;
constexpr std::size_t k_most_backslashes = 256;  // doubled eight times

std::size_t behind_backslashes(std::string_view text, std::size_t at) {
  const std::size_t last = std::min(text.size(), at + k_most_backslashes);
  while (at < last && text[at] == '\\') ++at;
  return at;
}

/// The ends of a byte that is written by its number behind backslashes, as C does: `\x2f` or `\057`.
void add_numbered_ends(unsigned char byte, std::string_view text, std::size_t at, Ends& ends) {
  at = behind_backslashes(text, at);
  if (at < text.size() && text[at] == 'x' && hex_number(text, at + 1, 2) == byte) ends.push_back(at + 3);
  const auto octal = read_whole<std::uint32_t>(text.substr(at, 3), 8);
  if (octal == byte && text.size() >= at + 3) ends.push_back(at + 3);
}

/// The ends of one byte in hexadecimal, with a blank, colon or dash in front or without.
void add_hex_ends(unsigned char byte, std::string_view text, std::size_t at, Ends& ends) {
  const bool is_apart = at < text.size() && std::string_view(" :-").find(text[at]) != std::string_view::npos;
  const std::size_t digits = at + (is_apart ? 1 : 0);
  if (hex_number(text, digits, 2) == byte) ends.push_back(digits + 2);
}

/// The ends of one byte at `at`: raw or percent-encoded, `%25` standing for a % that was encoded in its turn.
void add_byte_ends(unsigned char byte, std::string_view text, std::size_t at, Ends& ends) {
  if (at >= text.size()) return;
  if (static_cast<unsigned char>(text[at]) == byte) ends.push_back(at + 1);
  if (byte == ' ' && text[at] == '+') ends.push_back(at + 1);
  if (text[at] == '\\') add_numbered_ends(byte, text, at, ends);
  if (text[at] != '%') return;
  for (std::size_t digits = at + 1; digits < at + 2 * k_most_percents; digits += 2) {
    const auto number = hex_number(text, digits, 2);
    if (!number) return;
    if (*number == byte) ends.push_back(digits + 2);
    if (*number != '%') return;
  }
}

void add_bytes_ends(std::string_view bytes, std::string_view text, std::size_t at, Ends& ends) {
  Ends starts{at};
  for (const char c : bytes) {
    Ends next;
    for (const std::size_t start : starts) add_byte_ends(static_cast<unsigned char>(c), text, start, next);
    starts = std::move(next);
  }
  ends.insert(ends.end(), starts.begin(), starts.end());
}

/// The end of `uXXXX`, of `u{X}`, or of a surrogate pair's `uXXXX\uXXXX` with any number of backslashes, at
/// `at`.
std::optional<std::size_t> unicode_escape_end(std::uint32_t code_point, std::string_view text,
                                              std::size_t at) {
  if (at >= text.size() || text[at] != 'u') return std::nullopt;
  if (text.substr(at + 1, 1) == "{") {
    constexpr std::size_t k_longest = 8;
    const std::string_view digits = text.substr(at + 2, k_longest);
    const std::size_t close = digits.find('}');
    if (close == std::string_view::npos ||
        read_whole<std::uint32_t>(digits.substr(0, close), 16) != code_point)
      return std::nullopt;
    return at + 2 + close + 1;
  }
  const auto first = hex_number(text, at + 1, 4);
  if (!first) return std::nullopt;
  if (*first == code_point) return at + 5;
  if (code_point < 0x10000 || *first != 0xD800 + ((code_point - 0x10000) >> 10)) return std::nullopt;
  const std::size_t second = behind_backslashes(text, at + 5);
  if (second == at + 5 || second >= text.size() || text[second] != 'u') return std::nullopt;
  const auto low = hex_number(text, second + 1, 4);
  if (low != 0xDC00 + ((code_point - 0x10000) & 0x3FF)) return std::nullopt;
  return second + 5;
}

/// Escapes that begin with a backslash. Each level of escaping doubles the backslashes, so any number of them
/// counts, up to a limit.
void add_backslash_ends(const Character& character, std::string_view text, std::size_t at, Ends& ends) {
  const std::size_t after = behind_backslashes(text, at);
  for (std::size_t end = at + 1; character.code_point == '\\' && end <= after; ++end) ends.push_back(end);
  if (after == at || after >= text.size()) return;
  if (character.code_point)
    if (const auto end = unicode_escape_end(*character.code_point, text, after)) ends.push_back(*end);
  for (const Named& escape : k_short_escapes)
    if (character.code_point == static_cast<unsigned char>(escape.character) &&
        text[after] == escape.text.front())
      ends.push_back(after + 1);
}

void add_entity_ends(std::uint32_t code_point, std::string_view text, std::size_t at, Ends& ends) {
  for (const Named& entity : k_entities)
    if (code_point == static_cast<unsigned char>(entity.character) &&
        text.substr(at).starts_with(entity.text))
      ends.push_back(at + entity.text.size());
  if (!text.substr(at).starts_with("&#")) return;
  const bool hex = at + 2 < text.size() && lower(text[at + 2]) == 'x';
  const char* digits = text.data() + at + (hex ? 3 : 2);
  const char* last = text.data() + text.size();
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(std::min(digits, last), last, number, hex ? 16 : 10);
  if (error == std::errc() && number == code_point && end != last && *end == ';')
    ends.push_back(static_cast<std::size_t>(end - text.data()) + 1);
}

void add_ends(const Character& character, std::string_view text, std::size_t at, Alphabet alphabet,
              Ends& ends) {
  constexpr std::string_view k_shell_apostrophe = "'\\''";
  if (alphabet == Alphabet::hex)
    return add_hex_ends(static_cast<unsigned char>(character.bytes[0]), text, at, ends);
  add_bytes_ends(character.bytes, text, at, ends);
  if (at < text.size() && text[at] == '\\') add_backslash_ends(character, text, at, ends);
  if (at < text.size() && text[at] == '&' && character.code_point)
    add_entity_ends(*character.code_point, text, at, ends);
  if (character.code_point == '\'' && text.substr(at).starts_with(k_shell_apostrophe))
    ends.push_back(at + k_shell_apostrophe.size());
  if (alphabet == Alphabet::base64 && character.bytes == "+") add_bytes_ends("-", text, at, ends);
  if (alphabet == Alphabet::base64 && character.bytes == "/") add_bytes_ends("_", text, at, ends);
}

}  // namespace

bool may_begin(std::string_view pattern, char c, Alphabet alphabet) {
  const char first = pattern.front();
  if (alphabet == Alphabet::hex) return hex_value(c) == static_cast<unsigned char>(first) >> 4U;
  return c == first || c == '%' || c == '\\' || c == '&' || (first == ' ' && c == '+') ||
         (alphabet == Alphabet::base64 && ((first == '+' && c == '-') || (first == '/' && c == '_')));
}

std::size_t match_escaped(std::string_view pattern, std::string_view text, std::size_t begin,
                          Alphabet alphabet) {
  Ends reached{begin};
  Ends next;
  while (!pattern.empty()) {
    const Character character =
        alphabet == Alphabet::hex ? Character{pattern.substr(0, 1), std::nullopt} : first_character(pattern);
    next.clear();
    for (const std::size_t at : reached) add_ends(character, text, at, alphabet, next);
    if (next.empty()) return std::string_view::npos;
    std::sort(next.begin(), next.end());
    next.erase(std::unique(next.begin(), next.end()), next.end());
    std::swap(reached, next);
    pattern.remove_prefix(character.bytes.size());
  }
  return reached.back();
}

}  // namespace sellsign
