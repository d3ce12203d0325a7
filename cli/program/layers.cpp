#include "cli/program/layers.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <set>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "base/nearest.h"
#include "cli/program/command.h"
#include "cli/program/output.h"
#include "harness/json/json.h"

namespace sellsign::cli {
namespace {

/// `port-file` for an option that has `--port-file`; empty for positionals and help.
std::string long_name(const CLI::Option& option) {
  const auto& names = option.get_lnames();
  return names.empty() || names.front() == "help" ? "" : names.front();
}

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::string part;
  for (const char c : text) {
    if (c != separator) {
      part += c;
    } else {
      parts.push_back(std::move(part));
      part.clear();
    }
  }
  parts.push_back(std::move(part));
  return parts;
}

bool may_repeat(const CLI::Option& option) { return option.get_items_expected_max() > 1; }

/// Gives an option its value as if it had been a flag; the sentence says what is wrong with it.
std::string set_option(CLI::Option& option, std::vector<std::string> values) {
  try {
    option.clear();
    option.add_result(std::move(values));
    option.run_callback();
  } catch (const CLI::Error& error) {
    return error.what();
  }
  return "";
}

/// `SELLSIGN_PORT_FILE` for `port-file`, whatever that variable is for.
std::string plain_name(const std::string& option_name) {
  std::string name = "SELLSIGN_";
  for (const char c : option_name)
    name += c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return name;
}

/// A variable that nothing reads, though its name looks like a flag's: to pass over it would let in any
/// token.
void check_token_file_variable(const CLI::App& subcommand, Problems& problems) {
  const std::string stray = plain_name("token-file");
  const char* value = std::getenv(stray.c_str());  // NOLINT(concurrency-mt-unsafe)
  if (value == nullptr || *value == '\0') return;
  for (const CLI::Option* option : subcommand.get_options()) {
    const std::string name = long_name(*option);
    if ((name == "token-file" || name == "secret-file") && option->count() == 0)
      problems.push_back({stray, "no flag reads this variable; --" + name + " is " + environment_name(name)});
  }
}

void apply_environment(CLI::Option& option, Problems& problems) {
  const std::string variable = environment_name(long_name(option));
  const char* value =
      variable.empty() ? nullptr : std::getenv(variable.c_str());  // NOLINT(concurrency-mt-unsafe)
  if (value == nullptr || *value == '\0') return;
  auto values = may_repeat(option) ? split(value, ',') : std::vector<std::string>{value};
  const std::string wrong = set_option(option, std::move(values));
  if (!wrong.empty()) problems.push_back({variable, wrong});
}

std::string scalar_text(const Json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

void apply_member(CLI::App& subcommand, const PositionedJson& file, const std::string& pointer,
                  const std::string& key, const Json& value, Problems& problems) {
  CLI::Option* found = nullptr;
  std::vector<std::string> names;
  for (CLI::Option* option : subcommand.get_options()) {
    const std::string name = long_name(*option);
    if (name.empty() || name == "config") continue;
    names.push_back(name);
    if (name == key) found = option;
  }
  const std::string place = child(pointer, key);
  if (found == nullptr) {
    const std::vector<std::string_view> views(names.begin(), names.end());
    problems.push_back({file.key_at(place).text(), "sellsign " + subcommand.get_name() + " has no flag --" +
                                                       key + did_you_mean(key, views)});
    return;
  }
  if (found->count() > 0) return;
  std::vector<std::string> values;
  for (const auto& part : value.is_array() ? value : Json::array({value}))
    values.push_back(scalar_text(part));
  const std::string wrong = set_option(*found, std::move(values));
  if (!wrong.empty()) problems.push_back({file.value_at(place).text(), wrong});
}

void apply_file(CLI::App& subcommand, const std::string& path, Problems& problems) {
  const auto text = read_file(path);
  if (!text) {
    problems.push_back({"--config", text.error().message});
    return;
  }
  PositionedJson file;
  const auto wrong = read_json(path, *text, JsonDialect::commented, file);
  problems.insert(problems.end(), wrong.begin(), wrong.end());
  if (!wrong.empty()) return;
  if (!file.value().is_object() ||
      (file.value().contains(subcommand.get_name()) && !file.value()[subcommand.get_name()].is_object())) {
    problems.push_back(
        {file.value_at("").text(), "must be an object with an object of flags for each subcommand"});
    return;
  }
  std::vector<std::string_view> names;
  for (const Command& command : commands()) names.push_back(command.name);
  for (const auto& [key, value] : file.value().items())
    if (std::ranges::find(names, key) == names.end())
      problems.push_back({file.key_at(child("", key)).text(),
                          "there is no subcommand \"" + key + "\"" + did_you_mean(key, names)});
  if (!file.value().contains(subcommand.get_name())) return;
  const std::string pointer = child("", subcommand.get_name());
  for (const auto& [key, value] : file.value()[subcommand.get_name()].items())
    apply_member(subcommand, file, pointer, key, value, problems);
}

std::set<const CLI::Option*> given_options(const CLI::App& subcommand) {
  std::set<const CLI::Option*> given;
  for (const CLI::Option* option : subcommand.get_options())
    if (option->count() > 0) given.insert(option);
  return given;
}

/// What an option holds, as text; a flag without value is true or false.
std::string value_of(const CLI::Option& option) {
  if (option.count() == 0) return option.get_expected_min() == 0 ? "false" : option.get_default_str();
  std::string joined;
  for (const std::string& result : option.results()) joined += (joined.empty() ? "" : ",") + result;
  return joined;
}

}  // namespace

std::string environment_name(const std::string& option_name) {
  // --var has SELLSIGN_VAR_name, and SELLSIGN_TOKEN is the client's own token, not one that the mock accepts.
  if (option_name.empty() || option_name == "var") return "";
  if (option_name == "token") return "SELLSIGN_MOCK_TOKEN";
  if (option_name == "token-file") return "SELLSIGN_MOCK_TOKEN_FILE";
  return plain_name(option_name);
}

std::string layers_help(const CLI::App& subcommand) {
  std::string text = "Every flag has a twin in the environment (--port-file: SELLSIGN_PORT_FILE";
  std::string but = ", but ";
  for (const CLI::Option* option : subcommand.get_options()) {
    const std::string name = long_name(*option), variable = environment_name(name);
    if (variable.empty() || variable == plain_name(name)) continue;
    text += but + "--" + name + ": " + variable;
    but = ", ";
  }
  return text + ") and in --config.";
}

Problems apply_layers(CLI::App& subcommand, const std::string& config_file,
                      std::vector<OptionValue>& values) {
  Problems problems;
  const auto by_flag = given_options(subcommand);
  check_token_file_variable(subcommand, problems);
  for (CLI::Option* option : subcommand.get_options())
    if (!long_name(*option).empty() && option->count() == 0) apply_environment(*option, problems);
  const auto by_environment = given_options(subcommand);
  if (!config_file.empty()) apply_file(subcommand, config_file, problems);
  for (const CLI::Option* option : subcommand.get_options()) {
    if (long_name(*option).empty() || long_name(*option) == "config") continue;
    const char* origin = by_flag.contains(option)          ? "flag"
                         : by_environment.contains(option) ? "environment"
                         : option->count() > 0             ? "file"
                                                           : "default";
    values.push_back({"--" + long_name(*option), value_of(*option), origin});
  }
  return problems;
}

}  // namespace sellsign::cli
