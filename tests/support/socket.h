#pragma once

#include <poll.h>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "net/socket.h"
#include "net/stream.h"

namespace sellsign::testing {

/// A stream that waits: for tests that speak to a server step by step.
class Socket {
 public:
  Socket() = default;

  static net::WireResult<Socket> connect(const std::string& address, int port, net::Deadline deadline) {
    auto fd = net::connect(address, port, deadline);
    if (!fd) return fd.error();
    Socket made;
    made.stream_ = net::Stream(*std::move(fd));
    return made;
  }

  /// From now on over TLS; hands are shaken by what is read or written first.
  bool start_tls(const net::TlsContext& context, const std::string& host) {
    return stream_.start_tls(context, host);
  }

  /// At least one byte; 0 at the end.
  net::WireResult<std::size_t> read_some(std::span<char> into, net::Deadline deadline) {
    return move([&] { return stream_.read_some(into); }, deadline);
  }

  net::WireResult<> write_all(std::string_view bytes, net::Deadline deadline) {
    while (!bytes.empty()) {
      const auto put = move([&] { return stream_.write_some(bytes); }, deadline);
      if (!put) return put.error();
      bytes.remove_prefix(*put);
    }
    return std::monostate{};
  }

  int fd() const { return stream_.fd(); }
  void close() { stream_ = {}; }

 private:
  using State = net::Stream::State;

  template <class Move>
  net::WireResult<std::size_t> move(Move move, net::Deadline deadline) {
    for (;;) {
      const net::Stream::Moved moved = move();
      if (moved.state == State::done || moved.state == State::ended) return moved.bytes;
      if (moved.state == State::broken) return broken();
      const short events = moved.state == State::wants_read ? POLLIN : POLLOUT;
      if (auto ready = net::wait_ready(stream_.fd(), events, deadline); !ready) return ready.error();
    }
  }

  net::WireError broken() const {
    const std::string& problem = stream_.tls_problem();
    return problem.empty() ? net::WireError{net::Failure::broken, "the connection broke"}
                           : net::WireError{net::Failure::tls, problem};
  }

  net::Stream stream_;
};

}  // namespace sellsign::testing
