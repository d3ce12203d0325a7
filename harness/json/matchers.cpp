#include "harness/json/matchers.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include <nlohmann/json.hpp>

#include "base/nearest.h"
#include "base/pattern.h"
#include "base/utf8.h"
#include "harness/json/diff.h"

namespace sellsign::harness {
namespace {

using Lines = std::vector<std::string>;

constexpr std::array<std::string_view, 7> k_types = {"string", "integer", "number", "boolean",
                                                     "null",   "object",  "array"};

Lines one(std::string_view path, const std::string& what) { return {std::string(path) + ": " + what}; }

Lines held_if(bool held, std::string_view path, const std::string& expected, const Json& got) {
  if (held) return {};
  return one(path, "expected " + expected + ", got " + brief(got));
}

std::string any_value(const Json& /*expected*/) { return {}; }

std::string want(bool right, std::string_view words) {
  return right ? "" : std::string(words) + " is expected";
}

std::string want_number(const Json& expected) { return want(expected.is_number(), "a number"); }
std::string want_boolean(const Json& expected) { return want(expected.is_boolean(), "true or false"); }

std::string want_length(const Json& expected) {
  return want(expected.is_number_integer() && expected.get<std::int64_t>() >= 0, "a whole number from 0");
}

std::string want_keys(const Json& expected) {
  const bool right = expected.is_array() && std::all_of(expected.begin(), expected.end(),
                                                        [](const Json& key) { return key.is_string(); });
  return want(right, "a list of texts");
}

std::string want_types(const Json& expected) {
  if (expected.is_array()) {
    if (expected.empty()) return "at least one type is expected";
    for (const Json& one_type : expected)
      if (std::string problem = want_types(one_type); !problem.empty() || one_type.is_array()) return problem;
    return {};
  }
  if (!expected.is_string()) return "the name of a type, or a list of them, is expected";
  const auto& name = expected.get_ref<const std::string&>();
  if (std::find(k_types.begin(), k_types.end(), name) != k_types.end()) return {};
  const std::string hint = did_you_mean(name, k_types);
  return "unknown type \"" + name + "\"" +
         (hint.empty() ? "; known: string, integer, number, boolean, null, object, array" : hint);
}

std::string want_pattern(const Json& expected) {
  if (!expected.is_string()) return "a regular expression is expected";
  const auto pattern = Pattern::compile(expected.get_ref<const std::string&>());
  return pattern ? "" : pattern.error().message;
}

Lines ne(const Json& expected, const Json& got, std::string_view path) {
  return held_if(!equal(expected, got), path, "anything but " + brief(expected), got);
}

/// -1, 0 or 1.
int order(const Json& a, const Json& b) {
  const ExactNumber left = exact(a), right = exact(b);
  return left < right ? -1 : left > right ? 1 : 0;
}

template <class Holds>
Lines ordered(const Json& expected, const Json& got, std::string_view path, std::string_view words,
              Holds holds) {
  const bool held = got.is_number() && expected.is_number() && holds(order(got, expected));
  return held_if(held, path, "a number " + std::string(words) + " " + brief(expected), got);
}

Lines gt(const Json& expected, const Json& got, std::string_view path) {
  return ordered(expected, got, path, "greater than", [](int o) { return o > 0; });
}
Lines gte(const Json& expected, const Json& got, std::string_view path) {
  return ordered(expected, got, path, "not less than", [](int o) { return o >= 0; });
}
Lines lt(const Json& expected, const Json& got, std::string_view path) {
  return ordered(expected, got, path, "less than", [](int o) { return o < 0; });
}
Lines lte(const Json& expected, const Json& got, std::string_view path) {
  return ordered(expected, got, path, "not greater than", [](int o) { return o <= 0; });
}

bool has_type(const Json& got, const Json& name) {
  const std::string_view type = type_of(got);
  return name == type || (name == "number" && type == "integer");
}

Lines type(const Json& expected, const Json& got, std::string_view path) {
  const bool held = expected.is_array() ? std::any_of(expected.begin(), expected.end(),
                                                      [&](const Json& name) { return has_type(got, name); })
                                        : has_type(got, expected);
  if (held) return {};
  return one(path,
             "expected type " + brief(expected) + ", got " + std::string(type_of(got)) + " " + brief(got));
}

/// Compiling costs far more than searching, and a check is made again and again.
const Result<Pattern>& kept_pattern(const std::string& pattern) {
  constexpr std::size_t k_most = 64;
  static thread_local std::unordered_map<std::string, Result<Pattern>> kept;
  if (const auto found = kept.find(pattern); found != kept.end()) return found->second;
  if (kept.size() >= k_most) kept.clear();
  return kept.emplace(pattern, Pattern::compile(pattern)).first->second;
}

Lines matches(const Json& expected, const Json& got, std::string_view path) {
  if (!expected.is_string() || !got.is_string())
    return held_if(false, path, "text that matches " + brief(expected), got);
  const auto& pattern = kept_pattern(expected.get_ref<const std::string&>());
  if (!pattern)
    return one(path,
               "the regular expression " + brief(expected) + " cannot be used: " + pattern.error().message);
  return held_if(pattern->is_in(got.get_ref<const std::string&>()), path,
                 "text that matches " + brief(expected), got);
}

Lines contains(const Json& expected, const Json& got, std::string_view path) {
  if (got.is_string() && expected.is_string())
    return held_if(
        got.get_ref<const std::string&>().find(expected.get_ref<const std::string&>()) != std::string::npos,
        path, "text that contains " + brief(expected), got);
  if (!got.is_array()) return held_if(false, path, "something that contains " + brief(expected), got);
  const bool held = std::any_of(got.begin(), got.end(),
                                [&](const Json& element) { return unlike(expected, element, "$").empty(); });
  return held_if(held, path, "an element that is like " + brief(expected), got);
}

Lines keys(const Json& expected, const Json& got, std::string_view path) {
  if (!got.is_object()) return held_if(false, path, "an object with the keys " + brief(expected), got);
  Json present = Json::array();
  for (const auto& [name, value] : got.items()) present.push_back(name);
  if (present == expected) return {};
  Lines lines;
  for (const Json& name : expected)
    if (std::find(present.begin(), present.end(), name) == present.end())
      lines.push_back(std::string(path) + ": the key " + brief(name) + " is missing");
  for (const Json& name : present)
    if (std::find(expected.begin(), expected.end(), name) == expected.end())
      lines.push_back(std::string(path) + ": the key " + brief(name) + " is not expected");
  for (std::size_t i = 0; lines.empty() && i < std::min(present.size(), expected.size()); ++i)
    if (present[i] != expected[i])
      lines.push_back(std::string(path) + ": expected key " + std::to_string(i + 1) + " to be " +
                      brief(expected[i]) + ", got " + brief(present[i]) + " (the order counts)");
  if (lines.empty()) lines = one(path, "expected the keys " + brief(expected) + ", got " + brief(present));
  return lines;
}

Lines length(const Json& expected, const Json& got, std::string_view path) {
  std::size_t size = got.size();
  if (got.is_string()) {
    size = width_of(got.get_ref<const std::string&>());
  } else if (!got.is_structured()) {
    return held_if(false, path, "something of length " + brief(expected), got);
  }
  if (equal(expected, Json(size))) return {};
  return one(path, "expected length " + brief(expected) + ", got length " + std::to_string(size) + ": " +
                       brief(got));
}

constexpr Matcher k_matchers[] = {
    {"eq", "equal in JSON: numbers by value, objects whatever the order of their keys", any_value,
     differences},
    {"ne", "there, and not equal", any_value, ne},
    {"gt", "a number greater than this", want_number, gt},
    {"gte", "a number not less than this", want_number, gte},
    {"lt", "a number less than this", want_number, lt},
    {"lte", "a number not greater than this", want_number, lte},
    {"type", "of this type, or of one of these", want_types, type},
    {"matches", "regular expression (RE2), searched in a text", want_pattern, matches},
    {"contains", "a text contains this text; an array has an element that is like this", any_value, contains},
    {"like", "subset: every key and element that is given is there and alike; arrays have the same length",
     any_value, unlike},
    {"keys", "an object has exactly these keys in exactly this order", want_keys, keys},
    {"length", "number of characters (code points), elements or keys", want_length, length},
    {"absent", "true: the path or header does not exist (null counts as there); false: it exists",
     want_boolean, nullptr},
};

}  // namespace

std::span<const Matcher> matchers() { return k_matchers; }

const Matcher* find_matcher(std::string_view name) {
  const auto* const found = std::find_if(std::begin(k_matchers), std::end(k_matchers),
                                         [&](const Matcher& row) { return row.name == name; });
  return found == std::end(k_matchers) ? nullptr : found;
}

std::span<const std::string_view> type_names() { return k_types; }

std::vector<std::string> apply_matchers(const Json& expected, const Json* got, std::string_view path) {
  Lines lines;
  for (const auto& [name, value] : expected.items()) {
    const Matcher* const row = find_matcher(name);
    if (row == nullptr) continue;
    Lines more;
    if (row->differ == nullptr) {
      const bool absent = value.is_boolean() && value.get<bool>();
      if (absent && got != nullptr) more = one(path, "expected nothing, got " + brief(*got));
      if (!absent && got == nullptr) more = one(path, "expected something, got nothing");
    } else if (got == nullptr) {
      more = one(path,
                 "expected " + std::string(name == "eq" ? "" : name + " ") + brief(value) + ", got nothing");
    } else {
      more = row->differ(value, *got, path);
    }
    lines.insert(lines.end(), more.begin(), more.end());
  }
  return lines;
}

}  // namespace sellsign::harness
