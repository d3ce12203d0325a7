#include "client/wire/guard.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "net/socket.h"

namespace sellsign::client {
namespace {

/// The address to pin. On this machine IPv4 goes first: that is where servers for tests listen.
std::string pick(const std::vector<std::string>& addresses, bool local_name) {
  const auto v4 = std::find_if(addresses.begin(), addresses.end(),
                               [](const std::string& address) { return address.find(':') == address.npos; });
  return local_name && v4 != addresses.end() ? *v4 : addresses.front();
}

bool is_allowed(const GuardOptions& options, api::Effect effect) {
  return effect == api::Effect::read ||
         std::find(options.allowed_effects.begin(), options.allowed_effects.end(), effect) !=
             options.allowed_effects.end();
}

}  // namespace

bool is_local_name(const http::Url& url) {
  const std::string host = http::normalise_host(url.host);
  return host == "localhost" || net::is_loopback(host);
}

bool names_host(const GuardOptions& options, const http::Url& url) {
  const std::string host = http::normalise_host(url.host);
  return std::any_of(options.allowed_hosts.begin(), options.allowed_hosts.end(),
                     [&](const std::string& name) { return http::normalise_host(name) == host; });
}

Result<> check_name(const http::Url& url, const GuardOptions& options) {
  if (is_local_name(url) || names_host(options, url)) return std::monostate{};
  const std::string host = http::normalise_host(url.host);
  return Error{ErrorKind::refused, host +
                                       " is not this machine; nothing was sent. If it may be touched, say "
                                       "so with --allow-host " +
                                       host};
}

Result<http::Target> admit(const http::Url& url, const GuardOptions& options) {
  if (auto known = check_name(url, options); !known) return known.error();
  const std::string host = http::normalise_host(url.host);
  const bool local_name = is_local_name(url);
  const bool allowed = names_host(options, url);
  auto addresses = net::resolve(host);
  if (!addresses) return Error{ErrorKind::unreachable, addresses.error().message};

  http::Target target{url, pick(*addresses, local_name), false};
  const bool here = net::is_loopback(target.address);
  if (!allowed && !here)
    return Error{ErrorKind::refused,
                 host + " resolves to " + target.address + ", which is not this machine; nothing was sent"};
  // A name that is mapped to this machine may be a tunnel to the real host: only a local name counts as
  // local.
  target.loopback = local_name && here;
  return target;
}

bool may_send(const http::Url& url, const GuardOptions& options, api::Effect effect) {
  return is_local_name(url) || is_allowed(options, effect);
}

bool may_send(const http::Target& target, const GuardOptions& options, api::Effect effect) {
  return target.loopback || is_allowed(options, effect);
}

}  // namespace sellsign::client
