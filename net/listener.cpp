#include "net/listener.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <system_error>

namespace sellsign::net {
namespace {

constexpr int k_backlog = 4096;   // the system cuts it to its own limit
constexpr int k_most_tries = 16;  // for a port that is free at every address

/// An address to listen at.
struct ListenAddress {
  sockaddr_storage address{};
  socklen_t size = 0;
  bool operator==(const ListenAddress& other) const {
    return size == other.size && std::memcmp(&address, &other.address, size) == 0;
  }
};

ListenAddress at_port(ListenAddress place, int port) {
  const auto number = htons(static_cast<std::uint16_t>(port));
  if (place.address.ss_family == AF_INET6)
    reinterpret_cast<sockaddr_in6&>(place.address).sin6_port = number;
  else
    reinterpret_cast<sockaddr_in&>(place.address).sin_port = number;
  return place;
}

/// The addresses of a host, each once, or the resolver's error number.
int find_places(const char* host, int flags, std::vector<ListenAddress>& into) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | flags;
  addrinfo* found = nullptr;
  if (const int error = getaddrinfo(host, nullptr, &hints, &found); error != 0) return error;
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> list(found, &freeaddrinfo);
  for (const addrinfo* one = found; one != nullptr; one = one->ai_next) {
    ListenAddress place;
    place.size = one->ai_addrlen;
    std::memcpy(&place.address, one->ai_addr, one->ai_addrlen);
    if (std::ranges::find(into, place) == into.end()) into.push_back(place);
  }
  return 0;
}

int find_places(const std::string& host, std::vector<ListenAddress>& into) {
  if (host != Listener::k_loopback) return find_places(host.c_str(), 0, into);
  const int error = find_places("127.0.0.1", AI_NUMERICHOST, into);
  return error != 0 ? error : find_places("::1", AI_NUMERICHOST, into);
}

/// Binds and listens; an invalid descriptor, with errno, when it cannot.
Fd listen_at(const ListenAddress& place) {
  Fd fd(::socket(place.address.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!fd.open()) return fd;
  const int yes = 1;
  setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  setsockopt(fd.get(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);  // connections inherit these two
  setsockopt(fd.get(), SOL_SOCKET, SO_KEEPALIVE, &yes, sizeof yes);
  if (::bind(fd.get(), reinterpret_cast<const sockaddr*>(&place.address), place.size) != 0 ||
      ::listen(fd.get(), k_backlog) != 0) {
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

/// What became of binding all places.
struct Attempt {
  std::vector<Fd> sockets;
  int port = 0;
  int error = 0;            ///< of errno; 0: at least one is bound, and the others are not of this machine
  ListenAddress refused{};  ///< where it was met
};

/// Whether an address is none that this machine has: then the others do.
bool is_of_elsewhere(int error) { return error == EADDRNOTAVAIL || error == EAFNOSUPPORT; }

Attempt bind_all(const std::vector<ListenAddress>& places, int port) {
  Attempt bound;
  bound.port = port;
  for (const ListenAddress& place : places) {
    Fd fd = listen_at(at_port(place, bound.port));
    const int error = fd.open() ? 0 : errno;
    if (error == 0) {
      bound.port = port_of(fd);
      bound.sockets.push_back(std::move(fd));
    } else if (bound.error == 0 || !is_of_elsewhere(error)) {
      bound.error = error;
      bound.refused = place;
    }
    if (error != 0 && !is_of_elsewhere(error)) return bound;
  }
  if (!bound.sockets.empty()) bound.error = 0;
  return bound;
}

/// `127.0.0.1:8180`, `[::1]:8180`.
std::string shown(const ListenAddress& place, int port) {
  char text[NI_MAXHOST] = {};
  getnameinfo(reinterpret_cast<const sockaddr*>(&place.address), place.size, text, sizeof text, nullptr, 0,
              NI_NUMERICHOST);
  const bool is_v6 = place.address.ss_family == AF_INET6;
  return (is_v6 ? "[" : "") + std::string(text) + (is_v6 ? "]:" : ":") + std::to_string(port);
}

}  // namespace

WireResult<Listener> Listener::open(const std::string& host, int port, std::string_view flag) {
  std::vector<ListenAddress> places;
  if (const int error = find_places(host, places); error != 0)
    return WireError{Failure::resolve,
                     "cannot listen on " + host + ":" + std::to_string(port) + ": " + gai_strerror(error)};
  Attempt bound;
  for (int tries = 0; tries < k_most_tries; ++tries) {
    bound = bind_all(places, port);
    if (bound.error == 0) return Listener(std::move(bound.sockets), bound.port);
    if (port != 0 || bound.error != EADDRINUSE) break;  // a port may be free at one address only
  }
  std::string words = bound.error == EADDRNOTAVAIL ? "the host is not an address of this machine"
                                                   : std::generic_category().message(bound.error);
  if (bound.error == EADDRINUSE)
    words +=
        " (choose another with " + std::string(flag) + ", or " + std::string(flag) + " 0 for any free one)";
  return WireError{Failure::connect, "cannot listen on " + shown(bound.refused, port) + ": " + words};
}

Listener::Accepted Listener::accept(Fd& into) const {
  for (const Fd& socket : sockets_) {
    const int fd = ::accept4(socket.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd >= 0) {
      into = Fd(fd);
      return Accepted::connection;
    }
    if (errno == EAGAIN) continue;
    const bool none_left = errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM;
    return none_left ? Accepted::exhausted : Accepted::failed;
  }
  return Accepted::none;
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
