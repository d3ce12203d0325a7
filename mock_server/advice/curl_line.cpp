#include <algorithm>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "mock_server/advice/correction.h"

namespace sellsign::mock {
namespace {

using api::BodyForm;
using api::WireType;

/// A Host header that can stand in a shell line as it is; otherwise where a mock is by default.
std::string safe_host(std::string_view host) {
  constexpr std::size_t k_longest = 253 + 6;
  constexpr std::string_view k_signs = ".-:[]_";
  const bool sound = !host.empty() && host.size() <= k_longest && std::ranges::all_of(host, [&](char c) {
    return is_alnum(c) || k_signs.find(c) != std::string_view::npos;
  });
  return sound && host.front() != '-' ? std::string(host) : "127.0.0.1:8180";
}

/// JSON in ASCII without an apostrophe, so that single quotes hold it.
std::string json_text(std::string_view text) {
  std::string out =
      nlohmann::json(std::string(text)).dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
  for (std::size_t at = out.find('\''); at != std::string::npos; at = out.find('\'', at))
    out.replace(at, 1, "\\u0027");
  return out;
}

std::string pair_of(const CorrectedParameter& parameter) {
  return encode_component(parameter.name) + "=" + encode_component(parameter.value);
}

std::string member_of(const CorrectedParameter& parameter) {
  const bool quoted = parameter.type == WireType::text || parameter.value.empty();
  return json_text(parameter.name) + ":" + (quoted ? json_text(parameter.value) : parameter.value);
}

std::string body_of(const Correction& correction) {
  const bool json = correction.body == BodyForm::json;
  std::string body;
  for (const CorrectedParameter& parameter : correction.parameters) {
    if (!parameter.in_body) continue;
    if (!body.empty()) body += json ? "," : "&";
    body += json ? member_of(parameter) : pair_of(parameter);
  }
  return json ? "{" + body + "}" : body;
}

std::string target_of(const Correction& correction) {
  std::string query = selector_of(*correction.row);
  for (const CorrectedParameter& parameter : correction.parameters)
    if (!parameter.in_body) query += (query.empty() ? "" : "&") + pair_of(parameter);
  return path_of(*correction.row) + (query.empty() ? "" : "?" + query);
}

std::string token_option(const Correction& correction) {
  switch (correction.token) {
    case TokenPlace::none:
      return "";
    case TokenPlace::cookie:
      return R"( -b "j_token=$SELLSIGN_TOKEN")";
    case TokenPlace::query:
      if (correction.body == BodyForm::none) return R"( -G --data-urlencode "j_token=$SELLSIGN_TOKEN")";
      [[fallthrough]];
    case TokenPlace::header:
      break;
  }
  return R"( -H "j_token: $SELLSIGN_TOKEN")";
}

/// Everything between the single quotes is percent-encoded, JSON without apostrophes, or static text.
std::string one_call(const Correction& correction, const std::string& host) {
  const bool has_body = correction.body != BodyForm::none;
  std::string line = "curl";
  if (correction.verb != (has_body ? "POST" : "GET")) line += " -X " + correction.verb;
  line += " 'http://" + host + target_of(correction) + "'" + token_option(correction);
  if (correction.body == BodyForm::json) line += " -H 'Content-Type: application/json'";
  if (has_body) line += " -d '" + body_of(correction) + "'";
  return line;
}

/// The call that creates a customer with what is mandatory.
Correction creation_of(const std::string& number, TokenPlace token) {
  Correction creation;
  creation.row = &api::endpoint(api::Call::select_or_create_customer);
  creation.verb = "POST";
  creation.body = BodyForm::json;
  creation.token = token == TokenPlace::none ? token : TokenPlace::header;
  creation.parameters = made_up_customer(*creation.row, number);
  return creation;
}

}  // namespace

std::string corrected_curl_line(const Correction& correction, std::string_view host) {
  const std::string safe = safe_host(host);
  std::string line = one_call(correction, safe);
  if (correction.customer_to_create.empty()) return line;
  return one_call(creation_of(correction.customer_to_create, correction.token), safe) + " && " + line;
}

}  // namespace sellsign::mock
