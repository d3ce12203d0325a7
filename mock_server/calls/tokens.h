#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/bind.h"
#include "http/message.h"
#include "mock_server/calls/read_request.h"
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

/// Where a token stands.
enum class TokenPlace : std::uint8_t { none, header, query, cookie };

/// What a request carries for a token.
struct FoundToken {
  std::string text;                     ///< the one that counts; empty: none
  TokenPlace place = TokenPlace::none;  ///< where that one stands
  std::uint32_t facts = 0;              ///< where tokens stand: bits of `fact`
  bool refused = false;                 ///< there is none, or one of several is not valid
  bool conflict = false;                ///< several are valid and differ
};

/// Looks for the token in the header `j_token`, the query (or form) parameter and the cookie, in this order
/// (asm.token.header-wins).
FoundToken find_token(const ReadRequest& asked, const TokenRule& rule);

/// Every token that a request carries, wherever it stands, valid or not.
std::vector<std::string> tokens_of(const http::Request& request);

/// A text that may repeat what was asked, with `***` for what stands behind a token's name
/// (`without_named_tokens`) and for each of these tokens, in whatever encoding. Of the latter those with
/// fewer than four characters are in half of all words and stay.
std::string without_tokens(std::string_view given, const std::vector<std::string>& tokens);

/// Finds the token and returns a refusal where the rule asks for one. `trace` gets the token that counts and
/// where tokens stood, also when nothing is checked.
std::optional<http::Reply> check_token(const ReadRequest& asked, const TokenRule& rule,
                                       const Settings& settings, api::Findings& findings, Trace& trace);

/// Whether the rule lets a token in.
bool lets_in(const TokenRule& rule, std::string_view token);

}  // namespace sellsign::mock
