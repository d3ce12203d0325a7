#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "api/endpoints.h"
#include "http/client/transport.h"

namespace sellsign::client {

/// How the parameters of a call travel.
enum class WireStyle : std::uint8_t { query_get, query_post, json_post, form_post };

/// Where the token travels.
enum class TokenCarrier : std::uint8_t { query, header, cookie, none };

std::string_view name_of(WireStyle style);     ///< `query-get`, `query-post`, `json-post`, `form-post`
std::string_view name_of(TokenCarrier place);  ///< `query`, `header`, `cookie`, `none`

/// A parameter value with its JSON type; query and form styles write all of them as text. The last
/// alternative is JSON text that is sent verbatim in a JSON body (an array, an object, null), for requests
/// that are wrong on purpose.
struct JsonText {
  std::string text;
};
using ParameterValue = std::variant<std::string, std::int64_t, bool, JsonText>;

/// One parameter of a call, by its request name.
struct Parameter {
  std::string name;
  ParameterValue value;
};
using Parameters = std::vector<Parameter>;

/// The HTTP request for a call, parameters in the given order: the action first, then the parameters, then
/// the token. Values are percent-encoded so that only unreserved characters stay (space as %20). Names are
/// sent as given: deciding whether they exist is the caller's business. An empty token adds nothing.
http::HttpRequest encode_call(const api::Endpoint& endpoint, const Parameters& parameters, WireStyle style,
                              TokenCarrier place, std::string_view token);

/// The request as a curl command line for a POSIX shell, one line, correctly quoted whatever the bytes are;
/// `base_url` is put in front of the target. For a request that was encoded with `TokenCarrier::none`, curl
/// takes the token from `$SELLSIGN_TOKEN` when the line is run and puts it in `token_place`, percent-encoded
/// in a query: a token itself is never in a curl line. A token in the query beside a body needs curl 7.87.
/// `ca_file` names the authorities to trust; empty: the system's.
std::string curl_line(std::string_view base_url, const http::HttpRequest& request, TokenCarrier token_place,
                      std::string_view ca_file = {});

}  // namespace sellsign::client
