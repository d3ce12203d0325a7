#pragma once

#include <nlohmann/json.hpp>

#include "base/result.h"
#include "http/message.h"
#include "mock_server/store/store.h"

namespace sellsign::mock {

using AdminJson = nlohmann::ordered_json;

/// 200 with JSON.
http::Reply admin_json(const AdminJson& value);
http::Reply admin_text(std::string text, http::StaticText content_type);

/// `{"error": sentence}`.
http::Reply admin_error(int status, std::string_view sentence);

/// An answer that takes long to make; what `work` uses it has to keep alive itself.
http::Reply admin_later(std::function<http::Reply()> work);

/// 422 with `{"error", "problems": [{"where", "what"}]}`.
http::Reply admin_problems(const Problems& problems);

AdminJson json_of(const Counts& counts);

/// Whole number from a query parameter; nothing when it is none or not within the bounds.
std::optional<std::size_t> parse_size(std::string_view text, std::size_t most);

}  // namespace sellsign::mock
