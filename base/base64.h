#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sellsign {

inline constexpr std::string_view k_base64_alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Standard base64 (RFC 4648 section 4), padded.
std::string encode_base64(std::string_view bytes);

/// Its bytes; nothing when the text is not what `encode_base64` writes of any.
std::optional<std::string> decode_base64(std::string_view text);

}  // namespace sellsign
