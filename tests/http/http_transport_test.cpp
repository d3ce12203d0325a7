#include <algorithm>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "client/wire/httplib_transport.h"
#include "http/client/exchanges.h"
#include "http/client/raw_transport.h"
#include "net/sigpipe.h"
#include "tests/catch.h"
#include "tests/support/bad_server.h"
#include "tests/support/certificate.h"
#include "tests/support/patient.h"

namespace sellsign::http_transport_test {
namespace {

using namespace std::chrono_literals;
using http::HttpReply;
using http::HttpRequest;
using http::TransportOptions;
using testing::BadServer;
using testing::Certificate;
using testing::Peer;

/// The exchanges of the load engine, for one request at a time.
class OneExchange final : public http::Transport {
 public:
  OneExchange(http::Target target, TransportOptions options)
      : target_(std::move(target)),
        options_(std::move(options)),
        exchanges_(http::make_exchanges(target_, options_)) {}

  Result<http::HttpReply> exchange(const http::HttpRequest& request) override {
    const std::scoped_lock lock(mutex_);
    const net::SigpipeGuard guard;
    const auto deadline = exchanges_->now() + options_.deadlines.total;
    exchanges_->send(0, http::raw_bytes(request, target_.url.prefix, http::host_field(target_.url)),
                     request.verb == "HEAD", deadline);
    std::optional<Result<http::HttpReply>> outcome;
    while (!outcome)
      exchanges_->wait(deadline, [&](const http::Finished& over) {
        if (over.error != nullptr)
          outcome = *over.error;
        else
          outcome = *over.reply;
      });
    return *std::move(outcome);
  }

