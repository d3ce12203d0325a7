#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/program/flag_row.h"
#include "client/wire/guard.h"
#include "http/client/transport.h"

namespace sellsign::cli {

/// The flags that say how a server is reached, as they were typed.
struct TargetFlags {
  std::string target;
  std::vector<std::string> allowed_hosts;
  std::vector<std::string> allowed_effects;
  std::string ca_file;
  std::string secret_file;
  std::optional<int> timeout_seconds;  ///< nothing: the usual limits
};

/// Declares those that say which server, and how it is trusted.
void add_place_flags(FlagRows& rows, TargetFlags& flags, const std::string& target_help);

/// Declares all of them. `usual_timeout`: what holds without --timeout.
void add_target_flags(FlagRows& rows, TargetFlags& flags, const std::string& target_help,
                      const std::string& usual_timeout = "30 in all, 10 without a byte");

/// --target, else SELLSIGN_URL (which `sellsign mock -- CMD` sets), else the mock's usual address.
std::string url_of_mock(const TargetFlags& flags);

/// What the flags say for the guard, and for the transport.
client::GuardOptions guard_options(const TargetFlags& flags);
http::TransportOptions transport_options(const TargetFlags& flags);

}  // namespace sellsign::cli
