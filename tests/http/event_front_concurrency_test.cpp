// The server over real sockets: framing, limits, deliveries, many connections.

#include <atomic>
#include <chrono>
#include <future>
#include <mutex>
#include <netinet/in.h>
#include <optional>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <thread>
#include <vector>

#include "client/wire/httplib_transport.h"
#include "mock_server/calls/refusal.h"
#include "tests/catch.h"
#include "tests/support/certificate.h"
#include "tests/support/patient.h"
#include "tests/support/socket.h"
#include "tests/support/wire.h"

namespace sellsign::event_front_concurrency_test {

using namespace sellsign;
using namespace std::chrono_literals;
using testing::RunningServer;
using testing::Wire;
using AfterLastByte = http::Delivery::AfterLastByte;

/// Answers with what it saw: `VERB /path [query] body`.
http::Reply echo(const http::Request& request) {
  return mock::refusal(200, std::string(request.verb) + " " + std::string(request.path) + " [" +
                                std::string(request.query) + "] " + std::string(request.body));
}

RunningServer start(http::Handler handler = echo, http::ServerOptions options = {}) {
  if (options.threads == 0) options.threads = 1;
  return testing::start_server(std::move(handler), options);
}

std::string get(const std::string& target) { return "GET " + target + " HTTP/1.1\r\nHost: h\r\n\r\n"; }

bool is_readable(const Wire& wire) {
  pollfd watched{wire.fd(), POLLIN, 0};
  return poll(&watched, 1, 0) == 1;
}

/// Delivers `/slow...` by a plan, and everything else at once.
http::Handler deliver_slow_ones(http::Delivery delivery) {
  return [delivery](const http::Request& request) {
    http::Reply reply = echo(request);
    if (request.path.starts_with("/slow")) reply.delivery = delivery;
    return reply;
  };
}

/// Lines for the log, from any thread.
class Notes {
 public:
  std::function<void(const std::string&)> taker() {
    return [this](const std::string& line) {
      const std::scoped_lock lock(mutex_);
      lines_.push_back(line);
    };
  }
  std::vector<std::string> lines() {
    const std::scoped_lock lock(mutex_);
    return lines_;
  }

