#include "mock_server/service/cors.h"

#include <algorithm>
#include <span>

#include "base/number.h"
#include "base/percent.h"
#include "base/text.h"
#include "mock_server/calls/refusal.h"

namespace sellsign::mock {
namespace {

constexpr std::string_view k_methods = "GET, HEAD, POST, PUT";
constexpr std::string_view k_seconds_to_remember = "600";

bool is_scheme(std::string_view text) {
  return !text.empty() &&
         std::ranges::all_of(text, [](char c) { return is_alnum(c) || c == '-' || c == '+' || c == '.'; });
}

/// Also when it is spelt with percent escapes: another part may decode it.
bool is_admin(std::string_view path) {
  constexpr std::string_view k_admin = "/__admin";
  const bool is_escaped = path.find('%') != std::string_view::npos;
  return is_escaped ? percent_decoded(path).starts_with(k_admin) : path.starts_with(k_admin);
}

bool names(const CorsRule& rule, std::string_view origin) {
  return std::ranges::find(rule.origins, origin) != rule.origins.end();
}

/// Says whose pages may read the answer. `*` does not go with cookies; an origin that is named does.
void allow(const CorsRule& rule, std::string_view origin, http::Reply& reply) {
  if (names(rule, origin)) {
    reply.headers.emplace_back("Access-Control-Allow-Origin", origin);
    reply.headers.emplace_back("Access-Control-Allow-Credentials", "true");
  } else {
    reply.headers.emplace_back("Access-Control-Allow-Origin", "*");
  }
}

bool may_read(const CorsRule& rule, std::string_view origin) {
  return names(rule, origin) || names(rule, "*");
}

/// The asked header fields as a list: monitoring adds its own to every request of a page, and a field that is
/// not allowed would keep the whole request back. What is no name is left out.
std::string allowed_fields(std::string_view asked) {
  std::string allowed;
  while (!asked.empty()) {
    const std::string name = lower(trimmed(take_part(asked, ',')));
    if (http::is_field_name(name)) allowed += (allowed.empty() ? "" : ", ") + name;
  }
  return allowed;
}

/// The answer's own header fields: a page sees no others than those that are named here.
std::string exposed_fields(const http::Reply& reply) {
  std::string names = "X-Mock-Warning, Retry-After, Server-Timing";
  for (const auto& [name, value] : reply.headers)
    if (names.find(name) == std::string::npos) names += ", " + name;
  return names;
}

/// Schemes of addresses whose pages a browser does not run, or whose origin it writes as null.
bool has_no_pages(std::string_view scheme) {
  constexpr std::string_view k_schemes[] = {"ftp",  "ftps", "sftp", "ws",   "wss",
                                            "file", "data", "blob", "about"};
  return std::ranges::find(k_schemes, scheme) != std::end(k_schemes);
}

Error no_pages(std::string_view text, const std::string& scheme) {
  return usage_error(in_quotes(text) + " is the origin of no page: browsers send none that begins with " +
                     scheme + "://; write http:// or https://, or null for pages of files");
}

Error no_origin(std::string_view text) {
  return usage_error(in_quotes(text) +
                     " is no origin: write http://localhost:3000 (scheme, host and port, nothing behind "
                     "them), null, or * for every page");
}

}  // namespace

Result<std::string> parse_origin(std::string_view text) {
  if (text == "*" || text == "null") return std::string(text);
  std::string origin = lower(text);
  const std::size_t scheme = origin.find("://");
  if (scheme == std::string::npos || !is_scheme(origin.substr(0, scheme))) return no_origin(text);
  if (has_no_pages(origin.substr(0, scheme))) return no_pages(text, origin.substr(0, scheme));
  const std::string host = origin.substr(scheme + 3);
  if (host.empty() || host.find_first_of("/?#@*, \t\"<>\\") != std::string::npos) return no_origin(text);
  const std::size_t name_end = host.starts_with('[') ? host.find(']') : 0;
  if (name_end == std::string::npos) return no_origin(text);
  const std::size_t colon = host.find(':', name_end);
  if (colon == std::string::npos) return origin;
  const int port = read_whole<int>(std::string_view(host).substr(colon + 1)).value_or(0);
  if (colon == 0 || port < 1 || port > 65'535) return no_origin(text);
  const bool own =
      (origin.starts_with("http://") && port == 80) || (origin.starts_with("https://") && port == 443);
  return own ? origin.substr(0, scheme + 3 + colon) : origin;
}

std::optional<http::Reply> cors_preflight(const http::Request& request, const CorsRule& rule) {
  if (request.verb != "OPTIONS") return std::nullopt;
  const http::HeaderView* const origin = http::find_header(request, "Origin");
  if (origin == nullptr || is_admin(request.path) ||
      http::find_header(request, "Access-Control-Request-Method") == nullptr)
    return std::nullopt;
  if (rule.origins.empty())
    return refusal(403, "A browser asks whether the page of " + printable(origin->value, 100) +
                            " may call this mock, which was started without --cors: start it with --cors " +
                            printable(origin->value, 100) + ".");
  http::Reply reply;
  if (!may_read(rule, origin->value)) {
    reply = refusal(403, "The origin " + printable(origin->value, 100) + " is none of those of --cors.");
    reply.headers.emplace_back("Vary", "Origin");
    return reply;
  }
  reply.status = 204;
  allow(rule, origin->value, reply);
  reply.headers.emplace_back("Access-Control-Allow-Methods", k_methods);
  if (std::string fields = allowed_fields(http::header_value(request, "Access-Control-Request-Headers"));
      !fields.empty())
    reply.headers.emplace_back("Access-Control-Allow-Headers", std::move(fields));
  reply.headers.emplace_back("Access-Control-Max-Age", k_seconds_to_remember);
  if (http::header_value(request, "Access-Control-Request-Private-Network") == "true")
    reply.headers.emplace_back("Access-Control-Allow-Private-Network", "true");
  reply.headers.emplace_back("Vary", "Origin");
  return reply;
}

void add_cors(const http::Request& request, const CorsRule& rule, http::Reply& reply) {
  if (!is_admin(request.path)) open_to_origin(http::header_value(request, "Origin"), rule, reply);
}

void open_to_origin(std::string_view origin, const CorsRule& rule, http::Reply& reply) {
  if (rule.origins.empty()) return;
  if (!origin.empty() && may_read(rule, origin)) {
    std::string exposed = exposed_fields(reply);
    allow(rule, origin, reply);
    reply.headers.emplace_back("Access-Control-Expose-Headers", std::move(exposed));
    reply.headers.emplace_back("Timing-Allow-Origin", names(rule, "*") ? "*" : origin);
  }
  reply.headers.emplace_back("Vary", "Origin");
}

}  // namespace sellsign::mock
