#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sellsign::mock {

/// A text with `***` for each token that stands behind its name (`j_token`, or a session's `jsessionid`), in
/// whatever place and encoding: in a path, behind a second question mark, in a header that repeats the
/// address, in JSON.
std::string without_named_tokens(std::string_view text);

/// Those tokens, decoded as often as they may be meant.
std::vector<std::string> named_tokens(std::string_view text);

}  // namespace sellsign::mock
