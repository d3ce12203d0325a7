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
constexpr std::size_t k_longest_name = 100;

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= k_longest_name && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_';
  });
}

void check_name(std::string_view name, const Spot& spot) {
  if (!is_name(name))
    spot.say("\"" + printable(name, 40) + "\" is no name: give 1 to 100 letters, digits, - . _");
}

void read_call(const Json& value, const Spot& spot, FaultMatch& out) {
  const auto id = read_text(value, spot);
  if (!id) return;
  out.call = api::find_endpoint(*id);
  if (out.call == nullptr)
    spot.say("no call is named \"" + printable(*id) + "\"" + did_you_mean(*id, api::endpoint_ids()));
  else if (out.call->call == api::Call::not_built)
    spot.say(*id + " is a call that this mock does not answer yet, so no request would match");
}

/// The value as it stands in a request.
std::optional<std::string> read_value(const Json& value, const Spot& spot) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number_integer() || value.is_boolean()) return value.dump();
  spot.say("must be a text, a whole number or true or false: the exact value in the request");
  return std::nullopt;
}

void read_parameters(const Json& value, const Spot& spot, FaultMatch& out) {
  if (!value.is_object())
    return spot.say(
        "must be an object of request names and exact values, such as {\"email\": \"a@example.org\"}");
  if (value.empty()) return spot.say("names no parameter; leave it out to match all requests");
  for (const auto& [name, inner] : value.items())
    if (auto text = read_value(inner, spot.at(name))) out.parameters.emplace_back(name, *std::move(text));
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

void check_parameters(const FaultMatch& match, const Spot& spot) {
  const auto known = parameters_of(match.call);
  for (const auto& [name, value] : match.parameters)
    if (std::ranges::find(known, name) == known.end())
      spot.at("parameter")
          .at(name)
          .say((match.call == nullptr ? "no call" : std::string(match.call->id)) +
               (match.call == nullptr ? " has a parameter \"" : " has no parameter \"") + printable(name) +
               "\"" + did_you_mean(name, known));
}

constexpr KeyRow<FaultMatch> k_match_keys[] = {
    {"call", read_call},
    {"number",
     [](const Json& value, const Spot& spot, FaultMatch& out) { out.number = read_text(value, spot); }},
    {"token",
     [](const Json& value, const Spot& spot, FaultMatch& out) {
       out.token = read_text(value, spot);
       if (out.token == k_shown_token)
         spot.say("is what is shown in place of a token: give the token itself");
     }},
    {"parameter", read_parameters},
    {"nth",
     [](const Json& value, const Spot& spot, FaultMatch& out) {
       out.nth = static_cast<std::uint64_t>(read_integer(value, spot, 1, k_most).value_or(1));
     }},
};

void read_match(const Json& value, const Spot& spot, FaultRule& out) {
  read_object(value, spot, k_match_keys, out.match);
  check_parameters(out.match, spot);
}

constexpr KeyRow<FaultSchedule> k_schedule_keys[] = {
    {"first",
     [](const Json& value, const Spot& spot, FaultSchedule& out) {
       out.first = static_cast<std::uint64_t>(read_integer(value, spot, 1, k_most).value_or(1));
     }},
    {"every",
     [](const Json& value, const Spot& spot, FaultSchedule& out) {
       out.every = static_cast<std::uint64_t>(read_integer(value, spot, 1, k_most).value_or(1));
     }},
    {"probability", [](const Json& value, const Spot& spot,
                       FaultSchedule& out) { out.probability = read_number(value, spot, 0, 1).value_or(1); }},
    {"from",
     [](const Json& value, const Spot& spot, FaultSchedule& out) { out.from = read_instant(value, spot); }},
    {"until",
     [](const Json& value, const Spot& spot, FaultSchedule& out) { out.until = read_instant(value, spot); }},
};

void read_schedule(const Json& value, const Spot& spot, FaultRule& out) {
  read_object(value, spot, k_schedule_keys, out.schedule);
  const FaultSchedule& schedule = out.schedule;
  if (schedule.from && schedule.until && *schedule.from >= *schedule.until)
    spot.say("until has to be later than from");
  if (schedule.first != 0 && schedule.every > schedule.first)
    spot.say("every is greater than first, so the fault would never be applied");
}

constexpr std::string_view k_only_answered = "is only answered, not set; leave it out";

constexpr KeyRow<FaultRule> k_fault_keys[] = {
    {"name",
     [](const Json& value, const Spot& spot, FaultRule& out) {
       out.name = read_text(value, spot).value_or("");
       if (value.is_string()) check_name(out.name, spot);
     }},
    {"enabled", [](const Json& value, const Spot& spot,
                   FaultRule& out) { out.enabled = read_boolean(value, spot).value_or(true); }},
    {"match", read_match},
    {"schedule", read_schedule},
    {"effect",
     [](const Json& value, const Spot& spot, FaultRule& out) { read_effect(value, spot, out.effect); }},
    {"seen", [](const Json&, const Spot& spot, FaultRule&) { spot.say(std::string(k_only_answered)); }},
    {"applied", [](const Json&, const Spot& spot, FaultRule&) { spot.say(std::string(k_only_answered)); }},
};

FaultRule read_rule(const Json& value, const Spot& spot) {
  FaultRule rule;
  read_object(value, spot, k_fault_keys, rule);
  if (!value.is_object()) return rule;
  if (!value.contains("effect")) spot.say("\"effect\" is missing: what the fault does");
  if (rule.match.nth != 0 && (rule.schedule.first != 0 || rule.schedule.every != 1))
    spot.say("match.nth is one request, first and every choose among many; leave out one or the other");
  rule.written = std::make_shared<const Json>(value);
  return rule;
}

/// What `{"faults":[...]}` is read into.
struct FaultList {
  std::vector<FaultRule> rules;
  bool given = false;
};

void read_list(const Json& value, const Spot& spot, FaultList& out) {
  out.given = true;
  if (!value.is_array()) return spot.say("must be a list of faults");
  if (value.size() > k_most_faults)
    return spot.say("holds more than " + std::to_string(k_most_faults) + " faults");
  std::set<std::string> names;
  for (std::size_t i = 0; i < value.size(); ++i) {
    FaultRule rule = read_rule(value[i], spot.at(i));
    if (value[i].is_object() && !value[i].contains("name")) spot.at(i).say("\"name\" is missing");
    if (!rule.name.empty() && !names.insert(rule.name).second)
      spot.at(i).at("name").say("a fault called \"" + rule.name + "\" stands above");
    out.rules.push_back(std::move(rule));
  }
}

}  // namespace

std::vector<FaultRule> read_faults(std::string_view text, Problems& problems) {
  static constexpr KeyRow<FaultList> k_keys[] = {
      {"faults", read_list},
      {"seed", [](const Json&, const Spot& spot, FaultList&) { spot.say(std::string(k_only_answered)); }}};
  FaultList list;
  const Spot spot(problems);
  if (const auto body = read_body(text, problems)) {
    read_object(body->value(), spot, k_keys, list);
    if (body->value().is_object() && !list.given) spot.say("\"faults\" is missing: the list of faults");
  }
  return std::move(list.rules);
}

std::optional<FaultRule> read_fault(std::string_view name, std::string_view text, Problems& problems) {
  const Spot spot(problems);
  const auto body = read_body(text, problems);
  if (!body) return std::nullopt;
  FaultRule rule = read_rule(body->value(), spot);
  check_name(name, spot.at("name"));
  if (!rule.name.empty() && rule.name != name)
    spot.at("name").say("\"" + printable(rule.name, 40) + "\" is not the name in the path, \"" +
                        printable(name, 40) + "\"; leave it out");
  if (!problems.empty()) return std::nullopt;
  rule.name = name;
  return rule;
}

}  // namespace sellsign::mock
