#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "base/result.h"

namespace sellsign::net {

/// Why something on the wire could not be done.
enum class Failure : std::uint8_t {
  resolve,   ///< the name has no address
  connect,   ///< no connection: refused, no route, or a local limit
  tls,       ///< the handshake failed, or the certificate is not the host's
  timeout,   ///< the deadline passed
  broken,    ///< the connection ended or was reset where more was expected
  protocol,  ///< the peer does not speak HTTP/1.1
  limit      ///< the peer sent more than the limits allow
};

/// A failure and, for people, what happened. Value type, owns its text.
struct WireError {
  Failure kind = Failure::broken;
  std::string message;
};

/// What an operation on the wire gives, or why it failed.
template <class T = std::monostate>
using WireResult = Result<T, WireError>;

}  // namespace sellsign::net
