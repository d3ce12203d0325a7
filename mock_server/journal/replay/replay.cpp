#include "mock_server/journal/replay/replay.h"

#include <algorithm>
#include <array>
#include <functional>
#include <set>

#include "api/arguments.h"
#include "api/endpoints.h"
#include "base/json/positioned_json.h"
#include "base/utf8.h"
#include "mock_server/advice/correction.h"
#include "mock_server/calls/refusal.h"
#include "mock_server/calls/tokens.h"
#include "mock_server/journal/json.h"
#include "mock_server/journal/redaction.h"

namespace sellsign::mock {
namespace {

using api::Argument;
using api::Origin;
using api::WireType;
using Json = nlohmann::ordered_json;

/// Whether a field of any call has that name and that quality.
template <class Quality>
bool is_name_of(std::string_view name, Quality quality) {
  return std::ranges::any_of(api::endpoints(), [&](const api::Endpoint& call) {
    const auto fits = [&](const api::FieldInfo& row) {
      return quality(row) && (row.name == name || row.key == name);
    };
    return std::ranges::any_of(call.parameters, fits) || std::ranges::any_of(call.answer, fits);
  });
}

bool names_customer(std::string_view name) {
  return !name.empty() && is_name_of(name, std::mem_fn(&api::FieldInfo::names_customer));
}

bool names_id(std::string_view name) {
  return !name.empty() &&
         is_name_of(name, [](const api::FieldInfo& row) { return row.role == api::Role::id; });
}

std::string variable(const std::string& name) { return "${" + name + "}"; }

/// Whether a client that encodes as it should sends this very value.
bool is_usual(const Argument& argument) {
  return !argument.name.empty() && !argument.notes.bad_escape && !argument.notes.unencoded &&
         is_utf8(argument.text) && is_utf8(argument.name) && argument.type != WireType::real &&
         argument.type != WireType::container;
}

bool is_token_refused(const JournalEntry& entry) {
  return entry.refused && sentence_of(entry.reply_body) == k_token_not_valid;
}

/// Where the token travelled, as a scenario names it; nothing when it came in several places.
std::optional<std::string_view> token_place(const JournalEntry& entry, const api::Arguments& arguments) {
  if (entry.token.empty() || is_token_refused(entry)) return "none";
  const std::string_view cookies = header_of(entry.headers, "Cookie").value_or("");
  const bool in_cookie = cookies.find("j_token=") != std::string_view::npos;
  const bool in_header = header_of(entry.headers, api::k_token_name).has_value();
  const bool in_query = arguments.find_text(api::k_token_name) != nullptr;
  const auto places = std::ranges::count(std::array{in_cookie, in_header, in_query}, true);
  if (places != 1) return std::nullopt;
  if (in_cookie) return "cookie";
  return in_header ? "header" : "query";
}

/// How the client would have sent this, or nothing when it would not.
std::optional<std::string_view> wire_of(const JournalEntry& entry, const api::Arguments& arguments) {
  std::set<std::string_view> seen;
  std::set<Origin> origins;
  for (const Argument& argument : arguments.all()) {
    if (!is_usual(argument) || !seen.insert(argument.name).second) return std::nullopt;
    const bool reserved = is_reserved(argument, entry.row->form);
    if (argument.origin == Origin::form && reserved) return std::nullopt;
    if (!reserved) origins.insert(argument.origin);
  }
  const bool has_body = arguments.body_form() != api::BodyForm::none || !entry.body.empty();
  if (entry.verb == "GET") return has_body ? std::nullopt : std::optional<std::string_view>("query-get");
  if (entry.verb != "POST" || origins.size() > 1) return std::nullopt;
  if (!has_body) return "query-post";
  if (origins.contains(Origin::query)) return std::nullopt;
  return arguments.body_form() == api::BodyForm::json ? "json-post" : "form-post";
}

}  // namespace

std::string literal(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i, 2) == "${") out += '$';
    out += text[i];
  }
  return out;
}

const std::string* Replay::variable_for(std::string_view name, std::string_view text) const {
  const bool is_number = names_customer(name);
  const auto& all = is_number ? numbers_ : ids_;
  if (!is_number && !names_id(name)) return nullptr;
  const auto found = all.find(text);
  return found == all.end() ? nullptr : &found->second;
}

/// The value as a step's `with` holds it, or nothing when it cannot.
std::optional<Json> Replay::value_of(const Argument& argument) const {
  if (const std::string* name = variable_for(argument.name, argument.text)) {
    const bool keeps_type =
        argument.origin != Origin::json || (argument.type == WireType::text) != names_id(argument.name);
    return keeps_type ? std::optional<Json>(variable(*name)) : std::nullopt;
  }
  if (argument.type == WireType::null) return Json();
  if (argument.type == WireType::text) return Json(literal(argument.text));
  if (const auto value = read_answer(argument.text)) return **value;
  return std::nullopt;
}

