#include "base/json/json_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "base/text.h"

namespace sellsign {
namespace {

/// How a byte is written: 0 as it is, `u` as \\u00xx, any other letter behind a backslash.
using Spellings = std::array<char, 256>;

constexpr Spellings spellings(HtmlEscape escape) {
  Spellings table{};
  for (std::size_t c = 0; c < 0x20; ++c) table[c] = 'u';
  if (escape == HtmlEscape::on)
    for (const char c : {'=', '&', '<', '>', '\''}) table[static_cast<unsigned char>(c)] = 'u';
  for (const auto& [c, letter] :
       {std::pair{'"', '"'}, {'\\', '\\'}, {'\b', 'b'}, {'\f', 'f'}, {'\n', 'n'}, {'\r', 'r'}, {'\t', 't'}})
    table[static_cast<unsigned char>(c)] = letter;
  return table;
}

constexpr Spellings k_plain = spellings(HtmlEscape::off);
constexpr Spellings k_html = spellings(HtmlEscape::on);

const Spellings& spellings_of(HtmlEscape escape) { return escape == HtmlEscape::on ? k_html : k_plain; }

/// Writes a character that is spelled otherwise, and returns its end.
char* spell(unsigned char c, char spelling, char* out) {
  *out++ = '\\';
  *out++ = spelling;
  if (spelling != 'u') return out;
  for (const char digit : {'0', '0', k_hex_digits[c >> 4U], k_hex_digits[c & 15U]}) *out++ = digit;
  return out;
}

/// Writes a text as it stands inside a JSON string, and returns its end. Inlined: texts are so short that a
/// call would be a twentieth of the work.
[[gnu::always_inline]] inline char* write_spelled(std::string_view text, const Spellings& table, char* out) {
  for (const char c : text) {
    const char spelling = table[static_cast<unsigned char>(c)];
    if (spelling == 0)
      *out++ = c;
    else
      out = spell(static_cast<unsigned char>(c), spelling, out);
  }
  return out;
}

}  // namespace

JsonPieces::JsonPieces(std::string& out, HtmlEscape escape) : out_(out), spellings_(spellings_of(escape)) {}

void JsonPieces::add(std::string_view text) {
  constexpr std::size_t k_longest_spelling = 6;
  if (text.size() <= k_longest_piece) {
    make_room(k_longest_spelling * text.size() + 2);
    *at_ = '"';
    at_ = write_spelled(text, spellings_, at_ + 1);
    *at_++ = '"';
    return;
  }
  add_raw(std::to_array({'"'}));
  for (; !text.empty(); text.remove_prefix(std::min(k_longest_piece, text.size()))) {
    make_room(k_longest_spelling * k_longest_piece);
    at_ = write_spelled(text.substr(0, k_longest_piece), spellings_, at_);
  }
  add_raw(std::to_array({'"'}));
}

void JsonPieces::add(std::int64_t number) {
  constexpr std::size_t k_longest_number = 20;
  make_room(k_longest_number);
  at_ = std::to_chars(at_, room_ + k_room, number).ptr;
}

void append_json(std::string& out, std::string_view text, HtmlEscape escape) {
  JsonPieces pieces(out, escape);
  pieces.add(text);
  pieces.flush();
}

void append_json(std::string& out, std::int64_t number) {
  std::array<char, 24> digits;
  char* const end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
}

}  // namespace sellsign
