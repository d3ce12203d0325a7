#include "base/text.h"

namespace sellsign {

std::string printable(std::string_view text, std::size_t longest) {
  constexpr std::string_view k_digits = "0123456789abcdef";
  std::string out;
  for (const char raw : text.substr(0, longest)) {
    const auto c = static_cast<unsigned char>(raw);
    if (c >= 0x20 && c < 0x7F && c != '\\') {
      out += raw;
    } else {
      out += "\\x";
      out += k_digits[c >> 4U];
      out += k_digits[c & 15U];
    }
  }
  if (text.size() > longest) out += "...";
  return out;
}

}  // namespace sellsign
