#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sellsign::mock {

/// A character that does not show, or that looks like another one.
struct OddCharacter {
  char32_t code_point;
  std::string_view name;  ///< `zero width space`; static text
  std::size_t offset;     ///< of its first byte
  bool is_lookalike;      ///< a letter, digit or dash that stands for one of ASCII; it shows
};

/// The odd characters of a text in their order: controls, blanks that are no space, marks without a width,
/// and letters of other scripts, wide forms and dashes that look like ASCII. Bytes that are not UTF-8 are
/// passed over.
std::vector<OddCharacter> odd_characters(std::string_view text);

/// The text without what does not show, odd blanks as spaces; `to_ascii`: look-alikes as what they look like,
/// and without blanks at its ends. Bytes that are not UTF-8 become question marks.
std::string without_odd(std::string_view text, bool to_ascii);

/// Printable ASCII whatever the text holds: other characters as \uXXXX (\xNN for bytes that are not UTF-8),
/// cut behind about `longest` bytes.
std::string visible(std::string_view text, std::size_t longest = 80);

/// `U+200B`
std::string code_point_text(char32_t code_point);

}  // namespace sellsign::mock
