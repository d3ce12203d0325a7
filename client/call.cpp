#include "client/call.h"

#include <type_traits>

#include "api/json_writer.h"
#include "base/curl.h"
#include "base/percent.h"

namespace sellsign::client {
namespace {

using api::k_token_name;

std::string text_of(const ParameterValue& value) {
  return std::visit(
      [](const auto& held) -> std::string {
        using Held = std::remove_cvref_t<decltype(held)>;
        if constexpr (std::is_same_v<Held, std::string>) {
          return held;
        } else if constexpr (std::is_same_v<Held, bool>) {
          return held ? "true" : "false";
        } else if constexpr (std::is_same_v<Held, JsonText>) {
          return held.text;
        } else {
          return std::to_string(held);
        }
      },
      value);
}

void append_pair(std::string& query, std::string_view name, std::string_view value) {
  if (!query.empty()) query += '&';
  query.append(name).append("=").append(encode_component(value));
}

void append_pairs(std::string& query, const Parameters& parameters) {
  for (const Parameter& parameter : parameters) append_pair(query, parameter.name, text_of(parameter.value));
}

std::string json_of(const Parameters& parameters) {
  std::string body = "{";
  for (const Parameter& parameter : parameters) {
    if (body.size() > 1) body += ',';
    append_json(body, parameter.name, HtmlEscape::off);
    body += ':';
    if (const auto* text = std::get_if<std::string>(&parameter.value))
      append_json(body, *text, HtmlEscape::off);
    else
      body += text_of(parameter.value);
  }
  return body += '}';
}

}  // namespace

std::string_view name_of(WireStyle style) {
  constexpr std::string_view k_names[] = {"query-get", "query-post", "json-post", "form-post"};
  return k_names[static_cast<std::size_t>(style)];
}

std::string_view name_of(TokenCarrier place) {
  constexpr std::string_view k_names[] = {"query", "header", "cookie", "none"};
  return k_names[static_cast<std::size_t>(place)];
}

http::HttpRequest encode_call(const api::Endpoint& endpoint, const Parameters& parameters, WireStyle style,
                              TokenCarrier place, std::string_view token) {
  http::HttpRequest request;
  request.verb = style == WireStyle::query_get ? "GET" : "POST";
  std::string query = api::selector_of(endpoint);
  switch (style) {
    case WireStyle::query_get:
    case WireStyle::query_post:
      append_pairs(query, parameters);
      break;
    case WireStyle::json_post:
      request.headers.emplace_back("Content-Type", "application/json");
      request.body = json_of(parameters);
      break;
    case WireStyle::form_post:
      request.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
      append_pairs(request.body, parameters);
      break;
  }
  if (!token.empty()) {
    if (place == TokenCarrier::query) append_pair(query, k_token_name, token);
    if (place == TokenCarrier::header) request.headers.emplace_back(k_token_name, token);
    if (place == TokenCarrier::cookie)
      request.headers.emplace_back("Cookie", std::string(k_token_name) + "=" + std::string(token));
  }
  request.target = api::path_of(endpoint);
  if (!query.empty()) request.target += "?" + query;
  return request;
}

std::string curl_line(std::string_view base_url, const http::HttpRequest& request, TokenCarrier token_place,
                      std::string_view ca_file) {
  CurlLine line;
  line.ca_file = ca_file;
  line.verb = request.verb;
  line.url = std::string(base_url) + request.target;
  for (const auto& [name, value] : request.headers) line.headers.emplace_back(name, header_word(name, value));
  line.body = request.body;
  line.token_in_query = token_place == TokenCarrier::query;
  if (token_place == TokenCarrier::header) return line.text() + R"( -H "j_token: $SELLSIGN_TOKEN")";
  if (token_place == TokenCarrier::cookie) return line.text() + R"( -b "j_token=$SELLSIGN_TOKEN")";
  return line.text();
}

}  // namespace sellsign::client
