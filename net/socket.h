#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "net/failure.h"

namespace sellsign::net {

/// The moment at which an operation gives up. One that has passed lets through only what needs no waiting.
using Deadline = std::chrono::steady_clock::time_point;

/// A file descriptor that is closed when its owner goes. Move-only.
class Fd {
 public:
  Fd() = default;
  explicit Fd(int fd) : fd_(fd) {}
  Fd(Fd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Fd& operator=(Fd&& other) noexcept;
  ~Fd() { reset(); }

  int get() const { return fd_; }
  bool open() const { return fd_ >= 0; }
  void reset();

 private:
  int fd_ = -1;
};

/// The usual text of a numeric IPv4 or IPv6 address (`::1`, `127.0.0.1`), or nothing when `text` is not one.
/// Only dotted quads are IPv4: `127.1` and `0x7f000001` are not.
std::optional<std::string> numeric_address(std::string_view text);

/// Whether a numeric address is this machine's own: 127.0.0.0/8, ::1, and 127.0.0.0/8 mapped into IPv6.
bool is_loopback(std::string_view address);

/// The numeric addresses of a host name, in the order in which the system would try them; never empty. A
/// numeric host is its own address. Blocks for as long as the system's resolver does.
WireResult<std::vector<std::string>> resolve(const std::string& host);

/// Waits until `fd` is ready for `events` (as poll() names them). Failure `timeout` at the deadline.
WireResult<> wait_ready(int fd, short events, Deadline deadline);

/// Whether a connection that was begun on this descriptor has come about. Failure `connect`.
WireResult<> connect_outcome(int fd, const std::string& address, int port);

/// A connected TCP socket: non-blocking, TCP_NODELAY, closed when its owner goes. Move-only; for one thread
/// at a time.
class Socket {
 public:
  Socket() = default;
  /// Takes over a connected descriptor and makes it non-blocking.
  explicit Socket(Fd fd);

  /// Connects to a numeric address. Failures `connect` and `timeout`.
  static WireResult<Socket> connect(const std::string& address, int port, Deadline deadline);

  /// Begins to connect and does not wait: when the socket can be written, `connect_outcome` says what became
  /// of it. Failure `connect`.
  static WireResult<Socket> begin_connect(const std::string& address, int port);

  /// Reads what is there, at least one byte; 0 means that the peer has closed. Failures `timeout` and
  /// `broken`.
  WireResult<std::size_t> read_some(std::span<char> into, Deadline deadline);

  /// Writes everything or fails, with `timeout` or `broken`. Never raises SIGPIPE.
  WireResult<> write_all(std::string_view bytes, Deadline deadline);

  int fd() const { return fd_.get(); }
  bool open() const { return fd_.open(); }
  void close() { fd_.reset(); }

  /// Gives the descriptor away.
  Fd take() && { return std::move(fd_); }

 private:
  Fd fd_;
};

}  // namespace sellsign::net
