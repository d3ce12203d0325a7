#include "base/safe_text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>

namespace sellsign {
namespace {

/// A code point and how many bytes it took; 0 bytes when they are not UTF-8.
struct CodePoint {
  std::uint32_t value = 0;
  std::size_t bytes = 0;
};

CodePoint read_code_point(std::string_view text) {
  const auto byte = [&](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i]));
  };
  const std::uint32_t first = byte(0);
  if (first < 0x80) return {first, 1};
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return {};
  constexpr std::array<std::uint32_t, 5> k_masks = {0, 0, 0x1F, 0x0F, 0x07};
  constexpr std::array<std::uint32_t, 5> k_least = {0, 0, 0x80, 0x800, 0x10000};
  std::uint32_t value = first & k_masks[length];
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return {};
    value = (value << 6U) | (byte(i) & 0x3FU);
  }
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (value < k_least[length] || value > 0x10FFFF || surrogate) return {};
  return {value, length};
}

void append_hex(std::string& out, const char* format, std::uint32_t value) {
  char buffer[16];
  std::snprintf(buffer, sizeof buffer, format, value);
  out += buffer;
}

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

/// Characters that reverse what stands after them, also what the report itself wrote.
bool turns_direction(std::uint32_t value) {
  return (value >= 0x202A && value <= 0x202E) || (value >= 0x2066 && value <= 0x2069);
}

std::string made_safe(std::string_view text, bool one_line) {
  std::string out;
  while (!text.empty()) {
    const auto [value, bytes] = read_code_point(text);
    if (bytes == 0) {
      append_hex(out, "\\x%02X", static_cast<unsigned char>(text[0]));
    } else if (is_space(text[0]) && value != ' ') {
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
    text.remove_prefix(std::max<std::size_t>(1, bytes));
  }
  return out;
}

/// How many bytes the first `count` code points take.
std::size_t bytes_of(std::string_view text, std::size_t count) {
  std::size_t i = 0;
  for (; i < text.size() && count > 0; --count)
    for (++i; i < text.size() && (static_cast<unsigned char>(text[i]) & 0xC0U) == 0x80U;) ++i;
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

std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

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
