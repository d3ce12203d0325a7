#include "base/charset.h"

#include <algorithm>
#include <array>

#include "base/percent.h"
#include "base/text.h"
#include "base/utf8.h"

namespace sellsign {
namespace {

constexpr char32_t k_replacement = 0xFFFD;

struct CharsetName {
  std::string_view name;  ///< in small letters
  Charset charset;
};

constexpr CharsetName k_charset_names[] = {
    {"utf-8", Charset::utf_8},
    {"utf8", Charset::utf_8},
    {"us-ascii", Charset::utf_8},
    {"ascii", Charset::utf_8},
    {"utf-16", Charset::utf_16_be},  // without a mark (RFC 2781, 4.3)
    {"utf16", Charset::utf_16_be},
    {"utf-16be", Charset::utf_16_be},
    {"utf-16le", Charset::utf_16_le},
    {"iso-8859-1", Charset::iso_8859_1},
    {"iso8859-1", Charset::iso_8859_1},
    {"iso_8859-1", Charset::iso_8859_1},
    {"latin1", Charset::iso_8859_1},
    {"latin-1", Charset::iso_8859_1},
    {"iso-8859-15", Charset::iso_8859_15},
    {"iso8859-15", Charset::iso_8859_15},
    {"latin9", Charset::iso_8859_15},
    {"windows-1252", Charset::windows_1252},
    {"cp1252", Charset::windows_1252},
};

struct Mark {
  std::string_view bytes;
  Charset charset;
};

constexpr Mark k_marks[] = {
    {"\xEF\xBB\xBF", Charset::utf_8}, {"\xFF\xFE", Charset::utf_16_le}, {"\xFE\xFF", Charset::utf_16_be}};

/// From 0x80 on; 0: no character.
constexpr std::array<char16_t, 32> k_windows_1252 = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

struct Exchanged {
  unsigned char byte;
  char16_t character;
};

/// Where ISO-8859-15 is not ISO-8859-1.
constexpr Exchanged k_iso_8859_15[] = {{0xA4, 0x20AC}, {0xA6, 0x0160}, {0xA8, 0x0161}, {0xB4, 0x017D},
                                       {0xB8, 0x017E}, {0xBC, 0x0152}, {0xBD, 0x0153}, {0xBE, 0x0178}};

char32_t character_of(Charset charset, unsigned char byte) {
  if (charset == Charset::windows_1252 && byte >= 0x80 && byte < 0xA0) {
    const char16_t found = k_windows_1252[byte - 0x80U];
    return found == 0 ? k_replacement : found;
  }
  if (charset == Charset::iso_8859_15)
    for (const Exchanged& one : k_iso_8859_15)
      if (one.byte == byte) return one.character;
  return byte;
}

std::string from_utf_16(bool little, std::string_view text) {
  const auto unit = [&](std::size_t at) {
    const auto first = static_cast<unsigned char>(text[at]),
               second = static_cast<unsigned char>(text[at + 1]);
    return little ? char32_t{first} | char32_t{second} << 8U : char32_t{second} | char32_t{first} << 8U;
  };
  const auto is_in = [](char32_t c, char32_t from) { return c >= from && c < from + 0x400; };
  std::string out;
  std::size_t at = 0;
  for (; at + 1 < text.size(); at += 2) {
    char32_t c = unit(at);
    if (is_in(c, 0xD800) && at + 3 < text.size() && is_in(unit(at + 2), 0xDC00)) {
      c = 0x10000 + ((c - 0xD800) << 10U) + (unit(at + 2) - 0xDC00);
      at += 2;
    } else if (is_in(c, 0xD800) || is_in(c, 0xDC00)) {
      c = k_replacement;
    }
    if (c != 0xFEFF || at != 0) append_utf8(out, c);
  }
  if (at < text.size()) append_utf8(out, k_replacement);
  return out;
}

}  // namespace

std::optional<Charset> charset_of(std::string_view name, std::string_view text) {
  for (const Mark& mark : k_marks)
    if (text.starts_with(mark.bytes)) return mark.charset;
  if (text.size() >= 2 && text[0] == '\0' && text[1] != '\0') return Charset::utf_16_be;
  if (text.size() >= 2 && text[0] != '\0' && text[1] == '\0') return Charset::utf_16_le;
  if (name.empty()) return Charset::utf_8;
  for (const CharsetName& row : k_charset_names)
    if (equal_ignoring_case(name, row.name)) return row.charset;
  return std::nullopt;
}

std::string to_utf8(Charset charset, std::string_view text) {
  if (charset == Charset::utf_8) return std::string(text);
  if (charset == Charset::utf_16_le || charset == Charset::utf_16_be)
    return from_utf_16(charset == Charset::utf_16_le, text);
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for (const char c : text) append_utf8(out, character_of(charset, static_cast<unsigned char>(c)));
  return out;
}

std::string form_to_utf8(Charset charset, std::string_view form) {
  if (charset == Charset::utf_16_le || charset == Charset::utf_16_be) return to_utf8(charset, form);
  std::string out;
  for (std::size_t i = 0; i < form.size(); ++i) {
    const auto high = form[i] == '%' && i + 2 < form.size() ? hex_value(form[i + 1]) : std::nullopt;
    const auto low = high ? hex_value(form[i + 2]) : std::nullopt;
    if (low && *high >= 8) {
      out += encode_component(to_utf8(charset, std::string(1, static_cast<char>(*high * 16 + *low))));
      i += 2;
    } else {
      out += to_utf8(charset, form.substr(i, 1));
    }
  }
  return out;
}

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace sellsign
