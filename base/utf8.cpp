#include "base/utf8.h"

#include <algorithm>
#include <array>

namespace sellsign {

CodePoint first_code_point(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  if (lead < 0x80) return {lead, 1, true};
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return {};
  char32_t value = lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if (!continues_character(text[i])) return {};
    value = (value << 6U) | (static_cast<unsigned char>(text[i]) & 0x3FU);
  }
  constexpr std::array<char32_t, 5> k_least = {0, 0, 0x80, 0x800, 0x10000};
  if (value < k_least[length] || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000)) return {};
  return {value, length, true};
}

std::size_t end_of_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint first = first_code_point(text.substr(at));
    if (!first.valid) return at;
    at += first.bytes;
  }
  return std::string_view::npos;
}

bool is_utf8(std::string_view text) { return end_of_utf8(text) == std::string_view::npos; }

std::string_view without_byte_order_mark(std::string_view text) {
  return text.substr(text.starts_with("\xEF\xBB\xBF") ? 3 : 0);
}

std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return !continues_character(c); }));
}

std::size_t whole_characters(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text.size();
  while (most > 0 && continues_character(text[most])) --most;
  return most;
}

void append_utf8(std::string& out, char32_t code_point) {
  const auto put = [&out](char32_t byte) { out += static_cast<char>(byte); };
  const auto more = [&put](char32_t bits) { put(0x80U | (bits & 0x3FU)); };
  if (code_point < 0x80) return put(code_point);
  if (code_point < 0x800) return put(0xC0U | (code_point >> 6U)), more(code_point);
  if (code_point < 0x10000) return put(0xE0U | (code_point >> 12U)), more(code_point >> 6U), more(code_point);
  put(0xF0U | (code_point >> 18U)), more(code_point >> 12U), more(code_point >> 6U), more(code_point);
}

}  // namespace sellsign
