#include "harness/scenario/variable_check.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "base/nearest.h"

namespace sellsign::harness {
namespace {

const Json* member(const Json& object, std::string_view key, Json::value_t type) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(key);
  return found == object.end() || found->type() != type ? nullptr : &*found;
}

void add_keys(const Json* object, std::vector<std::string>& names) {
  if (object == nullptr) return;
  for (const auto& [name, value] : object->items()) names.push_back(name);
}

}  // namespace

VariableCheck::VariableCheck(std::span<const std::string> given, Problems& problems,
                             std::set<std::string>& used)
    : known_(given.begin(), given.end()), problems_(problems), used_(used) {
  for (const std::string_view name : builtin_variables())
    if (!name.starts_with("case.")) known_.emplace_back(name);
}

void VariableCheck::note_names(const PositionedJson& file) {
  add_keys(member(file.value(), "vars", Json::value_t::object), later_);
  for (const std::string_view key : {"steps", "finally"})
    if (const Json* const steps = member(file.value(), key, Json::value_t::array))
      for (const Json& step : *steps) add_keys(member(step, "capture", Json::value_t::object), later_);
}

void VariableCheck::check_vars(const PositionedJson& file) {
  const Json* const vars = member(file.value(), "vars", Json::value_t::object);
  if (vars == nullptr) return;
  for (const auto& [name, value] : vars->items()) {
    check_value(file, value, known_);
    const Extent extent = extents_[name] = check_extent(file, value, extents_);
    const bool was_full = in_all_ > k_most_in_variables;
    in_all_ += extent.bytes;
    if (!was_full && in_all_ > k_most_in_variables)
      problems_.push_back({file.key_at(value).text(), too_much_in_variables()});
    known_.push_back(name);
  }
}

Extent VariableCheck::check_extent(const PositionedJson& file, const Json& value, const Extents& extents) {
  const Extent extent = extent_of(value, [&](std::string_view name) {
    const auto found = extents.find(name);
    return found == extents.end() ? Extent{} : found->second;
  });
  const std::string problem = too_large(extent);
  if (problem.empty()) return extent;
  problems_.push_back({file.value_at(value).text(), "with its variables, this value " + problem});
  return {};
}

void VariableCheck::check_steps(const PositionedJson& file, std::string_view key) {
  const Json* const steps = member(file.value(), key, Json::value_t::array);
  if (steps == nullptr) return;
  for (const Json& step : *steps) {
    check_step(file, step);
    const Json* const captures = member(step, "capture", Json::value_t::object);
    add_keys(captures, known_);
    if (captures != nullptr)
      for (const auto& [name, capture] : captures->items()) extents_.erase(name);
  }
}

void VariableCheck::check_step(const PositionedJson& file, const Json& step) {
  if (!step.is_object()) return;
  std::vector<const Json*> cases;
  if (const Json* const list = member(step, "cases", Json::value_t::array))
    for (const Json& one : *list) cases.push_back(&one);
  if (const Json* const lone = member(step, "cases", Json::value_t::object)) cases.push_back(lone);
  place_.clear();
  if (cases.empty()) check_parts(file, step, {"with", "http", "expect"}, known_, extents_);
  for (const Json* const one : cases) {
    const Json* const name = member(*one, "name", Json::value_t::string);
    place_ =
        name == nullptr ? "" : " in the case " + name->dump(-1, ' ', false, Json::error_handler_t::replace);
    std::vector<std::string> known = known_;
    Extents extents = extents_;
    known.insert(known.end(), {"case.name", "case.parameter"});
    if (const Json* const vars = member(*one, "vars", Json::value_t::object)) {
      for (const auto& [name, value] : vars->items()) {
        check_value(file, value, known);
        extents[name] = check_extent(file, value, extents);
        known.push_back(name);
      }
    }
    check_parts(file, *one, {"with", "expect"}, known, extents);
    check_parts(file, step, {"with", "http"}, known, extents);
    if (member(*one, "expect", Json::value_t::array) == nullptr)
      check_parts(file, step, {"expect"}, known, extents);
  }
}

void VariableCheck::check_parts(const PositionedJson& file, const Json& step,
                                std::initializer_list<std::string_view> keys,
                                const std::vector<std::string>& known, const Extents& extents) {
  if (!step.is_object()) return;
  for (const std::string_view key : keys) {
    const auto found = step.find(key);
    if (found == step.end()) continue;
    check_value(file, *found, known);
    check_extent(file, *found, extents);
  }
}

void VariableCheck::check_value(const PositionedJson& file, const Json& value,
                                const std::vector<std::string>& known) {
  if (value.is_string()) {
    check_text(file.value_at(value), value.get_ref<const std::string&>(), known);
  } else if (value.is_structured()) {
    for (const Json& inner : value) check_value(file, inner, known);
  }
}

void VariableCheck::check_text(const Position& at, const std::string& text,
                               const std::vector<std::string>& known) {
  const auto parts = parts_of(text);
  if (!parts) {
    problems_.push_back({at.text(), parts.error().message});
    return;
  }
  for (const TextPart& part : *parts) {
    if (part.variable) used_.insert(part.text);
    if (!part.variable || std::find(known.begin(), known.end(), part.text) != known.end()) continue;
    if (std::find(later_.begin(), later_.end(), part.text) != later_.end()) {
      problems_.push_back(
          {at.text(), "the variable \"" + part.text + "\" has no value here yet: it is set further on"});
      continue;
    }
    const std::vector<std::string_view> candidates(known.begin(), known.end());
    problems_.push_back(
        {at.text(), "unknown variable \"" + part.text + "\"" + place_ + did_you_mean(part.text, candidates)});
  }
}

}  // namespace sellsign::harness
