#pragma once

#include <string>
#include <string_view>

#include "http/message.h"

namespace sellsign::mock {

/// A path without the token that stands in it when the question mark was forgotten or encoded.
std::string without_token(std::string_view path);

/// The sentence of a refusal: its first line. Advice may stand below.
std::string_view sentence_of(std::string_view body);

/// A refusal in the vendor's style: plain text, one sentence (asm.error.text); `Mock` puts advice below it.
http::Reply refusal(int status, std::string sentence);

}  // namespace sellsign::mock
