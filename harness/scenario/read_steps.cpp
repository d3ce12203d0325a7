#include <algorithm>
#include <cctype>

#include <nlohmann/json.hpp>

#include "base/time_text.h"
#include "harness/json/json_path.h"
#include "harness/scenario/reading.h"
#include "harness/scenario/variables.h"

namespace sellsign::harness {
namespace {

std::vector<Capture> read_captures(const JsonView& parent) {
  std::vector<Capture> out;
  for (const JsonView& view : parent.at("capture").members()) {
    if (!view.value().is_object()) continue;
    const std::string& name = view.name();
    Capture capture{view.key_position(), name, Subject::json, view.text("json")};
    if (is_builtin(name))
      view.say_of_key("\"" + name + "\" is built in and cannot be the name of a capture");
    else if (!is_variable_name(name))
      view.say_of_key("\"" + name + "\" cannot be the name of a capture: letters, digits, _, - and .");
    if (view.has("json") == view.has("header")) {
      if (knows_all_keys(view, ObjectKind::capture))
        view.add_problem("a capture takes either \"json\" or \"header\"");
    } else if (view.has("header")) {
      capture.subject = Subject::header;
      capture.from = view.text("header");
    } else if (const auto path = JsonPath::parse(capture.from);
               !path && view.at("json").value().is_string()) {
      view.at("json").add_problem(path.error().message);
    }
    out.push_back(std::move(capture));
  }
  return out;
}

std::chrono::milliseconds read_duration(const JsonView& view, std::string_view key) {
  if (!view.at(key).value().is_string()) return {};
  const auto duration = parse_milliseconds(view.text(key), std::chrono::hours(1));
  if (duration) return *duration;
  view.at(key).add_problem(duration.error().message);
  return {};
}

std::optional<Retry> read_retry(const JsonView& parent) {
  const JsonView view = parent.at("retry");
  if (!view.value().is_object()) return std::nullopt;
  Retry retry{read_duration(view, "every"), read_duration(view, "for")};
  if (retry.every.count() == 0 && parse_milliseconds(view.text("every"), std::chrono::hours(1)).ok())
    view.at("every").add_problem("\"every\" has to be more than nothing");
  return retry;
}

RawRequest read_raw(const JsonView& view) {
  RawRequest raw;
  raw.verb = view.has("verb") ? view.text("verb") : "GET";
  raw.target = view.text("target");
  const auto is_verb = [](char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '-'; };
  if (view.at("verb").value().is_string() && raw.verb.find("${") == std::string::npos &&
      (raw.verb.empty() || !std::all_of(raw.verb.begin(), raw.verb.end(), is_verb)))
    view.at("verb").add_problem("an HTTP verb is made of letters");
  if (!raw.target.empty() && raw.target[0] != '/' && !raw.target.starts_with("${"))
    view.at("target").add_problem(
        "a target starts with /: it is the path and query, without scheme and host");
  for (const JsonView& header : view.at("headers").elements()) {
    const Json& pair = header.value();
    if (pair.is_array() && pair.size() == 2 && pair[0].is_string() && pair[1].is_string())
      raw.headers.emplace_back(pair[0].get<std::string>(), pair[1].get<std::string>());
    else
      view.at("headers").add_problem("a header is a list of two texts: [\"name\", \"value\"]");
  }
  if (view.has("body")) raw.body = std::make_shared<const Json>(view.at("body").value());
  return raw;
}

/// Keys that belong to the other sort of step.
void check_mixture(const JsonView& view) {
  if (view.has("call") && view.has("http"))
    view.at("http").say_of_key("a step has either \"call\" or \"http\", not both");
  if (!view.has("call") && !view.has("http") && knows_all_keys(view, ObjectKind::step))
    view.add_problem("a step needs \"call\" or \"http\"");
  if (view.has("call"))
    view.refuse({"effect"}, "http steps: the effect of a call is in its row");
  else if (view.has("http"))
    view.refuse({"with", "without", "wire", "token"}, "call steps: an http step writes it out");
}

}  // namespace

Step read_step(const JsonView& view) {
  Step step;
  step.at = view.position();
  step.id = view.text("id");
  step.about = view.text("about");
  if (view.at("id").value().is_string() && !is_id(step.id))
    view.at("id").add_problem("an id is made of letters, digits, - and .");
  check_mixture(view);
  step.call = api::find_endpoint(view.text("call"));
  if (const JsonView http = view.at("http"); http.value().is_object() && !view.has("call")) {
    step.http = read_raw(http);
    step.effect = word_of(view, "effect", Words::effects, api::Effect::bill);
  } else {
    step.with = view.object("with");
    if (step.with == nullptr) step.with = std::make_shared<const Json>(Json::object());
    step.without = read_without(view, *step.with);
    step.wire = word_of(view, "wire", Words::wires, client::WireStyle::query_get);
    step.token = word_of(view, "token", Words::tokens, client::TokenCarrier::query);
    if (step.call != nullptr) step.effect = step.call->effect;
  }
  step.expect = read_checks(view, "expect");
  step.captures = read_captures(view);
  step.retry = read_retry(view);
  step.cases = read_cases(view, step);
  return step;
}

}  // namespace sellsign::harness
