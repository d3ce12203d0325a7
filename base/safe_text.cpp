#include "base/safe_text.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>

#include "base/text.h"
#include "base/utf8.h"

namespace sellsign {
namespace {

void append_hex(std::string& out, const char* format, std::uint32_t value) {
  char buffer[16];
  std::snprintf(buffer, sizeof buffer, format, value);
  out += buffer;
}

/// Characters that reverse what stands after them, also what the report itself wrote.
bool turns_direction(std::uint32_t value) {
  return (value >= 0x202A && value <= 0x202E) || (value >= 0x2066 && value <= 0x2069);
}

std::string made_safe(std::string_view text, bool one_line) {
  std::string out;
  while (!text.empty()) {
    const auto [value, bytes, valid] = first_code_point(text);
    if (!valid) {
      append_hex(out, "\\x%02X", static_cast<unsigned char>(text[0]));
    } else if (is_white(text[0]) && value != ' ') {
      constexpr std::string_view k_names = "\nn\tt\rr";
      if (one_line || value == '\r')
        (out += '\\') += k_names[k_names.find(text[0]) + 1];
      else
        out += text[0];
    } else if (value < 0x20 || (value >= 0x7F && value < 0xA0)) {
      append_hex(out, "\\x%02X", value);
    } else if ((value & 0xFFFEU) == 0xFFFEU || turns_direction(value)) {
      append_hex(out, "\\u%04X", value);
    } else {
      out += text.substr(0, bytes);
    }
    text.remove_prefix(bytes);
  }
  return out;
}

/// How many bytes the first `count` code points take.
std::size_t bytes_of(std::string_view text, std::size_t count) {
  std::size_t i = 0;
  for (; i < text.size() && count > 0; --count)
    for (++i; i < text.size() && continues_character(text[i]);) ++i;
  return i;
}

void wrap_line(std::string_view line, std::string_view indent, std::size_t room, std::string& out) {
  do {
    std::size_t cut = bytes_of(line, room);
    std::size_t next = cut;
    if (cut < line.size()) {
      const auto space = line.rfind(' ', cut);
      if (space != std::string_view::npos && space > 0 && width_of(line.substr(0, space)) * 2 > room) {
        cut = space;
        next = space + 1;
      }
    }
    out += indent;
    out += line.substr(0, cut);
    out += '\n';
    line.remove_prefix(next);
  } while (!line.empty());
}

}  // namespace

std::string safe_text(std::string_view text) { return made_safe(text, false); }
std::string safe_line(std::string_view text) { return made_safe(text, true); }

std::string wrapped(std::string_view text, std::string_view indent, std::size_t width) {
  const std::size_t room = std::max<std::size_t>(20, width - std::min(width, width_of(indent)));
  std::string out;
  while (!text.empty()) {
    const auto end = text.find('\n');
    wrap_line(text.substr(0, end), indent, room, out);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return out;
}

}  // namespace sellsign
