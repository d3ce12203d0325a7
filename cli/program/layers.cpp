#include "cli/program/layers.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "base/json/object_reader.h"
#include "base/nearest.h"
#include "base/text.h"
#include "cli/program/command.h"
#include "cli/program/output.h"

namespace sellsign::cli {
namespace {

/// Sets a flag; `place` is where a value that does not fit stands.
void set_flag(Layers& layers, const FlagRow& row, std::vector<std::string> values, const std::string& place,
              Problems& problems) {
  const std::string wrong = layers.set(row, std::move(values));
  if (!wrong.empty()) problems.push_back({place, wrong});
  layers.given.insert(row.name);
}

/// A variable that nothing reads, though its name looks like a flag's: to pass over it would let in any
/// token.
void check_token_file_variable(const Layers& layers, Problems& problems) {
  const std::string stray = variable_of("token-file");
  if (!environment_variable(stray)) return;
  for (const FlagRow& row : layers.rows)
    if ((row.name == "--token-file" || row.name == "--secret-file") && !layers.given.contains(row.name))
      problems.push_back(
          {stray, "no flag reads this variable; " + row.name + " is " + environment_name(row)});
}

std::string scalar_text(const Json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

void apply_member(Layers& layers, const JsonView& member, Problems& problems) {
  const std::string& key = member.name();
  std::vector<std::string> names;
  for (const FlagRow& row : layers.rows)
    if (const std::string name = plain_name(row); !name.empty() && name != "config") names.push_back(name);
  if (std::ranges::find(names, key) == names.end()) {
    const std::vector<std::string_view> views(names.begin(), names.end());
    return member.say_of_key("sellsign " + std::string(layers.command) + " has no flag --" + key +
                             did_you_mean(key, views));
  }
  if (layers.given.contains("--" + key)) return;
  std::vector<std::string> values;
  for (const auto& part : member.value().is_array() ? member.value() : Json::array({member.value()}))
    values.push_back(scalar_text(part));
  set_flag(layers, *std::ranges::find(layers.rows, "--" + key, &FlagRow::name), std::move(values),
           member.position().text(), problems);
}

}  // namespace

std::string layers_help(const FlagRows& rows) {
  std::string text = "Every flag has a twin in the environment (--port-file: SELLSIGN_PORT_FILE";
  std::string but = ", but ";
  for (const FlagRow& row : rows) {
    if (!row.environment || row.environment->empty()) continue;
    text += but + row.name + ": " + *row.environment;
    but = ", ";
  }
  return text + ") and in --config.";
}

Problems apply_environment(Layers& layers) {
  Problems problems;
  check_token_file_variable(layers, problems);
  for (const FlagRow& row : layers.rows) {
    const std::string name = environment_name(row);
    const auto value = environment_variable(name);
    if (!value || layers.given.contains(row.name)) continue;
    if (is_number(row) && value->find("://") != std::string::npos) {
      layers.ignored_variables.push_back(
          {name, "passed over: " + in_quotes(printable(*value, 100)) + " is no number for " + row.name +
                     ", but an address that the platform has set (a service of that name)"});
      continue;
    }
    set_flag(layers, row, may_repeat(row) ? split_texts(*value, ',') : std::vector{*value}, name, problems);
  }
  return problems;
}

Problems apply_config_file(Layers& layers, const std::string& path) {
  if (path.empty()) return {};
  const auto text = read_file(path);
  if (!text) return {{"--config", text.error().message}};
  PositionedJson file;
  if (auto wrong = read_json(path, *text, JsonDialect::commented, file); !wrong.empty()) return wrong;
  Problems problems;
  const JsonView all(file, problems);
  const JsonView own = all.at(layers.command);
  if (!all.value().is_object() || !(own.value().is_object() || !all.has(layers.command)))
    return {{all.position().text(), "must be an object with an object of flags for each subcommand"}};
  std::vector<std::string_view> names;
  for (const Command& command : commands()) names.push_back(command.name);
  for (const JsonView& member : all.members())
    if (std::ranges::find(names, member.name()) == names.end())
      member.say_of_key("there is no subcommand \"" + member.name() + "\"" +
                        did_you_mean(member.name(), names));
  for (const JsonView& member : own.members()) apply_member(layers, member, problems);
  return problems;
}

}  // namespace sellsign::cli
