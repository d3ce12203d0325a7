#include <algorithm>
#include <array>

#include "base/shell.h"
#include "mock_server/journal/json.h"
#include "mock_server/journal/redaction.h"

namespace sellsign::mock {
namespace {

constexpr std::string_view k_from_shell = "\"j_token=$SELLSIGN_TOKEN\"";

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("-._/:=,%+@").find(c) != std::string_view::npos;
}

/// One word of a shell's line. A command substitution loses line feeds at the end; a word here ends with
/// none, for no field of HTTP does.
std::string word(std::string_view text) {
  if (!text.empty() && std::ranges::all_of(text, is_plain)) return std::string(text);
  if (std::ranges::none_of(text, is_control)) return single_quoted(text);
  return "\"$(" + printf_command(text) + ")\"";
}

bool same(std::string_view a, std::string_view b) {
  const http::HeaderView header{a, ""};
  http::Request one;
  one.headers = {&header, 1};
  return http::find_header(one, b) != nullptr;
}

std::string header_option(std::string_view name, std::string_view value) {
  if (value == k_hidden && same(name, "j_token")) return " -H \"" + std::string(name) + ": $SELLSIGN_TOKEN\"";
  const std::string whole = std::string(name) + (value.empty() ? ";" : ": " + std::string(value));
  const std::size_t at = whole.find(k_hidden_token);
  if (!same(name, "cookie") || at == std::string::npos) return " -H " + word(whole);
  const std::string rest = whole.substr(at + k_hidden_token.size());
  return " -H " + word(whole.substr(0, at)) + std::string(k_from_shell) + (rest.empty() ? "" : word(rest));
}

std::string body_option(std::string body, bool look_for_token) {
  const bool token = look_for_token && take_hidden_token(body);
  const bool piped = std::ranges::any_of(body, is_control);
  std::string options;
  if (!body.empty()) options = piped ? " --data-binary @-" : " --data-raw " + word(body);
  return options + (token ? " --data-urlencode " + std::string(k_from_shell) : "");
}

bool is_left_to_curl(std::string_view name) {
  constexpr std::array<std::string_view, 5> k_names = {"host", "content-length", "transfer-encoding",
                                                       "connection", "expect"};
  return std::ranges::any_of(k_names, [&](std::string_view left) { return same(name, left); });
}

}  // namespace

std::string curl_line(const JournalEntry& entry, std::string_view scheme) {
  if (entry.verb.empty()) return "# the front refused this before it was a request";
  std::string query = entry.query;
  const bool token_in_query = take_hidden_token(query);
  const bool has_body = !entry.body.empty();
  const std::string host(header_of(entry, "Host").value_or("127.0.0.1"));
  std::string line;
  if (std::ranges::any_of(entry.body, is_control)) line = printf_command(entry.body) + " | ";
  line += "curl -sS -g --path-as-is";
  if (entry.verb == "HEAD" && !has_body)
    line += " --head";
  else if (entry.verb != "GET" || has_body)
    line += " -X " + word(entry.verb);
  const std::string target = entry.path + (query.empty() ? "" : "?" + query);
  line += " " + word(std::string(scheme) + "://" + host + target);
  for (const auto& [name, value] : entry.headers)
    if (!is_left_to_curl(name)) line += header_option(name, value);
  if (has_body && !header_of(entry, "Content-Type")) line += " -H Content-Type:";
  if (has_body) line += body_option(entry.body, look_of(entry.body) == BodyLook::form);
  if (token_in_query)
    line += (has_body ? " --url-query " : " -G --data-urlencode ") + std::string(k_from_shell);
  if (!entry.body_is_whole)
    line += "  # the journal kept " + std::to_string(entry.body.size()) + " of " +
            std::to_string(entry.body_bytes) + " bytes of the body";
  return line;
}

}  // namespace sellsign::mock
