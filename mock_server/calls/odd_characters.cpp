#include "mock_server/calls/odd_characters.h"

#include <algorithm>
#include <iterator>

#include "base/text.h"
#include "base/utf8.h"

namespace sellsign::mock {
namespace {

/// Code points from `first` to `last`, and what they stand for: nothing, or `plain` (counted on from there
/// when there are several and `counts`).
struct OddRow {
  char32_t first, last;
  char plain;  ///< 0: nothing
  bool counts;
  std::string_view name;
};

constexpr OddRow k_odd_rows[] = {
    {0x0000, 0x001F, 0, false, "control character"},
    {0x007F, 0x009F, 0, false, "control character"},
    {0x00A0, 0x00A0, ' ', false, "no-break space"},
    {0x00AD, 0x00AD, 0, false, "soft hyphen"},
    {0x034F, 0x034F, 0, false, "combining grapheme joiner"},
    {0x0391, 0x0391, 'A', false, "Greek capital letter alpha"},
    {0x0392, 0x0392, 'B', false, "Greek capital letter beta"},
    {0x0395, 0x0395, 'E', false, "Greek capital letter epsilon"},
    {0x0396, 0x0396, 'Z', false, "Greek capital letter zeta"},
    {0x0397, 0x0397, 'H', false, "Greek capital letter eta"},
    {0x0399, 0x0399, 'I', false, "Greek capital letter iota"},
    {0x039A, 0x039A, 'K', false, "Greek capital letter kappa"},
    {0x039C, 0x039C, 'M', false, "Greek capital letter mu"},
    {0x039D, 0x039D, 'N', false, "Greek capital letter nu"},
    {0x039F, 0x039F, 'O', false, "Greek capital letter omicron"},
    {0x03A1, 0x03A1, 'P', false, "Greek capital letter rho"},
    {0x03A4, 0x03A4, 'T', false, "Greek capital letter tau"},
    {0x03A5, 0x03A5, 'Y', false, "Greek capital letter upsilon"},
    {0x03A7, 0x03A7, 'X', false, "Greek capital letter chi"},
    {0x03BD, 0x03BD, 'v', false, "Greek small letter nu"},
    {0x03BF, 0x03BF, 'o', false, "Greek small letter omicron"},
    {0x03C1, 0x03C1, 'p', false, "Greek small letter rho"},
    {0x0405, 0x0405, 'S', false, "Cyrillic capital letter dze"},
    {0x0406, 0x0406, 'I', false, "Cyrillic capital letter Byelorussian-Ukrainian i"},
    {0x0408, 0x0408, 'J', false, "Cyrillic capital letter je"},
    {0x0410, 0x0410, 'A', false, "Cyrillic capital letter a"},
    {0x0412, 0x0412, 'B', false, "Cyrillic capital letter ve"},
    {0x0415, 0x0415, 'E', false, "Cyrillic capital letter ie"},
    {0x041A, 0x041A, 'K', false, "Cyrillic capital letter ka"},
    {0x041C, 0x041C, 'M', false, "Cyrillic capital letter em"},
    {0x041D, 0x041D, 'H', false, "Cyrillic capital letter en"},
    {0x041E, 0x041E, 'O', false, "Cyrillic capital letter o"},
    {0x0420, 0x0420, 'P', false, "Cyrillic capital letter er"},
    {0x0421, 0x0421, 'C', false, "Cyrillic capital letter es"},
    {0x0422, 0x0422, 'T', false, "Cyrillic capital letter te"},
    {0x0423, 0x0423, 'Y', false, "Cyrillic capital letter u"},
    {0x0425, 0x0425, 'X', false, "Cyrillic capital letter ha"},
    {0x0430, 0x0430, 'a', false, "Cyrillic small letter a"},
    {0x0435, 0x0435, 'e', false, "Cyrillic small letter ie"},
    {0x043E, 0x043E, 'o', false, "Cyrillic small letter o"},
    {0x0440, 0x0440, 'p', false, "Cyrillic small letter er"},
    {0x0441, 0x0441, 'c', false, "Cyrillic small letter es"},
    {0x0443, 0x0443, 'y', false, "Cyrillic small letter u"},
    {0x0445, 0x0445, 'x', false, "Cyrillic small letter ha"},
    {0x0455, 0x0455, 's', false, "Cyrillic small letter dze"},
    {0x0456, 0x0456, 'i', false, "Cyrillic small letter Byelorussian-Ukrainian i"},
    {0x0458, 0x0458, 'j', false, "Cyrillic small letter je"},
    {0x061C, 0x061C, 0, false, "Arabic letter mark"},
    {0x180E, 0x180E, 0, false, "Mongolian vowel separator"},
    {0x2000, 0x200A, ' ', false, "typographic space"},
    {0x200B, 0x200B, 0, false, "zero width space"},
    {0x200C, 0x200C, 0, false, "zero width non-joiner"},
    {0x200D, 0x200D, 0, false, "zero width joiner"},
    {0x200E, 0x200E, 0, false, "left-to-right mark"},
    {0x200F, 0x200F, 0, false, "right-to-left mark"},
    {0x2010, 0x2015, '-', false, "dash that is no hyphen-minus"},
    {0x2028, 0x2028, 0, false, "line separator"},
    {0x2029, 0x2029, 0, false, "paragraph separator"},
    {0x202A, 0x202E, 0, false, "bidirectional control"},
    {0x202F, 0x202F, ' ', false, "narrow no-break space"},
    {0x205F, 0x205F, ' ', false, "mathematical space"},
    {0x2060, 0x2060, 0, false, "word joiner"},
    {0x2061, 0x2064, 0, false, "invisible operator"},
    {0x2066, 0x2069, 0, false, "bidirectional control"},
    {0x2212, 0x2212, '-', false, "minus sign that is no hyphen-minus"},
    {0x3000, 0x3000, ' ', false, "ideographic space"},
    {0xFE00, 0xFE0F, 0, false, "variation selector"},
    {0xFEFF, 0xFEFF, 0, false, "byte order mark"},
    {0xFF01, 0xFF5E, '!', true, "full-width form"},
};

const OddRow* find_odd_row(char32_t c) {
  const OddRow* const row = std::ranges::lower_bound(k_odd_rows, c, {}, &OddRow::last);
  return row == std::end(k_odd_rows) || c < row->first ? nullptr : row;
}

bool is_lookalike(const OddRow& row) { return row.plain != 0 && row.plain != ' '; }

/// Calls `take(character, bytes, offset)` for each.
template <class Take>
void for_each_character(std::string_view text, Take&& take) {
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint character = first_code_point(text.substr(i));
    take(character, text.substr(i, character.bytes), i);
    i += character.bytes;
  }
}

std::string hex(char32_t value, std::size_t digits) {
  constexpr std::string_view k_digits = "0123456789ABCDEF";
  std::string out;
  for (; value != 0 || out.size() < digits; value >>= 4U) out.insert(out.begin(), k_digits[value & 15U]);
  return out;
}

}  // namespace

