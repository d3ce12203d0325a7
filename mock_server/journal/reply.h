#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "base/result.h"
#include "http/message.h"

namespace sellsign::mock {

/// An answer of the control API about the journal.
http::Reply journal_reply(int status, const nlohmann::ordered_json& json, int indent = -1);

/// `{"error": sentence}`, with `problems` where there are some.
http::Reply journal_error(int status, std::string sentence, const Problems& problems = {});

}  // namespace sellsign::mock
