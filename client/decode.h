#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/client/transport.h"

namespace sellsign::client {

/// Decoding of answers by the rows of `E`, which is api::Customer, api::Contractor or api::Property.
///
/// A status outside 200 to 299 is an error of kind `http_status` with the server's words. A body that is not
/// JSON, that lacks a certain key (api::is_certain_key) or has a value of another type is an error of kind
/// `undecodable` that names the JSON path. Unknown keys are let pass: the vendor may add some. `what` stands
/// at the front of the message.

/// One object.
template <class E>
Result<E> decode_one(const http::HttpReply& reply, std::string_view what);

/// One object, or JSON null for none.
template <class E>
Result<std::optional<E>> decode_nullable(const http::HttpReply& reply, std::string_view what);

/// A list in either of the vendor's shapes: `{"elements":[...]}` or `[...]`.
template <class E>
Result<std::vector<E>> decode_list(const http::HttpReply& reply, std::string_view what);

}  // namespace sellsign::client
