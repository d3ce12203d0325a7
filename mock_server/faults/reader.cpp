#include "mock_server/faults/reader.h"

#include <algorithm>
#include <limits>
#include <set>

#include <nlohmann/json.hpp>

#include "api/departures.h"
#include "base/json/object_reader.h"
#include "base/nearest.h"
#include "base/text.h"
#include "base/time_text.h"
#include "mock_server/faults/effect_reader.h"

namespace sellsign::mock {
namespace {

constexpr std::int64_t k_most = std::numeric_limits<std::int64_t>::max();
constexpr std::size_t k_longest_fault_name = 100;

void check_name(std::string_view name, const JsonView& view) {
  if (!is_identifier(name, k_longest_fault_name))
    view.add_problem("\"" + printable(name, 40) + "\" is no name: give 1 to 100 letters, digits, - . _");
}

void read_call(const JsonView& view, FaultMatch& out) {
  const auto id = read_text(view);
  if (!id) return;
  out.call = api::find_endpoint(*id);
  if (out.call == nullptr)
    view.add_problem("no call is named \"" + printable(*id) + "\"" + did_you_mean(*id, api::endpoint_ids()));
  else if (out.call->call == api::Call::not_built)
    view.add_problem(*id + " is a call that this mock does not answer yet, so no request would match");
}

/// The value as it stands in a request.
std::optional<std::string> read_value(const JsonView& view) {
  const Json& value = view.value();
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number_integer() || value.is_boolean()) return value.dump();
  view.add_problem("must be a text, a whole number or true or false: the exact value in the request");
  return std::nullopt;
}

void read_parameters(const JsonView& view, FaultMatch& out) {
  if (!view.value().is_object())
    return view.add_problem(
        "must be an object of request names and exact values, such as {\"email\": \"a@example.org\"}");
  if (view.value().empty()) return view.add_problem("names no parameter; leave it out to match all requests");
  for (const JsonView& member : view.members())
    if (auto text = read_value(member)) out.parameters.emplace_back(member.name(), *std::move(text));
}

/// The request names that a call takes; of all built calls when it is null.
std::vector<std::string_view> parameters_of(const api::Endpoint* call) {
  std::vector<std::string_view> names;
  for (const api::Endpoint& row : api::endpoints()) {
    if (row.call == api::Call::not_built || (call != nullptr && call != &row)) continue;
    for (const api::FieldInfo& field : row.parameters) {
      if (field.need == api::Need::answer) continue;
      names.push_back(field.name);
      if (!field.alias.empty()) names.push_back(field.alias);
    }
  }
  return names;
}

void check_parameters(const FaultMatch& match, const JsonView& view) {
  const auto known = parameters_of(match.call);
  for (const auto& [name, value] : match.parameters)
    if (std::ranges::find(known, name) == known.end())
      view.at("parameter")
          .at(name)
          .add_problem((match.call == nullptr ? "no call" : std::string(match.call->id)) +
                       (match.call == nullptr ? " has a parameter \"" : " has no parameter \"") +
                       printable(name) + "\"" + did_you_mean(name, known));
}

void read_match_token(const JsonView& view, FaultMatch& out) {
  out.token = read_text(view);
  if (out.token == k_shown_token)
    view.add_problem("is what is shown in place of a token: give the token itself");
}

constexpr KeyRow<FaultMatch> k_match_keys[] = {{"call", read_call},
                                               {"number", into<read_text, &FaultMatch::number>},
                                               {"token", read_match_token},
                                               {"parameter", read_parameters},
                                               {"nth", into<read_integer, &FaultMatch::nth, 1, k_most>}};

void read_match(const JsonView& view, FaultRule& out) {
  read_object(view, k_match_keys, out.match);
  check_parameters(out.match, view);
}

constexpr KeyRow<FaultSchedule> k_schedule_keys[] = {
    {"first", into<read_integer, &FaultSchedule::first, 1, k_most>},
    {"every", into<read_integer, &FaultSchedule::every, 1, k_most>},
    {"probability", into<read_number, &FaultSchedule::probability, 0, 1>},
    {"from", into<read_instant, &FaultSchedule::from>},
    {"until", into<read_instant, &FaultSchedule::until>}};

void read_schedule(const JsonView& view, FaultRule& out) {
  read_object(view, k_schedule_keys, out.schedule);
  const FaultSchedule& schedule = out.schedule;
  if (schedule.from && schedule.until && *schedule.from >= *schedule.until)
    view.add_problem("until has to be later than from");
  if (schedule.first != 0 && schedule.every > schedule.first)
    view.add_problem("every is greater than first, so the fault would never be applied");
}

void read_rule_name(const JsonView& view, FaultRule& out) {
  out.name = read_text(view).value_or("");
  if (view.value().is_string()) check_name(out.name, view);
}

template <class T>
void refuse_answered(const JsonView& view, T& /*out*/) {
  view.add_problem("is only answered, not set; leave it out");
}

constexpr KeyRow<FaultRule> k_fault_keys[] = {
    {"name", read_rule_name},
    {"enabled", into<read_boolean, &FaultRule::enabled>},
    {"match", read_match},
    {"schedule", read_schedule},
    {"effect", [](const JsonView& view, FaultRule& out) { read_effect(view, out.effect); }, true,
     "what the fault does"},
    {"seen", refuse_answered},
    {"applied", refuse_answered},
};

FaultRule read_rule(const JsonView& view) {
  FaultRule rule;
  read_object(view, k_fault_keys, rule);
  if (!view.value().is_object()) return rule;
  if (rule.match.nth != 0 && (rule.schedule.first != 0 || rule.schedule.every != 1))
    view.add_problem(
        "match.nth is one request, first and every choose among many; leave out one or the other");
  rule.written = std::make_shared<const Json>(view.value());
  return rule;
}

void read_list(const JsonView& view, std::vector<FaultRule>& out) {
  if (!view.value().is_array()) return view.add_problem("must be a list of faults");
  if (view.value().size() > k_most_faults)
    return view.add_problem("holds more than " + std::to_string(k_most_faults) + " faults");
  std::set<std::string> names;
  for (const JsonView& element : view.elements()) {
    FaultRule rule = read_rule(element);
    if (element.value().is_object() && !element.has("name")) say_missing(element, "name");
    if (!rule.name.empty() && !names.insert(rule.name).second)
      element.at("name").add_problem("a fault called \"" + rule.name + "\" stands above");
    out.push_back(std::move(rule));
  }
}

constexpr KeyRow<std::vector<FaultRule>> k_list_keys[] = {{"faults", read_list, true, "the list of faults"},
                                                          {"seed", refuse_answered}};

}  // namespace

std::vector<FaultRule> read_faults(std::string_view text, Problems& problems) {
  std::vector<FaultRule> rules;
  if (const auto body = read_body(text, problems))
    read_object(JsonView(body->value(), problems), k_list_keys, rules);
  return rules;
}

std::optional<FaultRule> read_fault(std::string_view name, std::string_view text, Problems& problems) {
  const auto body = read_body(text, problems);
  if (!body) return std::nullopt;
  const JsonView view(body->value(), problems);
  FaultRule rule = read_rule(view);
  check_name(name, view.at("name"));
  if (!rule.name.empty() && rule.name != name)
    view.at("name").add_problem("\"" + printable(rule.name, 40) + "\" is not the name in the path, \"" +
                                printable(name, 40) + "\"; leave it out");
  if (!problems.empty()) return std::nullopt;
  rule.name = name;
  return rule;
}

}  // namespace sellsign::mock
