#include "mock_server/calls/tokens.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "mock_server/calls/refusal.h"

namespace sellsign::mock {
namespace {

constexpr std::string_view k_name = "j_token";

/// The value of the cookie, percent-decoded; empty when there is none.
std::string cookie_token(const http::Request& request) {
  const http::HeaderView* header = http::find_header(request, "Cookie");
  std::string_view rest = header == nullptr ? std::string_view{} : header->value;
  while (!rest.empty()) {
    const std::string_view pair = rest.substr(0, rest.find(';'));
    rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
    const std::string_view cookie = trimmed(pair);
    if (!cookie.starts_with(k_name) || cookie.substr(k_name.size(), 1) != "=") continue;
    const std::string_view value = cookie.substr(k_name.size() + 1);
    std::string plain;  // decoded without taking + for a space: tokens hold plus signs
    for (std::size_t i = 0; i < value.size(); ++i)
      if (value[i] == '%' && i + 2 < value.size()) {
        decode_component(value.substr(i, 3), plain);
        i += 2;
      } else {
        plain += value[i];
      }
    return plain;
  }
  return {};
}

bool is_valid(std::string_view token, const TokenRule& rule) {
  if (token.empty()) return false;
  return rule.only.empty() || std::ranges::find(rule.only, token) != rule.only.end();
}

/// Header, query (or form) and cookie, in the order in which they count (asm.token.header-wins).
/// `cookie` is room for the decoded one.
std::array<std::string_view, 3> tokens_of(const http::Request& request, const api::Arguments& arguments,
                                          std::string& cookie) {
  const http::HeaderView* header = http::find_header(request, k_name);
  const api::Argument* parameter = arguments.find_text(k_name);
  cookie = cookie_token(request);
  return {header == nullptr ? std::string_view{} : trimmed(header->value),
          parameter == nullptr ? std::string_view{} : parameter->text, cookie};
}

http::Reply refuse(const Settings& settings, Trace& trace, std::string sentence) {
  trace.facts |= fact::token_refused;
  http::Reply reply = refusal(static_cast<int>(settings.bad_token), std::move(sentence));
  if (settings.bad_token == 302) reply.headers.emplace_back("Location", "/calinda/login");
  return reply;
}

}  // namespace

std::optional<http::Reply> check_token(const http::Request& request, const api::Arguments& arguments,
                                       const TokenRule& rule, const Settings& settings,
                                       api::Findings& findings, Trace& trace) {
  std::string cookie;
  const std::array<std::string_view, 3> places = tokens_of(request, arguments, cookie);
  constexpr std::array k_facts = {fact::token_in_header, fact::token_in_query, fact::token_in_cookie};
  std::string_view first;
  bool conflict = false;
  bool valid = true;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const std::string_view token = places[i];
    if (token.empty()) continue;
    if (first.empty()) first = token;
    conflict = conflict || token != first;
    valid = valid && (rule.off || is_valid(token, rule));
    trace.facts |= k_facts[i];
    if (token.find_first_of("!|+/=") != std::string_view::npos) trace.facts |= fact::token_special;
  }
  trace.token = first;
  if (!valid) return refuse(settings, trace, std::string(k_token_not_valid));
  if (rule.off) return std::nullopt;
  if (first.empty())
    return refuse(
        settings, trace,
        "The authentication token is missing: give j_token as a query parameter, a header or a cookie.");
  if (conflict) findings.note(api::DepartureId::conflicting_tokens, "several tokens");
  return std::nullopt;
}

bool lets_in(const TokenRule& rule, std::string_view token) { return rule.off || is_valid(token, rule); }

std::string token_of(const http::Request& request) {
  api::Arguments arguments;
  arguments.read(request.query, request.body);
  std::string cookie;
  for (const std::string_view token : tokens_of(request, arguments, cookie))
    if (!token.empty()) return std::string(token);
  return {};
}

}  // namespace sellsign::mock
