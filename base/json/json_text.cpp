#include "base/json/json_text.h"

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
  constexpr std::string_view k_digits = "0123456789abcdef";
  for (const char digit : {'0', '0', k_digits[c >> 4U], k_digits[c & 15U]}) *out++ = digit;
  return out;
}

}  // namespace

JsonPieces::JsonPieces(std::string& out, HtmlEscape escape)
    : out_(out), escape_(escape), spellings_(spellings_of(escape)) {}

void JsonPieces::add(std::string_view text) {
  constexpr std::size_t k_longest_spelling = 6;
  if (text.size() > k_longest_piece) {
    flush();
    return append_json(out_, text, escape_);
  }
  make_room(k_longest_spelling * text.size() + 2);
  char* out = at_;
  *out++ = '"';
  for (const char c : text) {
    const char spelling = spellings_[static_cast<unsigned char>(c)];
    if (spelling == 0)
      *out++ = c;
    else
      out = spell(static_cast<unsigned char>(c), spelling, out);
  }
  *out++ = '"';
  at_ = out;
}

void JsonPieces::add(std::int64_t number) {
  constexpr std::size_t k_longest_number = 20;
  make_room(k_longest_number);
  at_ = std::to_chars(at_, room_ + k_room, number).ptr;
}

void append_json(std::string& out, std::string_view text, HtmlEscape escape) {
  const Spellings& table = spellings_of(escape);
  out += '"';
  std::size_t plain_from = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    const char spelling = table[c];
    if (spelling == 0) continue;
    out.append(text, plain_from, i - plain_from);
    plain_from = i + 1;
    std::array<char, 6> spelled;
    out.append(spelled.data(), spell(c, spelling, spelled.data()));
  }
  out.append(text, plain_from);
  out += '"';
}

void append_json(std::string& out, std::int64_t number) {
  std::array<char, 24> digits;
  char* const end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
}

}  // namespace sellsign
