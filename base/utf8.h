#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sellsign {

/// A character of a text, and how many bytes of it are one.
struct CodePoint {
  char32_t value = 0;
  std::size_t bytes = 1;
  bool valid = false;  ///< false: this one byte is no well-formed UTF-8
};

/// The character at the start of a text that is not empty. Overlong forms, surrogates and what lies beyond
/// U+10FFFF are not well-formed.
CodePoint first_code_point(std::string_view text);

/// Whether all of it is well-formed.
bool is_utf8(std::string_view text);

/// Text without the byte order mark that may stand in front of it.
std::string_view without_byte_order_mark(std::string_view text);

/// Where a text stops being UTF-8, in bytes; npos: nowhere.
std::size_t end_of_utf8(std::string_view text);

/// Whether a byte goes on with the character that began before it.
constexpr bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

/// Number of code points.
std::size_t width_of(std::string_view text);

/// The greatest length up to `most` that does not cut a character.
std::size_t whole_characters(std::string_view text, std::size_t most);

void append_utf8(std::string& out, char32_t code_point);

}  // namespace sellsign
