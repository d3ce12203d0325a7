#include "base/base64.h"

#include <cstdint>
#include <utility>

namespace sellsign {

std::string encode_base64(std::string_view bytes) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k)
      group = group << 8U | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    for (std::size_t k = 0; k < 4; ++k)
      out += i + k <= bytes.size() ? k_base64_alphabet[group >> (18U - 6U * static_cast<unsigned>(k)) & 63U]
                                   : '=';
  }
  return out;
}

std::optional<std::string> decode_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  const std::string_view digits = text.substr(0, text.find('='));
  std::string out;
  out.reserve(text.size() / 4 * 3);
  std::uint32_t group = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const std::size_t digit = k_base64_alphabet.find(digits[i]);
    if (digit == std::string_view::npos) return std::nullopt;
    group = group << 6U | static_cast<std::uint32_t>(digit);
    if (i % 4 != 0) out += static_cast<char>(group >> (6U - 2U * (i % 4)) & 0xFFU);
  }
  return encode_base64(out) == text ? std::optional(std::move(out)) : std::nullopt;
}

}  // namespace sellsign
