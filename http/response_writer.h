#pragma once

#include <string>

#include "http/message.h"

namespace sellsign::http {

/// How an answer is framed.
struct Framing {
  bool is_head = false;    ///< the answer to a HEAD: no body
  bool keep_alive = true;  ///< the connection goes on
  bool http_1_0 = false;   ///< the client speaks HTTP/1.0
};

/// Appends the bytes of an answer. Control characters in a field's value become `?`.
void append_response(std::string& out, const Reply& reply, Framing framing);

}  // namespace sellsign::http
