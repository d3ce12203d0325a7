#include <algorithm>
#include <string>
#include <unistd.h>
#include <vector>

#include "client/wire/guard.h"
#include "http/client/exchanges.h"
#include "net/listener.h"
#include "tests/catch.h"
#include "tests/support/bad_server.h"
#include "tests/support/patient.h"

namespace sellsign::http_exchanges_test {
namespace {

using namespace std::chrono_literals;
using http::Exchanges;

/// A server without a thread: it does what the test tells it, when it is told.
class Server {
 public:
  std::string url() const { return "http://127.0.0.1:" + std::to_string(listener_.port()); }

  /// How many requests have come, after a look at what waits.
  std::size_t requests() {
    for (Fd fd; listener_.accept(fd) == net::Listener::Accepted::connection;)
      peers_.push_back({std::move(fd), ""});
    std::size_t whole = 0;
    for (Peer& peer : peers_) {
      char bytes[1024];
      for (ssize_t got = 0; (got = read(peer.fd.get(), bytes, sizeof bytes)) > 0;)
        peer.got.append(bytes, static_cast<std::size_t>(got));
      if (peer.got.ends_with("\r\n\r\n")) ++whole;
    }
    return whole;
  }

  void answer_all() {
    const std::string_view answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    for (const Peer& peer : peers_)
      REQUIRE(write(peer.fd.get(), answer.data(), answer.size()) == static_cast<ssize_t>(answer.size()));
  }

 private:
  struct Peer {
    Fd fd;
    std::string got;
  };
  net::Listener listener_ = *net::Listener::open("127.0.0.1", 0);
  std::vector<Peer> peers_;
};

}  // namespace

TEST_CASE("what is due at a moment does not wait for answers that are there by then", "[client]") {
  constexpr std::size_t k_count = 8;
  Server server;
  const auto exchanges =
      http::make_exchanges(*client::admit(*http::parse_url(server.url()), {}), testing::patient());
  std::size_t told = 0;
  const auto count = [&](const http::Finished& over) {
    CHECK(over.reply != nullptr);
    ++told;
  };
  for (std::size_t i = 0; i < k_count; ++i)
    exchanges->send(i, "GET / HTTP/1.1\r\nHost: a\r\n\r\n", false, exchanges->now() + 1h);
  while (server.requests() < k_count) exchanges->wait(exchanges->now(), count);
  REQUIRE(told == 0);
  server.answer_all();
  for (std::size_t before = 0; told < k_count; before = told) {
    exchanges->wait(exchanges->now(), count);
    CHECK(told <= before + 1);
  }
  server.answer_all();  // for nobody: the connections are closed, and nothing is told
  exchanges->wait(exchanges->now() + 1ms, count);
  CHECK(told == k_count);
}

TEST_CASE("a request that meets a closed kept connection goes out once more, on a fresh one", "[client]") {
  enum class Second { closes, resets, begins_an_answer };
  const struct {
    Second second;
    bool resends, answered;
    std::size_t connections;
  } k_rows[] = {{Second::closes, true, true, 2},
                {Second::resets, true, true, 2},
                {Second::closes, false, false, 1},
                {Second::begins_an_answer, true, false, 1}};
  for (const auto& row : k_rows) {
    CAPTURE(static_cast<int>(row.second), row.resends);
    testing::BadServer server([&](testing::Peer& peer, int connection) {
      if (connection == 1) {  // a fresh one that fails is no reason to try a third one
        peer.read_request();
        peer.answer("second");
        return;
      }
      peer.read_request();
      peer.answer("first");
      peer.read_request();
      if (row.second == Second::begins_an_answer) peer.send("HTTP/1.1 2");
      if (row.second == Second::resets) peer.reset();
    });
    http::TransportOptions options = testing::patient();
    options.resend_when_stale = row.resends;
    const auto exchanges = http::make_exchanges(*client::admit(*http::parse_url(server.url()), {}), options);
    std::vector<std::string> bodies;
    bool resent = false, reset = false;
    const auto note = [&](const http::Finished& over) {
      bodies.push_back(over.reply == nullptr ? "" : over.reply->body);
      resent = over.resent;
      reset = over.reset;
    };
    for (std::size_t i = 0; i < 2; ++i) {
      exchanges->send(i, "GET / HTTP/1.1\r\nHost: a\r\n\r\n", false, exchanges->now() + 1h);
      while (bodies.size() <= i) exchanges->wait(exchanges->now() + 1h, note);
    }
    CHECK(bodies == std::vector<std::string>{"first", row.answered ? "second" : ""});
    CHECK(resent == (row.connections == 2));
    CHECK(reset == !row.answered);
    CHECK(static_cast<std::size_t>(server.connections()) == row.connections);
  }
}

TEST_CASE("what is under way when all is given up is told once, with the time that it was sent", "[client]") {
  Server server;
  const auto exchanges =
      http::make_exchanges(*client::admit(*http::parse_url(server.url()), {}), testing::patient());
  for (std::size_t i = 0; i < 3; ++i)
    exchanges->send(i, "GET / HTTP/1.1\r\nHost: a\r\n\r\n", false, exchanges->now() + 1h);
  const auto none = [](const http::Finished&) { FAIL("nothing has ended"); };
  while (server.requests() < 3) exchanges->wait(exchanges->now(), none);
  std::vector<std::uint64_t> keys;
  exchanges->abandon([&](const http::Finished& over) {
    keys.push_back(over.key);
    CHECK(over.cut);
    CHECK(over.error != nullptr);
    CHECK(over.sent < over.ended);
  });
  std::sort(keys.begin(), keys.end());
  CHECK(keys == std::vector<std::uint64_t>{0, 1, 2});
  exchanges->abandon(none);
}

TEST_CASE("requests and unfinished answers of all connections together are bounded", "[client]") {
  constexpr std::size_t k_body = 1'000'000;
  testing::BadServer server([&](testing::Peer& peer, int) {
    while (!peer.read_request().empty()) peer.answer(std::string(k_body, 'x'));
  });
  http::TransportOptions options = testing::patient();
  options.most_held = 10 * k_body;
  const auto make = [&] {
    return http::make_exchanges(*client::admit(*http::parse_url(server.url()), {}), options);
  };
  const auto one = make(), two = make();
  const std::string request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  const auto outcome_of = [](Exchanges& exchanges, std::string bytes) {
    std::string outcome;
    exchanges.send(1, std::move(bytes), false, exchanges.now() + 1h);
    while (outcome.empty())
      exchanges.wait(exchanges.now() + 1h, [&](const http::Finished& over) {
        outcome = over.error != nullptr ? over.error->message : std::to_string(over.reply->body.size());
      });
    return outcome;
  };
  CHECK(outcome_of(*one, request) == std::to_string(k_body));
  CHECK(*options.held_bytes == 0);
  const HeldBytes others(options.held_bytes, options.most_held - k_body / 2);
  CHECK_THAT(outcome_of(*one, request), Catch::Contains("hold more than"));
  CHECK_THAT(outcome_of(*two, "GET /" + std::string(k_body, 'x') + " HTTP/1.1\r\nHost: a\r\n\r\n"),
             Catch::Contains("hold more than"));
  CHECK(*options.held_bytes == others.bytes());
}

}  // namespace sellsign::http_exchanges_test
