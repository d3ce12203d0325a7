#pragma once

#include <string>
#include <string_view>

#include "http/message.h"

namespace sellsign::http {

/// How an answer is framed.
struct Framing {
  bool is_head = false;    ///< the answer to a HEAD: no body
  bool keep_alive = true;  ///< the connection goes on
  bool http_1_0 = false;   ///< the client speaks HTTP/1.0
};

/// The phrase of a status by the list of the IANA; empty: the list has none.
std::string_view phrase_of(int status);

/// Appends the bytes of an answer, with a Date. Control characters in a field's value become `?`.
void append_response(std::string& out, const Reply& reply, Framing framing);

}  // namespace sellsign::http
