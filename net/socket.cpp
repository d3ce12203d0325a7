#include "net/socket.h"

#include <algorithm>
#include <arpa/inet.h>
#include <cerrno>
#include <limits>
#include <memory>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <system_error>
#include <unistd.h>

namespace sellsign::net {
namespace {

std::string words_for(int error_number) { return std::generic_category().message(error_number); }

int milliseconds_until(Deadline deadline) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Deadline::clock::now()).count();
  return static_cast<int>(std::clamp<decltype(left)>(left, 0, std::numeric_limits<int>::max()));
}

using AddressList = std::unique_ptr<addrinfo, decltype(&freeaddrinfo)>;

/// The addresses of `host`, or the resolver's error number.
int look_up(const char* host, const char* service, int flags, AddressList& list) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = flags;
  addrinfo* found = nullptr;
  const int error = getaddrinfo(host, service, &hints, &found);
  list.reset(error == 0 ? found : nullptr);
  return error;
}

std::string place(const std::string& address, int port) {
  const bool v6 = address.find(':') != std::string::npos;
  return (v6 ? "[" + address + "]" : address) + ":" + std::to_string(port);
}

WireError connect_error(const std::string& address, int port, int error_number) {
  return {Failure::connect, "cannot connect to " + place(address, port) + ": " + words_for(error_number)};
}

}  // namespace

std::optional<std::string> numeric_address(std::string_view text) {
  const std::string copy(text);
  in_addr v4{};
  in6_addr v6{};
  char usual[INET6_ADDRSTRLEN] = {};
  if (inet_pton(AF_INET, copy.c_str(), &v4) == 1) return inet_ntop(AF_INET, &v4, usual, sizeof usual);
  if (inet_pton(AF_INET6, copy.c_str(), &v6) == 1) return inet_ntop(AF_INET6, &v6, usual, sizeof usual);
  return std::nullopt;
}

bool is_loopback(std::string_view address) {
  const std::string copy(address);
  in_addr v4{};
  if (inet_pton(AF_INET, copy.c_str(), &v4) == 1) return (ntohl(v4.s_addr) >> 24) == 127;
  in6_addr v6{};
  if (inet_pton(AF_INET6, copy.c_str(), &v6) != 1) return false;
  return IN6_IS_ADDR_LOOPBACK(&v6) || (IN6_IS_ADDR_V4MAPPED(&v6) && v6.s6_addr[12] == 127);
}

WireResult<std::vector<std::string>> resolve(const std::string& host) {
  if (auto numeric = numeric_address(host)) return std::vector{*std::move(numeric)};
  AddressList list(nullptr, &freeaddrinfo);
  int error = look_up(host.c_str(), nullptr, AI_ADDRCONFIG, list);
  // A machine without any network has no configured address family, yet can talk to itself.
  if (error != 0) error = look_up(host.c_str(), nullptr, 0, list);
  if (error != 0) return WireError{Failure::resolve, "cannot resolve " + host + ": " + gai_strerror(error)};
  std::vector<std::string> addresses;
  for (const addrinfo* entry = list.get(); entry != nullptr; entry = entry->ai_next) {
    char text[NI_MAXHOST] = {};
    if (getnameinfo(entry->ai_addr, entry->ai_addrlen, text, sizeof text, nullptr, 0, NI_NUMERICHOST) == 0 &&
        std::find(addresses.begin(), addresses.end(), text) == addresses.end())
      addresses.emplace_back(text);
  }
  if (addresses.empty())
    return WireError{Failure::resolve, "cannot resolve " + host + ": it has no IP address"};
  return addresses;
}

WireResult<> wait_ready(int fd, short events, Deadline deadline) {
  for (;;) {
    pollfd watched{fd, events, 0};
    const int ready = poll(&watched, 1, milliseconds_until(deadline));
    if (ready > 0) return std::monostate{};
    if (ready < 0 && errno != EINTR) return WireError{Failure::broken, "poll failed: " + words_for(errno)};
    if (ready == 0 && Deadline::clock::now() >= deadline)
      return WireError{Failure::timeout,
                       events == POLLOUT ? "the peer takes nothing more" : "the peer stays silent"};
  }
}

WireResult<> connect_outcome(int fd, const std::string& address, int port) {
  int outcome = 0;
  socklen_t size = sizeof outcome;
  getsockopt(fd, SOL_SOCKET, SO_ERROR, &outcome, &size);
  if (outcome != 0) return connect_error(address, port, outcome);
  return std::monostate{};
}

WireResult<Fd> begin_connect(const std::string& address, int port) {
  AddressList list(nullptr, &freeaddrinfo);
  const int error =
      look_up(address.c_str(), std::to_string(port).c_str(), AI_NUMERICHOST | AI_NUMERICSERV, list);
  if (error != 0)
    return WireError{Failure::connect, address + " is not a numeric address: " + gai_strerror(error)};

  Fd fd(::socket(list->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, IPPROTO_TCP));
  if (!fd.open()) return connect_error(address, port, errno);
  const int on = 1;
  setsockopt(fd.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (::connect(fd.get(), list->ai_addr, list->ai_addrlen) != 0 && errno != EINPROGRESS)
    return connect_error(address, port, errno);
  return fd;
}

WireResult<Fd> connect(const std::string& address, int port, Deadline deadline) {
  auto fd = begin_connect(address, port);
  if (!fd) return fd;
  if (WireResult<> ready = wait_ready(fd->get(), POLLOUT, deadline); !ready) {
    if (ready.error().kind != Failure::timeout) return ready.error();
    return WireError{Failure::timeout, "no connection to " + place(address, port) + " in time"};
  }
  if (WireResult<> done = connect_outcome(fd->get(), address, port); !done) return done.error();
  return fd;
}

}  // namespace sellsign::net
