#include <string>

#include "client/wire/guard.h"
#include "tests/catch.h"

namespace sellsign::client_guard_test {
namespace {

using api::Effect;
using client::GuardOptions;

http::Url url_of(std::string_view text) {
  const auto url = http::parse_url(text);
  REQUIRE(url);
  return *url;
}

TEST_CASE("base URLs are taken apart and normalised", "[client]") {
  struct Row {
    const char* text;
    bool tls;
    const char* host;
    int port;
    const char* prefix;
    const char* normal;
  };
  const auto row = GENERATE(values<Row>({
      {"http://localhost", false, "localhost", 80, "", "http://localhost"},
      {"https://Cloud.Example.com./", true, "cloud.example.com", 443, "", "https://cloud.example.com"},
      {"HTTP://127.0.0.1:8080/a/b//", false, "127.0.0.1", 8080, "/a/b", "http://127.0.0.1:8080/a/b"},
      {"https://[::1]:8443/x", true, "::1", 8443, "/x", "https://[::1]:8443/x"},
      {"http://[0:0:0:0:0:0:0:1]:80", false, "::1", 80, "", "http://[::1]"},
      {"http://a-b_c.example:443", false, "a-b_c.example", 443, "", "http://a-b_c.example:443"},
      {"https://h:80", true, "h", 80, "", "https://h:80"},
  }));
  CAPTURE(row.text);
  const http::Url url = url_of(row.text);
  CHECK(url.tls == row.tls);
  CHECK(url.host == row.host);
  CHECK(url.port == row.port);
  CHECK(url.prefix == row.prefix);
  CHECK(url.text() == row.normal);
  CHECK(url_of(url.text()).text() == row.normal);
}

TEST_CASE("what is no base URL is refused, without repeating secrets", "[client]") {
  const char* text =
      GENERATE("", "localhost:8080", "ftp://localhost", "http:/localhost", "http://", "http:///x",
               "http://:80", "http://.", "http://a..b", "http://.a", "http://a..", "http://-a", "http://h:0",
               "http://h:65536", "http://h:8x", "http://h:", "http://h:-1", "http://S3CRET@h",
               "http://u:S3CRET@h/", "http://h?j_token=S3CRET", "http://h/p#S3CRET", "http://h /",
               "http://h\n/", "http://h\xC3\xA9", "http://[::1", "http://[127.0.0.1]", "http://[::1]x",
               "http://[fe80::1%25lo]", "http://::1", "http://a%2eb", "http://localhost\\@evil.example");
  CAPTURE(text);
  const auto url = http::parse_url(text);
  REQUIRE(!url);
  CHECK(url.error().kind == ErrorKind::usage);
  CHECK(!url.error().message.empty());
  CHECK(url.error().message.find("S3CRET") == std::string::npos);
}

TEST_CASE("this machine is let through and pinned", "[client]") {
  struct Row {
    const char* text;
    const char* address;
  };
  const auto row = GENERATE(values<Row>({{"http://127.0.0.1:1", "127.0.0.1"},
                                         {"http://127.9.9.9:1", "127.9.9.9"},
                                         {"http://[::1]:1", "::1"},
                                         {"http://[::ffff:127.0.0.1]:1", "::ffff:127.0.0.1"},
                                         {"http://LOCALHOST.:1", "127.0.0.1"}}));
  CAPTURE(row.text);
  const auto target = client::admit(url_of(row.text), {});
  REQUIRE(target);
  CHECK(target->address == row.address);
  CHECK(target->loopback);
  for (const Effect effect : {Effect::read, Effect::write, Effect::notify, Effect::bill})
    CHECK(client::may_send(*target, {}, effect));
}

TEST_CASE("other hosts are refused before anything is sent", "[client]") {
  const char* text = GENERATE("http://192.0.2.1", "https://cloud.sellandsign.com", "http://0.0.0.0",
                              "http://127.1", "http://2130706433", "http://localhost.example", "http://[::]",
                              "http://[2001:db8::1]", "http://no-such-name.invalid");
  CAPTURE(text);
  const GuardOptions options{.allowed_hosts = {"other.example"}, .allowed_effects = {Effect::bill}};
  const auto target = client::admit(url_of(text), options);
  REQUIRE(!target);
  CHECK(target.error().kind == ErrorKind::refused);
  CHECK(target.error().message.find(url_of(text).host) != std::string::npos);
}

TEST_CASE("an allowed host is let through with the allowed effects", "[client]") {
  const GuardOptions options{.allowed_hosts = {"192.0.2.1", "[2001:DB8:0::1]"},
                             .allowed_effects = {Effect::write}};
  const char* text = GENERATE("http://192.0.2.1", "http://[2001:db8::1]");
  const auto target = client::admit(url_of(text), options);
  REQUIRE(target);
  CHECK(!target->loopback);
  CHECK(client::may_send(*target, options, Effect::read));
  CHECK(client::may_send(*target, options, Effect::write));
  CHECK(!client::may_send(*target, options, Effect::notify));
  CHECK(!client::may_send(*target, options, Effect::bill));
  CHECK(client::may_send(*target, {}, Effect::read));
  CHECK(!client::may_send(*target, {}, Effect::write));
}

TEST_CASE("what the name alone tells is known before DNS is asked", "[client]") {
  const std::string name(64, 'a');  // longer than a label can be: fails without asking anyone
  const struct {
    std::string url;
    GuardOptions options;
    bool known, may_write;
  } k_rows[] = {{"http://localhost:1", {}, true, true},
                {"http://127.0.0.1:1", {}, true, true},
                {"http://" + name, {}, false, false},
                {"http://" + name, {{name}, {}}, true, false},
                {"http://" + name, {{name}, {Effect::write}}, true, true}};
  for (const auto& row : k_rows) {
    CAPTURE(row.url);
    CHECK(client::check_name(url_of(row.url), row.options).ok() == row.known);
    CHECK(client::may_send(url_of(row.url), row.options, Effect::read));
    CHECK(client::may_send(url_of(row.url), row.options, Effect::write) == row.may_write);
  }
}

TEST_CASE("an allowed name that does not resolve is unreachable", "[client]") {
  const std::string name(64, 'a');  // longer than a label can be: fails without asking anyone
  const auto target = client::admit(url_of("http://" + name), {{std::string(64, 'A') + "."}, {}});
  REQUIRE(!target);
  CHECK(target.error().kind == ErrorKind::unreachable);
}

}  // namespace
}  // namespace sellsign::client_guard_test
