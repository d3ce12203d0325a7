#include "mock_server/service/service.h"
#include "tests/catch.h"
#include "tests/support/wire.h"

namespace sellsign::cors_concurrency_test {
namespace {

using testing::Wire;

/// The values of a header field, joined.
std::string field(const http::Response& answer, std::string_view name) {
  std::string all;
  for (const auto& [key, value] : answer.headers)
    if (key == name) all += (all.empty() ? "" : ", ") + value;
  return all;
}

bool has_cors(const http::Response& answer) {
  return std::ranges::any_of(answer.headers,
                             [](const auto& row) { return row.first.starts_with("Access-Control-"); });
}

http::Reply warned(const http::Request& /*request*/) {
  http::Reply reply;
  reply.body = "answer";
  reply.headers.emplace_back("X-Mock-Warning", "w");
  reply.headers.emplace_back("X-Mock-Other", "o");
  return reply;
}

testing::RunningServer start(std::string_view kind, std::vector<std::string> origins) {
  return testing::start_server(kind,
                               [rule = mock::CorsRule{std::move(origins)}](const http::Request& request) {
                                 if (auto preflight = mock::cors_preflight(request, rule))
                                   return *std::move(preflight);
                                 http::Reply reply = warned(request);
                                 mock::add_cors(request, rule, reply);
                                 return reply;
                               });
}

http::Response ask(const testing::RunningServer& running, const std::string& verb, const std::string& target,
                   const std::string& fields) {
  return Wire(running.port())
      .send(verb + " " + target + " HTTP/1.1\r\nHost: h\r\n" + fields + "\r\n")
      .answer();
}

constexpr const char* k_page = "Origin: http://localhost:3000\r\n";
const std::string k_question = std::string(k_page) + "Access-Control-Request-Method: POST\r\n";

TEST_CASE("a browser's question is answered for every page, or for those named") {
  const std::string kind = GENERATE("event", "threads");
  const auto [rule, allowed, credentials] = GENERATE(table<std::string, std::string, std::string>(
      {{"*", "*", ""}, {"http://localhost:3000", "http://localhost:3000", "true"}}));
  const auto running = start(kind, {rule});
  const http::Response sound =
      ask(running, "OPTIONS", "/calinda/hub/selling/do",
          k_question +
              "Access-Control-Request-Headers: content-type, J_Token,x-trace,  sentry-trace, b3, x-a b,\r\n"
              "Access-Control-Request-Private-Network: true\r\n");
  CHECK(sound.status == 204);
  CHECK(sound.body.empty());
  CHECK(field(sound, "Access-Control-Allow-Origin") == allowed);
  CHECK(field(sound, "Access-Control-Allow-Credentials") == credentials);
  CHECK(field(sound, "Access-Control-Allow-Methods") == "GET, HEAD, POST, PUT");
  CHECK(field(sound, "Access-Control-Allow-Headers") == "content-type, j_token, x-trace, sentry-trace, b3");
  CHECK(field(sound, "Access-Control-Allow-Private-Network") == "true");
  CHECK(field(sound, "Access-Control-Max-Age") == "600");
  CHECK(field(sound, "Vary") == "Origin");
  CHECK(field(sound, "X-Mock-Warning").empty());  // the mock was not asked
}

TEST_CASE("what was not asked for is not allowed") {
  const auto running = start("event", {"*"});
  const http::Response answer = ask(running, "OPTIONS", "/", k_question);
  CHECK(answer.status == 204);
  CHECK(field(answer, "Access-Control-Allow-Headers").empty());
  CHECK(field(answer, "Access-Control-Allow-Private-Network").empty());
}

TEST_CASE("an answer without content has neither a length nor a type, and the connection goes on") {
  const auto running = start("event", {"*"});
  Wire wire(running.port());
  const http::Response answer = wire.send("OPTIONS / HTTP/1.1\r\nHost: h\r\n" + k_question + "\r\n").answer();
  CHECK(answer.reason == "No Content");
  CHECK(field(answer, "Content-Length").empty());
  CHECK(field(answer, "Content-Type").empty());
  CHECK(wire.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").answer().body == "answer");
}

TEST_CASE("ordinary answers are opened to the page that asked") {
  const std::string kind = GENERATE("event", "threads");
  const auto running = start(kind, {"http://localhost:3000", "https://a.example"});
  const http::Response mine = ask(running, "GET", "/calinda/x", k_page);
  CHECK(mine.body == "answer");
  CHECK(field(mine, "Access-Control-Allow-Origin") == "http://localhost:3000");
  CHECK(field(mine, "Access-Control-Expose-Headers") ==
        "X-Mock-Warning, Retry-After, Server-Timing, X-Mock-Other");
  CHECK(field(mine, "Timing-Allow-Origin") == "http://localhost:3000");
  CHECK(field(mine, "Vary") == "Origin");

  const http::Response other = ask(running, "GET", "/calinda/x", "Origin: http://localhost:3001\r\n");
  CHECK(other.status == 200);  // only its page may not read it
  CHECK_FALSE(has_cors(other));
  CHECK(field(other, "Vary") == "Origin");

  const http::Response none = ask(running, "GET", "/calinda/x", "");
  CHECK_FALSE(has_cors(none));
  CHECK(field(none, "Vary") == "Origin");
}

TEST_CASE("a page that is not named is told so") {
  const auto running = start("event", {"http://localhost:3000"});
  const http::Response answer = ask(running, "OPTIONS", "/calinda/x",
                                    "Origin: http://evil.example\r\nAccess-Control-Request-Method: GET\r\n");
  CHECK(answer.status == 403);
  CHECK_FALSE(has_cors(answer));
  CHECK_THAT(answer.body, Catch::Contains("http://evil.example") && Catch::Contains("--cors"));
}

TEST_CASE("the control API is never opened, however it is spelt") {
  const auto running = start("event", {"*"});
  for (const char* path : {"/__admin", "/__admin/state", "/%5f%5Fadmin/state", "/__%61dmin/state"}) {
    INFO(path);
    const http::Response question = ask(running, "OPTIONS", path, k_question);
    CHECK(question.status == 200);  // whatever the handler says
    CHECK_FALSE(has_cors(question));
    CHECK_FALSE(has_cors(ask(running, "GET", path, k_page)));
  }
  CHECK(has_cors(ask(running, "GET", "/calinda/__admin", k_page)));
}

TEST_CASE("a mock without --cors names it to the page that asks") {
  const auto off = start("event", {});
  const http::Response question = ask(off, "OPTIONS", "/calinda/x", k_question);
  CHECK(question.status == 403);
  CHECK_FALSE(has_cors(question));
  CHECK_THAT(question.body, Catch::Contains("--cors http://localhost:3000"));
  CHECK(field(ask(off, "GET", "/calinda/x", k_page), "Vary").empty());
}

TEST_CASE("what the front refuses can be read by the page that sent it") {
  mock::ServiceOptions options;
  options.cors.origins = {"http://localhost:3000"};
  options.each_namespace.mock.settings.refused_form = "json";
  mock::Service service(options);
  http::ServerOptions front;
  front.limits.body = 100;
  front.refused = [&](http::Reply& refusal, std::string_view origin) {
    service.note_refused(refusal, origin);
  };
  const auto running =
      testing::start_server([&](const http::Request& request) { return service.handle(request); }, front);
  for (const auto& [request, status] :
       {std::pair{"GET /" + std::string(9000, 'a') + " HTTP/1.1\r\nHost: h\r\n" + k_page + "\r\n", 414},
        {"POST /a HTTP/1.1\r\nHost: h\r\n" + std::string(k_page) + "Content-Length: 101\r\n\r\n", 413}}) {
    const http::Response answer = Wire(running.port()).send(request).answer();
    CHECK(answer.status == status);
    CHECK(field(answer, "Access-Control-Allow-Origin") == "http://localhost:3000");
    CHECK_THAT(field(answer, "Date"), Catch::EndsWith(" GMT"));
    CHECK(answer.body.starts_with("{\"error\":\"The request "));
  }
}

TEST_CASE("OPTIONS that is no browser's question reaches the mock") {
  const std::string kind = GENERATE("event", "threads");
  const auto on = start(kind, {"*"});
  CHECK(ask(on, "OPTIONS", "/calinda/x", k_page).body == "answer");
  CHECK(ask(on, "OPTIONS", "/calinda/x", "Access-Control-Request-Method: GET\r\n").body == "answer");
}

TEST_CASE("origins are read as browsers write them") {
  for (const auto& [text, origin] : {std::pair{"*", "*"},
                                     {"null", "null"},
                                     {"http://localhost:3000", "http://localhost:3000"},
                                     {"HTTPS://A.example", "https://a.example"},
                                     {"http://a.example:80", "http://a.example"},
                                     {"https://a.example:443", "https://a.example"},
                                     {"https://a.example:80", "https://a.example:80"},
                                     {"http://[::1]:3000", "http://[::1]:3000"},
                                     {"http://[::1]", "http://[::1]"},
                                     {"capacitor://localhost", "capacitor://localhost"}}) {
    INFO(text);
    const auto read = mock::parse_origin(text);
    REQUIRE(read);
    CHECK(*read == origin);
  }
  for (const char* text : {"", "localhost", "http://", "http://a/", "http://a/b", "http://a?b", "http://u@a",
                           "http://a:", "http://a:0", "http://a:70000", "http://a:1x", "http://:80",
                           "http://*.a", "http://[::1", "//a", "ftp://a", "FILE://a", "ws://a:80"}) {
    INFO(text);
    REQUIRE_FALSE(mock::parse_origin(text));
    CHECK(mock::parse_origin(text).error().kind == ErrorKind::usage);
  }
}

}  // namespace
}  // namespace sellsign::cors_concurrency_test
