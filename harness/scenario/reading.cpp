#include "harness/scenario/reading.h"

#include <algorithm>
#include <cctype>

#include <nlohmann/json.hpp>

#include "base/nearest.h"
#include "harness/scenario/variables.h"

namespace sellsign::harness {

const Json* ObjectView::find(std::string_view key) const {
  const auto found = value_->find(key);
  return found == value_->end() ? nullptr : &*found;
}

bool ObjectView::has(std::string_view key) const { return find(key) != nullptr; }

std::string ObjectView::text(std::string_view key) const {
  const Json* const value = find(key);
  return value != nullptr && value->is_string() ? value->get<std::string>() : std::string();
}

std::vector<std::string> ObjectView::texts(std::string_view key) const {
  std::vector<std::string> out;
  const Json* const list = find(key);
  if (list == nullptr || !list->is_array()) return out;
  for (const Json& element : *list)
    if (element.is_string()) out.push_back(element.get<std::string>());
  return out;
}

Position ObjectView::element_at(std::string_view key, std::string_view text) const {
  const Json& list = value_->at(key);
  const auto found = std::find(list.begin(), list.end(), Json(text));
  return document_->value_at(child(child(pointer_, key), static_cast<std::size_t>(found - list.begin())));
}

JsonPtr ObjectView::object(std::string_view key) const {
  const Json* const value = find(key);
  return value != nullptr && value->is_object() ? std::make_shared<const Json>(*value) : nullptr;
}

std::optional<ObjectView> ObjectView::view(std::string_view key) const {
  const Json* const value = find(key);
  if (value == nullptr || !value->is_object()) return std::nullopt;
  return ObjectView(*document_, *value, child(pointer_, key), *problems_);
}

std::vector<ObjectView> ObjectView::views(std::string_view key) const {
  std::vector<ObjectView> out;
  const Json* const list = find(key);
  if (list == nullptr || !list->is_array()) return out;
  const std::string pointer = child(pointer_, key);
  for (std::size_t i = 0; i < list->size(); ++i)
    if ((*list)[i].is_object()) out.emplace_back(*document_, (*list)[i], child(pointer, i), *problems_);
  return out;
}

bool ObjectView::knows_all_keys(Kind kind) const {
  const auto rows = rows_of(kind);
  for (const auto& [key, value] : value_->items())
    if (std::none_of(rows.begin(), rows.end(), [&name = key](const auto* row) { return row->key == name; }))
      return false;
  return true;
}

bool is_id(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '.';
  });
}

std::vector<std::string> read_without(const ObjectView& view, const Json& with) {
  std::vector<std::string_view> given;
  for (const auto& [name, value] : with.items()) given.emplace_back(name);
  std::vector<std::string> out = view.texts("without");
  for (const std::string& name : out)
    if (!with.contains(name))
      view.say(view.element_at("without", name), "\"without\" leaves out \"" + name +
                                                     "\", which \"with\" does not give" +
                                                     did_you_mean(name, given));
  return out;
}

std::vector<Variable> read_variables(const ObjectView& parent, std::string_view key) {
  std::vector<Variable> out;
  const auto vars = parent.view(key);
  if (!vars) return out;
  for (const auto& [name, value] : vars->value().items()) {
    const Position at = vars->key_at(name);
    if (is_builtin(name))
      vars->say(at, "\"" + name + "\" is built in and cannot be set");
    else if (!is_variable_name(name))
      vars->say(at, "\"" + name + "\" is no name of a variable: letters, digits, _, - and .");
    out.push_back({at, name, std::make_shared<const Json>(value)});
  }
  return out;
}

}  // namespace sellsign::harness
