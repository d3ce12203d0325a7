#include <string>
#include <vector>

#include "net/socket.h"
#include "tests/catch.h"
#include "tests/support/bad_server.h"
#include "tests/support/socket.h"

namespace sellsign::net_socket_test {
namespace {

using namespace std::chrono_literals;
using net::Failure;
using testing::BadServer;
using testing::Peer;

net::Deadline in(std::chrono::milliseconds time) { return std::chrono::steady_clock::now() + time; }

testing::Socket connect_to(const BadServer& server) {
  auto socket = testing::Socket::connect("127.0.0.1", server.port(), in(5s));
  REQUIRE(socket);
  return std::move(socket).value();
}

std::string read_all(testing::Socket& socket) {
  std::string all;
  char buffer[512];
  for (;;) {
    const auto got = socket.read_some(buffer, in(5s));
    REQUIRE(got);
    if (*got == 0) return all;
    all.append(buffer, *got);
  }
}

TEST_CASE("loopback addresses are told from others", "[net]") {
  struct Row {
    const char* address;
    bool loopback;
  };
  const auto row = GENERATE(values<Row>({{"127.0.0.1", true},
                                         {"127.255.0.9", true},
                                         {"::1", true},
                                         {"0:0:0:0:0:0:0:1", true},
                                         {"::ffff:127.0.0.1", true},
                                         {"128.0.0.1", false},
                                         {"0.0.0.0", false},
                                         {"::", false},
                                         {"::2", false},
                                         {"::127.0.0.1", false},
                                         {"::ffff:10.0.0.1", false},
                                         {"127.1", false},
                                         {"localhost", false},
                                         {"", false}}));
  CAPTURE(row.address);
  CHECK(net::is_loopback(row.address) == row.loopback);
}

TEST_CASE("a numeric address has one usual text", "[net]") {
  CHECK(net::numeric_address("0:0:0:0:0:0:0:1") == "::1");
  CHECK(net::numeric_address("2001:DB8::A") == "2001:db8::a");
  CHECK(net::numeric_address("10.0.0.1") == "10.0.0.1");
  for (const char* text : {"127.1", "0x7f.0.0.1", "2130706433", "010.0.0.1", "fe80::1%lo", "host", ""}) {
    CAPTURE(text);
    CHECK(!net::numeric_address(text));
  }
}

TEST_CASE("names resolve to numeric addresses, numbers to themselves", "[net]") {
  const auto local = net::resolve("localhost");
  REQUIRE(local);
  for (const std::string& address : *local) CHECK(net::is_loopback(address));
  const auto number = net::resolve("192.0.2.7");
  REQUIRE(number);
  CHECK(*number == std::vector<std::string>{"192.0.2.7"});
}

TEST_CASE("a socket carries bytes both ways and tells the end", "[net]") {
  BadServer server([](Peer& peer, int) { peer.send("got " + peer.read_request()); });
  testing::Socket socket = connect_to(server);
  REQUIRE(socket.write_all("hello\r\n\r\n", in(5s)));
  CHECK(read_all(socket) == "got hello\r\n\r\n");
}

TEST_CASE("a refused connection says so", "[net]") {
  const testing::DeafPort deaf;
  const auto socket = testing::Socket::connect("127.0.0.1", deaf.port(), in(5s));
  REQUIRE(!socket);
  CHECK(socket.error().kind == Failure::connect);
  CHECK(socket.error().message.find("127.0.0.1:" + std::to_string(deaf.port())) != std::string::npos);
}

TEST_CASE("a name is no numeric address to connect to", "[net]") {
  const auto socket = testing::Socket::connect("localhost", 1, in(5s));
  REQUIRE(!socket);
  CHECK(socket.error().kind == Failure::connect);
}

TEST_CASE("a silent peer is a timeout, a reset one is broken", "[net]") {
  BadServer server([](Peer& peer, int connection) {
    if (connection == 0) return peer.wait_for_client_to_leave();
    peer.read_request();
    peer.reset();
  });
  char buffer[8];
  {
    testing::Socket silent = connect_to(server);
    const auto got = silent.read_some(buffer, in(50ms));
    REQUIRE(!got);
    CHECK(got.error().kind == Failure::timeout);
  }
  testing::Socket reset = connect_to(server);
  REQUIRE(reset.write_all("\r\n\r\n", in(5s)));
  const auto got = reset.read_some(buffer, in(5s));
  REQUIRE(!got);
  CHECK(got.error().kind == Failure::broken);
}

TEST_CASE("writing to a peer that takes nothing is a timeout", "[net]") {
  BadServer server([](Peer& peer, int) { peer.wait_for_client_to_leave(); });
  testing::Socket socket = connect_to(server);
  const auto done = socket.write_all(std::string(64 << 20, 'x'), in(100ms));
  REQUIRE(!done);
  CHECK(done.error().kind == Failure::timeout);
}

TEST_CASE("writing to a peer that is gone is broken and raises no signal", "[net]") {
  BadServer server([](Peer& peer, int) {
    peer.read_request();  // a reset before that could end the connecting itself
    peer.reset();
  });
  testing::Socket socket = connect_to(server);
  REQUIRE(socket.write_all("GET / HTTP/1.1\r\n\r\n", in(5s)));
  char buffer[8];
  (void)socket.read_some(buffer, in(5s));  // until the reset is here
  const auto done = socket.write_all(std::string(1 << 20, 'x'), in(5s));
  REQUIRE(!done);
  CHECK(done.error().kind == Failure::broken);
}

}  // namespace
}  // namespace sellsign::net_socket_test
