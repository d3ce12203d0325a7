#include "harness/scenario/reading.h"

#include <algorithm>
#include <cctype>

#include <nlohmann/json.hpp>

#include "base/nearest.h"
#include "harness/scenario/variables.h"

namespace sellsign::harness {

bool knows_all_keys(const JsonView& view, ObjectKind kind) {
  const auto rows = rows_of(kind);
  return std::ranges::all_of(view.members(), [&](const JsonView& member) {
    return std::ranges::find(rows, member.name(), &FormatRow::key) != rows.end();
  });
}

bool is_id(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '.';
  });
}

std::vector<std::string> read_without(const JsonView& view, const Json& with) {
  std::vector<std::string_view> given;
  for (const auto& [name, value] : with.items()) given.emplace_back(name);
  for (const JsonView& element : view.at("without").elements())
    if (const Json& name = element.value(); name.is_string() && !with.contains(name.get<std::string>()))
      element.add_problem("\"without\" leaves out \"" + name.get<std::string>() +
                          "\", which \"with\" does not give" + did_you_mean(name.get<std::string>(), given));
  return view.texts("without");
}

std::vector<Variable> read_variables(const JsonView& parent, std::string_view key) {
  std::vector<Variable> out;
  for (const JsonView& variable : parent.at(key).members()) {
    const std::string& name = variable.name();
    if (is_builtin(name))
      variable.say_of_key("\"" + name + "\" is built in and cannot be set");
    else if (!is_variable_name(name))
      variable.say_of_key("\"" + name + "\" is no name of a variable: letters, digits, _, - and .");
    out.push_back({variable.key_position(), name, std::make_shared<const Json>(variable.value())});
  }
  return out;
}

}  // namespace sellsign::harness
