#pragma once

#include <chrono>
#include <string>

#include "base/result.h"
#include "cli/flags/target.h"
#include "cli/program/flag_row.h"
#include "client/wire/guard.h"
#include "http/client/transport.h"

namespace sellsign::cli {

/// The flags that say where a running mock's control API is, as they were typed.
struct AdminFlags {
  TargetFlags place;        ///< what `add_place_flags` declares
  std::optional<int> port;  ///< 0 is as if it were not given
};

/// Declares them.
void add_admin_flags(FlagRows& rows, AdminFlags& flags);

/// --target; else the mock of --port on this machine; else SELLSIGN_URL, which `sellsign mock -- CMD` sets;
/// else the mock's usual address. Error kind `usage`.
Result<http::Url> admin_url(const AdminFlags& flags);

/// Reads `path` (behind `/__admin/`) of a mock within `most`. Error kinds as of guard and transport.
Result<http::HttpReply> ask_admin(const http::Url& url, const AdminFlags& flags, const std::string& path,
                                  std::chrono::milliseconds most, http::Headers headers = {});

}  // namespace sellsign::cli
