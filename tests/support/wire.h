#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "http/response_parser.h"
#include "http/server/server.h"
#include "tests/catch.h"
#include "tests/support/socket.h"
#include "tests/support/threads_server.h"

namespace sellsign::testing {

/// A server on a port of its own: ours, or the oracle.
struct RunningServer {
  std::unique_ptr<http::Server> server;
  std::unique_ptr<ThreadsServer> oracle;
  std::string url;

  int port() const { return server ? server->port() : oracle->port(); }
  void stop() const { server ? server->stop() : oracle->stop(); }
};

/// Starts ours (`event`) or the oracle (`threads`).
inline RunningServer start_server(std::string_view kind, http::Handler handler,
                                  http::ServerOptions options = {}) {
  options.port = 0;
  RunningServer running;
  if (kind == "threads") {
    running.oracle = std::make_unique<ThreadsServer>(std::move(handler), options);
    REQUIRE(running.port() > 0);
  } else {
    auto server = http::start_server(std::move(handler), options);
    INFO((server.ok() ? "" : server.error().message));
    REQUIRE(server.ok());
    running.server = *std::move(server);
  }
  running.url = http::url_of("http", options, running.port());
  return running;
}

inline RunningServer start_server(http::Handler handler, http::ServerOptions options = {}) {
  return start_server("event", std::move(handler), std::move(options));
}

/// A client that sends the very bytes it is given.
class Wire {
 public:
  explicit Wire(int port) {
    auto connected = Socket::connect("127.0.0.1", port, soon());
    REQUIRE(connected.ok());
    socket_ = std::move(*connected);
  }

  Wire& send(std::string_view bytes) {
    sent_ = socket_.write_all(bytes, soon()).ok();
    return *this;
  }

  /// The next answer; status 0 when the connection ends or nothing comes.
  http::Response answer(bool head = false) {
    http::ResponseParser parser(head);
    while (!parser.done()) {
      if (rest_.empty() && !receive()) {
        const net::WireResult<> ended = parser.finish();
        return parser.done() && ended ? parser.take() : http::Response{};
      }
      const auto used = parser.feed(rest_);
      if (!used) return {};
      rest_.erase(0, *used);
    }
    return parser.take();
  }

  /// Everything up to the end of the connection.
  std::string to_end() {
    while (receive()) {
    }
    return std::exchange(rest_, {});
  }

  /// Whether the other side ends the connection (within the patience of a test).
  bool ends() { return to_end().empty() && ended_; }

  int fd() const { return socket_.fd(); }
  void close() { socket_.close(); }

 private:
  static net::Deadline soon() { return net::Deadline::clock::now() + std::chrono::minutes(5); }

  bool receive() {
    char buffer[4096];
    const auto got = socket_.read_some(buffer, soon());
    if (!got || *got == 0) {
      ended_ = got.ok() || got.error().kind == net::Failure::broken;
      return false;
    }
    rest_.append(buffer, *got);
    return true;
  }

  Socket socket_;
  std::string rest_;
  bool sent_ = true;
  bool ended_ = false;
};

}  // namespace sellsign::testing
