#include "harness/scenario/scenario.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "base/nearest.h"

namespace sellsign::harness {
namespace {

void add_doubtful(const Step& step, const JsonPtr& with, const Position& at, Problems& doubts) {
  if (step.call == nullptr || with == nullptr) return;
  std::vector<std::string_view> names;
  for (const api::FieldInfo& parameter : step.call->parameters)
    for (const std::string_view name : {parameter.name, parameter.alias, parameter.key})
      if (parameter.need != api::Need::answer && !name.empty()) names.push_back(name);
  for (const auto& [name, value] : with->items()) {
    const std::string hint = did_you_mean(name, names);
    if (api::find_parameter(*step.call, name) == nullptr && !hint.empty())
      doubts.push_back({at.text(), std::string(step.call->id) + " has no parameter \"" + name + "\"" + hint});
  }
}

}  // namespace

std::string_view name_of(Subject subject) {
  constexpr std::string_view k_names[] = {"status", "header", "json", "body"};
  return k_names[static_cast<std::size_t>(subject)];
}

std::vector<api::Effect> effects_of(const Scenario& scenario) {
  std::vector<api::Effect> out;
  for (const auto* steps : {&scenario.steps, &scenario.finally})
    for (const Step& step : *steps)
      if (std::find(out.begin(), out.end(), step.effect) == out.end()) out.push_back(step.effect);
  std::sort(out.begin(), out.end());
  return out;
}

std::size_t requests_of(const Step& step) { return std::max<std::size_t>(1, step.cases.size()); }

bool selected(const Scenario& scenario, const std::vector<std::string>& tags,
              const std::vector<std::string>& not_tags) {
  const auto has_one_of = [&](const std::vector<std::string>& wanted) {
    return std::any_of(wanted.begin(), wanted.end(), [&](const std::string& tag) {
      return std::find(scenario.tags.begin(), scenario.tags.end(), tag) != scenario.tags.end();
    });
  };
  return (tags.empty() || has_one_of(tags)) && !has_one_of(not_tags);
}

std::size_t checks_of(const Scenario& scenario) {
  std::size_t count = 0;
  for (const auto* steps : {&scenario.steps, &scenario.finally})
    for (const Step& step : *steps) {
      if (step.cases.empty()) count += step.expect.size();
      for (const Case& one : step.cases) count += one.expect ? one.expect->size() : step.expect.size();
    }
  return count;
}

Problems doubtful_names(const Scenario& scenario) {
  Problems doubts;
  for (const auto* steps : {&scenario.steps, &scenario.finally})
    for (const Step& step : *steps) {
      add_doubtful(step, step.with, step.at, doubts);
      for (const Case& one : step.cases) add_doubtful(step, one.with, one.at, doubts);
    }
  return doubts;
}

}  // namespace sellsign::harness
