#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "net/failure.h"
#include "net/socket.h"

namespace sellsign::net {

/// A TCP port that is listened to, non-blocking, at one address or several. Connections that it gives are
/// non-blocking and send without delay.
class Listener {
 public:
  /// The host that stands for both loopback addresses, 127.0.0.1 and ::1, whatever the system takes it for.
  static constexpr std::string_view k_loopback = "localhost";

  /// Binds every address of `host` that this machine has, all at the same port, and listens. `port` 0 takes
  /// any one that is free at all of them. That there is no IPv6 is no error. Failures `resolve` and
  /// `connect`; the message names the address and says what to do: `flag` is the one that chose the port.
  static WireResult<Listener> open(const std::string& host, int port, std::string_view flag = "--port");

  enum class Accepted : std::uint8_t {
    connection,
    none,       ///< nobody is waiting
    exhausted,  ///< no descriptors are left
    failed      ///< this one came to nothing; try the next
  };
  /// Takes one connection that is waiting, at whichever address.
  Accepted accept(Fd& into) const;

  /// One for each address.
  const std::vector<Fd>& sockets() const { return sockets_; }
  int port() const { return port_; }
  void close() { sockets_.clear(); }

 private:
  Listener(std::vector<Fd> sockets, int port) : sockets_(std::move(sockets)), port_(port) {}
  std::vector<Fd> sockets_;
  int port_ = 0;
};

/// Whether the other end of a connection came by a loopback address.
bool peer_is_loopback(int fd);

/// Whether the other end will send nothing more: it has closed, or half closed. Never blocks.
bool peer_has_closed(int fd);

}  // namespace sellsign::net