 private:
  std::mutex mutex_;
  std::vector<std::string> lines_;
};

TEST_CASE("pipelined requests are answered in order, however they come in") {
  const auto running = start();
  const std::string requests =
      get("/1") + "POST /2?a HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nxyz" +
      "GET /3 HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\nb" +
      "POST /4 HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nc\r\n0\r\n\r\n" +
      get("http://elsewhere:1/5?q#f") + get("https://elsewhere");
  for (const std::size_t step : {requests.size(), std::size_t{40}, std::size_t{1}}) {
    Wire wire(running.port());
    for (std::size_t from = 0; from < requests.size(); from += step) wire.send(requests.substr(from, step));
    for (const char* body :
         {"GET /1 [] ", "POST /2 [a] xyz", "GET /3 [] b", "POST /4 [] c", "GET /5 [q] ", "GET / [] "})
      CHECK(wire.answer().body == body);
  }
}

TEST_CASE("thousands of pipelined requests with long answers wait for a client that does not read") {
  const std::string long_text(2'000, 'x');
  std::atomic<int> answered{0};
  const auto running = start([&](const http::Request&) {
    ++answered;
    return mock::refusal(200, long_text);
  });
  Wire wire(running.port());
  std::string requests;
  constexpr int k_count = 2'000;
  for (int i = 0; i < k_count; ++i) requests += get("/");
  std::thread sender([&] { wire.send(requests); });
  Wire other(running.port());
  CHECK(other.send(get("/")).answer().body == long_text);
  sender.join();
  for (int i = 0; i < k_count; ++i) REQUIRE(wire.answer().body == long_text);
  CHECK(answered == k_count + 1);
}

/// The value of an answer's field; empty when it has none.
std::string field_of(const http::Response& answer, std::string_view name) {
  for (const auto& [field, value] : answer.headers)
    if (field == name) return value;
  return "";
}

TEST_CASE("a body that others hold, too, is sent as any other one") {
  const auto blob = std::make_shared<const std::string>("%PDF" + std::string(100'000, '\0') + "end");
  const auto running = start([&](const http::Request& request) {
    http::Reply reply;
    reply.content_type = http::MediaType(std::string("application/pdf; name=") + std::string(request.path));
    reply.shared_body = blob;
    if (request.path == "/drip") reply.delivery.bytes_per_second = 1'000'000;
    if (request.path == "/cut") {
      reply.delivery.cut_after = 50'000;
      reply.delivery.ending = AfterLastByte::close;
    }
    return reply;
  });
  Wire wire(running.port());
  for (const std::string path : {"/whole", "/drip"}) {
    const auto answer = wire.send(get(path)).answer();
    CHECK(answer.body == *blob);
    CHECK(field_of(answer, "Content-Type") == "application/pdf; name=" + path);
  }
  const auto head = wire.send("HEAD /head HTTP/1.1\r\nHost: h\r\n\r\n").answer(true);
  CHECK(head.body.empty());
  CHECK(field_of(head, "Content-Length") == "100007");
  const std::string cut = wire.send(get("/cut")).to_end();
  CHECK(cut.size() == 50'000);
  CHECK(blob->starts_with(cut.substr(cut.find("%PDF"))));
}

TEST_CASE("a connection is kept or ended as the client asks") {
  const auto running = start();
  struct Row {
    std::string request;
    bool kept;
    std::string field;
  };
  for (const Row& row : {Row{get("/"), true, ""},
                         Row{"GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", false, "close"},
                         Row{"GET / HTTP/1.0\r\n\r\n", false, "close"},
                         Row{"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", true, "keep-alive"}}) {
    INFO(row.request);
    Wire wire(running.port());
    const auto answer = wire.send(row.request).answer();
    CHECK(answer.status == 200);
    std::string field;
    for (const auto& [name, value] : answer.headers)
      if (name == "Connection") field = value;
    CHECK(field == row.field);
    if (row.kept)
      CHECK(wire.send(get("/again")).answer().body == "GET /again [] ");
    else
      CHECK(wire.ends());
  }
}

TEST_CASE("what cannot be taken is answered, also when the client goes on sending, and ends") {
  http::ServerOptions options;
  options.limits.body = 1'000;
  Notes refused;
  options.refused = [note = refused.taker()](const http::Reply& reply, std::string_view) {
    note(std::to_string(reply.status));
  };
  const auto running = start(echo, options);
  struct Row {
    std::string request;
    int status;
  };
  const std::string post = "POST / HTTP/1.1\r\nHost: h\r\n";
  for (const Row& row :
       {Row{"GET / HTTP/1.1\r\n\r\n", 400}, Row{post + "Content-Length: -1\r\n\r\n", 400},
        Row{post + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + get("/smuggled"),
            400},
        Row{"POST / HTTP/1.0\r\n\r\nbody", 411},
        Row{post + "Content-Length: 5000000\r\n\r\n" + std::string(5'000'000, 'x'), 413},
        Row{get("/" + std::string(10'000, 'a')), 414},
        Row{"GET / HTTP/1.1\r\nHost: h\r\nA: " + std::string(100'000, 'a') + "\r\n\r\n", 431}}) {
    INFO(row.request.substr(0, 100));
    Wire wire(running.port());
    const auto answer = wire.send(row.request).answer();
    CHECK(answer.status == row.status);
    CHECK(answer.body.ends_with('.'));
    CHECK(wire.ends());
  }
  CHECK(refused.lines() == std::vector<std::string>{"400", "400", "400", "411", "413", "414", "431"});
}

TEST_CASE("an answer that is made later keeps its place and holds up nobody else") {
  std::promise<void> leave;
  const auto left = leave.get_future().share();
  const std::string long_text(3'000'000, 'x');
  const auto running = start([&](const http::Request& request) {
    http::Reply reply = echo(request);
    if (request.path == "/late") reply.later = [&] { return left.wait(), mock::refusal(201, long_text); };
    if (request.path == "/throws") reply.later = []() -> http::Reply { throw std::runtime_error("no"); };
    return reply;
  });
  Wire late(running.port());
  late.send(get("/before") + get("/late") + get("/behind"));
  CHECK(late.answer().body == "GET /before [] ");
  {
    Wire gone(running.port());
    gone.send(get("/late"));
  }
  Wire other(running.port());
  CHECK(other.send(get("/other")).answer().body == "GET /other [] ");
  leave.set_value();
  const auto answer = late.answer();
  CHECK(answer.status == 201);
  CHECK(answer.body == long_text);
  CHECK(late.answer().body == "GET /behind [] ");
  CHECK(other.send("HEAD /late HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").answer(true).status == 201);
  CHECK(other.ends());
  CHECK(late.send(get("/throws")).answer().status == 500);
}

TEST_CASE("a request with a long body holds up nobody else, and is answered as others are") {
  std::promise<void> leave;
  const auto left = leave.get_future().share();
  http::ServerOptions options;
  options.threads = 1;
  const auto running = start(
      [&](const http::Request& request) {
        http::Reply reply = echo(request);
        if (request.body.size() <= 1'000) return reply;
        left.wait();
        reply.body = std::to_string(request.body.size()) + " of " +
                     std::string(http::header_value(request, "X-Of")) + " for " + std::string(request.path) +
                     std::string(request.query);
        if (request.query == "cut") reply.delivery = {.cut_after = 20, .ending = AfterLastByte::close};
        return reply;
      },
      options);
  const auto post = [](const std::string& query) {
    return "POST /long?" + query + " HTTP/1.1\r\nHost: h\r\nX-Of: one\r\nContent-Length: 100000\r\n\r\n" +
           std::string(100'000, 'x');
  };
  Wire late(running.port()), other(running.port()), cut(running.port());
  late.send(post("a") + get("/behind"));
  cut.send(post("cut"));
  CHECK(other.send(get("/other")).answer().body == "GET /other [] ");
  leave.set_value();
  CHECK(late.answer().body == "100000 of one for /longa");
  CHECK(late.answer().body == "GET /behind [] ");
  CHECK(cut.to_end().size() == 20);
}

TEST_CASE("long work for clients that have gone is not done") {
  std::promise<void> leave;
  const auto left = leave.get_future().share();
  std::atomic<int> asked{0}, done{0};
  const auto running = start([&](const http::Request& request) {
    http::Reply reply;
    ++asked;
    if (request.path == "/held") reply.later = [&] { return left.wait(), mock::refusal(200, "held"); };
    if (request.path == "/work") reply.later = [&] { return ++done, mock::refusal(200, "done"); };
    return reply;
  });
  Wire holds(running.port());
  holds.send(get("/held"));
  for (int i = 0; i < 10; ++i) Wire(running.port()).send(get("/work"));
  while (asked < 11 || running.server->counts().connections > 1)
    std::this_thread::yield();  // those have gone
  Wire stays(running.port());
  stays.send(get("/work"));
  leave.set_value();
  CHECK(holds.answer().body == "held");
  CHECK(stays.answer().body == "done");
  CHECK(done == 1);
}

TEST_CASE("long answers that nobody reads count together, and the next ones are refused") {
  http::ServerOptions options;
  options.buffered = 1'000'000;
  options.limits.body = options.limits.long_body = 100'000;
  const std::string long_text(40'000'000, 'x');  // more than the system holds for a connection
  const auto running = start(
      [&](const http::Request&) {
        http::Reply reply;
        reply.later = [&] { return mock::refusal(200, long_text); };
        return reply;
      },
      options);
  std::optional<Wire> reads_nothing(std::in_place, running.port());
  reads_nothing->send(get("/"));
  while (!is_readable(*reads_nothing)) std::this_thread::yield();
  Wire other(running.port());
  const auto refused = other.send(get("/")).answer();
  CHECK(refused.status == 503);
  CHECK_THAT(refused.body, Catch::Contains("--max-buffered"));
  reads_nothing.reset();
  int status = 503;
  while (status == 503) status = other.send(get("/")).answer().status;
  CHECK(status == 200);
}

TEST_CASE("stopping waits for an answer that is being made") {
  std::promise<void> entered, leave;
  const auto running = start([&](const http::Request&) {
    http::Reply reply;
    reply.later = [&] {
      entered.set_value();
      leave.get_future().wait();
      return mock::refusal(200, "made");
    };
    return reply;
  });
  Wire wire(running.port());
  wire.send(get("/"));
  entered.get_future().wait();
  auto stopped = std::async(std::launch::async, [&] { running.stop(); });
  leave.set_value();
  CHECK(wire.answer().body == "made");
  CHECK(wire.ends());
  stopped.get();
}

TEST_CASE("a request that does not come in time is answered with 408, an idle connection ends") {
  http::ServerOptions options;
  options.times.head = 30ms;
  options.times.body = 30ms;
  options.times.idle = 1h;
  const auto running = start(echo, options);
  for (const char* part : {"GET / HT", "GET / HTTP/1.1\r\nHost: h\r\n",
                           "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nabc"}) {
    Wire wire(running.port());
    CHECK(wire.send(part).answer().status == 408);
    CHECK(wire.ends());
  }
}

TEST_CASE("an idle connection ends, before its first request and behind an answer") {
  http::ServerOptions options;
  options.times.idle = 30ms;
  const auto running = start(echo, options);
  Wire never_sends(running.port());
  CHECK(never_sends.ends());
  std::string seen;
  while (seen.empty()) {  // a connection may have been idle for too long before it asked
    Wire asks_once(running.port());
    asks_once.send(get("/"));
    seen = asks_once.to_end();
  }
  CHECK_THAT(seen, Catch::StartsWith("HTTP/1.1 200 "));
}

TEST_CASE("a client that waits for the go-ahead gets it") {
  const auto running = start();
  Wire wire(running.port());
  wire.send("POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  while (!is_readable(wire)) std::this_thread::yield();
  CHECK(wire.send("ab").answer().body == "POST / [] ab");
}

TEST_CASE("what is reflected into a header cannot end it") {
  const auto running = start([](const http::Request&) {
    http::Reply reply;
    reply.headers.emplace_back("X-Mock-Warning", "a\r\nSet-Cookie: b\n");
    return reply;
  });
  Wire wire(running.port());
  const auto answer = wire.send(get("/")).answer();
  CHECK(field_of(answer, "X-Mock-Warning") == "a??Set-Cookie: b?");
  CHECK(field_of(answer, "Set-Cookie").empty());
}

TEST_CASE("an exception in the handler is answered as a bug of the mock") {
  const auto running = start([](const http::Request&) -> http::Reply { throw std::runtime_error("oops"); });
  Wire wire(running.port());
  const auto answer = wire.send(get("/")).answer();
  CHECK(answer.status == 500);
  CHECK(answer.body == "mock bug: oops.");
}

TEST_CASE("a delayed answer holds up only those behind it on its own connection") {
  {
    http::ServerOptions options;
    options.times.drain = 0ms;
    const auto running =
        start(deliver_slow_ones({1h, 0, http::Delivery::k_whole, AfterLastByte::normal}), options);
    Wire slow(running.port());
    Wire quick(running.port());
    slow.send(get("/before") + get("/slow") + get("/behind"));
    CHECK(slow.answer().body == "GET /before [] ");
    CHECK(quick.send(get("/quick")).answer().body == "GET /quick [] ");
    CHECK_FALSE(is_readable(slow));
  }
  const auto running = start(deliver_slow_ones({50ms, 0, http::Delivery::k_whole, AfterLastByte::normal}));
  Wire slow(running.port());
  slow.send(get("/before") + get("/slow") + get("/behind"));
  CHECK(slow.answer().body == "GET /before [] ");
  CHECK(slow.answer().body == "GET /slow [] ");
  CHECK(slow.answer().body == "GET /behind [] ");
}

TEST_CASE("hundreds of delayed answers wait together") {
  const auto running = start(deliver_slow_ones({100ms, 0, http::Delivery::k_whole, AfterLastByte::normal}));
  std::vector<std::unique_ptr<Wire>> wires;
  for (int i = 0; i < 300; ++i) wires.push_back(std::make_unique<Wire>(running.port()));
  for (const auto& wire : wires) wire->send(get("/slow"));
  for (const auto& wire : wires) CHECK(wire->answer().status == 200);
}

TEST_CASE("a dripped answer comes whole") {
  const auto running = start(deliver_slow_ones({0ms, 2'000, http::Delivery::k_whole, AfterLastByte::normal}));
  Wire wire(running.port());
  wire.send(get("/slow") + get("/next"));
  CHECK(wire.answer().body == "GET /slow [] ");
  CHECK(wire.answer().body == "GET /next [] ");
}

TEST_CASE("an answer that is cut ends as its plan says") {
  const std::string whole = "HTTP/1.1 200 OK\r\n";
  for (const std::size_t cut : {std::size_t{0}, std::size_t{9}, whole.size()}) {
    const auto running = start(deliver_slow_ones({10ms, 0, cut, AfterLastByte::close}));
    Wire wire(running.port());
    CHECK(wire.send(get("/slow") + get("/next")).to_end() == whole.substr(0, cut));
  }
  const auto resets = start(deliver_slow_ones({0ms, 0, 4, AfterLastByte::reset}));
  auto socket = testing::Socket::connect("127.0.0.1", resets.port(), net::Deadline::clock::now() + 20s);
  REQUIRE(socket.ok());
  CHECK(socket->write_all(get("/slow"), net::Deadline::clock::now() + 20s).ok());
  char buffer[16];
  auto got = socket->read_some(buffer, net::Deadline::clock::now() + 20s);
  if (got.ok()) got = socket->read_some(buffer, net::Deadline::clock::now() + 20s);
  REQUIRE_FALSE(got.ok());
  CHECK(got.error().kind == net::Failure::broken);
}

TEST_CASE("an answer that never comes holds neither a thread nor the stop of the front") {
  const auto running = start(deliver_slow_ones({0ms, 0, 0, AfterLastByte::never}));
  Wire silent(running.port());
  silent.send(get("/slow"));
  {
    Wire gives_up(running.port());
    gives_up.send(get("/slow"));
  }
  Wire other(running.port());
  CHECK(other.send(get("/")).answer().status == 200);
  CHECK_FALSE(is_readable(silent));
  running.stop();
  CHECK(silent.ends());
}

TEST_CASE("stopping delivers what is in flight, also what is delayed or still coming in") {
  http::ServerOptions options;
  options.times.drain = 1h;  // the stop waits for what is in flight, and for nothing else
  const auto running =
      start(deliver_slow_ones({100ms, 0, http::Delivery::k_whole, AfterLastByte::normal}), options);
  Wire idle(running.port());
  CHECK(idle.send(get("/")).answer().status == 200);
  Wire slow(running.port());
  slow.send(get("/first")).answer();
  slow.send(get("/slow"));
  Wire half(running.port());
  half.send(get("/first")).answer();
  half.send("GET /half HTTP/1.1\r\n");
  Wire after(running.port());
  CHECK(after.send(get("/")).answer().status == 200);  // by now the loop has read the others
  auto stopped = std::async(std::launch::async, [&] { running.stop(); });
  CHECK(idle.ends());
  CHECK(slow.answer().body == "GET /slow [] ");
  const auto last = half.send("Host: h\r\n\r\n").answer();
  CHECK(last.body == "GET /half [] ");
  CHECK(last.headers.back().second == "close");
  stopped.get();
  CHECK_FALSE(testing::Socket::connect("127.0.0.1", running.port(), net::Deadline::clock::now() + 1s).ok());
}

TEST_CASE("a client that takes nothing of its answer is given up, and does not hold up others") {
  http::ServerOptions options;
  options.times.write = 50ms;
  const std::string huge(20'000'000, 'x');
  const auto running = start(
      [&](const http::Request& request) {
        return mock::refusal(200, request.path == "/huge" ? huge : "small");
      },
      options);
  Wire reads_nothing(running.port());
  reads_nothing.send(get("/huge"));
  Wire other(running.port());
  CHECK(other.send(get("/")).answer().body == "small");
  // The end shows once the front has dropped it; only then is it read.
  pollfd watched{reads_nothing.fd(), POLLRDHUP, 0};
  CHECK(poll(&watched, 1, 20'000) == 1);
  CHECK(reads_nothing.to_end().size() < huge.size());
}

TEST_CASE("a client that sends no more still gets all of its answers") {
  const std::string large(3'000'000, 'x');
  const auto running = start([&](const http::Request&) { return mock::refusal(200, large); });
  Wire wire(running.port());
  wire.send(get("/1") + get("/2"));
  ::shutdown(wire.fd(), SHUT_WR);
  CHECK(wire.answer().body == large);
  CHECK(wire.answer().body == large);
  CHECK(wire.ends());
}

TEST_CASE("a client that never stops sending does not keep the others waiting") {
  const auto running = start();
  std::atomic<bool> enough{false};
  auto flood = std::async(std::launch::async, [&] {
    Wire wire(running.port());
    std::string requests;
    for (int i = 0; i < 2'000; ++i) requests += get("/");
    while (!enough) {
      std::thread sender([&] { wire.send(requests); });
      for (int i = 0; i < 2'000; ++i) wire.answer();
      sender.join();
    }
  });
  Wire other(running.port());
  for (int i = 0; i < 20; ++i) CHECK(other.send(get("/other")).answer().body == "GET /other [] ");
  enough = true;
  flood.get();
}

TEST_CASE("many more connections than threads are served, and idle ones cost no thread") {
  http::ServerOptions options;
  options.threads = GENERATE(1, 2);
  const auto running = start(echo, options);
  std::vector<std::unique_ptr<Wire>> wires;
  for (int i = 0; i < 400; ++i) wires.push_back(std::make_unique<Wire>(running.port()));
  for (int round = 0; round < 2; ++round)
    for (const auto& wire : wires) REQUIRE(wire->send(get("/")).answer().status == 200);
}

TEST_CASE("connections beyond the limit wait for one to end; that is said once") {
  Notes notes;
  http::ServerOptions options;
  options.connections = 2;
  options.note = notes.taker();
  const auto running = start(echo, options);
  auto first = std::make_unique<Wire>(running.port());
  Wire second(running.port());
  CHECK(first->send(get("/")).answer().status == 200);
  CHECK(second.send(get("/")).answer().status == 200);
  Wire third(running.port());
  Wire fourth(running.port());
  third.send(get("/"));
  CHECK(second.send(get("/")).answer().status == 200);
  CHECK_FALSE(is_readable(third));
  first.reset();
  CHECK(third.answer().status == 200);
  CHECK(notes.lines().size() == 1);
  CHECK_THAT(notes.lines().front(), Catch::Contains("--max-connections"));
}

TEST_CASE("without file descriptors those connected are served; it is said once, and ends") {
  Notes notes;
  http::ServerOptions options;
  options.note = notes.taker();
  const auto running = start(echo, options);
  Wire first(running.port());
  CHECK(first.send(get("/")).answer().status == 200);
  const int late = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int lowest_free = ::dup(late);
  ::close(lowest_free);
  rlimit before{};
  getrlimit(RLIMIT_NOFILE, &before);
  rlimit low = before;
  low.rlim_cur = static_cast<rlim_t>(lowest_free);
  setrlimit(RLIMIT_NOFILE, &low);
  sockaddr_in place{};
  place.sin_family = AF_INET;
  place.sin_port = htons(static_cast<std::uint16_t>(running.port()));
  place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int connected = ::connect(late, reinterpret_cast<const sockaddr*>(&place), sizeof place);
  const std::string request = get("/late");
  const auto sent = ::send(late, request.data(), request.size(), MSG_NOSIGNAL);
  while (notes.lines().empty()) std::this_thread::yield();
  const auto meanwhile = first.send(get("/meanwhile")).answer();
  setrlimit(RLIMIT_NOFILE, &before);
  char buffer[1024];
  const auto got = ::recv(late, buffer, sizeof buffer, 0);
  ::close(late);
  CHECK(connected == 0);
  CHECK(sent == static_cast<ssize_t>(request.size()));
  CHECK(meanwhile.body == "GET /meanwhile [] ");
  CHECK(got > 0);
  Wire next(running.port());
  CHECK(next.send(get("/")).answer().status == 200);
  CHECK(std::ranges::count_if(notes.lines(), [](const std::string& line) {
          return line.find("no file descriptors") != std::string::npos;
        }) == 1);
}

TEST_CASE("unfinished requests of all connections together are limited") {
  http::ServerOptions options;
  options.buffered = 300'000;
  options.limits.body = 300'000;
  const auto running = start([](const http::Request&) { return mock::refusal(200, "small"); }, options);
  const std::string chunked = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n30d40\r\n" +
                              std::string(200'000, 'c') + "\r\n";
  const auto post = [](std::size_t length) {
    return "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: " + std::to_string(length) + "\r\n\r\n" +
           std::string(length, 'a');
  };
  for (int i = 0; i < 3; ++i) {  // what is counted is also taken back
    Wire too_much(running.port());
    CHECK(too_much.send(chunked).answer().status == 503);  // held twice: as it came, and without its framing
    Wire fits(running.port());
    CHECK(fits.send(post(200'000)).answer().status == 200);
  }
}

TEST_CASE("a TLS handshake has to be over in the time for a header") {
  const testing::Certificate certificate("IP:127.0.0.1");
  http::ServerOptions options;
  options.tls = certificate.identity();
  options.times.head = 50ms;
  options.times.idle = 1h;
  const auto running = start(echo, options);
  Wire begins(running.port());
  CHECK(begins.send(std::string_view("\x16\x03\x01\x02", 4)).ends());
}

TEST_CASE("one port takes TLS and plain HTTP") {
  const testing::Certificate certificate("IP:127.0.0.1");
  http::ServerOptions options;
  options.tls = certificate.identity();
  const auto running = start(echo, options);
  Wire plain(running.port());
  CHECK(plain.send(get("/plain")).answer().body == "GET /plain [] ");
  http::TransportOptions transport_options = testing::patient();
  transport_options.ca_file = certificate.file();
  const auto url = http::parse_url("https://127.0.0.1:" + std::to_string(running.port()));
  client::HttplibTransport transport(*client::admit(*url, {}), transport_options);
  const std::string body(100'000, 'x');
  for (int i = 0; i < 3; ++i) {
    const auto reply = transport.exchange({"POST", "/tls?a", {}, body});
    REQUIRE(reply.ok());
    CHECK(reply->body == "POST /tls [a] " + body);
  }
  Wire starts_with_nul(running.port());
  CHECK(starts_with_nul.send(std::string_view("\0GET", 4)).answer().status == 400);
  Wire not_tls(running.port());
  CHECK(not_tls.send("\x16garbage that is no handshake at all").to_end().find("HTTP") == std::string::npos);
}

}  // namespace sellsign::event_front_concurrency_test
