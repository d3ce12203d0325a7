#include "client/decode.h"

#include <chrono>
#include <cstdint>
#include <limits>
#include <string>
#include <type_traits>
#include <variant>

#include <nlohmann/json.hpp>

#include "api/entities.h"
#include "base/utf8.h"

namespace sellsign::client {
namespace {

using nlohmann::json;

/// The first thing that did not fit: empty while everything did.
using Misfit = std::string;

std::string expected(const std::string& path, const char* wanted, const json& found) {
  const char* kind = found.is_number_float() ? "a number with a fraction" : found.type_name();
  return path + " should be " + wanted + ", but is " + kind;
}

Misfit read(const json& found, const std::string& path, std::string& into) {
  if (!found.is_string()) return expected(path, "a string", found);
  into = found.get_ref<const std::string&>();
  return {};
}

Misfit read(const json& found, const std::string& path, bool& into) {
  if (!found.is_boolean()) return expected(path, "true or false", found);
  into = found.get<bool>();
  return {};
}

Misfit read(const json& found, const std::string& path, std::int64_t& into) {
  if (!found.is_number_integer()) return expected(path, "an integer", found);
  if (found.is_number_unsigned() && found.get<std::uint64_t>() > std::numeric_limits<std::int64_t>::max())
    return path + " does not fit 64 bits";
  into = found.get<std::int64_t>();
  return {};
}

Misfit read(const json& found, const std::string& path, Timestamp& into) {
  std::int64_t milliseconds = 0;
  Misfit misfit = read(found, path, milliseconds);
  into = Timestamp(std::chrono::milliseconds(milliseconds));
  return misfit;
}

template <class E>
Misfit read_entity(const json& found, const std::string& path, E& into) {
  if (!found.is_object()) return expected(path, "an object", found);
  for (const api::Field<E>& row : api::fields_of<E>) {
    if (row.info.key.empty()) continue;
    const std::string place = path + "." + std::string(row.info.key);
    const auto value = found.find(row.info.key);
    if (value == found.end()) {
      if (api::is_certain_key<E>(row.info.key)) return place + " is missing";
      continue;
    }
    Misfit misfit = std::visit([&](auto member) { return read(*value, place, into.*member); }, row.member);
    if (!misfit.empty()) return misfit;
  }
  return {};
}

template <class E>
Misfit read_list(const json& found, std::vector<E>& into) {
  const json* list = &found;
  std::string path = "$";
  if (found.is_object()) {
    const auto elements = found.find("elements");
    if (elements == found.end()) return "$.elements is missing";
    list = &*elements;
    path = "$.elements";
  }
  if (!list->is_array()) return expected(path, "an array", *list);
  into.resize(list->size());
  for (std::size_t i = 0; i < into.size(); ++i) {
    Misfit misfit = read_entity((*list)[i], path + "[" + std::to_string(i) + "]", into[i]);
    if (!misfit.empty()) return misfit;
  }
  return {};
}

/// The server's words, short enough for a message: one line, no control characters, cut between characters.
std::string excerpt(std::string_view body) {
  constexpr std::size_t k_longest = 300;
  std::string line;
  for (const char c : body) {
    const bool blank = static_cast<unsigned char>(c) <= ' ' || c == 0x7f;
    if (line.size() >= k_longest && !continues_character(c)) return line + "...";
    if (!blank)
      line += c;
    else if (!line.empty() && line.back() != ' ')
      line += ' ';
  }
  if (!line.empty() && line.back() == ' ') line.pop_back();
  return line.empty() ? "(no words)" : line;
}

std::string intro(std::string_view what) { return std::string(what) + ": "; }

/// Parses the body of a successful reply and lets `reader` take it in; `value` is what the reader fills.
template <class T, class Reader>
Result<T> decode(const http::HttpReply& reply, std::string_view what, T value, Reader reader) {
  if (reply.status < 200 || reply.status > 299)
    return Error{ErrorKind::http_status,
                 intro(what) + "status " + std::to_string(reply.status) + ": " + excerpt(reply.body),
                 reply.status, reply.body};
  const json parsed = json::parse(reply.body, nullptr, false);
  const Misfit misfit =
      parsed.is_discarded() ? "$ is not JSON: " + excerpt(reply.body) : reader(parsed, value);
  if (!misfit.empty())
    return Error{ErrorKind::undecodable, intro(what) + "the answer does not fit: " + misfit, reply.status,
                 reply.body};
  return value;
}

}  // namespace

template <class E>
Result<E> decode_one(const http::HttpReply& reply, std::string_view what) {
  return decode(reply, what, E{}, [](const json& found, E& into) { return read_entity(found, "$", into); });
}

template <class E>
Result<std::optional<E>> decode_nullable(const http::HttpReply& reply, std::string_view what) {
  return decode(reply, what, std::optional<E>(), [](const json& found, std::optional<E>& into) {
    return found.is_null() ? Misfit() : read_entity(found, "$", into.emplace());
  });
}

template <class E>
Result<std::vector<E>> decode_list(const http::HttpReply& reply, std::string_view what) {
  return decode(reply, what, std::vector<E>(),
                [](const json& found, std::vector<E>& into) { return read_list(found, into); });
}

template Result<api::Customer> decode_one(const http::HttpReply&, std::string_view);
template Result<api::Contractor> decode_one(const http::HttpReply&, std::string_view);
template Result<api::Property> decode_one(const http::HttpReply&, std::string_view);
template Result<std::optional<api::Customer>> decode_nullable(const http::HttpReply&, std::string_view);
template Result<std::optional<api::Contractor>> decode_nullable(const http::HttpReply&, std::string_view);
template Result<std::optional<api::Property>> decode_nullable(const http::HttpReply&, std::string_view);
template Result<std::vector<api::Customer>> decode_list(const http::HttpReply&, std::string_view);
template Result<std::vector<api::Contractor>> decode_list(const http::HttpReply&, std::string_view);
template Result<std::vector<api::Property>> decode_list(const http::HttpReply&, std::string_view);

}  // namespace sellsign::client
