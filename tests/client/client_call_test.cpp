#include <cctype>
#include <cstdlib>
#include <future>
#include <string>
#include <vector>

#include "client/call.h"
#include "tests/catch.h"
#include "tests/support/bad_server.h"

namespace sellsign::client_call_test {
namespace {

using client::JsonText;
using client::Parameters;
using client::TokenCarrier;
using client::WireStyle;
using http::HttpRequest;
using testing::BadServer;
using testing::Peer;

const std::string k_path = "/calinda/hub/selling/model/customer/update?action=selectOrCreateCustomer";
const std::string k_text = "&number=A%2B1%20%C3%A9&size=-5&flag=true&raw=%5B1%5D&empty=";
const std::string k_json =
    "{\"number\":\"A+1 \xC3\xA9\",\"size\":-5,\"flag\":true,\"raw\":[1],\"empty\":\"\"}";

HttpRequest encode(WireStyle style, TokenCarrier place, std::string_view token = "!a|b+c/d=") {
  const Parameters parameters{{"number", "A+1 \xC3\xA9"},
                              {"size", std::int64_t{-5}},
                              {"flag", true},
                              {"raw", JsonText{"[1]"}},
                              {"empty", std::string()}};
  return client::encode_call(api::endpoint(api::Call::select_or_create_customer), parameters, style, place,
                             token);
}

TEST_CASE("each wire style puts the parameters in its place", "[client]") {
  struct Row {
    WireStyle style;
    std::string verb;
    std::string target;
    std::string type;
    std::string body;
  };
  const std::string token = "&j_token=%21a%7Cb%2Bc%2Fd%3D";
  const std::vector<Row> rows{
      {WireStyle::query_get, "GET", k_path + k_text + token, "", ""},
      {WireStyle::query_post, "POST", k_path + k_text + token, "", ""},
      {WireStyle::json_post, "POST", k_path + token, "application/json", k_json},
      {WireStyle::form_post, "POST", k_path + token, "application/x-www-form-urlencoded", k_text.substr(1)},
  };
  for (const Row& row : rows) {
    CAPTURE(client::name_of(row.style));
    const HttpRequest request = encode(row.style, TokenCarrier::query);
    CHECK(request.verb == row.verb);
    CHECK(request.target == row.target);
    CHECK(request.body == row.body);
    const std::string* type = http::find_header(request.headers, "content-type");
    CHECK((type == nullptr ? "" : *type) == row.type);
    CHECK(request.headers.size() == (row.type.empty() ? 0u : 1u));
  }
}

TEST_CASE("the token goes where it is told, raw in header and cookie", "[client]") {
  const HttpRequest header = encode(WireStyle::query_get, TokenCarrier::header);
  CHECK(header.target == k_path + k_text);
  CHECK(header.headers == http::Headers{{"j_token", "!a|b+c/d="}});
  const HttpRequest cookie = encode(WireStyle::query_get, TokenCarrier::cookie);
  CHECK(cookie.target == k_path + k_text);
  CHECK(cookie.headers == http::Headers{{"Cookie", "j_token=!a|b+c/d="}});
  for (const TokenCarrier place :
       {TokenCarrier::query, TokenCarrier::header, TokenCarrier::cookie, TokenCarrier::none}) {
    const HttpRequest none = encode(WireStyle::query_get, place, place == TokenCarrier::none ? "token" : "");
    CHECK(none.target == k_path + k_text);
    CHECK(none.headers.empty());
  }
}

TEST_CASE("commands and hub actions have their own URLs", "[client]") {
  const auto target = [](std::string_view id) {
    return client::encode_call(*api::find_endpoint(id), {{"id", std::int64_t{1}}}, WireStyle::query_get,
                               TokenCarrier::none, "")
        .target;
  };
  CHECK(target("do.closeTransaction") == "/calinda/hub/selling/do?m=closeTransaction&id=1");
  CHECK(target("hub.createTemporaryToken") == "/calinda/hub/createTemporaryToken.action?id=1");
}

TEST_CASE("names of styles and places", "[client]") {
  CHECK(client::name_of(WireStyle::query_get) == "query-get");
  CHECK(client::name_of(WireStyle::query_post) == "query-post");
  CHECK(client::name_of(WireStyle::json_post) == "json-post");
  CHECK(client::name_of(WireStyle::form_post) == "form-post");
  CHECK(client::name_of(TokenCarrier::query) == "query");
  CHECK(client::name_of(TokenCarrier::header) == "header");
  CHECK(client::name_of(TokenCarrier::cookie) == "cookie");
  CHECK(client::name_of(TokenCarrier::none) == "none");
}

constexpr const char* k_token = "!t|o'k $e=n+/\"x";

/// What a server receives when a shell runs the line for the request.
std::string received(const HttpRequest& request, TokenCarrier place) {
  std::promise<std::string> seen;
  BadServer server([&seen](Peer& peer, int) {
    seen.set_value(peer.read_request());
    peer.answer("");
  });
  const std::string line = client::curl_line(server.url(), request, place);
  CAPTURE(line);
  CHECK(line.find('\n') == std::string::npos);
  ::setenv("NO_PROXY", "*", 1);
  ::setenv("SELLSIGN_TOKEN", k_token, 1);
  REQUIRE(std::system(line.c_str()) == 0);
  return seen.get_future().get();
}

bool curl_is_there() {
  const bool there = std::system("curl --version >/dev/null 2>&1") == 0;
  if (!there) WARN("curl is not installed: curl lines were not tried");
  return there;
}

TEST_CASE("a curl line sends the very request, whatever its bytes", "[client]") {
  if (!curl_is_there()) return;
  std::string all_bytes;
  for (int byte = 0; byte < 256; ++byte) all_bytes += static_cast<char>(byte);
  const std::vector<HttpRequest> requests{
      encode(WireStyle::query_get, TokenCarrier::header),
      encode(WireStyle::query_post, TokenCarrier::none),
      encode(WireStyle::json_post, TokenCarrier::query),
      encode(WireStyle::form_post, TokenCarrier::cookie),
      {"POST",
       "/a?x=[1-3]&y={a,b}&z='$HOME'",
       {{"Content-Type", "text/it's \"$HOME\" `id` \\n"}, {"X-Empty", ""}},
       "@/etc/hosts"},
      {"PUT", "/a/../b/./c", {}, "it's $HOME \"x\" \\n %s `id` ! -n"},
      {"POST", "/", {{"Content-Type", "application/octet-stream"}}, all_bytes + "\n\n"},
      {"GET", "/body?with=get", {{"Content-Type", "application/json"}}, "-e \\0101 {\"a\":\n1}"},
      {"DELETE", "/", {{"Accept", "x/y"}, {"User-Agent", "me"}}, ""},
  };
  for (const HttpRequest& request : requests) {
    const std::string got = received(request, TokenCarrier::none);
    CAPTURE(got);
    CHECK(got.starts_with(request.verb + " " + request.target + " HTTP/1.1\r\n"));
    CHECK(got.substr(got.find("\r\n\r\n") + 4) == request.body);
    for (const auto& [name, value] : request.headers)
      CHECK(got.find("\r\n" + name + ":" + (value.empty() ? "" : " ") + value + "\r\n") != std::string::npos);
    if (http::find_header(request.headers, "Content-Type") == nullptr)
      CHECK(got.find("Content-Type") == std::string::npos);
  }
}

/// A target as a server reads it: curl writes a space as + and hexadecimal digits in lower case.
std::string canonical(std::string_view target) {
  std::string out;
  for (const char c : target)
    if (c == '+')
      out += "%20";
    else
      out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

TEST_CASE("a curl line puts the token from the environment where the call has it", "[client]") {
  const HttpRequest head{"HEAD", "/", {}, ""};
  CHECK(client::curl_line("http://h", head, TokenCarrier::none).find("j_token") == std::string::npos);
  if (!curl_is_there()) return;
  for (const auto style :
       {WireStyle::query_get, WireStyle::query_post, WireStyle::json_post, WireStyle::form_post}) {
    for (const auto place :
         {TokenCarrier::query, TokenCarrier::header, TokenCarrier::cookie, TokenCarrier::none}) {
      const HttpRequest wanted = encode(style, place, k_token);
      const std::string got = received(encode(style, TokenCarrier::none), place);
      CAPTURE(got);
      CHECK(canonical(got).starts_with(canonical(wanted.verb + " " + wanted.target + " HTTP/1.1\r\n")));
      CHECK(got.ends_with("\r\n\r\n" + wanted.body));
      for (const auto& [name, value] : wanted.headers)
        CHECK(got.find("\r\n" + name + ": " + value + "\r\n") != std::string::npos);
      CHECK((got.find("\r\nj_token: ") != std::string::npos) == (place == TokenCarrier::header));
      CHECK((got.find("\r\nCookie: ") != std::string::npos) == (place == TokenCarrier::cookie));
    }
  }
}

TEST_CASE("a curl line for HEAD does not wait for a body", "[client]") {
  CHECK(client::curl_line("http://h", {"HEAD", "/", {}, ""}, TokenCarrier::none) ==
        "curl -sS -g --path-as-is --head http://h/");
}

}  // namespace
}  // namespace sellsign::client_call_test
