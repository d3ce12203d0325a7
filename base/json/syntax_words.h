#pragma once

#include <string>
#include <string_view>

namespace sellsign {

/// What is wrong with JSON text, in plain words. `offset` is where the token starts that does not fit,
/// `before` the last byte of the token in front of it (0 at the start), `parser` the parser's own message,
/// for the cases that have no words here.
std::string syntax_words(std::string_view text, std::size_t offset, char before, std::string_view parser);

}  // namespace sellsign
