#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sellsign {

/// The charsets that texts of others are read in.
enum class Charset : std::uint8_t { utf_8, utf_16_le, utf_16_be, iso_8859_1, iso_8859_15, windows_1252 };

/// The charset that a text is in: by its byte order mark, by the zero bytes of UTF-16 in front, else the one
/// that is named, by whatever of its usual names. UTF-8 when none is named; nothing when it is another one.
std::optional<Charset> charset_of(std::string_view name, std::string_view text);

/// The text in UTF-8, without a byte order mark. What is no character of the charset becomes U+FFFD; UTF-8
/// stays as it is.
std::string to_utf8(Charset charset, std::string_view text);

/// The same for a URL-encoded form, whose escapes are of that charset, too.
std::string form_to_utf8(Charset charset, std::string_view form);

/// Whether a text holds no byte beyond ASCII.
bool is_ascii(std::string_view text);

}  // namespace sellsign
