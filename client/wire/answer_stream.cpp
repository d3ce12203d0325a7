#include "client/wire/answer_stream.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>

#include <openssl/err.h>

#include "base/number.h"
#include "net/socket.h"

namespace sellsign::client {
namespace {

/// The address at one end of a connection, as getpeername or getsockname tells it; nothing changes without
/// one.
template <class Ask>
void name_end(int socket, Ask ask, std::string& ip, int& port) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  std::array<char, NI_MAXHOST> host{};
  std::array<char, NI_MAXSERV> service{};
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  if (ask(socket, generic, &size) != 0 ||
      ::getnameinfo(generic, size, host.data(), host.size(), service.data(), service.size(),
                    NI_NUMERICHOST | NI_NUMERICSERV) != 0)
    return;
  ip = host.data();
  port = read_whole<int>(service.data()).value_or(0);
}

}  // namespace

ssize_t AnswerStream::read(char* into, std::size_t size) {
  if (ready_bytes_.empty() && !fetch()) return -1;
  const std::size_t count = std::min(size, ready_bytes_.size() - at_);
  std::copy_n(ready_bytes_.data() + at_, count, into);
  at_ += count;
  return static_cast<ssize_t>(count);
}

ssize_t AnswerStream::write(const char* bytes, std::size_t size) {
  for (;;) {
    if (!is_ready(POLLOUT)) return -1;
    const ssize_t put = tls_ == nullptr ? ::send(socket_, bytes, size, MSG_NOSIGNAL) : put_tls(bytes, size);
    if (put >= 0) last_news_ = Clock::now();
    if (put >= 0 || !may_go_on(put)) return put;
  }
}

bool AnswerStream::is_readable() const { return net::wait_ready(socket_, POLLIN, Clock::now()).ok(); }

bool AnswerStream::is_writable() const { return net::wait_ready(socket_, POLLOUT, Clock::now()).ok(); }

void AnswerStream::get_remote_ip_and_port(std::string& ip, int& port) const {
  name_end(socket_, ::getpeername, ip, port);
}

void AnswerStream::get_local_ip_and_port(std::string& ip, int& port) const {
  name_end(socket_, ::getsockname, ip, port);
}

/// Reads until the answer is whole.
bool AnswerStream::fetch() {
  std::array<char, 16 * 1024> buffer;
  while (!parser_.done()) {
    const ssize_t got = receive(buffer.data(), buffer.size());
    if (got < 0) return false;
    const auto count = static_cast<std::size_t>(got);
    const auto taken = got > 0 ? parser_.feed({buffer.data(), count}) : ended();
    if (!taken) return problem_ = taken.error(), false;
    is_kept_ = got > 0 && *taken == count;
  }
  is_kept_ = is_kept_ && parser_.response().keep_alive;
  ready_bytes_ = std::string("HTTP/1.1 204 No Content\r\nConnection: ") +
                 (is_kept_ ? "keep-alive" : "close") + "\r\n\r\n";
  return true;
}

net::WireResult<std::size_t> AnswerStream::ended() {
  const auto finished = parser_.finish();
  if (!finished) return finished.error();
  return std::size_t{0};
}

/// How many bytes have come; 0 at the end, -1 when none come.
ssize_t AnswerStream::receive(char* into, std::size_t size) {
  for (;;) {
    const bool is_inside = tls_ != nullptr && SSL_pending(tls_) > 0;
    if (!is_inside && !is_ready(POLLIN)) return -1;
    const ssize_t got = tls_ == nullptr ? ::recv(socket_, into, size, 0) : get_tls(into, size);
    if (got > 0) last_news_ = Clock::now();
    if (got >= 0 || !may_go_on(got)) return got;
  }
}

bool AnswerStream::is_ready(short events) const {
  const auto silence = std::min(limits_.read, limits_.total);
  return net::wait_ready(socket_, events, Clock::now() + silence).ok();
}

bool AnswerStream::may_go_on(ssize_t outcome) const {
  if (tls_ == nullptr) return errno == EINTR || errno == EAGAIN;
  const int error = SSL_get_error(tls_, static_cast<int>(outcome));
  return error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE;
}

ssize_t AnswerStream::get_tls(char* into, std::size_t size) {
  ERR_clear_error();
  const int got = SSL_read(tls_, into, static_cast<int>(size));
  return got <= 0 && SSL_get_error(tls_, got) == SSL_ERROR_ZERO_RETURN ? 0 : got > 0 ? got : -1;
}

ssize_t AnswerStream::put_tls(const char* bytes, std::size_t size) {
  constexpr std::size_t k_most = 1 << 30;
  ERR_clear_error();
  const int put = SSL_write(tls_, bytes, static_cast<int>(std::min(size, k_most)));
  return put > 0 ? put : -1;
}

}  // namespace sellsign::client
