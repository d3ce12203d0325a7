#include "http/client/url.h"

#include <algorithm>

#include "base/number.h"
#include "base/text.h"
#include "net/socket.h"

namespace sellsign::http {
namespace {

constexpr int k_http_port = 80;
constexpr int k_https_port = 443;
constexpr int k_last_port = 65'535;

bool is_host_name(std::string_view host) { return is_identifier(host, host.npos) && host.front() != '-'; }

/// The host at the front of `rest`, which loses it. Brackets hold an IPv6 address.
Result<std::string> take_host(std::string_view& rest) {
  if (rest.starts_with('[')) {
    const std::size_t close = rest.find(']');
    const std::string_view inside = rest.substr(1, close == rest.npos ? rest.npos : close - 1);
    if (close == rest.npos || inside.find(':') == inside.npos || !net::numeric_address(inside))
      return usage_error("the base URL has brackets that do not hold an IPv6 address");
    rest.remove_prefix(close + 1);
    return http::normalise_host(inside);
  }
  const std::string_view host = rest.substr(0, rest.find(':'));
  if (host.empty())
    return usage_error("the base URL has no host; write http://127.0.0.1:8080 or https://host");
  if (!is_host_name(host))
    return usage_error(
        "the base URL's host has characters that no host name has; an international name is written as "
        "xn--...");
  rest.remove_prefix(host.size());
  std::string normal = http::normalise_host(host);
  if (normal.empty() || normal.find("..") != normal.npos || normal.front() == '.' || normal.back() == '.')
    return usage_error("the base URL's host has an empty label");
  return normal;
}

Result<int> take_port(std::string_view rest, bool tls) {
  if (rest.empty()) return tls ? k_https_port : k_http_port;
  if (rest.front() != ':') return usage_error("the base URL has something other than a port after the host");
  rest.remove_prefix(1);
  const int port = read_whole<int>(rest).value_or(0);
  if (port < 1 || port > k_last_port)
    return usage_error("the base URL's port is not a number from 1 to 65535");
  return port;
}

bool is_url_text(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

}  // namespace

std::string normalise_host(std::string_view host) {
  if (host.size() >= 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  if (!host.empty() && host.back() == '.') host.remove_suffix(1);
  const std::string text = lower(host);
  return net::numeric_address(text).value_or(text);
}

std::string Url::text() const {
  std::string result = tls ? "https://" : "http://";
  result += host.find(':') == host.npos ? host : "[" + host + "]";
  if (port != (tls ? k_https_port : k_http_port)) result += ":" + std::to_string(port);
  return result + prefix;
}

Result<Url> parse_url(std::string_view text) {
  Url url;
  const std::size_t scheme_end = text.find("://");
  const std::string scheme = lower(text.substr(0, scheme_end == text.npos ? 0 : scheme_end));
  if (scheme != "http" && scheme != "https") return usage_error("a base URL begins with http:// or https://");
  url.tls = scheme == "https";
  std::string_view rest = text.substr(scheme_end + 3);
  if (!is_url_text(rest))
    return usage_error("the base URL has a space, a control character or a character outside ASCII");

  // What follows may hold secrets, so the messages do not repeat it.
  if (rest.find('?') != rest.npos)
    return usage_error("a base URL has no query; a token is given apart from it");
  if (rest.find('#') != rest.npos) return usage_error("a base URL has no fragment");
  const std::size_t slash = std::min(rest.find('/'), rest.size());
  std::string_view authority = rest.substr(0, slash);
  if (authority.find('@') != authority.npos)
    return usage_error("a base URL has no user name and no password");

  auto host = take_host(authority);
  if (!host) return host.error();
  auto port = take_port(authority, url.tls);
  if (!port) return port.error();
  url.host = std::move(host).value();
  url.port = *port;
  url.prefix = rest.substr(slash);
  while (url.prefix.ends_with('/')) url.prefix.pop_back();
  return url;
}

}  // namespace sellsign::http
