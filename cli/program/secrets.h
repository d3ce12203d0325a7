#pragma once

#include <string>

#include "base/redactor.h"
#include "base/result.h"

namespace sellsign::cli {

/// The first line of a file. Empty when no file is named. Error kind `usage`: it cannot be read or its first
/// line is empty.
Result<std::string> token_of_file(const std::string& file);

/// The client's token: SELLSIGN_TOKEN, else the first line of the file. Empty when there is neither; never
/// from the command line, which others can see. Error kind `usage`: the file cannot be read or is empty.
Result<std::string> client_token(const std::string& secret_file);

/// A redactor that knows the client's token; says on stderr when the token is too short to be told from
/// ordinary text.
Redactor redactor_for(const std::string& token);

}  // namespace sellsign::cli
