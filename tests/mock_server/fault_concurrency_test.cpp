// Faults and the clock under many threads, and faults as clients meet them over sockets.

#include <array>
#include <atomic>
#include <chrono>
#include <future>
#include <poll.h>
#include <set>
#include <thread>

#include <nlohmann/json.hpp>

#include "mock_server/faults/rate.h"
#include "tests/catch.h"
#include "tests/support/fault_fixture.h"
#include "tests/support/socket.h"
#include "tests/support/wire.h"

namespace sellsign::fault_concurrency_test {

using namespace sellsign;
using namespace std::chrono_literals;
using Fixture = testing::FaultFixture;
using testing::Wire;
using Tree = nlohmann::json;

constexpr std::size_t k_threads = 4;

template <class Work>
void in_threads(Work work) {
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < k_threads; ++t) threads.emplace_back(work, t);
  for (std::thread& thread : threads) thread.join();
}

constexpr std::string_view k_target =
    "/calinda/hub/selling/model/customer/read?action=getCustomer&number=A&j_token=T";

std::string get(const std::string& fields = "") {
  return "GET " + std::string(k_target) + " HTTP/1.1\r\nHost: h\r\n" + fields + "\r\n";
}

/// The fixture behind a server.
class Served {
 public:
  explicit Served(mock::MockOptions options = {}) : fixture(1, std::move(options)) {
    fixture.write("A");
    http::ServerOptions server_options;
    server_options.threads = 1;
    running_ = testing::start_server(
        [this](const http::Request& request) { return fixture.mock.handle(request); }, server_options);
  }
  int port() const { return running_.port(); }

  Fixture fixture;

 private:
  testing::RunningServer running_;
};

bool is_readable(const Wire& wire) {
  pollfd watched{wire.fd(), POLLIN, 0};
  return poll(&watched, 1, 0) == 1;
}

/// How many of so many requests from some threads met the fault "f", and which latencies they got.
std::pair<std::uint64_t, std::multiset<std::int64_t>> met_by_threads(int requests) {
  Fixture fixture(5);
  fixture.put("f", R"({"schedule":{"probability":0.25},"effect":{"latency":{"uniform":["1ms","3600s"]}}})");
  std::array<std::multiset<std::int64_t>, k_threads> delays;
  in_threads([&](std::size_t t) {
    for (int i = 0; i < requests; ++i) {
      mock::Trace trace;
      const std::string query = std::string(k_target.substr(k_target.find('?') + 1));
      const http::Reply reply =
          fixture.mock.handle({"GET", "/calinda/hub/selling/model/customer/read", query, {}, ""}, trace);
      if (trace.fault == "f") delays[t].insert(reply.delivery.delay.count());
    }
  });
  std::multiset<std::int64_t> all;
  for (const auto& part : delays) all.insert(part.begin(), part.end());
  return {Tree::parse(fixture.book.to_json("f").value())["applied"].get<std::uint64_t>(), all};
}

TEST_CASE("threads change who meets a fault, but not which requests in order do, nor what it does to them") {
  constexpr int k_requests = 500;
  const auto [applied, delays] = met_by_threads(k_requests);
  CHECK(delays.size() == applied);
  for (int round = 0; round < 3; ++round) {
    const auto [again, the_same] = met_by_threads(k_requests);
    CHECK(again == applied);
    CHECK(the_same == delays);
  }
  Fixture alone(5);
  alone.put("f", R"({"schedule":{"probability":0.25},"effect":{"latency":{"uniform":["1ms","3600s"]}}})");
  std::multiset<std::int64_t> one_after_the_other;
  for (std::size_t i = 0; i < k_requests * k_threads; ++i) {
    const http::Reply reply = alone.read("A");
    if (alone.trace.fault == "f") one_after_the_other.insert(reply.delivery.delay.count());
  }
  CHECK(one_after_the_other == delays);
}

