#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace sellsign::http {

/// A base URL taken apart. `host` is normalised: lower case, no trailing dot, no brackets around IPv6.
struct Url {
  bool tls = false;
  std::string host;
  int port = 0;
  std::string prefix;  ///< path in front of every target, without a trailing slash; mostly empty

  /// `http://host:port/prefix`, the port left out when it is the scheme's own.
  std::string text() const;
};

/// Takes apart `http://host[:port][/prefix]` or `https://...`. Error kind `usage` says what is wrong with it.
/// User names, passwords, queries and fragments are refused.
Result<Url> parse_url(std::string_view text);

/// A server with the address to connect to: the very one that was checked.
struct Target {
  Url url;
  std::string address;  ///< numeric, what the connection is made to
  bool loopback = false;
};

/// Lower case, no brackets, no trailing dot, IPv6 in its usual form: two spellings of one host compare equal.
std::string normalise_host(std::string_view host);

}  // namespace sellsign::http