bool Replay::as_call(const JournalEntry& entry, Json& step) const {
  if (entry.row == nullptr || entry.row->call == api::Call::not_built || entry.path != path_of(*entry.row))
    return false;
  api::Arguments arguments;
  if (arguments.read(entry.query, entry.body)) return false;
  const auto wire = wire_of(entry, arguments);
  const auto token = token_place(entry, arguments);
  if (!wire || !token) return false;
  Json with = Json::object();
  for (const Argument& argument : arguments.all()) {
    if (is_reserved(argument, entry.row->form)) continue;
    auto value = value_of(argument);
    if (!value) return false;
    with[std::string(argument.name)] = *std::move(value);
  }
  step["call"] = entry.row->id;
  step["with"] = std::move(with);
  if (*wire != "query-get") step["wire"] = *wire;
  if (*token != "query") step["token"] = *token;
  return true;
}

/// A query or body with variables for what was made up; its token goes.
std::string Replay::with_variables(std::string_view text, bool is_body) const {
  const auto exchange = [this](const Place& place) -> std::optional<std::string> {
    if (place.name() == api::k_token_name)
      return place.origin == Origin::json ? std::string("\"").append(k_hidden).append("\"")
                                          : std::string(k_hidden);
    const std::string* name = variable_for(place.name(), place.text);
    if (name == nullptr) return std::nullopt;
    const bool quoted = place.origin == Origin::json && place.type == WireType::text;
    return quoted ? std::string("\"").append(variable(*name)).append("\"") : variable(*name);
  };
  const bool is_form = !is_body || api::look_of(text) == api::BodyLook::form;
  std::string out =
      is_body ? rewrite_body(literal(text), exchange) : rewrite_pairs(literal(text), Origin::query, exchange);
  if (is_form) take_hidden_token(out);
  return out;
}

void Replay::as_http(const JournalEntry& entry, Json& step) const {
  const std::string query = with_variables(entry.query, false);
  Json http = {{"verb", entry.verb},
               {"target", literal(entry.path) + (query.empty() ? "" : "?" + query)},
               {"headers", Json::array()}};
  if (const auto type = header_of(entry.headers, "Content-Type"))
    http["headers"].push_back(Json::array({"Content-Type", literal(*type)}));
  if (!entry.token.empty() && !is_token_refused(entry))
    http["headers"].push_back(Json::array({api::k_token_name, "${token}"}));
  if (!entry.body.empty()) http["body"] = with_variables(entry.body, true);
  step["http"] = std::move(http);
  if (entry.row != nullptr) step["effect"] = name_of(entry.row->effect);
}

bool Replay::can_replay(const JournalEntry& entry) const {
  const bool faulted_away = !entry.fault.empty() && !entry.performed;
  const bool in_conflict = std::ranges::any_of(entry.departures, [](const api::Departure& departure) {
    return departure.id == api::DepartureId::conflicting_tokens;
  });
  return entry.body_is_whole && !faulted_away && !in_conflict && is_utf8(entry.query) &&
         is_utf8(entry.path) && is_utf8(entry.body) && entry.path.starts_with('/');
}

/// Whether the id of a write is one that a step has captured, or asks for a new one.
bool Replay::names_known_id(const JournalEntry& entry) const {
  api::Arguments arguments;
  if (arguments.read(entry.query, entry.body)) return true;
  const auto id = std::ranges::find_if(arguments.all(), names_id, &Argument::name);
  return id == arguments.all().end() || id->text == "-1" || ids_.contains(id->text);
}

/// Makes the customer that a step writes to and no step before it has made.
Json Replay::customer_step(const JournalEntry& entry) {
  const api::Endpoint& row = api::endpoint(api::Call::select_or_create_customer);
  Json with = Json::object();
  for (CorrectedParameter& parameter : made_up_customer(row, literal(entry.number)))
    with[parameter.name] = std::move(parameter.value);
  return {{"id", "given-" + std::to_string(entry.id)},
          {"about", "a customer that was there before, made up"},
          {"call", row.id},
          {"with", std::move(with)},
          {"wire", "json-post"},
          {"expect", Json::array({{{"status", 200}, {"source", "doc.wire.success-json"}}})}};
}

void Replay::add(const JournalEntry& entry, bool same_words) {
  if (!can_replay(entry)) {
    known_.follow_unrepeated(entry);
    ++left_out_;
    return;
  }
  if (known_.adopt_customer(entry)) steps_.push_back(customer_step(entry));
  const Binding binding = known_.follow(entry, names_known_id(entry));
  const std::string name(entry.row == nullptr ? "request" : entry.row->method);
  Json step = {{"id", name + "-" + std::to_string(entry.id)}};
  if (!as_call(entry, step)) as_http(entry, step);
  if (entry.fault.empty())
    expect(entry, same_words, binding, step);
  else
    step["about"] = "not checked: the fault " + literal(entry.fault) + " was in its answer";
  steps_.push_back(std::move(step));
}

}  // namespace sellsign::mock
