#include <algorithm>

#include "base/json/positioned_json.h"
#include "base/utf8.h"
#include "mock_server/calls/refusal.h"
#include "mock_server/calls/tokens.h"
#include "mock_server/journal/redaction.h"
#include "mock_server/journal/replay/replay.h"

namespace sellsign::mock {
namespace {

using Json = nlohmann::ordered_json;
using api::operator""_src;

/// The statement that a status rests on.
const api::Source& source_of(int status) {
  switch (status) {
    case 200:
      return *"doc.wire.success-json"_src;
    case 302:
    case 401:
    case 403:
      return *"asm.token.refused"_src;
    case 404:
      return *"asm.error.unknown-call"_src;
    case 405:
      return *"asm.error.verb"_src;
    case 501:
      return *"asm.error.not-built"_src;
    default:
      return *"doc.error.refusal"_src;
  }
}

const api::FieldInfo* answer_row(const api::Endpoint& row, std::string_view key) {
  const auto found = std::ranges::find(row.answer, key, &api::FieldInfo::key);
  return found == row.answer.end() ? nullptr : &*found;
}

std::string text_of_id(const Json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

/// The keys of the answer whose values the request gave.
std::vector<std::string_view> given_keys(const JournalEntry& entry) {
  api::Arguments arguments;
  std::vector<std::string_view> keys;
  if (arguments.read(entry.query, entry.body)) return keys;
  for (const api::Argument& argument : arguments.all())
    if (const api::FieldInfo* field = api::find_parameter(*entry.row, argument.name); field != nullptr)
      keys.push_back(field->key);
  return keys;
}

/// Takes out of an object what the request did not give.
void keep_given(const JournalEntry& entry, Json& object) {
  const auto given = given_keys(entry);
  std::vector<std::string> others;
  for (const auto& [key, value] : object.items())
    if (std::ranges::find(given, key) == given.end()) others.push_back(key);
  for (const std::string& key : others) object.erase(key);
}

}  // namespace

/// The part of an answer that a replay has to repeat.
Json Replay::expected(const api::Endpoint& row, const Json& value) const {
  if (value.is_string()) return literal(value.get<std::string>());
  if (value.is_array()) {
    Json list = Json::array();
    for (const Json& element : value) list.push_back(expected(row, element));
    return list;
  }
  if (!value.is_object()) return value;
  Json object = Json::object();
  for (const auto& [key, member] : value.items()) {
    const api::FieldInfo* field = answer_row(row, key);
    const bool is_id = field != nullptr && field->role == api::Role::id;
    if (field != nullptr && field->format == api::Format::timestamp) continue;
    const std::string* name = member.is_primitive() ? variable_for(key, text_of_id(member)) : nullptr;
    if (name != nullptr)
      object[key] = "${" + *name + "}";
    else if (!is_id)
      object[key] = expected(row, member);
  }
  return object;
}

/// Keeps what the mock made up: ids, and numbers that the request did not give.
void Replay::capture(const JournalEntry& entry, const Json& answer, Json& step) {
  if (!answer.is_object() || entry.row->returns != api::ReturnForm::object) return;
  const auto keep = [&](api::Role role, const std::string& prefix, auto& all) {
    const api::FieldInfo* const field = entry.row->answer.find(role);
    if (field == nullptr || !answer.contains(field->key)) return;
    const std::string key(field->key);
    const std::string name = prefix + std::to_string(all.size() + 1);
    if (!all.try_emplace(text_of_id(answer[key]), name).second) return;
    step["capture"][name] = {{"json", "$." + key}};
  };
  keep(api::Role::id, "id", ids_);
  if (entry.number.empty()) keep(api::Role::key, "number", numbers_);
}

void Replay::expect_json(const JournalEntry& entry, const Json& answer, Binding binding, Json& step) {
  const auto check = [&](const char* matcher, Json wanted) {
    step["expect"].push_back(
        {{"json", "$"}, {matcher, std::move(wanted)}, {"source", entry.row->source->id}});
  };
  Json wanted = expected(*entry.row, answer);
  const bool is_object = answer.is_object() && entry.row->returns == api::ReturnForm::object;
  if (is_object || (answer.is_object() && binding != Binding::all)) {
    Json keys = Json::array();
    for (const auto& [key, value] : answer.items()) keys.push_back(key);
    check("keys", std::move(keys));
  }
  const api::FieldInfo* const number = entry.row->answer.find(api::Role::key);
  if (is_object && entry.number.empty() && number != nullptr) wanted.erase(std::string(number->key));
  if (binding == Binding::given) keep_given(entry, wanted);
  if (binding == Binding::keys || (binding == Binding::given && wanted.empty())) return;
  check(answer.is_null() ? "eq" : "like", std::move(wanted));
}

void Replay::expect(const JournalEntry& entry, bool same_words, Binding binding, Json& step) {
  if (binding != Binding::all) ++loose_;
  if (binding == Binding::nothing) {
    step["about"] = "not checked: the answer rests on what was in the mock before";
    return;
  }
  checks_ = true;
  step["expect"] = Json::array({{{"status", entry.status}, {"source", source_of(entry.status).id}}});
  if (binding == Binding::status || !entry.reply_is_whole || entry.verb == "HEAD") return;
  if (entry.refused) {
    const std::string sentence(sentence_of(entry.reply_body));
    const bool names_made_up = std::ranges::any_of(
        ids_, [&](const auto& id) { return sentence.find(id.first) != std::string::npos; });
    if (same_words && !names_made_up && sentence != k_token_not_valid && is_utf8(sentence))
      step["expect"].push_back(
          {{"body", true}, {"contains", literal(sentence)}, {"source", "asm.error.text"}});
    return;
  }
  const auto answer = read_answer(entry.reply_body);
  if (!answer || entry.row == nullptr) return;
  expect_json(entry, **answer, binding, step);
  capture(entry, **answer, step);
}

}  // namespace sellsign::mock
