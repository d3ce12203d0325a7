#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/fd.h"
#include "net/failure.h"

namespace sellsign::net {

/// The moment at which an operation gives up. One that has passed lets through only what needs no waiting.
using Deadline = std::chrono::steady_clock::time_point;

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

/// Connects to a numeric address: a TCP socket that does not block, with TCP_NODELAY. Failures `connect` and
/// `timeout`.
WireResult<Fd> connect(const std::string& address, int port, Deadline deadline);

/// The same without waiting: when the socket can be written, `connect_outcome` says what became of it.
/// Failure `connect`.
WireResult<Fd> begin_connect(const std::string& address, int port);

/// What became of a connect that was begun, once the socket can be written. Failure `connect`.
WireResult<> connect_outcome(int fd, const std::string& address, int port);

}  // namespace sellsign::net
