#include "net/tls.h"

#include <algorithm>
#include <cerrno>
#include <limits>
#include <poll.h>
#include <system_error>

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "net/sigpipe.h"

namespace sellsign::net {
namespace {

/// OpenSSL's own words for the first error in this thread's queue, or `otherwise`. Empties the queue.
std::string openssl_words(const std::string& otherwise) {
  const unsigned long code = ERR_get_error();
  ERR_clear_error();
  const char* reason = code == 0 ? nullptr : ERR_reason_error_string(code);
  return reason == nullptr ? otherwise : reason;
}

/// What a failed SSL call means: nothing when it is to be called again, after having waited.
WireResult<> wait_or_fail(const SSL* ssl, int returned, int fd, Deadline deadline, const char* doing) {
  const int system_error = errno;
  switch (SSL_get_error(ssl, returned)) {
    case SSL_ERROR_WANT_READ:
      return wait_ready(fd, POLLIN, deadline);
    case SSL_ERROR_WANT_WRITE:
      return wait_ready(fd, POLLOUT, deadline);
    case SSL_ERROR_SYSCALL:
      ERR_clear_error();
      return WireError{
          Failure::broken,
          std::string(doing) + " failed: " +
              (system_error == 0 ? "the connection ended" : std::generic_category().message(system_error))};
    default:
      return WireError{Failure::broken, std::string(doing) + " failed: " + openssl_words("TLS error")};
  }
}

/// Tells OpenSSL whom to expect. A numeric address is compared with the certificate's addresses and is not
/// sent as SNI.
bool expect_host(SSL* ssl, const std::string& host) {
  if (numeric_address(host)) return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host.c_str()) == 1;
  return SSL_set_tlsext_host_name(ssl, host.c_str()) == 1 && SSL_set1_host(ssl, host.c_str()) == 1;
}

}  // namespace

std::shared_ptr<SSL> make_client(const TlsContext& context, int fd, const std::string& host) {
  std::shared_ptr<SSL> ssl(SSL_new(context.get()), SSL_free);
  const bool made = ssl != nullptr && SSL_set_fd(ssl.get(), fd) == 1 && expect_host(ssl.get(), host);
  return made ? ssl : nullptr;
}

std::string failure_words(const SSL* ssl) {
  const long verdict = SSL_get_verify_result(ssl);
  if (verdict == X509_V_OK) return openssl_words("the peer broke off");
  ERR_clear_error();
  return X509_verify_cert_error_string(verdict);
}

WireResult<TlsContext> TlsContext::make(const TlsOptions& options) {
  ERR_clear_error();
  TlsContext made;
  made.verify_ = options.verify;
  made.context_ = std::shared_ptr<SSL_CTX>(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
  SSL_CTX* context = made.context_.get();
  if (context == nullptr) return WireError{Failure::tls, "no TLS context: " + openssl_words("out of memory")};
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_verify(context, options.verify ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, nullptr);
  if (!options.verify) return made;
  const int loaded = options.ca_file.empty()
                         ? SSL_CTX_set_default_verify_paths(context)
                         : SSL_CTX_load_verify_locations(context, options.ca_file.c_str(), nullptr);
  if (loaded != 1)
    return WireError{Failure::tls,
                     "cannot read the CA file " + options.ca_file + ": " + openssl_words("no certificate")};
  return made;
}

WireResult<TlsStream> TlsStream::handshake(Socket socket, const TlsContext& context, const std::string& host,
                                           Deadline deadline) {
  const SigpipeGuard guard;
  ERR_clear_error();
  const std::shared_ptr<SSL> ssl = make_client(context, socket.fd(), host);
  if (ssl == nullptr) return WireError{Failure::tls, "no TLS connection: " + openssl_words("out of memory")};
  for (;;) {
    errno = 0;
    const int returned = SSL_connect(ssl.get());
    if (returned == 1) return TlsStream(std::move(socket), ssl);
    if (SSL_get_error(ssl.get(), returned) == SSL_ERROR_SSL)
      return WireError{Failure::tls, "TLS handshake with " + host + " failed: " + failure_words(ssl.get())};
    WireResult<> again = wait_or_fail(ssl.get(), returned, socket.fd(), deadline, "TLS handshake");
    if (!again) return again.error();
  }
}

WireResult<std::size_t> TlsStream::read_some(std::span<char> into, Deadline deadline) {
  const SigpipeGuard guard;
  for (;;) {
    ERR_clear_error();
    errno = 0;
    std::size_t got = 0;
    const int returned = SSL_read_ex(ssl_.get(), into.data(), into.size(), &got);
    if (returned == 1) return got;
    if (SSL_get_error(ssl_.get(), returned) == SSL_ERROR_ZERO_RETURN) return std::size_t{0};
    WireResult<> again = wait_or_fail(ssl_.get(), returned, socket_.fd(), deadline, "reading");
    if (!again) return again.error();
  }
}

WireResult<> TlsStream::write_all(std::string_view bytes, Deadline deadline) {
  const SigpipeGuard guard;
  while (!bytes.empty()) {
    ERR_clear_error();
    errno = 0;
    std::size_t put = 0;
    const int returned = SSL_write_ex(ssl_.get(), bytes.data(), bytes.size(), &put);
    bytes.remove_prefix(put);
    if (returned == 1) continue;
    WireResult<> again = wait_or_fail(ssl_.get(), returned, socket_.fd(), deadline, "writing");
    if (!again) return again;
  }
  return std::monostate{};
}

}  // namespace sellsign::net
