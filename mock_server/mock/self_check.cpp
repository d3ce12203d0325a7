#include "mock_server/mock/self_check.h"

#include <nlohmann/json.hpp>

#include "base/json/positioned_json.h"
#include "mock_server/calls/behaviour.h"

namespace sellsign::mock {
namespace {

using Json = nlohmann::ordered_json;

bool has_type(const Json& value, api::JsonType type) {
  switch (type) {
    case api::JsonType::string:
      return value.is_string();
    case api::JsonType::boolean:
      return value.is_boolean();
    case api::JsonType::integer:
      break;
  }
  return value.is_number_integer();
}

std::optional<std::string> check_object(const Json& value, const api::Shape& rows, const std::string& path) {
  if (!value.is_object()) return path + " is not an object";
  auto member = value.begin();
  for (const api::FieldInfo& row : rows) {
    if (row.key.empty()) continue;
    const std::string where = path + "." + std::string(row.key);
    if (member == value.end()) return where + " is missing";
    if (member.key() != row.key) return where + " is expected where " + member.key() + " stands";
    if (!has_type(member.value(), row.type))
      return where + " is not of type " + std::string(name_of(row.type));
    ++member;
  }
  if (member != value.end()) return path + "." + member.key() + " is not declared";
  return std::nullopt;
}

std::optional<std::string> check_list(const Json& value, const api::Shape& rows, std::string_view shape) {
  const bool wrapped = shape == "elements";
  if (wrapped && (!value.is_object() || value.size() != 1 || !value.contains("elements")))
    return "$ is not an object with elements";
  const Json& list = wrapped ? value["elements"] : value;
  const std::string path = wrapped ? "$.elements" : "$";
  if (!list.is_array()) return path + " is not an array";
  for (std::size_t i = 0; i < list.size(); ++i)
    if (auto bug = check_object(list[i], rows, path + "[" + std::to_string(i) + "]")) return bug;
  return std::nullopt;
}

}  // namespace

std::optional<std::string> find_mock_bug(const api::Endpoint& row, const http::Reply& reply,
                                         const Settings& settings) {
  if (reply.kind != http::ReplyKind::ok || row.returns == api::ReturnForm::other) return std::nullopt;
  const auto answer = read_answer(reply.content());
  if (!answer) return "the answer is not JSON";
  const Json& value = **answer;
  switch (row.returns) {
    case api::ReturnForm::elements:
    case api::ReturnForm::array:
      return check_list(value, row.answer, list_shape(row, settings));
    case api::ReturnForm::nullable:
      if (value.is_null()) return std::nullopt;
      [[fallthrough]];
    case api::ReturnForm::object:
      return check_object(value, row.answer, "$");
    case api::ReturnForm::other:
      break;
  }
  return std::nullopt;
}

}  // namespace sellsign::mock
