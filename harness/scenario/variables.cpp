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

constexpr std::size_t k_node = 16;  ///< bytes of any value beside those of its text

/// What a text becomes when its variables are put in. A variable alone brings its levels.
Extent extent_of_text(const std::string& text, const KnownExtent& variable) {
  const auto parts = variable ? parts_of(text) : usage_error("");
  if (!parts) return {text.size(), 0};
  Extent sum;
  for (const TextPart& part : *parts) {
    const Extent inner = part.variable ? variable(part.text) : Extent{part.text.size(), 0};
    sum.bytes += inner.bytes;
    if (parts->size() == 1) sum.levels = inner.levels;
  }
  return sum;
}

void add_extent(const Json& value, std::size_t level, const KnownExtent& variable, Extent& sum) {
  const Extent text =
      value.is_string() ? extent_of_text(value.get_ref<const std::string&>(), variable) : Extent{};
  sum.bytes += k_node + text.bytes;
  sum.levels = std::max(sum.levels, level + text.levels);
  if (value.is_object())
    for (const auto& [key, element] : value.items()) sum.bytes += key.size();
  if (value.is_structured())
    for (const Json& element : value) add_extent(element, level + 1, variable, sum);
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

namespace {

/// Adds up what is to be put in, and stops before it is too much.
class Filler {
 public:
  explicit Filler(const Values& values) : values_(values) {}

  Result<Json> fill(const Json& value, std::size_t level) {
    if (value.is_string()) return fill_alone(value.get_ref<const std::string&>(), level);
    if (auto fits = take({k_node, level}); !fits) return fits.error();
    if (!value.is_structured()) return Json(value);
    Json out = value;
    for (Json& element : out) {
      auto filled = fill(element, level + 1);
      if (!filled) return filled.error();
      element = std::move(*filled);
    }
    return out;
  }

  Result<std::string> fill_text(const std::vector<TextPart>& parts) {
    std::string out;
    for (const TextPart& part : parts) {
      const Json* const value = part.variable ? values_.find(part.text) : nullptr;
      if (part.variable && value == nullptr) return without_value(part.text);
      const std::size_t from = out.size();
      out += value == nullptr ? part.text : as_text(*value);
      if (auto fits = take({out.size() - from, 0}); !fits) return fits.error();
    }
    return out;
  }

 private:
  /// A text that is one variable alone becomes its value.
  Result<Json> fill_alone(const std::string& text, std::size_t level) {
    const auto parts = parts_of(text);
    if (!parts) return parts.error();
    if (parts->size() != 1 || !parts->front().variable) {
      auto filled = fill_text(*parts);
      if (!filled) return filled.error();
      return Json(*std::move(filled));
    }
    const Json* const whole = values_.find(parts->front().text);
    if (whole == nullptr) return without_value(parts->front().text);
    const Extent inner = extent_of(*whole);
    if (auto fits = take({inner.bytes, level + inner.levels}); !fits) return fits.error();
    return Json(*whole);
  }

  Result<> take(Extent more) {
    sum_.bytes += more.bytes;
    sum_.levels = std::max(sum_.levels, more.levels);
    const std::string problem = too_large(sum_);
    return problem.empty() ? Result<>(std::monostate{})
                           : usage_error("with its variables, a value " + problem);
  }

  const Values& values_;
  Extent sum_;
};

}  // namespace

Extent extent_of(const Json& value) { return extent_of(value, nullptr); }

Extent extent_of(const Json& value, const KnownExtent& variable) {
  Extent sum;
  add_extent(value, 0, variable, sum);
  return sum;
}

std::string too_much_in_variables() {
  return "with this one, the variables hold more than " + std::to_string(k_most_in_variables >> 20U) + " MiB";
}

std::string too_large(const Extent& extent) {
  if (extent.bytes > k_largest_value.bytes)
    return "is longer than " + std::to_string(k_largest_value.bytes >> 20U) + " MiB";
  if (extent.levels > k_largest_value.levels)
    return "has more than " + std::to_string(k_largest_value.levels) + " levels";
  return {};
}

Result<std::string> Values::fill_text(std::string_view text) const {
  const auto parts = parts_of(text);
  if (!parts) return parts.error();
  return Filler(*this).fill_text(*parts);
}

Result<Json> Values::fill(const Json& value) const { return Filler(*this).fill(value, 0); }

}  // namespace sellsign::harness
