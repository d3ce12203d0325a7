#include "api/json_writer.h"

#include <array>

namespace sellsign::api {
namespace {

enum class Spelling : char { plain, backslash, unicode };

constexpr auto k_spellings = [] {
  std::array<Spelling, 128> table{};
  for (std::size_t c = 0; c < 0x20; ++c) table[c] = Spelling::unicode;
  for (const char c : {'"', '\\', '\b', '\f', '\n', '\r', '\t'})
    table[static_cast<unsigned char>(c)] = Spelling::backslash;
  table[0x7F] = Spelling::plain;
  return table;
}();

constexpr bool is_html(unsigned char c) { return c == '=' || c == '&' || c == '<' || c == '>' || c == '\''; }

constexpr char short_name(unsigned char c) {
  switch (c) {
    case '\b':
      return 'b';
    case '\f':
      return 'f';
    case '\n':
      return 'n';
    case '\r':
      return 'r';
    case '\t':
      return 't';
    default:
      return static_cast<char>(c);
  }
}

}  // namespace

void append_json(std::string& out, std::string_view text, HtmlEscape escape) {
  constexpr std::string_view k_digits = "0123456789abcdef";
  out += '"';
  std::size_t plain_from = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    const bool html = escape == HtmlEscape::on && is_html(c);
    if (c >= 0x80 || (!html && k_spellings[c] == Spelling::plain)) continue;
    out.append(text, plain_from, i - plain_from);
    plain_from = i + 1;
    out += '\\';
    if (!html && k_spellings[c] == Spelling::backslash) {
      out += short_name(c);
    } else {
      out += "u00";
      out += k_digits[c >> 4U];
      out += k_digits[c & 15U];
    }
  }
  out.append(text, plain_from);
  out += '"';
}

void append_json(std::string& out, std::int64_t number) {
  std::array<char, 24> digits;
  char* const end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

}  // namespace sellsign::api
