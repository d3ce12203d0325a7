#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "mock_server/journal/journal.h"

namespace sellsign::mock {

/// The value of the first header of that name (ASCII case does not count), or nothing.
std::optional<std::string_view> header_of(const JournalEntry& entry, std::string_view name);

/// The headers of the reply, its content type first.
std::vector<std::pair<std::string, std::string>> reply_headers_of(const JournalEntry& entry);

/// One entry as lists show it. All of it is shown: let a Redaction clean it first.
nlohmann::ordered_json entry_json(const JournalEntry& entry);

/// JSON as text; bytes that are not UTF-8 become U+FFFD.
std::string text_of(const nlohmann::ordered_json& json, int indent = -1);

/// A line for a POSIX shell that sends the request again, correctly quoted whatever the bytes are. Where the
/// entry was cleaned the token is taken from `$SELLSIGN_TOKEN`. What a cut body lacks is said in a comment at
/// the end. `scheme`: http or https; the host is that of the request.
std::string recorded_curl_line(const JournalEntry& entry, std::string_view scheme);

}  // namespace sellsign::mock
