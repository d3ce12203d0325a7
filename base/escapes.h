#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace sellsign {

/// Whether a pattern's bytes stand for themselves or are base64, where `+` is also written `-` and `/` also
/// `_`.
enum class Alphabet { bytes, base64 };

/// Whether a match of `pattern` could begin with this character, whatever the escapes. A quick test before
/// `match_escaped`.
bool may_begin(std::string_view pattern, char c, Alphabet alphabet);

/// The end of the longest match of `pattern` in `text` from `begin` on, or npos. Each character of the
/// pattern may stand there raw, as %XX (any number of times encoded), as + for a space, as a JSON escape
/// (\uXXXX, \/, \", \n and the like, any number of times escaped), as an XML entity, or, for an apostrophe,
/// as a shell writes it ('\''); in any mixture. Characters outside ASCII are matched as bytes and as code
/// points.
std::size_t match_escaped(std::string_view pattern, std::string_view text, std::size_t begin,
                          Alphabet alphabet);

}  // namespace sellsign
