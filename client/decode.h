#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "api/shape.h"
#include "base/result.h"
#include "http/client/transport.h"

namespace sellsign::client {

/// Decoding of answers by the rows of any struct that is answered.
///
/// A status outside 200 to 299 is an error of kind `http_status` with the server's words. A body that is not
/// JSON, that lacks a certain key (FieldInfo::certain) or has a value of another type is an error of kind
/// `undecodable` that names the JSON path. Unknown keys are let pass: the vendor may add some. `what` stands
/// at the front of the message.

namespace detail {

/// Where a decoded value goes.
using Destination = std::variant<std::string*, std::int64_t*, bool*, Timestamp*>;

/// Makes room for the next object: a destination for each row, good until the next call.
using NextObject = std::function<std::vector<Destination>()>;

/// What an answer may be beside one object.
enum class AnswerForm : std::uint8_t { one, nullable, list };

/// Reads an answer of that form; the error if it does not fit.
std::optional<Error> decode_answer(const http::HttpReply& reply, std::string_view what,
                                   std::span<const api::FieldInfo> rows, AnswerForm form,
                                   const NextObject& next);

template <class E>
std::vector<Destination> destinations_of(E& entity) {
  std::vector<Destination> destinations;
  destinations.reserve(api::fields_of<E>.size());
  for (const api::Field<E>& row : api::fields_of<E>)
    std::visit([&](auto member) { destinations.push_back(&(entity.*member)); }, row.member);
  return destinations;
}

/// Reads into `value`; `add` makes room in it for one more entity.
template <api::Answered E, class T, class Add>
Result<T> decode(const http::HttpReply& reply, std::string_view what, AnswerForm form, T value, Add add) {
  auto error =
      decode_answer(reply, what, api::infos_for<E>, form, [&] { return destinations_of(add(value)); });
  if (error) return *std::move(error);
  return value;
}

}  // namespace detail

/// One object.
template <class E>
Result<E> decode_one(const http::HttpReply& reply, std::string_view what) {
  return detail::decode<E>(reply, what, detail::AnswerForm::one, E{}, [](E& one) -> E& { return one; });
}

/// One object, or JSON null for none.
template <class E>
Result<std::optional<E>> decode_nullable(const http::HttpReply& reply, std::string_view what) {
  return detail::decode<E>(reply, what, detail::AnswerForm::nullable, std::optional<E>(),
                           [](std::optional<E>& one) -> E& { return one.emplace(); });
}

/// A list in either of the vendor's shapes: `{"elements":[...]}` or `[...]`.
template <class E>
Result<std::vector<E>> decode_list(const http::HttpReply& reply, std::string_view what) {
  return detail::decode<E>(reply, what, detail::AnswerForm::list, std::vector<E>(),
                           [](std::vector<E>& all) -> E& { return all.emplace_back(); });
}

}  // namespace sellsign::client
