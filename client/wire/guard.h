#pragma once

#include <string>
#include <vector>

#include "api/endpoints.h"
#include "base/result.h"

namespace sellsign::client {

/// A base URL taken apart. `host` is normalised: lower case, no trailing dot, no brackets around IPv6.
struct Url {
  bool tls = false;
  std::string host;
  int port = 0;
  std::string prefix;  ///< path in front of every target, without a trailing slash; mostly empty

  /// `http://host:port/prefix`, the port left out when it is the scheme's own.
  std::string text() const;
};

/// Takes apart `http://host[:port][/prefix]` or `https://...`. Error kind `usage` says what is wrong with it.
/// User names, passwords, queries and fragments are refused.
api::Result<Url> parse_url(std::string_view text);

/// What a run may touch outside this machine.
struct GuardOptions {
  std::vector<std::string> allowed_hosts{};    ///< `--allow-host`, compared after normalisation
  std::vector<api::Effect> allowed_effects{};  ///< `--allow-effects`; `read` is always allowed
};

/// A server that the guard has let through: the very address that was checked is the one to connect to.
struct Target {
  Url url;
  std::string address;  ///< numeric, what the connection is made to
  bool loopback = false;
};

/// Whether `--allow-host` names the URL's host.
bool names_host(const GuardOptions& options, const Url& url);

/// The part of `admit` that asks no DNS: whether the host is one of this machine by its name or number, or
/// `--allow-host` names it. Error kind `refused`.
api::Status check_name(const Url& url, const GuardOptions& options);

/// Checks a base URL before anything is sent. A host that is neither loopback by name or number nor in
/// `allowed_hosts` is refused (kind `refused`) before DNS is asked; `localhost` and allowed names are
/// resolved and the first address is pinned; a name that is not allowed but resolves outside loopback is
/// refused. Kind `unreachable` when it does not resolve.
api::Result<Target> admit(const Url& url, const GuardOptions& options);

/// Whether a step of that effect may be sent there as far as the name tells, before DNS is asked: false is
/// final, true is for the target to say again.
bool may_send(const Url& url, const GuardOptions& options, api::Effect effect);

/// Whether a step of that effect may be sent to that target.
bool may_send(const Target& target, const GuardOptions& options, api::Effect effect);

}  // namespace sellsign::client
