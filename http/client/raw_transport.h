#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "http/client/transport.h"
#include "http/client/url.h"

namespace sellsign::http {

/// A Transport that invents nothing: the request line, Host (unless given), the given header fields in their
/// order, Content-Length (if there is a body, and neither it nor Transfer-Encoding was given), the body.
/// Whatever the request holds is sent as it is, the target behind the base URL's prefix. Each exchange has a
/// connection of its own, made to the target's checked address; its time counts from the first byte sent.
/// Thread-safe.
class RawTransport : public Transport {
 public:
  /// A CA file that cannot be read makes each exchange fail as `unreachable`.
  explicit RawTransport(Target target, TransportOptions options = {})
      : target_(std::move(target)), options_(std::move(options)) {}

  Result<HttpReply> exchange(const HttpRequest& request) override;

 private:
  const Target target_;
  const TransportOptions options_;
};

/// The bytes that RawTransport sends for a request. `host` is the value of the Host field.
std::string raw_bytes(const HttpRequest& request, std::string_view prefix, std::string_view host);

}  // namespace sellsign::http