 private:
  http::Target target_;
  TransportOptions options_;
  std::mutex mutex_;
  std::unique_ptr<http::Exchanges> exchanges_;
};

struct Kind {
  const char* name;
  std::function<std::unique_ptr<http::Transport>(http::Target, TransportOptions)> make;
};

const Kind k_kinds[] = {
    {"httplib",
     [](http::Target target, TransportOptions options) {
       return std::make_unique<client::HttplibTransport>(std::move(target), std::move(options));
     }},
    {"raw",
     [](http::Target target, TransportOptions options) {
       return std::make_unique<http::RawTransport>(std::move(target), std::move(options));
     }},
    // It has one time-out, for the whole exchange.
    {"event", [](http::Target target, TransportOptions options) {
       options.deadlines.total = std::min(options.deadlines.total, options.deadlines.read);
       return std::make_unique<OneExchange>(std::move(target), std::move(options));
     }}};

http::Target target_of(const std::string& url) {
  const auto parsed = http::parse_url(url);
  REQUIRE(parsed);
  const auto target = client::admit(*parsed, {});
  REQUIRE(target);
  return *target;
}

TransportOptions quick(std::chrono::milliseconds read, std::chrono::milliseconds total) {
  TransportOptions options;
  options.deadlines = {.connect = 5s, .read = read, .total = total};
  return options;
}

TEST_CASE("a limit of one's own is a limit of silence, too", "[client]") {
  const struct {
    std::chrono::milliseconds total, connect;
  } k_rows[] = {{1s, 1s}, {5s, 5s}, {11s, 5s}, {60s, 5s}};
  for (const auto& row : k_rows) {
    const auto limits = http::Deadlines::within(row.total);
    CHECK(limits.total == row.total);
    CHECK(limits.read == row.total);
    CHECK(limits.connect == row.connect);
  }
}

/// Answers each request of a connection with "ok".
void be_good(Peer& peer, int) {
  while (!peer.read_request().empty()) peer.answer("ok");
}

TEST_CASE("an exchange brings the answer back", "[client]") {
  for (const Kind& kind : k_kinds) {
    CAPTURE(kind.name);
    BadServer server([](Peer& peer, int) {
      while (!peer.read_request().empty()) peer.answer("{\"a\":1}", "418 Teapot", "X-Seen: Yes\r\n");
    });
    const auto transport = kind.make(target_of(server.url()), {});
    for (int round = 0; round < 3; ++round) {
      const auto reply = transport->exchange({"POST", "/p?q=1", {}, "body"});
      REQUIRE(reply);
      CHECK(reply->status == 418);
      CHECK(reply->body == "{\"a\":1}");
      REQUIRE(http::find_header(reply->headers, "x-seen") != nullptr);
      CHECK(*http::find_header(reply->headers, "x-seen") == "Yes");
      CHECK(reply->service_time > 0ns);
      CHECK(reply->service_time < 5s);
    }
    CHECK(server.connections() == (kind.name == std::string("raw") ? 3 : 1));
  }
}

TEST_CASE("requests reach the wire as they were made", "[client]") {
  std::mutex mutex;
  std::string seen;
  BadServer server([&](Peer& peer, int) {
    for (std::string got; !(got = peer.read_request()).empty(); peer.answer("")) {
      const std::lock_guard lock(mutex);
      seen = got;
    }
  });
  const std::string host = server.url().substr(7);
  for (const Kind& kind : k_kinds) {
    CAPTURE(kind.name);
    const auto transport = kind.make(target_of(server.url() + "/pre"), {});
    const auto sent = [&](const HttpRequest& request) {
      REQUIRE(transport->exchange(request));
      const std::lock_guard lock(mutex);
      return seen;
    };
    const std::string post = sent({"POST", "/a%20b?x=%7C[]", {{"j_token", "!t|o"}}, "line\r\n\0end"});
    CAPTURE(post);
    CHECK(post.starts_with("POST /pre/a%20b?x=%7C[] HTTP/1.1\r\n"));
    CHECK(post.find("\r\nHost: " + host + "\r\n") != post.npos);
    CHECK(post.find("\r\nj_token: !t|o\r\n") != post.npos);
    CHECK(post.find("Content-Type") == post.npos);
    CHECK(post.find("\r\nContent-Length: 6\r\n") != post.npos);
    CHECK(post.ends_with("\r\n\r\nline\r\n"));
    const std::string typed = sent({"PUT", "/", {{"Content-Type", "a/b"}, {"Host", "other"}}, "x"});
    CHECK(typed.find("\r\nHost: other\r\n") != typed.npos);
    CHECK(typed.find(host) == typed.npos);
    CHECK(typed.find("\r\nContent-Type: a/b\r\n") != typed.npos);
    CHECK(sent({"GET", "/", {}, ""}).find("Content-") == std::string::npos);
    CHECK(sent({"DELETE", "/", {}, ""}).starts_with("DELETE /pre/ HTTP/1.1\r\n"));
  }
}

TEST_CASE("the raw transport writes exactly the bytes asked for", "[client]") {
  CHECK(http::raw_bytes({"GET", "/x", {}, ""}, "", "h:1") == "GET /x HTTP/1.1\r\nHost: h:1\r\n\r\n");
  CHECK(http::raw_bytes({"POST", "/x", {{"b", "1"}, {"A", ""}, {"b", "2"}}, "hi"}, "/p", "h") ==
        "POST /p/x HTTP/1.1\r\nHost: h\r\nb: 1\r\nA: \r\nb: 2\r\nContent-Length: 2\r\n\r\nhi");
  CHECK(http::raw_bytes({"POST", "/x", {{"host", "y"}, {"content-length", "9"}}, "hi"}, "", "h") ==
        "POST /x HTTP/1.1\r\nhost: y\r\ncontent-length: 9\r\n\r\nhi");
  CHECK(http::raw_bytes({"POST", "/", {{"Transfer-Encoding", "chunked"}}, "0\r\n\r\n"}, "", "h") ==
        "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
}

TEST_CASE("answers of every framing are understood", "[client]") {
  struct Row {
    const char* verb;
    std::string answer;
    std::string body;
  };
  const std::vector<Row> rows{
      {"GET", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n",
       "hello"},
      {"GET", "HTTP/1.1 200 OK\r\n\r\nuntil close", "until close"},
      {"GET", "HTTP/1.0 200 OK\r\nContent-Length: 3\r\n\r\nold", "old"},
      {"GET", "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi", "hi"},
      {"GET", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n!", "!"},
      {"GET", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n!",
       "!"},
      {"GET", "HTTP/1.1 200 " + std::string(5'000, 'a') + "\r\nContent-Length: 1\r\n\r\n!", "!"},
      {"GET", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nxyz", "xyz"},
      {"HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", ""},
      {"GET", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", ""},
  };
  for (const Kind& kind : k_kinds)
    for (const Row& row : rows) {
      CAPTURE(kind.name, row.answer);
      BadServer server([&row](Peer& peer, int) {
        peer.read_request();
        peer.send(row.answer);
      });
      const auto reply = kind.make(target_of(server.url()), {})->exchange({row.verb, "/", {}, ""});
      REQUIRE(reply);
      CHECK(reply->status == 200);
      CHECK(reply->body == row.body);
    }
}

TEST_CASE("redirects are not followed", "[client]") {
  for (const Kind& kind : k_kinds) {
    CAPTURE(kind.name);
    BadServer server([](Peer& peer, int) {
      while (!peer.read_request().empty()) peer.answer("", "302 Found", "Location: /elsewhere\r\n");
    });
    const auto reply = kind.make(target_of(server.url()), {})->exchange({"GET", "/", {}, ""});
    REQUIRE(reply);
    CHECK(reply->status == 302);
    CHECK(*http::find_header(reply->headers, "Location") == "/elsewhere");
  }
}

TEST_CASE("servers that misbehave give the right kind of error", "[client]") {
  struct Row {
    const char* name;
    std::function<void(Peer&)> script;
    TransportOptions options;
    ErrorKind kind;
  };
  const std::string header = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n";
  TransportOptions small = testing::patient();
  small.largest_body = 10;
  const Row rows[] = {
      {"never answers", [](Peer& peer) { peer.wait_for_client_to_leave(); }, quick(500ms, 60s),
       ErrorKind::timeout},
      {"never answers, total", [](Peer& peer) { peer.wait_for_client_to_leave(); }, quick(60s, 500ms),
       ErrorKind::timeout},
      {"drips its header", [](Peer& peer) { peer.drip("HTTP/1.1 200 OK\r\nX: " + std::string(5'000, 'x')); },
       quick(60s, 500ms), ErrorKind::timeout},
      {"drips its body", [&](Peer& peer) { peer.send(header), peer.drip(std::string(1'000, 'x')); },
       quick(60s, 500ms), ErrorKind::timeout},
      {"drips chunks",
       [](Peer& peer) {
         peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3e8\r\n");
         peer.drip(std::string(1'000, 'x'));
       },
       quick(60s, 500ms), ErrorKind::timeout},
      {"falls silent in its body",
       [&](Peer& peer) { peer.send(header + "x"), peer.wait_for_client_to_leave(); }, quick(500ms, 60s),
       ErrorKind::timeout},
      {"closes without an answer", [](Peer&) {}, quick(60s, 90s), ErrorKind::transport},
      {"resets without an answer", [](Peer& peer) { peer.reset(); }, quick(60s, 90s), ErrorKind::transport},
      {"closes in its header", [](Peer& peer) { peer.send("HTTP/1.1 200 OK\r\nX"); }, quick(60s, 90s),
       ErrorKind::transport},
      {"closes in its body", [&](Peer& peer) { peer.send(header + "half"); }, quick(60s, 90s),
       ErrorKind::transport},
      {"closes in a chunk",
       [](Peer& peer) { peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nx"); },
       quick(60s, 90s), ErrorKind::transport},
      {"is no HTTP server", [](Peer& peer) { peer.send("220 mail ready\r\n"); }, quick(60s, 90s),
       ErrorKind::transport},
      {"has a long status line",
       [](Peer& peer) {
         peer.send("HTTP/1.1 200 " + std::string(50'000, 'a') + "\r\nContent-Length: 0\r\n\r\n");
       },
       quick(60s, 90s), ErrorKind::transport},
      {"has a status line without an end",
       [](Peer& peer) {
         while (peer.send("HTTP/1.1 200 " + std::string(10'000, 'a'))) {
         }
       },
       quick(60s, 90s), ErrorKind::transport},
      {"has a header without an end",
       [](Peer& peer) {
         peer.send("HTTP/1.1 200 OK\r\n");
         while (peer.send("X-Field: " + std::string(1'000, 'x') + "\r\n")) {
         }
       },
       quick(60s, 90s), ErrorKind::transport},
      {"sends interim answers without an end",
       [](Peer& peer) {
         while (peer.send("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n")) {
         }
       },
       quick(60s, 90s), ErrorKind::transport},
      {"has a chunk size without an end",
       [](Peer& peer) {
         peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;");
         while (peer.send(std::string(10'000, 'x'))) {
         }
       },
       quick(60s, 90s), ErrorKind::transport},
      {"has trailers without an end",
       [](Peer& peer) {
         peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n");
         while (peer.send("X-Field: " + std::string(1'000, 'x') + "\r\n")) {
         }
       },
       quick(60s, 90s), ErrorKind::transport},
      {"has a body without an end",
       [](Peer& peer) {
         peer.send("HTTP/1.1 200 OK\r\n\r\n");
         while (peer.send(std::string(10'000, 'x'))) {
         }
       },
       small, ErrorKind::transport},
      {"has two lengths",
       [](Peer& peer) { peer.send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxy"); },
       quick(60s, 90s), ErrorKind::transport},
      {"has a huge length",
       [](Peer& peer) { peer.send("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\nx"); },
       quick(60s, 90s), ErrorKind::transport},
      {"sends too much", [](Peer& peer) { peer.answer(std::string(11, 'x')); }, small, ErrorKind::transport},
  };
  for (const Kind& kind : k_kinds)
    for (const Row& row : rows) {
      CAPTURE(kind.name, row.name);
      BadServer server([&row](Peer& peer, int) {
        peer.read_request();
        row.script(peer);
      });
      const auto reply = kind.make(target_of(server.url()), row.options)->exchange({"GET", "/", {}, ""});
      REQUIRE(!reply);
      CAPTURE(reply.error().message);
      CHECK(reply.error().kind == row.kind);
      CHECK(reply.error().message.find(server.url().substr(7)) != std::string::npos);
      CHECK(server.connections() == 1);
    }
}

TEST_CASE("a server that is not there is unreachable", "[client]") {
  const testing::DeafPort deaf;
  const std::string url = "http://127.0.0.1:" + std::to_string(deaf.port());
  for (const Kind& kind : k_kinds) {
    CAPTURE(kind.name);
    const auto reply = kind.make(target_of(url), {})->exchange({"GET", "/", {}, ""});
    REQUIRE(!reply);
    CHECK(reply.error().kind == ErrorKind::unreachable);
    CHECK(reply.error().message.find("is the server running") != std::string::npos);
  }
}

TEST_CASE("header injection is refused by the ordinary transport", "[client]") {
  BadServer server(be_good);
  client::HttplibTransport transport(target_of(server.url()));
  const HttpRequest requests[] = {{"GET", "/\r\nX: 1", {}, ""},
                                  {"GET", "/", {{"X", "1\r\nY: 2"}}, ""},
                                  {"GET", "/", {{"X\n", "1"}}, ""},
                                  {"G\nT", "/", {}, ""}};
  for (const HttpRequest& request : requests) {
    const auto reply = transport.exchange(request);
    REQUIRE(!reply);
    CHECK(reply.error().kind == ErrorKind::usage);
  }
  CHECK(server.connections() == 0);
}

TEST_CASE("the address that was checked is connected to, under the name", "[client]") {
  for (const Kind& kind : k_kinds) {
    CAPTURE(kind.name);
    std::promise<std::string> seen;
    BadServer server([&](Peer& peer, int) {
      seen.set_value(peer.read_request());
      peer.answer("");
    });
    const auto url = http::parse_url("http://no-such-name.invalid:" + std::to_string(server.port()));
    REQUIRE(url);
    REQUIRE(kind.make({*url, "127.0.0.1", true}, {})->exchange({"GET", "/", {}, ""}));
    CHECK(seen.get_future().get().find("\r\nHost: no-such-name.invalid:") != std::string::npos);
  }
}

TEST_CASE("a kept connection that the server has closed is replaced once", "[client]") {
  // The first connection answers once, takes the next request and closes: what a close in the very moment
  // looks like.
  const auto script = [](Peer& peer, int connection) {
    if (connection > 0) return be_good(peer, connection);
    peer.read_request();
    peer.answer("first");
    peer.read_request();
  };
  BadServer server(script);
  client::HttplibTransport transport(target_of(server.url()));
  CHECK(transport.exchange({"GET", "/", {}, ""})->body == "first");
  const auto second = transport.exchange({"POST", "/", {}, "again"});
  REQUIRE(second);
  CHECK(second->body == "ok");
  CHECK(server.connections() == 2);

  BadServer strict_server(script);
  TransportOptions once = testing::patient();
  once.resend_when_stale = false;
  client::HttplibTransport strict(target_of(strict_server.url()), once);
  REQUIRE(strict.exchange({"GET", "/", {}, ""}));
  const auto refused = strict.exchange({"GET", "/", {}, ""});
  REQUIRE(!refused);
  CHECK(refused.error().kind == ErrorKind::transport);
  CHECK(strict_server.connections() == 1);
}

TEST_CASE("a request is not sent again once an answer has begun, or when time is up", "[client]") {
  const bool silent = GENERATE(true, false);
  BadServer server([silent](Peer& peer, int) {
    peer.read_request();
    peer.answer("first");
    peer.read_request();
    if (silent) return peer.wait_for_client_to_leave();
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx");
  });
  client::HttplibTransport transport(target_of(server.url()), quick(silent ? 3s : 60s, 90s));
  REQUIRE(transport.exchange({"GET", "/", {}, ""}));
  const auto second = transport.exchange({"GET", "/", {}, ""});
  REQUIRE(!second);
  CHECK(second.error().kind == (silent ? ErrorKind::timeout : ErrorKind::transport));
  CHECK(server.connections() == 1);
}

TEST_CASE("an idle connection that was closed is replaced, plain and over TLS", "[client]") {
  const Certificate certificate("IP:127.0.0.1");
  for (SSL_CTX* tls : {static_cast<SSL_CTX*>(nullptr), certificate.server()}) {
    CAPTURE(tls != nullptr);
    BadServer server(
        [](Peer& peer, int) {
          peer.read_request();
          peer.answer("ok");
        },
        tls);
    TransportOptions options = testing::patient();
    options.ca_file = certificate.file();
    client::HttplibTransport transport(target_of(server.url()), options);
    for (int round = 0; round < 5; ++round) {
      const auto reply = transport.exchange({"GET", "/", {}, ""});
      REQUIRE(reply);
      CHECK(reply->body == "ok");
    }
    CHECK(server.connections() == 5);
  }
}

TEST_CASE("many threads share one transport", "[client]") {
  for (const Kind& kind : k_kinds) {
    CAPTURE(kind.name);
    BadServer server([](Peer& peer, int) {
      for (std::string got; !(got = peer.read_request()).empty();)
        peer.answer(got.substr(0, got.find(" HTTP")));
    });
    const auto transport = kind.make(target_of(server.url()), {});
    std::atomic<int> right = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i)
      threads.emplace_back([&, i] {
        for (int round = 0; round < 20; ++round) {
          const std::string target = "/" + std::to_string(i * 100 + round);
          const auto reply = transport->exchange({"GET", target, {}, ""});
          if (reply && reply->body == "GET " + target) ++right;
        }
      });
    for (std::thread& thread : threads) thread.join();
    CHECK(right == 8 * 20);
    if (kind.name == std::string("httplib")) CHECK(server.connections() <= 8);
  }
}

TEST_CASE("a watched exchange does not delay the others' deadlines", "[client]") {
  BadServer server([](Peer& peer, int) { peer.wait_for_client_to_leave(); });
  client::HttplibTransport transport(target_of(server.url()), quick(60s, 500ms));
  std::atomic<int> late = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 6; ++i)
    threads.emplace_back([&] {
      const auto reply = transport.exchange({"GET", "/", {}, ""});
      if (!reply && reply.error().kind == ErrorKind::timeout) ++late;
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(late == 6);
}

TEST_CASE("TLS servers are checked", "[client]") {
  const Certificate certificate("DNS:localhost");
  const Certificate other("DNS:localhost");
  BadServer server(be_good, certificate.server());
  const std::string by_name = "https://localhost:" + std::to_string(server.port());
  struct Row {
    const char* name;
    std::string url;
    bool verify;
    std::string ca_file;
    bool ok;
    std::string words = "";
  };
  const Row rows[] = {{"trusted", by_name, true, certificate.file(), true},
                      {"unknown authority", by_name, true, "", false},
                      {"other authority", by_name, true, other.file(), false},
                      {"wrong name", server.url(), true, certificate.file(), false, "this host"},
                      {"unchecked", server.url(), false, "", true},
                      {"CA file missing", by_name, true, "/nonexistent.pem", false}};
  for (const Kind& kind : k_kinds)
    for (const Row& row : rows) {
      CAPTURE(kind.name, row.name);
      TransportOptions options = testing::patient();
      options.verify_tls = row.verify;
      options.ca_file = row.ca_file;
      const auto reply = kind.make(target_of(row.url), options)->exchange({"GET", "/", {}, ""});
      CHECK(reply.ok() == row.ok);
      if (reply) CHECK(reply->body == "ok");
      if (!reply) {
        CAPTURE(reply.error().message);
        CHECK(reply.error().kind == ErrorKind::unreachable);
        CHECK(reply.error().message.find("CA file") != std::string::npos);
        if (kind.name == std::string("httplib"))
          CHECK(reply.error().message.find(row.words) != std::string::npos);
        CHECK(reply.error().message.find(": ok") == std::string::npos);
      }
    }
}

TEST_CASE("a TLS handshake that never ends is unreachable", "[client]") {
  BadServer server([](Peer& peer, int) { peer.wait_for_client_to_leave(); });
  for (const Kind& kind : k_kinds) {
    CAPTURE(kind.name);
    const auto target = target_of("https://127.0.0.1:" + std::to_string(server.port()));
    const auto reply = kind.make(target, quick(60s, 500ms))->exchange({"GET", "/", {}, ""});
    REQUIRE(!reply);
    CHECK(reply.error().kind == ErrorKind::unreachable);
  }
}

}  // namespace
}  // namespace sellsign::http_transport_test
