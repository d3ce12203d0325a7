#include "harness/scenario/variables.h"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "base/result.h"

namespace sellsign::harness {
namespace {

constexpr std::array<std::string_view, 6> k_builtin = {"run.id", "scenario.id", "iteration",
                                                       "token",  "case.name",   "case.parameter"};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

void collect_names(const Json& value, std::vector<std::string>& names) {
  if (value.is_structured()) {
    for (const Json& element : value) collect_names(element, names);
    return;
  }
  if (!value.is_string()) return;
  const auto parts = parts_of(value.get_ref<const std::string&>());
  if (!parts) return;
  for (const TextPart& part : *parts)
    if (part.variable && std::find(names.begin(), names.end(), part.text) == names.end())
      names.push_back(part.text);
}

Error without_value(const std::string& name) {
  return usage_error("the variable \"" + name + "\" has no value here");
}

}  // namespace

bool is_variable_name(std::string_view name) {
  return !name.empty() && is_letter(name[0]) && std::all_of(name.begin(), name.end(), [](char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || c == '.' || c == '-';
  });
}

std::span<const std::string_view> builtin_variables() { return k_builtin; }

bool is_builtin(std::string_view name) {
  return std::find(k_builtin.begin(), k_builtin.end(), name) != k_builtin.end();
}

Result<std::vector<TextPart>> parts_of(std::string_view text) {
  std::vector<TextPart> parts;
  std::string literal;
  for (std::size_t i = 0; i < text.size();) {
    if (text.substr(i).starts_with("$${")) {
      literal += "${";
      i += 3;
    } else if (text.substr(i).starts_with("${")) {
      const auto end = text.find('}', i);
      if (end == std::string_view::npos)
        return usage_error("this ${ is not closed with }; write $${ for a literal ${");
      const std::string name(text.substr(i + 2, end - i - 2));
      if (!is_variable_name(name))
        return usage_error("\"" + name + "\" is no name of a variable; write $${ for a literal ${");
      if (!literal.empty()) parts.push_back({false, std::move(literal)});
      literal.clear();
      parts.push_back({true, name});
      i = end + 1;
    } else {
      literal += text[i++];
    }
  }
  if (!literal.empty()) parts.push_back({false, std::move(literal)});
  return parts;
}

std::vector<std::string> names_in(const Json& value) {
  std::vector<std::string> names;
  collect_names(value, names);
  return names;
}

std::string as_text(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

const Json* Variables::find(std::string_view name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? nullptr : found->second.get();
}

void Variables::set_text(std::string name, std::string_view value) {
  set(std::move(name), std::make_shared<const Json>(std::string(value)));
}

Result<std::string> Values::fill_text(std::string_view text) const {
  auto parts = parts_of(text);
  if (!parts) return parts.error();
  std::string out;
  for (const TextPart& part : *parts) {
    if (!part.variable) {
      out += part.text;
      continue;
    }
    const Json* const value = find(part.text);
    if (value == nullptr) return without_value(part.text);
    out += as_text(*value);
  }
  return out;
}

Result<Json> Values::fill(const Json& value) const {
  if (value.is_string()) {
    const auto& text = value.get_ref<const std::string&>();
    const auto parts = parts_of(text);
    if (!parts) return parts.error();
    if (parts->size() == 1 && parts->front().variable) {
      const Json* const whole = find(parts->front().text);
      if (whole == nullptr) return without_value(parts->front().text);
      return Json(*whole);
    }
    auto filled = fill_text(text);
    if (!filled) return filled.error();
    return Json(std::move(*filled));
  }
  if (!value.is_structured()) return Json(value);
  Json out = value;
  for (Json& element : out) {
    auto filled = fill(element);
    if (!filled) return filled.error();
    element = std::move(*filled);
  }
  return out;
}

}  // namespace sellsign::harness