std::vector<OddCharacter> odd_characters(std::string_view text) {
  std::vector<OddCharacter> found;
  for_each_character(text, [&](const CodePoint& character, std::string_view, std::size_t offset) {
    const OddRow* const row = character.valid ? find_odd_row(character.value) : nullptr;
    if (row != nullptr) found.push_back({character.value, row->name, offset, is_lookalike(*row)});
  });
  return found;
}

std::string without_odd(std::string_view text, bool to_ascii) {
  std::string out;
  for_each_character(text, [&](const CodePoint& character, std::string_view bytes, std::size_t) {
    const OddRow* const row = character.valid ? find_odd_row(character.value) : nullptr;
    if (!character.valid)
      out += '?';
    else if (row == nullptr || (is_lookalike(*row) && !to_ascii))
      out += bytes;
    else if (row->plain != 0)
      out +=
          static_cast<char>(row->plain + (row->counts ? static_cast<int>(character.value - row->first) : 0));
  });
  return to_ascii ? std::string(trimmed(out, " ")) : out;
}

std::string visible(std::string_view text, std::size_t longest) {
  std::string out;
  bool cut = false;
  for_each_character(text, [&](const CodePoint& character, std::string_view bytes, std::size_t) {
    cut = cut || out.size() >= longest;
    if (cut) return;
    if (!character.valid)
      out += "\\x" + hex(static_cast<unsigned char>(bytes[0]), 2);
    else if (character.value >= 0x20 && character.value < 0x7F)
      out += bytes;
    else
      out += "\\u" + hex(character.value, 4);
  });
  return cut ? out + "..." : out;
}

std::string code_point_text(char32_t code_point) { return "U+" + hex(code_point, 4); }

}  // namespace sellsign::mock
