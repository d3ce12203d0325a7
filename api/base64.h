#pragma once

#include <string>
#include <string_view>

namespace sellsign::api {

/// Standard base64 (RFC 4648 section 4), padded.
std::string encode_base64(std::string_view bytes);

}  // namespace sellsign::api
