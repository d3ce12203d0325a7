#include "tests/mutation/mutants_tools.h"

#include <algorithm>

#include "base/percent.h"

namespace sellsign::testing {
namespace {

/// The pairs of a query, raw.
std::vector<std::string> pairs_of(std::string_view query) {
  std::vector<std::string> pairs;
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(pair.size() + 1, query.size()));
    if (!pair.empty()) pairs.emplace_back(pair);
  }
  return pairs;
}

std::string joined(const std::vector<std::string>& pairs) {
  std::string query;
  for (const std::string& pair : pairs) query += (query.empty() ? "" : "&") + pair;
  return query;
}

bool names(std::string_view pair, std::string_view name) { return pair.substr(0, pair.find('=')) == name; }

std::string as_text(const Json& value) { return value.is_string() ? value.get<std::string>() : value.dump(); }

std::optional<Json> object_of(const OwnedRequest& request) {
  Json body = Json::parse(request.body, nullptr, false);
  if (body.is_discarded() || !body.is_object()) return std::nullopt;
  return body;
}

void escape_html(std::string& body) {
  for (const auto& [plain, escaped] :
       {std::pair{"=", "\\u003d"}, std::pair{"&", "\\u0026"}, std::pair{"<", "\\u003c"},
        std::pair{">", "\\u003e"}, std::pair{"'", "\\u0027"}})
    replace_all(body, plain, escaped);
}

}  // namespace

bool is_call(const OwnedRequest& request, std::string_view method) {
  const auto pairs = pairs_of(request.query);
  return std::ranges::find(pairs, "action=" + std::string(method)) != pairs.end();
}

std::optional<std::string> parameter(const OwnedRequest& request, std::string_view name) {
  for (const std::string& pair : pairs_of(request.query)) {
    if (!names(pair, name)) continue;
    std::string text;
    decode_component(std::string_view(pair).substr(std::min(name.size() + 1, pair.size())), text);
    return text;
  }
  if (const auto body = object_of(request); body && body->contains(name))
    return as_text((*body)[std::string(name)]);
  return std::nullopt;
}

void set_parameter(OwnedRequest& request, std::string_view name, const Json& value) {
  if (auto body = object_of(request); body && body->contains(name)) {
    (*body)[std::string(name)] = value;
    request.body = body->dump();
    return;
  }
  const std::string pair = std::string(name) + "=" + encode_component(as_text(value));
  auto pairs = pairs_of(request.query);
  const auto found = std::ranges::find_if(pairs, [&](const std::string& one) { return names(one, name); });
  if (found == pairs.end())
    pairs.push_back(pair);
  else
    *found = pair;
  request.query = joined(pairs);
}

void remove_parameter(OwnedRequest& request, std::string_view name) {
  auto pairs = pairs_of(request.query);
  std::erase_if(pairs, [&](const std::string& pair) { return names(pair, name); });
  request.query = joined(pairs);
  auto body = object_of(request);
  if (body && body->erase(std::string(name)) > 0) request.body = body->dump();
}

void rename_parameter(OwnedRequest& request, std::string_view from, std::string_view to) {
  auto pairs = pairs_of(request.query);
  for (std::string& pair : pairs)
    if (names(pair, from)) pair.replace(0, from.size(), to);
  request.query = joined(pairs);
  auto body = object_of(request);
  if (!body || !body->contains(from)) return;
  (*body)[std::string(to)] = (*body)[std::string(from)];
  body->erase(std::string(from));
  request.body = body->dump();
}

void remove_header(OwnedRequest& request, std::string_view name) {
  std::erase_if(request.headers, [&](const auto& header) {
    return std::ranges::equal(header.first, name,
                              [](char a, char b) { return std::tolower(a) == std::tolower(b); });
  });
}

bool is_json(const http::Reply& reply) { return reply.content_type.text().starts_with("application/json"); }

void edit_answer(http::Reply& reply, const std::function<void(Json&)>& change) {
  if (!is_json(reply)) return;
  Json answer = Json::parse(reply.body, nullptr, false);
  if (answer.is_discarded()) return;
  const bool escaped = reply.body.find_first_of("=&<>'") == std::string::npos;
  change(answer);
  reply.body = answer.dump();
  if (escaped) escape_html(reply.body);
}

void edit_entities(http::Reply& reply, const std::function<void(Json&)>& change) {
  edit_answer(reply, [&](Json& answer) {
    Json& list = answer.is_object() && answer.contains("elements") ? answer["elements"] : answer;
    if (list.is_object()) change(list);
    if (list.is_array())
      for (Json& entity : list) change(entity);
  });
}

bool is_customer(const Json& entity) { return entity.contains("actorId"); }
bool is_contractor(const Json& entity) { return entity.contains("isDefault"); }
bool is_property(const Json& entity) { return entity.contains("value"); }

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

}  // namespace sellsign::testing
