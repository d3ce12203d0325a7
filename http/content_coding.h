#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace sellsign::http {

/// Whether a content coding can be taken off: gzip, x-gzip or deflate.
bool knows_coding(std::string_view coding);

/// Takes off a coding that is known. `most`: bytes at most, whatever the body would unfold to. Error kind
/// `usage`: it is not of that coding, ends early, or is longer; the message is no whole sentence.
Result<std::string> decoded_content(std::string_view coding, std::string_view body, std::size_t most);

}  // namespace sellsign::http
