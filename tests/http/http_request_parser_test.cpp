#include <string>
#include <vector>

#include "http/request_parser.h"
#include "tests/catch.h"

namespace sellsign::http_request_parser_test {

using sellsign::http::RequestLimits;
using sellsign::http::RequestParser;
using Progress = RequestParser::Progress;

/// Feeds all that has come after every `step` bytes, from a buffer that moves each time.
Progress feed_in_steps(RequestParser& parser, const std::string& text, std::size_t step,
                       std::string& buffer) {
  for (std::size_t seen = 0; seen < text.size();) {
    seen = std::min(seen + step, text.size());
    std::string moved(text, 0, seen);
    buffer.swap(moved);
    const Progress progress = parser.feed(buffer);
    if (progress != Progress::more) return progress;
  }
  return Progress::more;
}

TEST_CASE("targets with a prefix may have a longer body") {
  RequestLimits limits;
  limits.body = 4;
  limits.long_prefix = "/long/";
  limits.long_body = 8;
  const auto status = [&](const std::string& target, const std::string& rest) {
    RequestParser parser(limits);
    const auto progress = parser.feed("POST " + target + " HTTP/1.1\r\nHost: h\r\n" + rest);
    return progress == RequestParser::Progress::refused ? parser.fault().status : 200;
  };
  const std::string plain = "Content-Length: 8\r\n\r\n12345678";
  const std::string chunks = "Transfer-Encoding: chunked\r\n\r\n4\r\n1234\r\n4\r\n5678\r\n0\r\n\r\n";
  for (const std::string& body : {plain, chunks}) {
    CHECK(status("/long/x", body) == 200);
    CHECK(status("/long", body) == 413);
    CHECK(status("/other", body) == 413);
  }
  CHECK(status("/long/x", "Content-Length: 9\r\n\r\n") == 413);
}

TEST_CASE("a request is found whatever the pieces that it comes in") {
  struct Row {
    std::string text;
    std::string method, target, value, body;
    bool keep_alive;
  };
  const std::string host = "Host: h\r\n";
  for (const Row& row : std::vector<Row>{
           {"GET /a?b=c HTTP/1.1\r\nHost: h\r\n\r\n", "GET", "/a?b=c", "h", "", true},
           {"\r\nHEAD / HTTP/1.1\r\nhOST:h \t\r\nConnection: close\r\n\r\n", "HEAD", "/", "h", "", false},
           {"POST /a HTTP/1.1\r\nHost:\r\nContent-Length: 3\r\n\r\nabc", "POST", "/a", "", "abc", true},
           {"PUT /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: "
            "chunked\r\n\r\n2;x=y\r\nab\r\n1\r\nc\r\n0\r\nT: v\r\n\r\n",
            "PUT", "/a", "h", "abc", true},
           {"GET /a HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nab", "GET", "/a", "h", "ab", true},
           {"GET /a HTTP/1.0\r\nHost: h\r\n\r\n", "GET", "/a", "h", "", false},
           {"GET /a HTTP/1.0\r\nHost: h\r\nConnection: keep-alive\r\n\r\n", "GET", "/a", "h", "", true},
           {"GET /a HTTP/1.0\r\nHost: h\r\nConnection: close, keep-alive\r\n\r\n", "GET", "/a", "h", "",
            false},
           {"GET /a HTTP/1.1\r\nHost: h\r\nConnection: keep-alive, close\r\n\r\n", "GET", "/a", "h", "",
            false},
           {"GET /a HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", "GET", "/a", "[::1]:80", "", true},
           {"GET /a HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n", "GET", "/a", "h", "",
            true},
           {"POST /a HTTP/1.0\r\nHost: h\r\n\r\n", "POST", "/a", "h", "", false},
           {"POST /a HTTP/1.0\r\nHost: h\r\nExpect: a miracle\r\n\r\n", "POST", "/a", "h", "", false},
           {"GET http://x/a HTTP/1.1\r\nHost: h\r\n\r\n", "GET", "http://x/a", "h", "", true}})
    for (const std::size_t step : {std::size_t{1}, std::size_t{2}, std::size_t{7}, std::size_t{1000}}) {
      INFO(row.text << "\nin steps of " << step);
      RequestParser parser{RequestLimits{}};
      std::string buffer;
      REQUIRE(feed_in_steps(parser, row.text, step, buffer) == Progress::whole);
      CHECK(parser.length() == row.text.size());
      CHECK(parser.method() == row.method);
      CHECK(parser.target(buffer) == row.target);
      CHECK(parser.field_value(buffer, 0) == row.value);
      CHECK(parser.body(buffer) == row.body);
      CHECK(parser.keep_alive() == row.keep_alive);
    }
}

TEST_CASE("what is malformed, or smuggles, is refused with its status") {
  struct Row {
    std::string text;
    int status;
  };
  const std::string post = "POST /a HTTP/1.1\r\nHost: h\r\n";
  for (const Row& row : std::vector<Row>{
           {post + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
           {post + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n", 400},
           {post + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc", 400},
           {post + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", 400},
           {post + "Content-Length: 1, 1\r\n\r\na", 400},
           {post + "Content-Length: -5\r\n\r\n", 400},
           {post + "Content-Length: +5\r\n\r\nabcde", 400},
           {post + "Content-Length: 5x\r\n\r\nabcde", 400},
           {post + "Content-Length: 99999999999999999999\r\n\r\n", 400},
           {post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 501},
           {post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501},
           {post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n", 400},
           {post + "Transfer-Encoding: chunked\r\n\r\n1\nab0\n\n", 400},
           {post + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", 400},
           {post + "Transfer-Encoding: chunked\r\n\r\n1\r\nxyz0\r\n\r\n", 400},
           {post + "Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\r0\r\n\r\n", 400},
           {post + "Transfer-Encoding: chunked\r\n\r\n1\r\nx\n\n0\r\n\r\n", 400},
           {post + "Transfer-Encoding: chunked\r\n\r\n0\r\nA: b\r\n c\r\n\r\n", 400},
           {post + "Transfer-Encoding: chunked\r\n\r\n0\r\n: b\r\n\r\n", 400},
           {post + "Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\nA:\r\n c\r\n\r\n", 400},
           {post + "Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\nT: v\r\n: b\r\n\r\n", 400},
           {post + "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n", 400},
           {"POST /a HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
           {"GET /a HTTP/1.1\r\n\r\n", 400},
           {"GET /a HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400},
           {"GET /a HTTP/1.1\nHost: h\n\n", 400},
           {"GET /a HTTP/1.1\r\nHost: h\r\nA: b\r\n c\r\n\r\n", 400},
           {"GET /a HTTP/1.1\r\nHost: h\r\nA : b\r\n\r\n", 400},
           {"GET /a HTTP/1.1\r\n Host: h\r\n\r\n", 400},
           {"GET /a HTTP/1.1\r\nHost: h\r\nA: b" + std::string(1, '\0') + "c\r\n\r\n", 400},
           {"GET /a HTTP/1.1\r\nHost: h\r\nA: b\rc\r\n\r\n", 400},
           {"GET /a b HTTP/1.1\r\nHost: h\r\n\r\n", 400},
           {"GET  /a HTTP/1.1\r\nHost: h\r\n\r\n", 400},
           {"GET /a\r\n\r\n", 505},
           {"GET /a HTTP/2.0\r\nHost: h\r\n\r\n", 505},
           {"GET /a HTTP/3.7\r\nHost: h\r\n\r\n", 400},
           {post + "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n", 400},
           {post + "Content-Length:\r\n 3\r\n\r\nabc", 400},
           {"GET /a HTTP/1.1\r\nHost:\r\n\th\r\n\r\n", 400},
           {"GET /a HTTP/1.1\r\nHost: h\r\nA: b\r\n\n", 400},
           {"GET /a HTTP/1.1\r\nHost: h\r\nA: b\r\n\rX", 400},
           {"GET /a HTTP/1.1\nHost: h\r\n\r\n", 400},
           {"GET /a HTTP/1.1\r\nHost: h\n\r\n", 400},
           {"GET /a HTTP/1.1\r\nHost: h\r\n: b\r\n\r\n", 400},
           {"GET /a  HTTP/1.1\r\nHost: h\r\n\r\n", 400},
           {"DESCRIBE /a RTSP/1.0\r\nHost: h\r\n\r\n", 400},
           {post + "Transfer-Encoding: chunked\r\n\r\n" + std::string(200'000, '0'), 400},
           {"NONSENSE /a HTTP/1.1\r\nHost: h\r\n\r\n", 501},
           {"get /a HTTP/1.1\r\nHost: h\r\n\r\n", 501},
           {"\r\nGETS /a HTTP/1.0\r\n\r\n", 501},
           {"NONSENSE /a\r\n\r\n", 400},
           {"NONSENSE /a RTSP/1.0\r\n\r\n", 400},
           {"NONSENSE /" + std::string(9000, 'a'), 400},
           {"hello world\r\n", 400},
           {"GET /a HTTP/1.1\r\nHost: a b\r\n\r\n", 400},
           {"GET /a HTTP/1.1\r\nHost: a/b\r\n\r\n", 400},
           {"GET /a HTTP/1.1\r\nHost: c@d\r\n\r\n", 400},
           {"GET /a HTTP/1.1\r\nHost: h?x#y\r\n\r\n", 400},
           {"\x16\x03\x01\x02", 400},
           {post + "Expect: a miracle\r\n\r\n", 417},
           {"GET /" + std::string(9000, 'a') + " HTTP/1.1\r\nHost: h\r\n\r\n", 414},
           {"GET /" + std::string(9000, 'a'), 414},
           {"GET /a HTTP/1.1\r\nHost: h\r\nA: " + std::string(40'000, 'a'), 431},
           {"GET /a HTTP/1.1\r\nHost: h\r\n" + std::string(40'000, 'a'), 431},
           {post + "Content-Length: 17000000\r\n\r\n", 413},
           {post + "Transfer-Encoding: chunked\r\n\r\n1;" + std::string(40'000, 'a'), 431},
           {post + "Transfer-Encoding: chunked\r\n\r\n0\r\nT: " + std::string(40'000, 'a'), 431}})
    for (const std::size_t step : {std::size_t{1}, std::size_t{100'000}}) {
      INFO(row.text.substr(0, 120) << "\nin steps of " << step);
      RequestParser parser{RequestLimits{}};
      std::string buffer;
      REQUIRE(feed_in_steps(parser, row.text, step, buffer) == Progress::refused);
      CHECK(parser.fault().status == row.status);
      CHECK(parser.fault().sentence.ends_with('.'));
    }
}

TEST_CASE("what is no HTTP/1.1 is told what to change") {
  struct Row {
    std::string text;
    int status;
    std::string cure;
  };
  for (const Row& row :
       std::vector<Row>{{"GET /a?firstname=Jean Luc HTTP/1.1\r\nHost: h\r\n\r\n", 400, "%20"},
                        {"GET /a?firstname=Jean  HTTP/1.1\r\nHost: h\r\n\r\n", 400, "%20"},
                        {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505, "--http1.1"},
                        {std::string("\x16\x03\x01\x02\x00\x01", 6), 400, "--tls-auto"},
                        {"POST /a HTTP/1.0\r\n\r\nbody", 411, "Content-Length"},
                        {"GET  /a HTTP/1.1\r\nHost: h\r\n\r\n", 400, "request line"}}) {
    INFO(row.text);
    RequestParser parser{RequestLimits{}};
    CHECK(parser.feed(row.text) == Progress::refused);
    CHECK(parser.fault().status == row.status);
    CHECK_THAT(parser.fault().sentence, Catch::Contains(row.cure));
  }
}

TEST_CASE("the number of header fields and the chunked body are limited") {
  RequestLimits limits;
  limits.fields = 3;
  limits.body = 10;
  RequestParser fields(limits);
  CHECK(fields.feed("GET / HTTP/1.1\r\nHost: h\r\nA: 1\r\nB: 2\r\nC: 3\r\n\r\n") == Progress::refused);
  CHECK(fields.fault().status == 431);
  RequestParser body(limits);
  CHECK(
      body.feed(
          "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nabcdef\r\n6\r\nabcdef\r\n") ==
      Progress::refused);
  CHECK(body.fault().status == 413);
}

TEST_CASE("pipelined requests end where the next one begins") {
  const std::string first = "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nxy";
  const std::string both = first + "GET /b HTTP/1.1\r\nHost: h\r\n\r\n";
  RequestParser parser{RequestLimits{}};
  REQUIRE(parser.feed(both) == Progress::whole);
  CHECK(parser.length() == first.size());
  CHECK(parser.body(both) == "xy");
  parser.reset();
  CHECK_FALSE(parser.started());
  const std::string_view second = std::string_view(both).substr(first.size());
  REQUIRE(parser.feed(second) == Progress::whole);
  CHECK(parser.target(second) == "/b");
}

TEST_CASE("a client that waits for the go-ahead is noticed once") {
  RequestParser parser{RequestLimits{}};
  std::string text = "POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-Continue\r\nContent-Length: 2\r\n\r\n";
  CHECK(parser.feed(text) == Progress::wants_go_ahead);
  text += "a";
  CHECK(parser.feed(text) == Progress::more);
  text += "b";
  CHECK(parser.feed(text) == Progress::whole);
}

}  // namespace sellsign::http_request_parser_test
