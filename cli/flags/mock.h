#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "cli/flags/client.h"
#include "cli/program/flag_row.h"
#include "http/server/server.h"
#include "mock_server/mock/mock.h"

namespace sellsign::cli {

/// The flags that say how a mock behaves, as they were typed.
struct MockFlags {
  http::ServerOptions front;
  mock::MockOptions options;  ///< what needs no more reading
  ClientFlags clients;
  std::string front_name = "event";  ///< the only one that is left
  std::string mode = "lenient";
  std::vector<std::string> settings;  ///< name=value
  std::string token_file;
  std::string seed_data;
  bool list_settings = false;
};

/// The settings of --set as text: name, choices, what it turns, and the statement.
std::string settings_help();

/// Declares them.
void add_mock_flags(FlagRows& rows, MockFlags& flags);

/// Turns them into options. Error kind `usage`: an unknown setting or value; `internal`: a file that cannot
/// be read.
Result<mock::MockOptions> mock_options(const MockFlags& flags);

}  // namespace sellsign::cli
