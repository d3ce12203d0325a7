#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sellsign {

/// Which characters are written as `\u00xx` beyond what JSON asks for.
enum class HtmlEscape : bool {
  off,
  on
};  ///< on: = & < > ' as the vendor's serializer does (obs.wire.html-escape)

/// Appends a JSON string, quotes included. `text` must be UTF-8.
void append_json(std::string& out, std::string_view text, HtmlEscape escape);

/// Appends an integer.
void append_json(std::string& out, std::int64_t number);

}  // namespace sellsign
