#include "client/wire/guard.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "net/socket.h"

namespace sellsign::client {
namespace {

constexpr int k_http_port = 80;
constexpr int k_https_port = 443;
constexpr int k_last_port = 65'535;

api::Error usage(std::string message) { return {api::ErrorKind::usage, std::move(message)}; }

/// Lower case, no brackets, no trailing dot, IPv6 in its usual form: two spellings of one host compare equal.
std::string normalise_host(std::string_view host) {
  if (host.size() >= 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  if (!host.empty() && host.back() == '.') host.remove_suffix(1);
  const std::string text = lower(host);
  return net::numeric_address(text).value_or(text);
}

bool is_host_name(std::string_view host) {
  return !host.empty() && host.front() != '-' && std::all_of(host.begin(), host.end(), [](char c) {
    return is_alnum(c) || c == '-' || c == '.' || c == '_';
  });
}

/// The host at the front of `rest`, which loses it. Brackets hold an IPv6 address.
api::Result<std::string> take_host(std::string_view& rest) {
  if (rest.starts_with('[')) {
    const std::size_t close = rest.find(']');
    const std::string_view inside = rest.substr(1, close == rest.npos ? rest.npos : close - 1);
    if (close == rest.npos || inside.find(':') == inside.npos || !net::numeric_address(inside))
      return usage("the base URL has brackets that do not hold an IPv6 address");
    rest.remove_prefix(close + 1);
    return normalise_host(inside);
  }
  const std::string_view host = rest.substr(0, rest.find(':'));
  if (host.empty()) return usage("the base URL has no host; write http://127.0.0.1:8080 or https://host");
  if (!is_host_name(host))
    return usage(
        "the base URL's host has characters that no host name has; an international name is written as "
        "xn--...");
  rest.remove_prefix(host.size());
  std::string normal = normalise_host(host);
  if (normal.empty() || normal.find("..") != normal.npos || normal.front() == '.')
    return usage("the base URL's host has an empty label");
  return normal;
}

api::Result<int> take_port(std::string_view rest, bool tls) {
  if (rest.empty()) return tls ? k_https_port : k_http_port;
  if (rest.front() != ':') return usage("the base URL has something other than a port after the host");
  rest.remove_prefix(1);
  int port = 0;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), port);
  if (error != std::errc() || end != rest.data() + rest.size() || port < 1 || port > k_last_port)
    return usage("the base URL's port is not a number from 1 to 65535");
  return port;
}

bool is_url_text(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

/// The address to pin. On this machine IPv4 goes first: that is where servers for tests listen.
std::string pick(const std::vector<std::string>& addresses, bool local_name) {
  const auto v4 = std::find_if(addresses.begin(), addresses.end(),
                               [](const std::string& address) { return address.find(':') == address.npos; });
  return local_name && v4 != addresses.end() ? *v4 : addresses.front();
}

bool is_local_name(const Url& url) {
  const std::string host = normalise_host(url.host);
  return host == "localhost" || net::is_loopback(host);
}

bool is_allowed(const GuardOptions& options, api::Effect effect) {
  return effect == api::Effect::read ||
         std::find(options.allowed_effects.begin(), options.allowed_effects.end(), effect) !=
             options.allowed_effects.end();
}

}  // namespace

std::string Url::text() const {
  std::string result = tls ? "https://" : "http://";
  result += host.find(':') == host.npos ? host : "[" + host + "]";
  if (port != (tls ? k_https_port : k_http_port)) result += ":" + std::to_string(port);
  return result + prefix;
}

api::Result<Url> parse_url(std::string_view text) {
  Url url;
  const std::size_t scheme_end = text.find("://");
  const std::string scheme = lower(text.substr(0, scheme_end == text.npos ? 0 : scheme_end));
  if (scheme != "http" && scheme != "https") return usage("a base URL begins with http:// or https://");
  url.tls = scheme == "https";
  std::string_view rest = text.substr(scheme_end + 3);
  if (!is_url_text(rest))
    return usage("the base URL has a space, a control character or a character outside ASCII");

  // What follows may hold secrets, so the messages do not repeat it.
  if (rest.find('?') != rest.npos) return usage("a base URL has no query; a token is given apart from it");
  if (rest.find('#') != rest.npos) return usage("a base URL has no fragment");
  const std::size_t slash = std::min(rest.find('/'), rest.size());
  std::string_view authority = rest.substr(0, slash);
  if (authority.find('@') != authority.npos) return usage("a base URL has no user name and no password");

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

bool names_host(const GuardOptions& options, const Url& url) {
  const std::string host = normalise_host(url.host);
  return std::any_of(options.allowed_hosts.begin(), options.allowed_hosts.end(),
                     [&](const std::string& name) { return normalise_host(name) == host; });
}

api::Status check_name(const Url& url, const GuardOptions& options) {
  if (is_local_name(url) || names_host(options, url)) return std::monostate{};
  const std::string host = normalise_host(url.host);
  return api::Error{api::ErrorKind::refused,
                    host +
                        " is not this machine; nothing was sent. If it may be touched, say "
                        "so with --allow-host " +
                        host};
}

api::Result<Target> admit(const Url& url, const GuardOptions& options) {
  if (auto known = check_name(url, options); !known) return known.error();
  const std::string host = normalise_host(url.host);
  const bool local_name = is_local_name(url);
  const bool allowed = names_host(options, url);
  auto addresses = net::resolve(host);
  if (!addresses) return api::Error{api::ErrorKind::unreachable, addresses.error().message};

  Target target{url, pick(*addresses, local_name), false};
  const bool here = net::is_loopback(target.address);
  if (!allowed && !here)
    return api::Error{api::ErrorKind::refused, host + " resolves to " + target.address +
                                                   ", which is not this machine; nothing was sent"};
  // A name that is mapped to this machine may be a tunnel to the real host: only a local name counts as
  // local.
  target.loopback = local_name && here;
  return target;
}

bool may_send(const Url& url, const GuardOptions& options, api::Effect effect) {
  return is_local_name(url) || is_allowed(options, effect);
}

bool may_send(const Target& target, const GuardOptions& options, api::Effect effect) {
  return target.loopback || is_allowed(options, effect);
}

}  // namespace sellsign::client
