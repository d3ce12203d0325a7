#include "client/decode.h"

#include <chrono>
#include <cstdint>
#include <limits>
#include <string>
#include <variant>

#include <nlohmann/json.hpp>

#include "base/json/positioned_json.h"
#include "base/utf8.h"

namespace sellsign::client {
namespace {

using detail::AnswerForm;
using detail::Destination;
using detail::NextObject;

/// The first thing that did not fit: empty while everything did.
using Misfit = std::string;

std::string expected(const std::string& path, const char* wanted, const Json& found) {
  const char* kind = found.is_number_float() ? "a number with a fraction" : found.type_name();
  return path + " should be " + wanted + ", but is " + kind;
}

Misfit read(const Json& found, const std::string& path, std::string& into) {
  if (!found.is_string()) return expected(path, "a string", found);
  into = found.get_ref<const std::string&>();
  return {};
}

Misfit read(const Json& found, const std::string& path, bool& into) {
  if (!found.is_boolean()) return expected(path, "true or false", found);
  into = found.get<bool>();
  return {};
}

Misfit read(const Json& found, const std::string& path, std::int64_t& into) {
  if (!found.is_number_integer()) return expected(path, "an integer", found);
  if (found.is_number_unsigned() && found.get<std::uint64_t>() > std::numeric_limits<std::int64_t>::max())
    return path + " does not fit 64 bits";
  into = found.get<std::int64_t>();
  return {};
}

Misfit read(const Json& found, const std::string& path, Timestamp& into) {
  std::int64_t milliseconds = 0;
  Misfit misfit = read(found, path, milliseconds);
  into = Timestamp(std::chrono::milliseconds(milliseconds));
  return misfit;
}

/// What all objects of an answer are read with.
struct Reading {
  std::span<const api::FieldInfo> rows;
  const NextObject& next;
};

Misfit read_object(const Json& found, const std::string& path, const Reading& reading) {
  if (!found.is_object()) return expected(path, "an object", found);
  const std::vector<Destination> destinations = reading.next();
  for (std::size_t i = 0; i < reading.rows.size(); ++i) {
    const api::FieldInfo& row = reading.rows[i];
    if (row.key.empty()) continue;
    const std::string place = path + "." + std::string(row.key);
    const auto value = found.find(row.key);
    if (value == found.end()) {
      if (row.certain) return place + " is missing";
      continue;
    }
    Misfit misfit = std::visit([&](auto* into) { return read(*value, place, *into); }, destinations[i]);
    if (!misfit.empty()) return misfit;
  }
  return {};
}

Misfit read_list(const Json& found, const Reading& reading) {
  const Json* list = &found;
  std::string path = "$";
  if (found.is_object()) {
    const auto elements = found.find("elements");
    if (elements == found.end()) return "$.elements is missing";
    list = &*elements;
    path = "$.elements";
  }
  if (!list->is_array()) return expected(path, "an array", *list);
  for (std::size_t i = 0; i < list->size(); ++i) {
    Misfit misfit = read_object((*list)[i], path + "[" + std::to_string(i) + "]", reading);
    if (!misfit.empty()) return misfit;
  }
  return {};
}

Misfit read_form(const Json& found, AnswerForm form, const Reading& reading) {
  if (form == AnswerForm::list) return read_list(found, reading);
  if (form == AnswerForm::nullable && found.is_null()) return {};
  return read_object(found, "$", reading);
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

}  // namespace

std::optional<Error> detail::decode_answer(const http::HttpReply& reply, std::string_view what,
                                           std::span<const api::FieldInfo> rows, AnswerForm form,
                                           const NextObject& next) {
  if (reply.status < 200 || reply.status > 299)
    return Error{ErrorKind::http_status,
                 intro(what) + "status " + std::to_string(reply.status) + ": " + excerpt(reply.body),
                 reply.status, reply.body};
  const std::string coding = http::coding_fault(reply);
  const auto parsed = coding.empty() ? read_answer(reply.body) : Error{ErrorKind::undecodable, coding};
  const Misfit misfit = !coding.empty() ? coding
                        : parsed        ? read_form(**parsed, form, {rows, next})
                                        : "$ is not JSON: " + excerpt(reply.body);
  if (misfit.empty()) return std::nullopt;
  return Error{ErrorKind::undecodable, intro(what) + "the answer does not fit: " + misfit, reply.status,
               reply.body};
}

}  // namespace sellsign::client
