#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/result.h"
#include "cli/program/flag_row.h"
#include "mock_server/data/generate.h"
#include "mock_server/service/service.h"

namespace sellsign::cli {

/// The flags around the mock itself (data, journal, namespaces, control API), as they were typed.
struct ServiceFlags {
  static constexpr std::size_t k_admin_max_body = std::size_t{256} << 20U;

  mock::ServiceOptions options;  ///< what needs no more reading
  std::string generate;
  std::string data;
  std::string faults;  ///< a file
  std::string journal = "on";
  mock::JournalOptions journal_options;
  std::string isolate = "off";
  std::optional<int> admin_port;  ///< nothing: the control API is on the mock's own port
  std::string admin_token_file;
  std::size_t admin_max_body = k_admin_max_body;
  bool no_admin = false;
  bool allow_overrides = false;
  std::string advice = "on";
};

/// Declares them.
void add_service_flags(FlagRows& rows, ServiceFlags& flags);

/// Turns them into options around those of the mock.
mock::ServiceOptions service_options(const ServiceFlags& flags, mock::MockOptions mock);

}  // namespace sellsign::cli
