#include "api/odd_values.h"
#include "base/nearest.h"
#include "base/text.h"
#include "http/message.h"
#include "mock_server/advice/correction.h"
#include "mock_server/calls/odd_characters.h"

namespace sellsign::mock {
namespace {

using api::operator""_src;

/// Small letters only: `J-Token` and `jToken` are the same.
std::string letters_of(std::string_view name) {
  std::string plain = lower(without_odd(name, true));
  std::erase_if(plain, [](char c) { return !is_alnum(c) || is_digit(c); });
  return plain;
}

/// Where something that looks like a token stands in vain; empty: nowhere.
std::string misplaced(const http::Request& request, const api::Arguments& arguments) {
  const std::string remedy = "; the token goes into the query parameter, header or cookie \"j_token\"";
  for (const api::Argument& argument : arguments.all()) {
    if (!is_token_name(argument.name)) continue;
    if (argument.origin == api::Origin::json)
      return "token: " + shown(argument.name) + " stands in the JSON body, where it is not looked at" +
             remedy;
    if (argument.name != api::k_token_name)
      return "parameter " + shown(argument.name) + " is unknown; did you mean \"j_token\"?";
  }
  for (const http::HeaderView& header : request.headers)
    if (!equal_ignoring_case(header.name, api::k_token_name) &&
        (is_token_name(header.name) || equal_ignoring_case(header.name, "Authorization")))
      return "header " + shown(header.name) + " is not looked at" + remedy;
  return {};
}

/// Why a token that was given may not be the one that was meant.
std::string suspicion(std::string_view token) {
  if (token.find(' ') != std::string_view::npos)
    return "token is not valid: it holds a space; a + of a token is written %2B in a query";
  if (const auto odd = odd_characters(token); !odd.empty())
    return "token is not valid: it holds " + code_point_text(odd.front().code_point) + " (" +
           std::string(odd.front().name) + ")";
  if (api::looks_encoded(token))
    return "token is not valid: it looks URL-encoded once too often; encode it once in a query, not at all "
           "in a "
           "header";
  return "token is not valid: this mock takes only the tokens that it was started with (--token, "
         "--token-file; "
         "--no-auth asks for none)";
}

}  // namespace

bool is_token_name(std::string_view name) {
  const std::string plain = letters_of(name);
  return plain.find("token") != std::string::npos ||
         (plain.size() >= 5 && edit_distance(plain, "jtoken") <= 2);
}

void correct_token(const Refused& refused, const api::Arguments& arguments, Correction& correction) {
  const FoundToken found = find_token(refused.asked, refused.tokens);
  const TokenPlace place = found.place == TokenPlace::none ? TokenPlace::query : found.place;
  correction.token = refused.tokens.off ? TokenPlace::none : place;
  const std::string elsewhere = misplaced(refused.asked.request, arguments);
  if (found.refused)
    correction.note(Weight::refused, found.text.empty() ? "token is missing" : suspicion(found.text),
                    "asm.token.refused"_src);
  if (!elsewhere.empty()) correction.note(Weight::note, elsewhere, "asm.token.refused"_src);
  if (found.conflict)
    correction.note(Weight::departure, "several tokens were given and differ", "asm.token.header-wins"_src);
}

}  // namespace sellsign::mock
