#include "net/listener.h"

#include <cerrno>
#include <memory>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <system_error>

namespace sellsign::net {
namespace {

constexpr int k_backlog = 4096;  // the system cuts it to its own limit

/// Binds and listens; an invalid descriptor, with errno, when it cannot.
Fd listen_at(const addrinfo& address) {
  Fd fd(::socket(address.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!fd.open()) return fd;
  const int yes = 1;
  setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  setsockopt(fd.get(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);  // connections inherit these two
  setsockopt(fd.get(), SOL_SOCKET, SO_KEEPALIVE, &yes, sizeof yes);
  if (::bind(fd.get(), address.ai_addr, address.ai_addrlen) != 0 || ::listen(fd.get(), k_backlog) != 0) {
    const int error = errno;
    fd.reset();
    errno = error;
  }
  return fd;
}

int port_of(const Fd& fd) {
  sockaddr_storage place{};
  socklen_t size = sizeof place;
  getsockname(fd.get(), reinterpret_cast<sockaddr*>(&place), &size);
  return ntohs(place.ss_family == AF_INET6 ? reinterpret_cast<const sockaddr_in6&>(place).sin6_port
                                           : reinterpret_cast<const sockaddr_in&>(place).sin_port);
}

}  // namespace

WireResult<Listener> Listener::open(const std::string& host, int port, std::string_view flag) {
  const std::string place = "cannot listen on " + host + ":" + std::to_string(port) + ": ";
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE;
  addrinfo* found = nullptr;
  if (const int error = getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found); error != 0)
    return WireError{Failure::resolve, place + gai_strerror(error)};
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> list(found, &freeaddrinfo);
  int error = 0;
  for (const addrinfo* address = found; address != nullptr; address = address->ai_next) {
    if (Fd fd = listen_at(*address); fd.open()) {
      const int bound = port_of(fd);
      return Listener(std::move(fd), bound);
    }
    error = errno;
  }
  std::string words = error == EADDRNOTAVAIL ? "the host is not an address of this machine"
                                             : std::generic_category().message(error);
  if (error == EADDRINUSE)
    words +=
        " (choose another with " + std::string(flag) + ", or " + std::string(flag) + " 0 for any free one)";
  return WireError{Failure::connect, place + words};
}

Listener::Accepted Listener::accept(Fd& into) const {
  const int fd = ::accept4(fd_.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (fd >= 0) {
    into = Fd(fd);
    return Accepted::connection;
  }
  switch (errno) {
    case EAGAIN:
      return Accepted::none;
    case EMFILE:
    case ENFILE:
    case ENOBUFS:
    case ENOMEM:
      return Accepted::exhausted;
    default:
      return Accepted::failed;
  }
}

bool peer_is_loopback(int fd) {
  sockaddr_storage address{};
  socklen_t length = sizeof address;
  if (::getpeername(fd, reinterpret_cast<sockaddr*>(&address), &length) != 0) return false;
  if (address.ss_family == AF_INET)
    return ntohl(reinterpret_cast<const sockaddr_in&>(address).sin_addr.s_addr) >> 24U == IN_LOOPBACKNET;
  if (address.ss_family != AF_INET6) return false;
  const in6_addr& peer = reinterpret_cast<const sockaddr_in6&>(address).sin6_addr;
  return IN6_IS_ADDR_LOOPBACK(&peer) || (IN6_IS_ADDR_V4MAPPED(&peer) && peer.s6_addr[12] == IN_LOOPBACKNET);
}

bool peer_has_closed(int fd) {
  pollfd state{fd, POLLRDHUP, 0};
  return ::poll(&state, 1, 0) == 1;
}

}  // namespace sellsign::net
