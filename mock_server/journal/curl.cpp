#include "base/curl.h"

#include <algorithm>
#include <array>

#include "api/endpoints.h"
#include "base/shell.h"
#include "base/text.h"
#include "mock_server/journal/json.h"
#include "mock_server/journal/redaction.h"

namespace sellsign::mock {
namespace {

/// `header_word`, with the token from the environment where it was hidden.
std::string word_with_token(std::string_view name, std::string_view value) {
  if (value == k_hidden && equal_ignoring_case(name, api::k_token_name))
    return in_quotes(std::string(name) + ": $SELLSIGN_TOKEN");
  const std::string whole = std::string(name) + ": " + std::string(value);
  const std::size_t at = whole.find(k_hidden_token);
  if (!equal_ignoring_case(name, "cookie") || at == std::string::npos) return header_word(name, value);
  const std::string rest = whole.substr(at + k_hidden_token.size());
  return shell_word(whole.substr(0, at)) + std::string(k_token_from_shell) +
         (rest.empty() ? "" : shell_word(rest));
}

bool is_left_to_curl(std::string_view name) {
  constexpr std::array<std::string_view, 5> k_names = {"host", "content-length", "transfer-encoding",
                                                       "connection", "expect"};
  return std::ranges::any_of(k_names, [&](std::string_view left) { return equal_ignoring_case(name, left); });
}

}  // namespace

std::string recorded_curl_line(const JournalEntry& entry) {
  if (entry.verb.empty()) return "# the front refused this before it was a request";
  CurlLine line;
  line.verb = entry.verb;
  std::string query = entry.query;
  line.token_in_query = take_hidden_token(query);
  line.url = recorded_url(entry, query);
  for (const auto& [name, value] : entry.headers)
    if (!is_left_to_curl(name)) line.headers.emplace_back(name, word_with_token(name, value));
  line.body = entry.body;
  line.token_in_body = api::look_of(entry.body) == api::BodyLook::form && take_hidden_token(line.body);
  if (entry.body_is_whole) return line.text();
  return line.text() + "  # the journal kept " + std::to_string(entry.body.size()) + " of " +
         std::to_string(entry.body_bytes) + " bytes of the body";
}

}  // namespace sellsign::mock
