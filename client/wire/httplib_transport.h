#pragma once

#include <memory>

#include "client/wire/guard.h"
#include "http/client/transport.h"

namespace sellsign::client {

/// The Transport for ordinary calls, over cpp-httplib, with kept connections to the target's checked address.
/// Thread-safe: as many connections as there are exchanges at the same time, each kept for later ones.
///
/// Everything up to the end of the TLS handshake fails as `unreachable`, a late one too: nothing was
/// processed then.
///
/// What cpp-httplib does on its own account: it adds `Accept: */*` and `User-Agent: cpp-httplib/...` unless
/// they are given, and `Content-Length: 0` to a POST or PUT without a body; it sends header fields sorted by
/// name. It does not add a Content-Type to a body without one. Answers are read by ResponseParser, with its
/// limits. The time of an exchange on a fresh connection includes
/// the connect. Requests with a `framing_fault` are refused (kind `usage`). Where such things matter, use
/// RawTransport.
class HttplibTransport : public http::Transport {
 public:
  /// A CA file that cannot be read makes each exchange fail as `unreachable`.
  explicit HttplibTransport(http::Target target, http::TransportOptions options = {});

  /// No exchange may be under way.
  ~HttplibTransport() override;

  Result<http::HttpReply> exchange(const http::HttpRequest& request) override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace sellsign::client
