#include "harness/scenario/schema.h"

#include <nlohmann/json.hpp>

#include "api/endpoints.h"
#include "api/sources.h"
#include "base/json/positioned_json.h"
#include "harness/json/matchers.h"
#include "harness/scenario/format.h"

namespace sellsign::harness {
namespace {

using namespace types;

constexpr std::string_view k_id_pattern = "^[A-Za-z0-9.-]+$";
constexpr std::string_view k_duration_pattern = "^[0-9]+(ms|s|m)$";

Json type_words(unsigned wanted) {
  constexpr std::pair<unsigned, std::string_view> k_names[] = {
      {k_text, "string"},   {k_integer, "integer"}, {k_number, "number"}, {k_boolean, "boolean"},
      {k_object, "object"}, {k_array, "array"},     {k_null, "null"}};
  Json names = Json::array();
  for (const auto& [bit, name] : k_names)
    if ((wanted & bit) != 0 && !(bit == k_integer && (wanted & k_number) != 0)) names.push_back(name);
  return names.size() == 1 ? names[0] : names;
}

Json reference(ObjectKind kind) { return {{"$ref", "#/definitions/" + std::string(name_of(kind))}}; }

/// What a word is about, for editors that show it beside the completion.
std::string about_word(Words words, std::string_view word) {
  if (words == Words::calls) return std::string(api::find_endpoint(word)->about);
  if (words != Words::statements) return {};
  const api::Source& source = *api::find_source(word);
  return std::string(api::name_of(source.kind)) + ": " + std::string(source.text);
}

void add_words(Json& schema, Words words) {
  if (words == Words::none) return;
  const bool open = words == Words::verbs_open;
  Json list = Json::array(), about = Json::array();
  bool any_about = false;
  for (const std::string_view word : words_of(words)) {
    list.push_back(word);
    about.push_back(about_word(words, word));
    any_about = any_about || !about.back().get_ref<const std::string&>().empty();
  }
  schema[open ? "examples" : "enum"] = std::move(list);
  if (any_about) schema["enumDescriptions"] = std::move(about);
}

Json elements_of(const FormatRow& row) {
  if (row.inner) return reference(*row.inner);
  Json out = Json::object();
  if (row.element_types != k_any) out["type"] = type_words(row.element_types);
  return out;
}

/// What a matcher takes, where it is simple enough to say.
void add_matcher(Json& schema, std::string_view name) {
  if (name == "absent") schema["type"] = "boolean";
  if (name != "type") return;
  Json names = Json::array();
  for (const std::string_view type : type_names()) names.push_back(type);
  schema["anyOf"] = {{{"enum", names}}, {{"type", "array"}, {"items", {{"enum", names}}}}};
}

Json property(const FormatRow& row, ObjectKind kind) {
  Json out = {{"description", row.about}};
  if (row.inner && row.inner_place == Inner::itself)
    return Json{{"allOf", Json::array({reference(*row.inner)})}, {"description", row.about}};
  if (row.types != k_any) out["type"] = type_words(row.types);
  if ((row.types & k_array) == 0 || row.words == Words::none) add_words(out, row.words);
  if ((row.types & k_array) != 0 && row.types != k_any) out["items"] = elements_of(row);
  if (row.inner && row.inner_place == Inner::values) out["additionalProperties"] = reference(*row.inner);
  if (row.inner && row.inner_place == Inner::elements && (row.types & k_object) != 0)
    return Json{{"description", row.about},
                {"anyOf", {{{"type", "array"}, {"items", reference(*row.inner)}}, reference(*row.inner)}}};
  if (row.key == "id" || row.key == "scenario" || row.key == "fragment") out["pattern"] = k_id_pattern;
  if (kind == ObjectKind::retry) out["pattern"] = k_duration_pattern;
  if (kind == ObjectKind::check && row.types == k_any) add_matcher(out, row.key);
  return out;
}

Json definition(ObjectKind kind) {
  Json properties = Json::object(), required = Json::array();
  for (const FormatRow* row : rows_of(kind)) {
    properties[std::string(row->key)] = property(*row, kind);
    if (row->required) required.push_back(row->key);
  }
  Json out = {{"type", "object"}, {"properties", std::move(properties)}};
  if (!required.empty()) out["required"] = std::move(required);
  out["additionalProperties"] = false;
  return out;
}

/// Names of a call's parameters, so that editors complete them; others are allowed.
Json parameters_of(const api::Endpoint& endpoint) {
  Json properties = Json::object();
  for (const api::FieldInfo& field : endpoint.parameters) {
    if (field.need == api::Need::answer || field.name.empty()) continue;
    Json one = {{"description", std::string(field.about) + " (" + std::string(api::name_of(field.format)) +
                                    ", " + std::string(api::name_of(field.need)) + ")"}};
    properties[std::string(field.name)] = one;
    if (!field.alias.empty()) properties[std::string(field.alias)] = std::move(one);
  }
  return {{"properties", std::move(properties)}};
}

Json alternatives(std::initializer_list<std::string_view> keys) {
  Json out = Json::array();
  for (const std::string_view key : keys) out.push_back(Json{{"required", Json::array({key})}});
  return out;
}

/// What holds between the keys of a step: one of call and http, and the parameters of each call.
void add_step_rules(Json& step) {
  step["oneOf"] = alternatives({"call", "http"});
  Json rules = Json::array();
  for (const api::Endpoint& endpoint : api::endpoints()) {
    if (endpoint.parameters.rows.empty()) continue;
    const Json condition = {{"properties", {{"call", {{"const", endpoint.id}}}}},
                            {"required", Json::array({"call"})}};
    rules.push_back({{"if", condition}, {"then", {{"properties", {{"with", parameters_of(endpoint)}}}}}});
  }
  step["allOf"] = std::move(rules);
}

}  // namespace

std::string export_schema() {
  Json definitions = Json::object();
  for (const ObjectKind kind : kinds()) definitions[std::string(name_of(kind))] = definition(kind);
  add_step_rules(definitions["step"]);
  definitions["check"]["oneOf"] = alternatives({"status", "header", "json", "body"});
  definitions["capture"]["oneOf"] = alternatives({"json", "header"});
  definitions["case"]["oneOf"] = alternatives({"name", "derive"});
  const Json schema = {
      {"$schema", "http://json-schema.org/draft-07/schema#"},
      {"title", "sellsign scenario"},
      {"description", "One scenario, or one fragment that scenarios need. See docs/scenarios.md."},
      {"if", {{"required", Json::array({"fragment"})}}},
      {"then", reference(ObjectKind::fragment)},
      {"else", reference(ObjectKind::scenario)},
      {"definitions", std::move(definitions)}};
  return schema.dump(2) + "\n";
}

}  // namespace sellsign::harness
