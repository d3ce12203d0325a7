#include "mock_server/tokens.h"

#include <algorithm>
#include <array>

namespace sellsign::mock {
namespace {

constexpr std::string_view k_name = "j_token";

std::string_view trim(std::string_view text) {
  const std::size_t from = text.find_first_not_of(" \t");
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(" \t") - from + 1);
}

/// The value of the cookie, percent-decoded; empty when there is none.
std::string cookie_token(const Request& request) {
  const HeaderView* header = find_header(request, "Cookie");
  std::string_view rest = header == nullptr ? std::string_view{} : header->value;
  while (!rest.empty()) {
    const std::string_view pair = rest.substr(0, rest.find(';'));
    rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
    const std::string_view cookie = trim(pair);
    if (!cookie.starts_with(k_name) || cookie.substr(k_name.size(), 1) != "=") continue;
    const std::string_view value = cookie.substr(k_name.size() + 1);
    std::string plain;  // decoded without taking + for a space: tokens hold plus signs
    for (std::size_t i = 0; i < value.size(); ++i)
      if (value[i] == '%' && i + 2 < value.size()) {
        api::decode_component(value.substr(i, 3), plain);
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

Reply refuse(const Settings& settings, std::string sentence) {
  Reply reply = refusal(static_cast<int>(settings.bad_token), std::move(sentence));
  if (settings.bad_token == 302) reply.headers.emplace_back("Location", "/calinda/login");
  return reply;
}

}  // namespace

std::optional<Reply> check_token(const Request& request, const api::Arguments& arguments,
                                 const TokenRule& rule, const Settings& settings, api::Findings& findings,
                                 std::string& token_that_counts) {
  const HeaderView* header = find_header(request, k_name);
  const api::Argument* parameter = arguments.find_text(k_name);
  const std::string cookie = cookie_token(request);
  const std::array<std::string_view, 3> places = {
      header == nullptr ? std::string_view{} : trim(header->value),
      parameter == nullptr ? std::string_view{} : parameter->text, cookie};
  std::string_view first;
  bool conflict = false;
  for (const std::string_view token : places) {
    if (token.empty()) continue;
    if (first.empty()) token_that_counts = first = token;
    conflict = conflict || token != first;
    if (!rule.off && !is_valid(token, rule)) return refuse(settings, std::string(k_token_not_valid));
  }
  if (rule.off) return std::nullopt;
  if (first.empty())
    return refuse(
        settings,
        "The authentication token is missing: give j_token as a query parameter, a header or a cookie.");
  if (conflict) findings.note(api::DepartureId::conflicting_tokens, "several tokens");
  return std::nullopt;
}

}  // namespace sellsign::mock
