#include "mock_server/calls/tokens.h"

#include <algorithm>
#include <array>

#include "base/redactor.h"
#include "base/text.h"
#include "mock_server/calls/named_token.h"
#include "mock_server/calls/refusal.h"

namespace sellsign::mock {
namespace {

constexpr std::string_view k_name = api::k_token_name;

/// The value of a cookie without the quotes that may stand around it (RFC 6265, 4.1.1).
std::string_view unquoted(std::string_view value) {
  const bool quoted = value.size() >= 2 && value.front() == '"' && value.back() == '"';
  return quoted ? value.substr(1, value.size() - 2) : value;
}

/// The value of the cookie, percent-decoded; empty when there is none. A proxy that speaks HTTP/2 to its
/// client may send a field for each cookie.
std::string cookie_token(const http::Request& request) {
  for (const http::HeaderView& header : request.headers) {
    if (!equal_ignoring_case(header.name, "Cookie")) continue;
    for (std::string_view rest = header.value; !rest.empty();) {
      const std::string_view cookie = trimmed(take_part(rest, ';'));
      if (!cookie.starts_with(k_name) || cookie.substr(k_name.size(), 1) != "=") continue;
      return percent_decoded(unquoted(cookie.substr(k_name.size() + 1)), true);  // tokens hold plus signs
    }
  }
  return {};
}

bool is_valid(std::string_view token, const TokenRule& rule) {
  if (token.empty()) return false;
  return rule.only.empty() || std::ranges::find(rule.only, token) != rule.only.end();
}

http::Reply refuse(const Settings& settings, Trace& trace, std::string sentence) {
  trace.facts |= fact::token_refused;
  http::Reply reply = refusal(static_cast<int>(settings.bad_token), std::move(sentence));
  if (settings.bad_token == 302) reply.headers.emplace_back("Location", "/calinda/login");
  return reply;
}

}  // namespace

FoundToken find_token(const ReadRequest& asked, const TokenRule& rule) {
  const api::Argument* const parameter = asked.arguments.find_text(k_name);
  const std::string cookie = cookie_token(asked.request);
  const std::string_view places[] = {trimmed(http::header_value(asked.request, k_name)),
                                     parameter == nullptr ? std::string_view{} : parameter->text, cookie};
  constexpr std::array k_facts = {fact::token_in_header, fact::token_in_query, fact::token_in_cookie};
  FoundToken found;
  for (std::size_t i = 0; i < k_facts.size(); ++i) {
    const std::string_view token = places[i];
    if (token.empty()) continue;
    if (found.text.empty()) {
      found.text = token;
      found.place = static_cast<TokenPlace>(i + 1);
    }
    found.conflict = found.conflict || token != found.text;
    found.refused = found.refused || !lets_in(rule, token);
    found.facts |= k_facts[i];
    if (token.find_first_of("!|+/=") != std::string_view::npos) found.facts |= fact::token_special;
  }
  found.refused = found.refused || (!rule.off && found.text.empty());
  found.conflict = found.conflict && !rule.off && !found.refused;
  return found;
}

std::vector<std::string> tokens_of(const http::Request& request) {
  std::vector<std::string> out;
  const auto add = [&](std::string_view token) {
    if (!token.empty() && std::ranges::find(out, token) == out.end()) out.emplace_back(token);
  };
  add(trimmed(http::header_value(request, k_name)));
  add(cookie_token(request));
  api::Arguments arguments;
  static_cast<void>(arguments.read(request.query, request.body));  // what could be read counts
  for (const api::Argument& argument : arguments.all())
    if (argument.name == k_name) add(argument.text);
  const auto add_named = [&](std::string_view text) { std::ranges::for_each(named_tokens(text), add); };
  for (const std::string_view text : {request.path, request.query, request.body}) add_named(text);
  for (const http::HeaderView& header : request.headers) add_named(header.value);
  return out;
}

std::string without_tokens(std::string_view given, const std::vector<std::string>& tokens) {
  constexpr std::size_t k_shortest = 4;
  std::string text = without_named_tokens(given);
  for (const std::string& token : tokens)
    if (token.size() >= k_shortest) text = without_secret(text, token, "***");
  return text;
}

std::optional<http::Reply> check_token(const ReadRequest& asked, const TokenRule& rule,
                                       const Settings& settings, api::Findings& findings, Trace& trace) {
  FoundToken found = find_token(asked, rule);
  trace.facts |= found.facts;
  trace.token = std::move(found.text);
  if (found.conflict) findings.note(api::DepartureId::conflicting_tokens, "several tokens");
  if (!found.refused) return std::nullopt;
  return refuse(settings, trace,
                trace.token.empty() ? "The authentication token is missing: give j_token as a query "
                                      "parameter, a header or a cookie (a mock "
                                      "that is started with --no-auth asks for none)."
                                    : std::string(k_token_not_valid));
}

bool lets_in(const TokenRule& rule, std::string_view token) { return rule.off || is_valid(token, rule); }

}  // namespace sellsign::mock
