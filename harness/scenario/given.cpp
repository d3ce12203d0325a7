#include "harness/scenario/given.h"

#include <algorithm>
#include <iterator>

#include <nlohmann/json.hpp>

#include "base/file.h"
#include "base/json/positioned_json.h"
#include "base/result.h"
#include "harness/scenario/variables.h"

namespace sellsign::harness {
namespace {

constexpr std::string_view k_prefix = "SELLSIGN_VAR_";

/// Why a variable of that name cannot be set from outside, or nothing.
std::string refusal(std::string_view name, std::string_view place) {
  const std::string quoted = std::string(place) + ": \"" + std::string(name) + "\"";
  if (name == "token") return quoted + " is built in; the token comes from SELLSIGN_TOKEN or --secret-file";
  if (is_builtin(name)) return quoted + " is built in";
  if (!is_variable_name(name)) return quoted + " is no name of a variable: letters, digits, _, - and .";
  return {};
}

/// Adds or, for a repeated flag, replaces.
void put(GivenVariables& out, std::string_view name, JsonPtr value) {
  const auto found = std::find_if(out.values.begin(), out.values.end(),
                                  [&](const auto& held) { return held.first == name; });
  if (found == out.values.end())
    out.values.emplace_back(std::string(name), std::move(value));
  else
    found->second = std::move(value);
}

bool holds(const GivenVariables& out, std::string_view name) {
  return std::any_of(out.values.begin(), out.values.end(),
                     [&](const auto& held) { return held.first == name; });
}

JsonPtr text_value(std::string_view text) { return std::make_shared<const Json>(std::string(text)); }

std::string add_flags(std::span<const std::string> flags, GivenVariables& out) {
  for (const std::string& flag : flags) {
    const auto equals = flag.find('=');
    if (equals == std::string::npos) return "--var " + flag + ": name=value is expected";
    const std::string_view name = std::string_view(flag).substr(0, equals);
    if (std::string problem = refusal(name, "--var"); !problem.empty()) return problem;
    put(out, name, text_value(std::string_view(flag).substr(equals + 1)));
  }
  return {};
}

std::string add_environment(std::span<const std::string> environment, GivenVariables& out) {
  for (const std::string& line : environment) {
    const auto equals = line.find('=');
    if (equals == std::string::npos || !line.starts_with(k_prefix)) continue;
    const std::string_view name = std::string_view(line).substr(k_prefix.size(), equals - k_prefix.size());
    if (std::string problem = refusal(name, line.substr(0, equals)); !problem.empty()) return problem;
    if (!holds(out, name)) put(out, name, text_value(std::string_view(line).substr(equals + 1)));
  }
  return {};
}

std::string add_file(const std::string& path, GivenVariables& out) {
  const auto text = bytes_of(path);
  if (!text) return path + ": cannot be read (--vars-file)";
  PositionedJson document;
  const Problems problems = read_json(path, *text, JsonDialect::commented, document);
  if (!problems.empty()) return problems[0].where + ": " + problems[0].what;
  if (!document.value().is_object()) return path + ": one JSON object with a key per variable is expected";
  for (const auto& [name, value] : document.value().items()) {
    if (std::string problem = refusal(name, document.key_at(value).text()); !problem.empty()) return problem;
    if (!holds(out, name)) put(out, name, std::make_shared<const Json>(value));
  }
  return {};
}

/// A given text takes the type of the file's value when it reads as one.
JsonPtr given_as(const JsonPtr& given, const Json& file_value) {
  if (!given->is_string() || file_value.is_string()) return given;
  const auto read = read_answer(given->get_ref<const std::string&>());
  const bool fits =
      read && ((*read)->type() == file_value.type() || ((*read)->is_number() && file_value.is_number()));
  return fits ? *read : given;
}

}  // namespace

JsonPtr GivenVariables::for_variable(std::string_view name, const Json& file_value) const {
  const auto given =
      std::find_if(values.begin(), values.end(), [&](const auto& one) { return one.first == name; });
  return given == values.end() ? nullptr : given_as(given->second, file_value);
}

std::vector<std::string> GivenVariables::names() const {
  std::vector<std::string> out;
  for (const auto& [name, value] : values) out.push_back(name);
  return out;
}

Result<GivenVariables> collect_variables(std::span<const std::string> flags,
                                         std::span<const std::string> environment,
                                         const std::string& vars_file) {
  GivenVariables out;
  std::string problem = add_flags(flags, out);
  if (problem.empty()) problem = add_environment(environment, out);
  if (problem.empty() && !vars_file.empty()) problem = add_file(vars_file, out);
  if (!problem.empty()) return usage_error(std::move(problem));
  return out;
}

}  // namespace sellsign::harness
