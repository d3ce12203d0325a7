#pragma once

#include <string>
#include <vector>

#include "api/endpoints.h"
#include "base/result.h"
#include "http/client/url.h"

namespace sellsign::client {

/// What a run may touch outside this machine.
struct GuardOptions {
  std::vector<std::string> allowed_hosts{};    ///< `--allow-host`, compared after normalisation
  std::vector<api::Effect> allowed_effects{};  ///< `--allow-effects`; `read` is always allowed
};

/// Whether the URL's host is this machine by its name or number; asks no DNS.
bool is_local_name(const http::Url& url);

/// Whether `--allow-host` names the URL's host.
bool names_host(const GuardOptions& options, const http::Url& url);

/// The part of `admit` that asks no DNS: whether the host is one of this machine by its name or number, or
/// `--allow-host` names it. Error kind `refused`.
Result<> check_name(const http::Url& url, const GuardOptions& options);

/// Checks a base URL before anything is sent. A host that is neither loopback by name or number nor in
/// `allowed_hosts` is refused (kind `refused`) before DNS is asked; `localhost` and allowed names are
/// resolved and the first address is pinned; a name that is not allowed but resolves outside loopback is
/// refused. Kind `unreachable` when it does not resolve.
Result<http::Target> admit(const http::Url& url, const GuardOptions& options);

/// Whether a step of that effect may be sent there as far as the name tells, before DNS is asked: false is
/// final, true is for the target to say again.
bool may_send(const http::Url& url, const GuardOptions& options, api::Effect effect);

/// Whether a step of that effect may be sent to that target.
bool may_send(const http::Target& target, const GuardOptions& options, api::Effect effect);

}  // namespace sellsign::client
