#include <algorithm>

#include <nlohmann/json.hpp>

#include "harness/scenario/reading.h"

namespace sellsign::harness {
namespace {

/// The name under which a parameter is given: its own, its alias, or empty when it is not given.
std::string given_name(const api::FieldInfo& parameter, const Json& with) {
  for (const std::string_view name : {parameter.name, parameter.alias})
    if (!name.empty() && with.contains(name)) return std::string(name);
  return {};
}

Json merged(const JsonPtr& base, const JsonPtr& over) {
  Json out = base == nullptr ? Json::object() : *base;
  if (over != nullptr)
    for (const auto& [name, value] : over->items()) out[name] = value;
  return out;
}

/// One case per mandatory parameter, without it; but for an id, whose absence means a new one
/// (asm.contractor.no-id).
std::vector<Case> left_out(const JsonView& view, const Step& step, const Case& pattern) {
  std::vector<Case> out;
  const Json with = merged(step.with, pattern.with);
  for (const api::FieldInfo& parameter : step.call->parameters) {
    if (parameter.need != api::Need::mandatory || parameter.role == api::Role::id) continue;
    const std::string given = given_name(parameter, with);
    if (given.empty()) {
      view.add_problem("\"with\" lacks the mandatory parameter \"" + std::string(parameter.name) +
                       "\" already, so leaving another one out would prove nothing");
      continue;
    }
    Case one = pattern;
    one.name = "without " + given;
    one.parameter = given;
    one.without.push_back(given);
    out.push_back(std::move(one));
  }
  return out;
}

/// One case per integer or boolean parameter, as text that cannot be read.
std::vector<Case> mistyped(const Step& step, const Case& pattern) {
  std::vector<Case> out;
  const Json with = merged(step.with, pattern.with);
  for (const api::FieldInfo& parameter : step.call->parameters) {
    const bool integer = parameter.format == api::Format::integer;
    if (parameter.need == api::Need::answer || parameter.name.empty()) continue;
    if (!integer && parameter.format != api::Format::boolean) continue;
    std::string given = given_name(parameter, with);
    if (given.empty()) given = parameter.name;
    Case one = pattern;
    Json over = merged(nullptr, pattern.with);
    over[given] = integer ? "not-an-integer" : "not-a-boolean";
    one.name = given + (integer ? " no integer" : " no boolean");
    one.parameter = given;
    one.with = std::make_shared<const Json>(std::move(over));
    out.push_back(std::move(one));
  }
  return out;
}

std::vector<Case> derived(const JsonView& view, const Step& step, const Case& pattern) {
  if (step.call == nullptr) {
    if (step.http) view.at("derive").say_of_key("cases can be derived for call steps only");
    return {};
  }
  const bool omit = view.text("derive") == "mandatory-left-out";
  if (!omit && view.text("derive") != "mistyped") return {};
  const std::size_t known = view.has("name") ? 1 : 0;
  if (known != 0) view.at("name").say_of_key("derived cases have names of their own");
  std::vector<Case> out = omit ? left_out(view, step, pattern) : mistyped(step, pattern);
  const bool none =
      std::none_of(step.call->parameters.begin(), step.call->parameters.end(), [&](const auto& row) {
        return omit ? row.need == api::Need::mandatory && row.role != api::Role::id
                    : row.format == api::Format::integer || row.format == api::Format::boolean;
      });
  if (none)
    view.at("derive").add_problem(std::string(step.call->id) + " has no " +
                                  (omit ? "mandatory parameter" : "integer or boolean parameter"));
  return out;
}

std::vector<Case> read_case(const JsonView& view, const Step& step) {
  Case one;
  one.at = view.position();
  one.name = view.text("name");
  one.vars = read_variables(view, "vars");
  one.with = view.object("with");
  if (!step.http) one.without = read_without(view, merged(step.with, one.with));
  if (view.has("expect")) one.expect = read_checks(view, "expect");
  if (step.http) view.refuse({"with", "without"}, "call steps; use \"vars\"");
  if (view.has("derive")) return derived(view, step, one);
  if (one.name.empty() && knows_all_keys(view, ObjectKind::case_row))
    view.add_problem("a case needs a \"name\", or \"derive\"");
  return {std::move(one)};
}

}  // namespace

std::vector<Case> read_cases(const JsonView& view, const Step& step) {
  const JsonView cases = view.at("cases");
  std::vector<JsonView> rows = view.objects("cases");
  if (cases.value().is_object()) rows.push_back(cases);
  std::vector<Case> out;
  for (const JsonView& row : rows) {
    for (Case& one : read_case(row, step)) {
      const bool taken =
          std::any_of(out.begin(), out.end(), [&](const Case& had) { return had.name == one.name; });
      if (taken) row.add_problem("there are two cases with the name \"" + one.name + "\"");
      out.push_back(std::move(one));
    }
  }
  if (cases.value().is_array() && cases.value().empty())
    cases.add_problem("without a case the step would never run");
  return out;
}

}  // namespace sellsign::harness
