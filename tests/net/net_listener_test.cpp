#include "net/listener.h"
#include "tests/catch.h"
#include "tests/support/wire.h"

namespace sellsign::net_listener_test {

using net::Listener;

/// Whether this machine has that address.
bool has(const std::string& address) { return Listener::open(address, 0).ok(); }

bool is_answered(const std::string& address, int port) {
  return net::connect(address, port, net::Deadline::clock::now() + std::chrono::seconds(20)).ok();
}

TEST_CASE("localhost is both loopback addresses at one port, as far as the machine has them") {
  const auto listener = Listener::open("localhost", 0);
  REQUIRE(listener);
  CHECK(listener->port() > 0);
  CHECK(listener->sockets().size() == (has("::1") ? 2U : 1U));
  CHECK(is_answered("127.0.0.1", listener->port()));
  CHECK(is_answered("::1", listener->port()) == has("::1"));
  Fd taken;
  CHECK(listener->accept(taken) == Listener::Accepted::connection);
  if (has("::1")) CHECK(listener->accept(taken) == Listener::Accepted::connection);
  CHECK(listener->accept(taken) == Listener::Accepted::none);
}

TEST_CASE("a port that another has at one of the addresses is refused, and the address named") {
  const std::string address = has("::1") ? "::1" : "127.0.0.1";
  std::string said, port;
  // Another program may hold the same port at the other address, which is then the one that is named.
  for (int ports = 0; ports < 20 && said.find(address) == std::string::npos; ++ports) {
    const auto other = Listener::open(address, 0);
    REQUIRE(other);
    const auto refused = Listener::open("localhost", other->port(), "--port");
    REQUIRE_FALSE(refused);
    said = refused.error().message;
    port = std::to_string(other->port());
  }
  CHECK_THAT(said, Catch::Contains(address) && Catch::Contains(port) && Catch::Contains("--port 0"));
}

TEST_CASE("a server answers at every address of its host") {
  http::ServerOptions options;
  options.host = "localhost";
  const auto running = testing::start_server([](const http::Request&) { return http::Reply{}; }, options);
  CHECK(running.url == "http://127.0.0.1:" + std::to_string(running.port()));
  for (const char* address : {"127.0.0.1", "::1"}) {
    if (!has(address)) continue;
    const net::Deadline soon = net::Deadline::clock::now() + std::chrono::seconds(20);
    auto socket = testing::Socket::connect(address, running.port(), soon);
    REQUIRE(socket);
    REQUIRE(socket->write_all("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", soon));
    char head[12];
    REQUIRE(socket->read_some(head, soon));
    CHECK(std::string_view(head, 12) == "HTTP/1.1 200");
  }
}

TEST_CASE("a host that is none of this machine's, or none at all, is refused") {
  CHECK_FALSE(Listener::open("192.0.2.1", 0));
  CHECK_FALSE(Listener::open("no.such.host.invalid", 0));
}

}  // namespace sellsign::net_listener_test
