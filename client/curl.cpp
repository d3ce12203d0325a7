#include <algorithm>
#include <string>
#include <string_view>

#include "base/shell.h"
#include "base/text.h"
#include "client/call.h"

namespace sellsign::client {
namespace {

/// Beyond this size curl asks for leave (Expect: 100-continue) before it sends a body.
constexpr std::size_t k_expect_threshold = 1024 * 1024;

bool is_plain(char c) {
  return is_alnum(c) || std::string_view("-._/:=,%+@~").find(c) != std::string_view::npos;
}

std::string word(std::string_view text) {
  if (!text.empty() && std::all_of(text.begin(), text.end(), is_plain)) return std::string(text);
  if (std::none_of(text.begin(), text.end(), is_control)) return single_quoted(text);
  return "\"$(" + printf_command(text) + ")\"";
}

/// A header as -H takes it: one without a value ends with a semicolon.
std::string header_option(const std::string& name, const std::string& value) {
  return " -H " + word(value.empty() ? name + ";" : name + ": " + value);
}

std::string token_option(const http::HttpRequest& request, TokenPlace place) {
  switch (place) {
    case TokenPlace::query:
      return (request.body.empty() ? " -G --data-urlencode" : " --url-query") +
             std::string(" \"j_token=$SELLSIGN_TOKEN\"");
    case TokenPlace::header:
      return " -H \"j_token: $SELLSIGN_TOKEN\"";
    case TokenPlace::cookie:
      return " -b \"j_token=$SELLSIGN_TOKEN\"";
    case TokenPlace::none:
      break;
  }
  return "";
}

std::string verb_option(const http::HttpRequest& request) {
  if (request.verb == "HEAD" && request.body.empty()) return " --head";
  if (request.verb == "GET" && request.body.empty()) return "";
  return " -X " + word(request.verb);
}

}  // namespace

std::string curl_line(std::string_view base_url, const http::HttpRequest& request, TokenPlace token_place) {
  std::string line;
  const bool piped = std::any_of(request.body.begin(), request.body.end(), is_control);
  if (piped) line = printf_command(request.body) + " | ";
  line +=
      "curl -sS -g --path-as-is" + verb_option(request) + " " + word(std::string(base_url) + request.target);
  for (const auto& [name, value] : request.headers) line += header_option(name, value);
  if (!request.body.empty()) {
    if (http::find_header(request.headers, "Content-Type") == nullptr) line += " -H Content-Type:";
    if (request.body.size() > k_expect_threshold) line += " -H Expect:";
    line += piped ? " --data-binary @-" : " --data-raw " + word(request.body);
  }
  return line + token_option(request, token_place);
}

}  // namespace sellsign::client
