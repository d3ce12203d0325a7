#pragma once

#include <string>

#include "api/result.h"

namespace CLI {
class App;
}

namespace sellsign::cli {

/// Declares --secret-file.
void add_secret_flags(CLI::App& app, std::string& secret_file);

/// The client's token: SELLSIGN_TOKEN, else the first line of the file. Empty when there is neither; never from the command line,
/// which others can see. Error kind `usage`: the file cannot be read or is empty.
api::Result<std::string> client_token(const std::string& secret_file);

}  // namespace sellsign::cli
