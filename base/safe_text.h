#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sellsign {

/// Text that a terminal or an XML file can take: control characters (but for line ends and tabs), bytes that
/// are not UTF-8, the non-characters of Unicode and those that turn the direction of writing become `\xNN` or
/// `\uNNNN`.
std::string safe_text(std::string_view text);

/// The same on one line: line ends and tabs become `\n`, `\r`, `\t`.
std::string safe_line(std::string_view text);

/// Breaks text into lines of at most `width` code points, at spaces where there are some, each with `indent`
/// in front; its own line ends stay. Ends with a newline unless the text is empty.
std::string wrapped(std::string_view text, std::string_view indent, std::size_t width);

}  // namespace sellsign
