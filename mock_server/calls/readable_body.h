#pragma once

#include <optional>
#include <string>

#include "http/message.h"

namespace sellsign::mock {

/// The longest body that a compressed one is decoded to.
inline constexpr std::size_t k_longest_decoded = std::size_t{16} << 20U;

/// What a request's header says of its body, done.
struct ReadableBody {
  std::optional<std::string> text;   ///< the body in UTF-8 and not compressed; nothing: it came so
  std::optional<std::string> wrong;  ///< why it cannot be read and what to do, as one sentence
};

/// Looks at Content-Encoding and Content-Type, and at the marks by which UTF-16 is known without them.
ReadableBody readable_body(const http::Request& request);

}  // namespace sellsign::mock