TEST_CASE("a first so many is exact, however many threads ask") {
  Fixture fixture;
  fixture.put("f", R"({"schedule":{"first":100},"effect":{"status":503}})");
  std::atomic<int> refused{0};
  in_threads([&](std::size_t) {
    const std::string query = std::string(k_target.substr(k_target.find('?') + 1));
    for (int i = 0; i < 200; ++i)
      if (fixture.mock.handle({"GET", "/calinda/hub/selling/model/customer/read", query, {}, ""}).status ==
          503)
        ++refused;
  });
  CHECK(refused == 100);
  CHECK(fixture.counts("f") == "800/100");
}

TEST_CASE("a bucket lets exactly its burst through, however many threads ask") {
  mock::RateLimiter limiter({1, 50});
  std::atomic<int> passed{0};
  in_threads([&](std::size_t) {
    for (int i = 0; i < 100; ++i)
      if (limiter.ask("T", Timestamp{1s}) == 0) ++passed;
  });
  CHECK(passed == 50);
}

TEST_CASE("faults can be changed while requests meet them") {
  Fixture fixture;
  std::atomic<bool> enough{false};
  std::atomic<int> odd{0};
  auto changes = std::async(std::launch::async, [&] {
    for (int i = 0; i < 300; ++i) {
      fixture.book.put("a", R"({"schedule":{"probability":0.5},"effect":{"status":501}})");
      fixture.book.replace_all(R"({"faults":[{"name":"b","effect":{"rateLimit":{"perSecond":5}}}]})");
      fixture.book.enable("b", i % 2 == 0);
      fixture.book.to_json();
      fixture.book.remove("b");
      fixture.book.remove_all();
    }
    enough = true;
  });
  in_threads([&](std::size_t) {
    const std::string query = std::string(k_target.substr(k_target.find('?') + 1));
    while (!enough) {
      const int status =
          fixture.mock.handle({"GET", "/calinda/hub/selling/model/customer/read", query, {}, ""}).status;
      if (status != 200 && status != 501 && status != 429) ++odd;
    }
  });
  changes.get();
  CHECK(odd == 0);
}

TEST_CASE("no thread sees time go back while the clock is scaled, frozen and advanced") {
  mock::MockClock clock;
  std::atomic<bool> enough{false};
  std::atomic<int> backwards{0};
  auto changes = std::async(std::launch::async, [&] {
    for (int i = 0; i < 500; ++i)
      for (const char* change :
           {R"({"scale":1000})", R"({"scale":0.001})", R"({"mode":"frozen"})", R"({"scale":1})"}) {
        clock.change(change);
        clock.advance(R"({"by":"1s"})");
      }
    enough = true;
  });
  in_threads([&](std::size_t) {
    Timestamp before{};
    while (!enough) {
      const Timestamp now = clock.now();
      if (now < before) ++backwards;
      before = now;
    }
  });
  changes.get();
  CHECK(backwards == 0);
}

TEST_CASE("over a socket: a refusal, and an answer that is no JSON, leave the connection in order") {
  Served served;
  Wire wire(served.port());
  const std::string whole = wire.send(get()).answer().body;
  served.fixture.put("f", R"({"schedule":{"first":1},"effect":{"status":503,"body":"down"}})");
  served.fixture.put("g", R"({"schedule":{"first":1},"effect":{"malformedJson":true}})");
  const auto refused = wire.send(get()).answer();
  CHECK(refused.status == 503);
  CHECK(refused.body == "down");
  const auto broken = wire.send(get()).answer();
  CHECK(broken.status == 200);
  CHECK(broken.body == whole.substr(0, whole.size() / 2));
  CHECK_FALSE(Tree::accept(broken.body));
  CHECK(wire.send(get()).answer().body == whole);
}

TEST_CASE("over a socket: a rate limit answers 429 with Retry-After") {
  Served served;
  served.fixture.turn_clock(R"({"mode":"frozen"})");
  served.fixture.put("f", R"({"effect":{"rateLimit":{"perSecond":0.1,"burst":1}}})");
  Wire wire(served.port());
  CHECK(wire.send(get()).answer().status == 200);
  const auto refused = wire.send(get()).answer();
  CHECK(refused.status == 429);
  CHECK(std::ranges::count(refused.headers, std::pair<std::string, std::string>{"Retry-After", "10"}) == 1);
}

