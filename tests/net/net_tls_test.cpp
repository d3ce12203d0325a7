#include <string>

#include "net/sigpipe.h"
#include "net/tls.h"
#include "tests/catch.h"
#include "tests/support/bad_server.h"
#include "tests/support/certificate.h"
#include "tests/support/socket.h"

namespace sellsign::net_tls_test {
namespace {

using namespace std::chrono_literals;
using net::Failure;
using testing::BadServer;
using testing::Certificate;
using testing::Peer;
using testing::Socket;

net::Deadline in(std::chrono::milliseconds time) { return std::chrono::steady_clock::now() + time; }

/// Connects and shakes hands, by sending a line.
net::WireResult<Socket> open_tls(int port, const net::TlsOptions& options, const std::string& host,
                                 std::chrono::milliseconds time = 5s) {
  const net::SigpipeGuard guard;
  const auto context = net::TlsContext::make(options);
  REQUIRE(context);
  auto socket = Socket::connect("127.0.0.1", port, in(5s));
  REQUIRE(socket);
  REQUIRE(socket->start_tls(*context, host));
  if (const auto sent = socket->write_all("hello\r\n", in(time)); !sent) return sent.error();
  return socket;
}

TEST_CASE("TLS carries bytes both ways and tells the end", "[net]") {
  const Certificate certificate("DNS:localhost,IP:127.0.0.1");
  BadServer server([](Peer& peer, int) { peer.send("got " + peer.read_request()); }, certificate.server());
  const std::string host = GENERATE("localhost", "127.0.0.1");
  auto stream = open_tls(server.port(), {true, certificate.file()}, host);
  REQUIRE(stream);
  REQUIRE(stream->write_all("\r\n", in(5s)));
  std::string all;
  char buffer[4];
  for (;;) {
    const auto got = stream->read_some(buffer, in(5s));
    REQUIRE(got);
    if (*got == 0) break;
    all.append(buffer, *got);
  }
  CHECK(all == "got hello\r\n\r\n");
}

TEST_CASE("certificates are checked unless told otherwise", "[net]") {
  const Certificate certificate("DNS:other.example");
  BadServer server([](Peer& peer, int) { peer.wait_for_client_to_leave(); }, certificate.server());

  const auto stranger = open_tls(server.port(), {}, "other.example");
  REQUIRE(!stranger);
  CHECK(stranger.error().kind == Failure::tls);
  CHECK(stranger.error().message.find("self-signed") != std::string::npos);

  const auto wrong_name = open_tls(server.port(), {true, certificate.file()}, "localhost");
  REQUIRE(!wrong_name);
  CHECK(wrong_name.error().message.find("hostname mismatch") != std::string::npos);

  const auto wrong_number = open_tls(server.port(), {true, certificate.file()}, "127.0.0.1");
  REQUIRE(!wrong_number);
  CHECK(wrong_number.error().message.find("IP address mismatch") != std::string::npos);

  CHECK(open_tls(server.port(), {true, certificate.file()}, "other.example"));
  CHECK(open_tls(server.port(), {false, ""}, "localhost"));
}

TEST_CASE("a CA file that cannot be read is told", "[net]") {
  const auto context = net::TlsContext::make({true, "/nonexistent.pem"});
  REQUIRE(!context);
  CHECK(context.error().message.find("/nonexistent.pem") != std::string::npos);
}

TEST_CASE("a handshake with a silent peer times out, with a plain one fails", "[net]") {
  BadServer server([](Peer& peer, int connection) {
    if (connection == 1) peer.answer("this is not TLS");
    peer.wait_for_client_to_leave();
  });
  const auto silent = open_tls(server.port(), {}, "localhost", 100ms);
  REQUIRE(!silent);
  CHECK(silent.error().kind == Failure::timeout);
  const auto plain = open_tls(server.port(), {}, "localhost");
  REQUIRE(!plain);
  CHECK(plain.error().kind == Failure::tls);
}

}  // namespace
}  // namespace sellsign::net_tls_test
