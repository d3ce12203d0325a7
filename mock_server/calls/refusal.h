#pragma once

#include <string>
#include <string_view>

#include "http/message.h"

namespace sellsign::mock {

/// The sentence of a refusal: its first line, or its `error` where it is JSON. Advice may stand below.
std::string sentence_of(std::string_view body);

/// A refusal in the vendor's style: plain text, one sentence (asm.error.text); `Mock` puts advice below it.
http::Reply refusal(int status, std::string sentence);

/// Makes a refusal in plain text one in JSON: `{"error":"...","advice":["...",...]}`, the sentence and the
/// lines below it. Other answers stay as they are.
void make_json(http::Reply& reply);

}  // namespace sellsign::mock
