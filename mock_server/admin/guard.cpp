#include "mock_server/admin/guard.h"

#include <algorithm>
#include <array>

#include <openssl/crypto.h>

#include "base/base64.h"
#include "base/text.h"
#include "mock_server/admin/reply.h"

namespace sellsign::mock {
namespace {

/// A host without its port; brackets of IPv6 kept.
std::string_view without_port(std::string_view host) {
  if (host.starts_with('[')) {
    const std::size_t end = host.find(']') + 1;
    return end == 0 || (end < host.size() && host[end] != ':') ? "" : host.substr(0, end);
  }
  return host.substr(0, host.find(':'));
}

bool is_loopback_name(std::string_view host) {
  const std::string name = lower(without_port(host));
  const bool digits = !name.empty() && name.find_first_not_of("0123456789.") == std::string::npos;
  return name == "localhost" || name.ends_with(".localhost") || name == "[::1]" ||
         (digits && name.starts_with("127."));
}

bool is_same_secret(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

/// Bearer, or Basic with the token as the password of whatever user: that is what browsers can ask for.
bool has_token(const http::Request& request, std::string_view token) {
  constexpr std::string_view k_bearer = "Bearer ", k_basic = "Basic ";
  constexpr std::size_t k_longest_credentials = k_basic.size() + 4096;
  const std::string_view given = http::header_value(request, "Authorization");
  if (token.empty()) return false;
  if (given.starts_with(k_bearer)) return is_same_secret(given.substr(k_bearer.size()), token);
  if (!given.starts_with(k_basic) || given.size() > k_longest_credentials) return false;
  const std::string pair = decode_base64(given.substr(k_basic.size())).value_or("");
  const std::size_t colon = pair.find(':');
  return colon != std::string::npos && is_same_secret(std::string_view(pair).substr(colon + 1), token);
}

/// Whether the page that sends this is one of another site; programs other than browsers send neither header.
bool is_cross_site(const http::Request& request) {
  const std::string_view site = http::header_value(request, "Sec-Fetch-Site"),
                         origin = http::header_value(request, "Origin");
  if (site == "cross-site" || site == "same-site") return request.verb != "GET";
  if (origin.empty()) return false;
  const std::size_t scheme = origin.find("://");
  return scheme == std::string_view::npos ||
         lower(origin.substr(scheme + 3)) != lower(http::header_value(request, "Host"));
}

bool is_forwarded(const http::Request& request) {
  constexpr std::array<std::string_view, 5> k_signs = {"Forwarded", "X-Forwarded-For", "X-Forwarded-Host",
                                                       "X-Real-IP", "Via"};
  return std::ranges::any_of(k_signs, [&](auto name) { return http::find_header(request, name) != nullptr; });
}

bool is_json(std::string_view content_type) {
  const std::string type = lower(content_type.substr(0, content_type.find(';')));
  return type == "application/json" || type == "application/json " || type.ends_with("+json");
}

/// The page is, where there is no token: with one, browsers have to ask for it before they run the page.
bool is_open(std::string_view verb, std::string_view path, std::string_view token) {
  const bool open = path == "livez" || path == "readyz" || (path.empty() && token.empty());
  return (verb == "GET" || verb == "HEAD") && open;
}

}  // namespace

std::optional<http::Reply> guard_admin(const http::Request& request, std::string_view path,
                                       std::string_view token) {
  if (is_open(request.verb, path, token)) return std::nullopt;
  const bool knows_token = has_token(request, token);
  if (!token.empty() && !knows_token) {
    http::Reply reply = admin_error(401, "the control API wants its token: Authorization: Bearer ...");
    reply.headers.emplace_back("WWW-Authenticate",
                               "Basic realm=\"sellsign control API: the token is the password\"");
    reply.headers.emplace_back("WWW-Authenticate", "Bearer");
    return reply;
  }
  if (!knows_token && is_forwarded(request))
    return admin_error(
        403,
        "the control API takes nothing from proxies without its token (--admin-token-file): to the "
        "mock all their clients are this machine");
  if (!knows_token && !request.from_loopback)
    return admin_error(
        403,
        "the control API answers this machine only; give the mock --admin-token-file FILE, and "
        "send Authorization: Bearer ...");
  if (!knows_token && !is_loopback_name(http::header_value(request, "Host")))
    return admin_error(403,
                       "the control API is asked for by a name that is not of this machine; use localhost or "
                       "127.0.0.1, or --admin-token-file");
  if (is_cross_site(request))
    return admin_error(403, "the control API takes nothing from pages of other sites");
  if (!request.body.empty() && !is_json(http::header_value(request, "Content-Type")))
    return admin_error(415, "a body must be JSON: Content-Type: application/json");
  return std::nullopt;
}

}  // namespace sellsign::mock
