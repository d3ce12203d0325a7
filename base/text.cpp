#include "base/text.h"

namespace sellsign {

std::string printable(std::string_view text, std::size_t longest) {
  std::string out;
  for (const char raw : text.substr(0, longest)) {
    const auto c = static_cast<unsigned char>(raw);
    if (c >= 0x20 && c < 0x7F && c != '\\') {
      out += raw;
    } else {
      out += "\\x";
      append_hex(out, c);
    }
  }
  if (text.size() > longest) out += "...";
  return out;
}

}  // namespace sellsign
