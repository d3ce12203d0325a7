#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/arguments.h"
#include "api/bind.h"
#include "http/message.h"
#include "mock_server/calls/settings.h"
#include "mock_server/calls/trace.h"

namespace sellsign::mock {

/// Which tokens are let in.
struct TokenRule {
  bool off = false;                 ///< no check at all
  std::vector<std::string> only{};  ///< empty: any non-empty token
};

/// What a token that is not let in is refused with.
inline constexpr std::string_view k_token_not_valid = "The authentication token is not valid.";

/// Looks for the token in the header `j_token`, the query (or form) parameter and the cookie, in this order
/// (asm.token.header-wins). Returns a refusal when there is none, or when one of several is not valid.
/// `trace` gets the one that counts and where tokens stood, also when nothing is checked.
std::optional<http::Reply> check_token(const http::Request& request, const api::Arguments& arguments,
                                       const TokenRule& rule, const Settings& settings,
                                       api::Findings& findings, Trace& trace);

/// Whether the rule lets a token in.
bool lets_in(const TokenRule& rule, std::string_view token);

/// The token that counts among those of a request, valid or not; empty when there is none.
std::string token_of(const http::Request& request);

}  // namespace sellsign::mock