TEST_CASE("over a socket: an empty reply and a cut one end the connection") {
  struct Row {
    std::string effect, got;
  };
  for (const Row& row : {Row{R"("empty":true)", ""}, Row{R"("closeAfter":0)", ""},
                         Row{R"("closeAfter":15)", "HTTP/1.1 200 OK"},
                         Row{R"("closeAfter":15,"latency":{"fixed":"20ms"})", "HTTP/1.1 200 OK"},
                         Row{R"("closeAfter":15,"bytesPerSecond":1000)", "HTTP/1.1 200 OK"}}) {
    INFO(row.effect);
    Served served;
    served.fixture.put("f", "{\"effect\":{" + row.effect + "}}");
    Wire wire(served.port());
    CHECK(wire.send(get() + get()).to_end() == row.got);
    CHECK(served.fixture.counts("f") == "1/1");
  }
}

TEST_CASE("over a socket: a reset is met as one") {
  Served served;
  served.fixture.put("f", R"({"effect":{"reset":true}})");
  const auto deadline = net::Deadline::clock::now() + 20s;
  auto socket = testing::Socket::connect("127.0.0.1", served.port(), deadline);
  REQUIRE(socket.ok());
  CHECK(socket->write_all(get(), deadline).ok());
  char buffer[16];
  const auto got = socket->read_some(buffer, deadline);
  REQUIRE_FALSE(got.ok());
  CHECK(got.error().kind == net::Failure::broken);
}

TEST_CASE("over a socket: a dripped answer comes whole, and takes its time") {
  Served served;
  Wire wire(served.port());
  const std::string whole = wire.send(get()).answer().body;
  served.fixture.put("f", R"({"effect":{"bytesPerSecond":20000}})");
  const auto before = std::chrono::steady_clock::now();
  CHECK(wire.send(get()).answer().body == whole);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - before;
  CHECK(took.count() >= static_cast<double>(whole.size()) / 20'000 * 0.9);
}

TEST_CASE("over a socket: latency holds an answer back, not those of others; a scaled clock shortens it") {
  Served served;
  served.fixture.put("f", R"({"match":{"nth":1},"effect":{"latency":{"fixed":"100s"}}})");
  served.fixture.turn_clock(R"({"scale":1000})");
  Wire slow(served.port());
  Wire quick(served.port());
  const auto before = std::chrono::steady_clock::now();
  slow.send(get());
  while (served.fixture.counts("f") != "1/1") std::this_thread::yield();
  CHECK(quick.send(get()).answer().status == 200);
  CHECK(slow.answer().status == 200);
  const auto took = std::chrono::steady_clock::now() - before;
  CHECK(took >= 100ms);
  CHECK(took < 90s);  // 100 s of the mock's clock
}

TEST_CASE("over a socket: an answer that never comes keeps the others served") {
  Served served;
  served.fixture.put("f", R"({"match":{"nth":1},"effect":{"noAnswer":true}})");
  Wire silent(served.port());
  silent.send(get());
  while (served.fixture.counts("f") != "1/1") std::this_thread::yield();
  Wire other(served.port());
  CHECK(other.send(get()).answer().status == 200);
  CHECK_FALSE(is_readable(silent));
}

TEST_CASE("over a socket: overrides do what they say") {
  mock::MockOptions options;
  options.allow_overrides = true;
  Served served(options);
  Wire wire(served.port());
  const auto answer = wire.send(get("X-Mock-Status: 502\r\nX-Mock-Delay: 5ms\r\n")).answer();
  CHECK(answer.status == 502);
  CHECK(std::ranges::count(answer.headers, "X-Mock-Applied", &std::pair<std::string, std::string>::first) ==
        2);
  CHECK(wire.send(get("X-Mock-Fault: close-after=4\r\n")).to_end() == "HTTP");
}

}  // namespace sellsign::fault_concurrency_test
