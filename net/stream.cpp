#include "net/stream.h"

#include <cerrno>
#include <sys/socket.h>

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

namespace sellsign::net {
namespace {

Stream::Moved moved_by_socket(ssize_t moved, Stream::State when_not_now) {
  if (moved > 0) return {Stream::State::done, static_cast<std::size_t>(moved)};
  if (moved == 0) return {Stream::State::ended, 0};
  if (errno == EAGAIN || errno == EINTR) return {when_not_now, 0};
  return {Stream::State::broken, 0};
}

/// Tells OpenSSL whom to expect. A numeric address is compared with the certificate's addresses and is not
/// sent as SNI.
bool expect_host(SSL* ssl, const std::string& host) {
  if (numeric_address(host)) return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host.c_str()) == 1;
  return SSL_set_tlsext_host_name(ssl, host.c_str()) == 1 && SSL_set1_host(ssl, host.c_str()) == 1;
}

}  // namespace

bool Stream::start_tls(const TlsIdentity& identity) {
  ssl_ = std::shared_ptr<SSL>(SSL_new(identity.get()), SSL_free);
  if (ssl_ == nullptr || SSL_set_fd(ssl_.get(), fd_.get()) != 1) return false;
  SSL_set_accept_state(ssl_.get());
  return true;
}

bool Stream::start_tls(const TlsContext& context, const std::string& host) {
  ssl_ = std::shared_ptr<SSL>(SSL_new(context.get()), SSL_free);
  if (ssl_ == nullptr || SSL_set_fd(ssl_.get(), fd_.get()) != 1 || !expect_host(ssl_.get(), host))
    return false;
  SSL_set_connect_state(ssl_.get());
  return true;
}

Stream::Moved Stream::moved_by_tls(int returned, std::size_t bytes) {
  if (returned == 1) return {State::done, bytes};
  switch (SSL_get_error(ssl_.get(), returned)) {
    case SSL_ERROR_WANT_READ:
      return {State::wants_read, 0};
    case SSL_ERROR_WANT_WRITE:
      return {State::wants_write, 0};
    case SSL_ERROR_ZERO_RETURN:
      return {State::ended, 0};
    default:
      if (const std::string words = failure_words(ssl_.get()); tls_problem_.empty()) tls_problem_ = words;
      return {State::broken, 0};
  }
}

Stream::Moved Stream::read_some(std::span<char> into) {
  if (ssl_ == nullptr)
    return moved_by_socket(::recv(fd_.get(), into.data(), into.size(), 0), State::wants_read);
  ERR_clear_error();  // what others left there would be taken for a failure of ours
  std::size_t got = 0;
  const int returned = SSL_read_ex(ssl_.get(), into.data(), into.size(), &got);
  return moved_by_tls(returned, got);
}

Stream::Moved Stream::write_some(std::string_view bytes) {
  if (ssl_ == nullptr)
    return moved_by_socket(::send(fd_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL), State::wants_write);
  ERR_clear_error();
  std::size_t put = 0;
  const int returned = SSL_write_ex(ssl_.get(), bytes.data(), bytes.size(), &put);
  return moved_by_tls(returned, put);
}

int Stream::peek() const {
  unsigned char byte = 0;
  const ssize_t got = ::recv(fd_.get(), &byte, 1, MSG_PEEK);
  return got == 1 ? byte : got == 0 ? k_end : k_nothing;
}

bool Stream::has_more_inside() const { return ssl_ != nullptr && SSL_has_pending(ssl_.get()) == 1; }

void Stream::say_goodbye() {
  if (ssl_ == nullptr) return;
  SSL_shutdown(ssl_.get());
  ERR_clear_error();
}

void Stream::end_sending() {
  say_goodbye();
  ::shutdown(fd_.get(), SHUT_WR);
}

void Stream::reset() {
  const linger at_once{1, 0};
  setsockopt(fd_.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  ssl_.reset();
  fd_.reset();
}

}  // namespace sellsign::net
