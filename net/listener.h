#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "net/failure.h"
#include "net/socket.h"

namespace sellsign::net {

/// A listening TCP socket, non-blocking. Connections that it gives are non-blocking and send without delay.
class Listener {
 public:
  /// Binds the first address of `host` that can be bound and listens. `port` 0 takes any free one. Failures
  /// `resolve` and `connect`; the message names the address and says what to do: `flag` is the one that chose
  /// the port.
  static WireResult<Listener> open(const std::string& host, int port, std::string_view flag = "--port");

  enum class Accepted : std::uint8_t {
    connection,
    none,       ///< nobody is waiting
    exhausted,  ///< no descriptors are left
    failed      ///< this one came to nothing; try the next
  };
  /// Takes one connection that is waiting.
  Accepted accept(Fd& into) const;

  int fd() const { return fd_.get(); }
  int port() const { return port_; }
  void close() { fd_.reset(); }

 private:
  Listener(Fd fd, int port) : fd_(std::move(fd)), port_(port) {}
  Fd fd_;
  int port_ = 0;
};

/// Whether the other end of a connection came by a loopback address.
bool peer_is_loopback(int fd);

/// Whether the other end will send nothing more: it has closed, or half closed. Never blocks.
bool peer_has_closed(int fd);

}  // namespace sellsign::net
