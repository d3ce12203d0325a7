#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "net/failure.h"
#include "net/socket.h"

struct ssl_ctx_st;
struct ssl_st;

namespace sellsign::net {

/// How a TLS client decides whom to trust.
struct TlsOptions {
  bool verify = true;     ///< check the certificate's chain and that it names the host
  std::string ca_file{};  ///< PEM file of the only authorities to trust; empty: the system's
};

/// What the connections to one server have in common. Immutable; shared by any number of threads.
class TlsContext {
 public:
  /// Failure `tls` when the CA file cannot be read.
  static WireResult<TlsContext> make(const TlsOptions& options);

  ssl_ctx_st* get() const { return context_.get(); }
  bool verifies() const { return verify_; }

 private:
  TlsContext() = default;
  std::shared_ptr<ssl_ctx_st> context_;
  bool verify_ = true;
};

/// A client's TLS state over a descriptor, which expects `host` (a name, sent as SNI, or a numeric address)
/// in the certificate; null when the system has no memory.
std::shared_ptr<ssl_st> make_client(const TlsContext& context, int fd, const std::string& host);

/// Why a client's TLS operation failed: what is wrong with the certificate, or OpenSSL's own words. Empties
/// the thread's queue of errors.
std::string failure_words(const ssl_st* ssl);

/// A TLS client connection over a socket that it owns. Move-only; for one thread at a time.
class TlsStream {
 public:
  /// Shakes hands. `host` is the name (sent as SNI) or numeric address that the certificate has to name.
  /// Failures `tls` (the message says what is wrong with the certificate), `timeout` and `broken`.
  static WireResult<TlsStream> handshake(Socket socket, const TlsContext& context, const std::string& host,
                                         Deadline deadline);

  /// As Socket::read_some. A connection that ends without TLS's own closing message is `broken`: it may be
  /// cut short.
  WireResult<std::size_t> read_some(std::span<char> into, Deadline deadline);

  /// As Socket::write_all.
  WireResult<> write_all(std::string_view bytes, Deadline deadline);

  int fd() const { return socket_.fd(); }

 private:
  TlsStream(Socket socket, std::shared_ptr<ssl_st> ssl) : socket_(std::move(socket)), ssl_(std::move(ssl)) {}

  Socket socket_;
  std::shared_ptr<ssl_st> ssl_;
};

}  // namespace sellsign::net
