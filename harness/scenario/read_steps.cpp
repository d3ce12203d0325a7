#include <algorithm>
#include <cctype>

#include <nlohmann/json.hpp>

#include "base/time_text.h"
#include "harness/json/json_path.h"
#include "harness/scenario/reading.h"
#include "harness/scenario/variables.h"

namespace sellsign::harness {
namespace {

/// The value of an enumeration whose names are a list of the format table; the first when it is absent or
/// unknown.
template <class E>
E value_of(Words words, std::string_view name, E otherwise) {
  const auto known = words_of(words);
  const auto found = std::find(known.begin(), known.end(), name);
  return found == known.end() ? otherwise : static_cast<E>(found - known.begin());
}

std::vector<Capture> read_captures(const ObjectView& parent) {
  std::vector<Capture> out;
  const auto captures = parent.view("capture");
  if (!captures) return out;
  for (const auto& [name, value] : captures->value().items()) {
    const auto view = captures->view(name);
    if (!view) continue;
    Capture capture{captures->key_at(name), name, Subject::json, view->text("json")};
    if (is_builtin(name))
      view->say(capture.at, "\"" + name + "\" is built in and cannot be the name of a capture");
    else if (!is_variable_name(name))
      view->say(capture.at, "\"" + name + "\" cannot be the name of a capture: letters, digits, _, - and .");
    if (view->has("json") == view->has("header")) {
      if (view->knows_all_keys(Kind::capture))
        view->say(view->at(), "a capture takes either \"json\" or \"header\"");
    } else if (view->has("header")) {
      capture.subject = Subject::header;
      capture.from = view->text("header");
    } else if (const auto path = JsonPath::parse(capture.from); !path && view->find("json")->is_string()) {
      view->say(view->value_at("json"), path.error().message);
    }
    out.push_back(std::move(capture));
  }
  return out;
}

std::chrono::milliseconds read_duration(const ObjectView& view, std::string_view key) {
  if (view.find(key) == nullptr || !view.find(key)->is_string()) return {};
  const auto duration = parse_milliseconds(view.text(key), std::chrono::hours(1));
  if (duration) return *duration;
  view.say(view.value_at(key), duration.error().message);
  return {};
}

std::optional<Retry> read_retry(const ObjectView& parent) {
  const auto view = parent.view("retry");
  if (!view) return std::nullopt;
  Retry retry{read_duration(*view, "every"), read_duration(*view, "for")};
  if (retry.every.count() == 0 && parse_milliseconds(view->text("every"), std::chrono::hours(1)).ok())
    view->say(view->value_at("every"), "\"every\" has to be more than nothing");
  return retry;
}

RawRequest read_raw(const ObjectView& view) {
  RawRequest raw;
  raw.verb = view.has("verb") ? view.text("verb") : "GET";
  raw.target = view.text("target");
  const auto is_verb = [](char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '-'; };
  if (view.has("verb") && view.find("verb")->is_string() && raw.verb.find("${") == std::string::npos &&
      (raw.verb.empty() || !std::all_of(raw.verb.begin(), raw.verb.end(), is_verb)))
    view.say(view.value_at("verb"), "an HTTP verb is made of letters");
  if (!raw.target.empty() && raw.target[0] != '/' && !raw.target.starts_with("${"))
    view.say(view.value_at("target"),
             "a target starts with /: it is the path and query, without scheme and host");
  if (const Json* const headers = view.find("headers"); headers != nullptr && headers->is_array()) {
    for (const Json& pair : *headers) {
      if (pair.is_array() && pair.size() == 2 && pair[0].is_string() && pair[1].is_string())
        raw.headers.emplace_back(pair[0].get<std::string>(), pair[1].get<std::string>());
      else
        view.say(view.value_at("headers"), "a header is a list of two texts: [\"name\", \"value\"]");
    }
  }
  if (const Json* const body = view.find("body"); body != nullptr)
    raw.body = std::make_shared<const Json>(*body);
  return raw;
}

/// Keys that belong to the other sort of step.
void check_mixture(const ObjectView& view) {
  if (view.has("call") && view.has("http"))
    view.say(view.key_at("http"), "a step has either \"call\" or \"http\", not both");
  if (!view.has("call") && !view.has("http") && view.knows_all_keys(Kind::step))
    view.say(view.at(), "a step needs \"call\" or \"http\"");
  if (view.has("call") && view.has("effect"))
    view.say(view.key_at("effect"), "\"effect\" is for http steps: the effect of a call is in its row");
  if (view.has("call") || !view.has("http")) return;
  for (const std::string_view key : {"with", "without", "wire", "token"})
    if (view.has(key))
      view.say(view.key_at(key),
               "\"" + std::string(key) + "\" is for call steps: an http step writes it out");
}

}  // namespace

Step read_step(const ObjectView& view) {
  Step step;
  step.at = view.at();
  step.id = view.text("id");
  step.about = view.text("about");
  if (view.has("id") && view.find("id")->is_string() && !is_id(step.id))
    view.say(view.value_at("id"), "an id is made of letters, digits, - and .");
  check_mixture(view);
  step.call = api::find_endpoint(view.text("call"));
  if (const auto http = view.view("http"); http && !view.has("call")) {
    step.http = read_raw(*http);
    step.effect = value_of(Words::effects, view.text("effect"), api::Effect::bill);
  } else {
    step.with = view.object("with");
    if (step.with == nullptr) step.with = std::make_shared<const Json>(Json::object());
    step.without = read_without(view, *step.with);
    step.wire = value_of(Words::wires, view.text("wire"), client::WireStyle::query_get);
    step.token = value_of(Words::tokens, view.text("token"), client::TokenPlace::query);
    if (step.call != nullptr) step.effect = step.call->effect;
  }
  step.expect = read_checks(view, "expect");
  step.captures = read_captures(view);
  step.retry = read_retry(view);
  step.cases = read_cases(view, step);
  return step;
}

}  // namespace sellsign::harness
