#include "base/curl.h"

#include "client/call.h"

namespace sellsign::client {

std::string curl_line(std::string_view base_url, const http::HttpRequest& request, TokenPlace token_place) {
  CurlLine line;
  line.verb = request.verb;
  line.url = std::string(base_url) + request.target;
  for (const auto& [name, value] : request.headers) line.headers.emplace_back(name, header_word(name, value));
  line.body = request.body;
  line.token_in_query = token_place == TokenPlace::query;
  if (token_place == TokenPlace::header) return line.text() + R"( -H "j_token: $SELLSIGN_TOKEN")";
  if (token_place == TokenPlace::cookie) return line.text() + R"( -b "j_token=$SELLSIGN_TOKEN")";
  return line.text();
}

}  // namespace sellsign::client
