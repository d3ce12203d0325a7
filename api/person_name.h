#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/text.h"

namespace sellsign::api {

/// The bytes of the character at that place when a person's name cannot have it; 0 when it can. Letters of
/// any script count: everything beyond ASCII, except the signs of Latin-1 and General Punctuation that are no
/// letters. The typographic apostrophe (U+2019) counts as an apostrophe.
constexpr std::size_t forbidden_in_name(std::string_view text, std::size_t at) {
  const auto byte = static_cast<unsigned char>(text[at]);
  if (byte < 0x80) return is_alnum(text[at]) || byte == '\'' || byte == '-' || byte == ' ' ? 0 : 1;
  if (byte == 0xC2) return 2;
  if (byte == 0xC3 && at + 1 < text.size()) {
    const auto next = static_cast<unsigned char>(text[at + 1]);
    return next == 0x97 || next == 0xB7 ? 2 : 0;  // the signs for multiplication and division
  }
  return byte == 0xE2 && text.substr(at, 3) != "\u2019" ? 3 : 0;
}

/// Whether a text can be a person's name.
constexpr bool is_person_name(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i)
    if (forbidden_in_name(text, i) != 0) return false;
  return true;
}

/// The text without the characters that a person's name cannot have.
inline std::string as_person_name(std::string_view text) {
  std::string name;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t forbidden = forbidden_in_name(text, i);
    if (forbidden == 0) name += text[i];
    i += forbidden == 0 ? 1 : forbidden;
  }
  return name;
}

}  // namespace sellsign::api
