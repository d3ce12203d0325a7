#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "base/result.h"
#include "http/message.h"
#include "mock_server/journal/journal.h"

namespace sellsign::mock {

/// The value of the first header of that name (ASCII case does not count), or nothing.
std::optional<std::string_view> header_of(const RecordedHeaders& headers, std::string_view name);

/// Where the request went, with that query.
std::string recorded_url(const JournalEntry& entry, const std::string& query);

/// The headers of the reply, its content type first.
RecordedHeaders reply_headers_of(const JournalEntry& entry);

/// One entry as lists show it. All of it is shown: let a Redaction clean it first.
nlohmann::ordered_json entry_json(const JournalEntry& entry);

/// JSON as text; bytes that are not UTF-8 become U+FFFD.
std::string text_of(const nlohmann::ordered_json& json, int indent = -1);

/// An answer of the control API about the journal.
http::Reply journal_reply(int status, const nlohmann::ordered_json& json, int indent = -1);

/// `{"error": sentence}`, with `problems` where there are some.
http::Reply journal_error(int status, std::string sentence, const Problems& problems = {});

/// A line for a POSIX shell that sends the request again, correctly quoted whatever the bytes are. Where the
/// entry was cleaned the token is taken from `$SELLSIGN_TOKEN`. What a cut body lacks is said in a comment at
/// the end.
std::string recorded_curl_line(const JournalEntry& entry);

}  // namespace sellsign::mock
