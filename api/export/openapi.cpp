#include <nlohmann/json.hpp>

#include "api/endpoints.h"
#include "api/export/exports.h"

namespace sellsign::api {
namespace {

using Json = nlohmann::ordered_json;

Json schema_of(const FieldInfo& row) {
  Json schema;
  schema["type"] = name_of(row.type);
  if (row.type == JsonType::integer) schema["format"] = "int64";
  if (row.format == Format::localisation) schema["examples"] = {"fr_FR", "en_US", "es_ES", "de_DE"};
  return schema;
}

/// What a parameter may be in a query, where everything is text: a birth date may be empty or a date.
Json parameter_schema(const FieldInfo& row) {
  if (row.format == Format::birthdate) return {{"type", "string"}};
  return schema_of(row);
}

Json query_parameters(const Endpoint& endpoint) {
  Json list = Json::array();
  list.push_back({{"name", selector_name(endpoint.form)},
                  {"in", "query"},
                  {"required", true},
                  {"schema", {{"const", endpoint.method}}}});
  for (const std::size_t i : endpoint.parameters.in_order()) {
    const FieldInfo& row = endpoint.parameters[i];
    list.push_back({{"name", row.name},
                    {"in", "query"},
                    {"required", row.need != Need::optional},
                    {"allowEmptyValue", row.need == Need::present},
                    {"description", row.about},
                    {"schema", parameter_schema(row)},
                    {"x-source", row.source->id}});
  }
  return list;
}

Json entity_schema(const Shape& rows) {
  Json properties = Json::object();
  Json required = Json::array();
  for (const FieldInfo& row : rows) {
    if (row.key.empty()) continue;
    Json schema = schema_of(row);
    schema["description"] = row.about;
    schema["x-source"] = row.source->id;
    properties[std::string(row.key)] = std::move(schema);
    required.push_back(row.key);
  }
  return {{"type", "object"}, {"properties", properties}, {"required", required}};
}

Json body_schema(const Endpoint& endpoint) {
  Json properties = Json::object();
  Json required = Json::array();
  for (const std::size_t i : endpoint.parameters.in_order()) {
    const FieldInfo& row = endpoint.parameters[i];
    Json schema = parameter_schema(row);
    schema["description"] = row.about;
    properties[std::string(row.name)] = std::move(schema);
    if (row.need == Need::mandatory) required.push_back(row.name);
  }
  return {{"type", "object"}, {"properties", properties}, {"required", required}};
}

Json answer_schema(const Endpoint& endpoint) {
  Json entity = {{"$ref", "#/components/schemas/" + std::string(endpoint.answer.name)}};
  Json list = {{"type", "array"}, {"items", entity}};
  switch (endpoint.returns) {
    case ReturnForm::elements:
      return {{"type", "object"}, {"properties", {{"elements", list}}}, {"required", {"elements"}}};
    case ReturnForm::array:
      return list;
    case ReturnForm::nullable:
      return {{"oneOf", Json::array({entity, {{"type", "null"}}})}};
    default:
      return entity;
  }
}

Json responses(const Endpoint& endpoint) {
  const Json sentence = {{"text/plain", {{"schema", {{"type", "string"}}}}}};
  return {{"200",
           {{"description", endpoint.about},
            {"content", {{"application/json", {{"schema", answer_schema(endpoint)}}}}}}},
          {"401", {{"description", "The token is missing or not valid (assumed)."}, {"content", sentence}}},
          {"500", {{"description", "Refused, with a sentence that says why."}, {"content", sentence}}}};
}

Json operation(const Endpoint& endpoint, std::string_view verb) {
  Json made = {{"operationId", std::string(endpoint.method) + (verb == "get" ? "" : "ByPost")},
               {"summary", endpoint.about},
               {"tags", {endpoint.model_class}},
               {"x-source", endpoint.source->id},
               {"x-confidence", name_of(endpoint.confidence)},
               {"x-effect", name_of(endpoint.effect)}};
  if (verb == "get") {
    made["parameters"] = query_parameters(endpoint);
  } else {
    made["parameters"] = Json::array({query_parameters(endpoint)[0]});
    if (endpoint.body == Body::flat)
      made["requestBody"] = {{"content", {{"application/json", {{"schema", body_schema(endpoint)}}}}}};
  }
  made["responses"] = responses(endpoint);
  return made;
}

}  // namespace

std::string export_openapi(std::string_view version) {
  Json paths = Json::object();
  Json schemas = Json::object();
  for (const Endpoint& row : endpoints()) {
    if (row.call == Call::not_built) continue;
    Json item = {{"get", operation(row, "get")}};
    if (documents_verb(row, "POST")) item["post"] = operation(row, "post");
    paths[path_of(row)] = std::move(item);
    schemas[std::string(row.answer.name)] = entity_schema(row.answer);
  }
  const Json document = {
      {"openapi", "3.1.0"},
      {"info",
       {{"title", "SELL&SIGN API v3, as sellsign mocks it"},
        {"version", version},
        {"description",
         "Customers, signatories (contractors) and free fields (customer properties). x-source names the "
         "statement of "
         "api/sources.json that a row rests on: doc. is documented, obs. observed, asm. assumed. Not made by "
         "the vendor."}}},
      {"servers", Json::array({{{"url", "http://127.0.0.1:8180"}}})},
      {"security", Json::array({{{"tokenInQuery", Json::array()}},
                                {{"tokenInHeader", Json::array()}},
                                {{"tokenInCookie", Json::array()}}})},
      {"paths", paths},
      {"components",
       {{"schemas", schemas},
        {"securitySchemes",
         {{"tokenInQuery", {{"type", "apiKey"}, {"in", "query"}, {"name", k_token_name}}},
          {"tokenInHeader", {{"type", "apiKey"}, {"in", "header"}, {"name", k_token_name}}},
          {"tokenInCookie", {{"type", "apiKey"}, {"in", "cookie"}, {"name", k_token_name}}}}}}}};
  return document.dump(2) + "\n";
}

}  // namespace sellsign::api
