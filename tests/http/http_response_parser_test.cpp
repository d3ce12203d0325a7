#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/response_parser.h"
#include "tests/catch.h"

namespace sellsign::http_response_parser_test {
namespace {

using http::ResponseParser;
using net::Failure;

struct Row {
  const char* name;
  std::string_view bytes;
  bool head;
  bool until_close;
  int status;
  std::string_view body;
};

const Row k_good[] = {
    {"with a length", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", false, false, 200, "hi"},
    {"without a body", "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n", false, false, 500, ""},
    {"without a reason", "HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nhi", false, false, 200, "hi"},
    {"chunked",
     "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;a=b\r\nhe\r\n3\r\nllo\r\n0\r\nX: y\r\n\r\n",
     false, false, 200, "hello"},
    {"until close", "HTTP/1.1 200 OK\r\n\r\nall of it", false, true, 200, "all of it"},
    {"HTTP/1.0", "HTTP/1.0 200 OK\r\n\r\nold", false, true, 200, "old"},
    {"HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", true, false, 200, ""},
    {"204", "HTTP/1.1 204 No Content\r\n\r\n", false, false, 204, ""},
    {"304", "HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n", false, false, 304, ""},
    {"interim",
     "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\n"
     "Content-Length: 1\r\n\r\n!",
     false, false, 200, "!"},
    {"interim before HEAD", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n", true,
     false, 200, ""},
};

void check_result(const ResponseParser& parser, const Row& row) {
  CHECK(parser.done());
  CHECK(parser.response().status == row.status);
  CHECK(parser.response().body == row.body);
  for (const auto& field : parser.response().headers) CHECK(field.first != "Link");
}

TEST_CASE("answers are parsed, at once and byte by byte", "[net]") {
  for (const Row& row : k_good) {
    CAPTURE(row.name);
    for (const std::size_t piece : {row.bytes.size(), std::size_t{1}, std::size_t{7}}) {
      CAPTURE(piece);
      ResponseParser parser(row.head);
      for (std::size_t at = 0; at < row.bytes.size(); at += piece) {
        const std::string_view bytes = row.bytes.substr(at, piece);
        const auto taken = parser.feed(bytes);
        REQUIRE(taken);
        CHECK(*taken == bytes.size());
      }
      CHECK(parser.done() != row.until_close);
      CHECK(parser.finish());
      check_result(parser, row);
    }
  }
}

TEST_CASE("what follows an answer is not taken", "[net]") {
  for (const Row& row : k_good) {
    if (row.until_close) continue;
    CAPTURE(row.name);
    ResponseParser parser(row.head);
    const auto taken = parser.feed(std::string(row.bytes) + "HTTP/1.1 200 OK\r\n");
    REQUIRE(taken);
    CHECK(*taken == row.bytes.size());
    check_result(parser, row);
    const auto more = parser.feed("HTTP");
    REQUIRE(more);
    CHECK(*more == 0);
  }
}

TEST_CASE("header fields keep their order, case and repeats", "[net]") {
  ResponseParser parser;
  REQUIRE(parser.feed(
      "HTTP/1.1 200 Fine\r\nX-b: 1\r\nset-Cookie:a\r\nX-Empty:\r\nSet-Cookie:  b  \r\nContent-Le"));
  REQUIRE(parser.feed("ngth: 0\r\n\r\n"));
  REQUIRE(parser.done());
  const http::Response response = parser.take();
  CHECK(response.reason == "Fine");
  CHECK(response.keep_alive);
  using Fields = std::vector<std::pair<std::string, std::string>>;
  CHECK(
      response.headers ==
      Fields{
          {"X-b", "1"}, {"set-Cookie", "a"}, {"X-Empty", ""}, {"Set-Cookie", "b"}, {"Content-Length", "0"}});
}

TEST_CASE("a connection that is to be closed is told", "[net]") {
  ResponseParser parser;
  REQUIRE(parser.feed("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"));
  CHECK(parser.done());
  CHECK(!parser.response().keep_alive);
}

TEST_CASE("answers that are cut short are broken", "[net]") {
  const std::string_view bytes = GENERATE(values<std::string_view>(
      {"", "HTTP/1.1 2", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n",
       "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nh",
       "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n", "HTTP/1.1 100 Continue\r\n\r\n"}));
  CAPTURE(bytes);
  ResponseParser parser;
  REQUIRE(parser.feed(bytes));
  CHECK(parser.started() == !bytes.empty());
  const auto done = parser.finish();
  REQUIRE(!done);
  CHECK(done.error().kind == Failure::broken);
  CHECK(!parser.done());
}

TEST_CASE("what is not HTTP is told", "[net]") {
  const std::string_view bytes = GENERATE(values<std::string_view>(
      {"SSH-2.0-x\r\n", "GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 two OK\r\n\r\n", "HTTP/1.1 2 OK\r\n\r\n",
       "HTTP/1.1 99 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
       "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
       "HTTP/1.1 200 OK\r\nbad field\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
       "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nxyz0\r\n"}));
  CAPTURE(bytes);
  ResponseParser parser;
  const auto taken = parser.feed(bytes);
  REQUIRE(!taken);
  CHECK(taken.error().kind == Failure::protocol);
}

TEST_CASE("floods meet the limits", "[net]") {
  const http::ResponseLimits limits{.header = 256, .body = 16};
  const std::string start = "HTTP/1.1 200 OK\r\n";
  const std::string chunked = start + "Transfer-Encoding: chunked\r\n\r\n";
  const std::string bytes = GENERATE_COPY(
      start + "X: " + std::string(300, 'x'), start + std::string(300, 'X'),
      start + "X:" + std::string(300, ' '),
      start +
          [] {
            std::string fields;
            for (int i = 0; i < 100; ++i) fields += "X: y\r\n";
            return fields;
          }() +
          "\r\n",
      "HTTP/1.1 200 " + std::string(300, 'r'), start + "Content-Length: 17\r\n\r\n" + std::string(17, 'b'),
      start + "\r\n" + std::string(17, 'b'), chunked + "11\r\n" + std::string(17, 'b'),
      chunked + "1;" + std::string(300, 'e') + "\r\n",
      chunked + "0\r\nX: " + std::string(300, 't') + "\r\n\r\n");
  CAPTURE(bytes);
  for (const std::size_t piece : {bytes.size(), std::size_t{1}}) {
    ResponseParser parser(false, limits);
    bool refused = false;
    for (std::size_t at = 0; at < bytes.size() && !refused; at += piece) {
      const auto taken = parser.feed(std::string_view(bytes).substr(at, piece));
      refused = !taken;
      if (refused) CHECK(taken.error().kind == Failure::limit);
    }
    CHECK(refused);
  }
}

TEST_CASE("a head is too long or not, whatever the pieces it comes in", "[net]") {
  const http::ResponseLimits limits{.header = 256, .body = 1'000};
  const std::string interim = "HTTP/1.1 100 Continue\r\n\r\n", end = "\r\nContent-Length: 300\r\n\r\n";
  for (const std::string& before : {std::string(), interim})
    for (const std::size_t size : {255U, 256U, 257U, 300U}) {
      std::string head = before + "HTTP/1.1 200 OK\r\nX:";
      head += std::string(size - head.size() - end.size(), ' ') + end;
      const std::string bytes = head + std::string(300, 'b');
      for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
        CAPTURE(size, cut);
        ResponseParser parser(false, limits);
        const bool is_read = parser.feed(std::string_view(bytes).substr(0, cut)) &&
                             parser.feed(std::string_view(bytes).substr(cut));
        REQUIRE(is_read == (size <= limits.header));
        REQUIRE(parser.done() == is_read);
      }
    }
}

}  // namespace
}  // namespace sellsign::http_response_parser_test
