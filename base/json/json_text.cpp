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

/// Appends a short text in which nothing is spelled otherwise, as most are, in one piece. False: it is none.
bool append_short(std::string& out, std::string_view text, const Spellings& table) {
  std::array<char, 64> piece;
  if (text.size() + 2 > piece.size()) return false;
  char* end = piece.data();
  *end++ = '"';
  for (const char c : text) {
    if (table[static_cast<unsigned char>(c)] != 0) return false;
    *end++ = c;
  }
  *end++ = '"';
  out.append(piece.data(), text.size() + 2);
  return true;
}

}  // namespace

void append_json(std::string& out, std::string_view text, HtmlEscape escape) {
  const Spellings& table = escape == HtmlEscape::on ? k_html : k_plain;
  if (append_short(out, text, table)) return;
  out += '"';
  std::size_t plain_from = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    const char spelling = table[c];
    if (spelling == 0) continue;
    out.append(text, plain_from, i - plain_from);
    plain_from = i + 1;
    out += '\\';
    out += spelling;
    if (spelling != 'u') continue;
    out += "00";
    append_hex(out, c);
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
