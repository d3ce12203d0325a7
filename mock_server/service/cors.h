#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "mock_server/mock/mock.h"

namespace sellsign::mock {

/// Which web pages may read the mock's answers in a browser (CORS): origins as browsers write them, or `*`
/// for every page. Empty: none, and answers are as if there were no CORS. The control API (`/__admin`) is
/// never opened to pages of other origins.
struct CorsRule {
  std::vector<std::string> origins;
};

/// An origin as a browser writes it: lower case, without the scheme's own port. `*` and `null` stay as they
/// are. Error kind `usage` when it is not `scheme://host[:port]`.
Result<std::string> parse_origin(std::string_view text);

/// The answer to a browser's question whether it may send a request: 204 with what is allowed, or 403 with a
/// sentence when the origin is none of the rule's, or the rule names none. Nothing when the request is no
/// such question, or one about the control API.
std::optional<http::Reply> cors_preflight(const http::Request& request, const CorsRule& rule);

/// Adds to an answer what lets the page that asked read it, if the rule names its origin.
void add_cors(const http::Request& request, const CorsRule& rule, http::Reply& reply);

/// The same for the answer to what is no request; `origin`: its field Origin, empty: none.
void open_to_origin(std::string_view origin, const CorsRule& rule, http::Reply& reply);

}  // namespace sellsign::mock
