#include "harness/json/diff.h"

#include <nlohmann/json.hpp>

#include "base/utf8.h"

namespace sellsign::harness {
namespace {

constexpr std::size_t k_most_lines = 50;

/// `.name`, or `['na.me']` where that would not read back.
std::string step_of(std::string_view name) {
  const bool plain = !name.empty() && name.find_first_not_of(
                                          "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                          "0123456789_-") == std::string_view::npos;
  if (plain) return "." + std::string(name);
  std::string out = "['";
  for (const char c : name) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "']";
}

/// Compares two values along their paths.
class Comparer {
 public:
  explicit Comparer(bool subset) : subset_(subset) {}

  void compare(const Json& expected, const Json& got, const std::string& path) {
    if (expected.is_object() && got.is_object())
      objects(expected, got, path);
    else if (expected.is_array() && got.is_array())
      arrays(expected, got, path);
    else if (!equal(expected, got))
      add_problem(path, "expected " + with_type(expected, got) + ", got " + with_type(got, expected));
  }

  std::vector<std::string> lines() && {
    if (left_out_ > 0) lines_.push_back("and " + std::to_string(left_out_) + " more");
    return std::move(lines_);
  }

 private:
  void add_problem(const std::string& path, const std::string& what) {
    if (lines_.size() < k_most_lines)
      lines_.push_back(path + ": " + what);
    else
      ++left_out_;
  }

  /// Names the type where the two would read alike otherwise (`7` and `"7"` do not, an object and a number do
  /// not).
  static std::string with_type(const Json& value, const Json& other) {
    if (value.is_structured() == other.is_structured()) return brief(value);
    return std::string(type_of(value)) + " " + brief(value);
  }

  void objects(const Json& expected, const Json& got, const std::string& path) {
    for (const auto& [name, value] : expected.items()) {
      const auto found = got.find(name);
      if (found == got.end())
        add_problem(path + step_of(name), "expected " + brief(value) + ", got nothing");
      else
        compare(value, *found, path + step_of(name));
    }
    if (subset_) return;
    for (const auto& [name, value] : got.items())
      if (!expected.contains(name))
        add_problem(path + step_of(name), "expected nothing, got " + brief(value));
  }

  void arrays(const Json& expected, const Json& got, const std::string& path) {
    if (expected.size() != got.size())
      add_problem(path, "expected " + std::to_string(expected.size()) + " elements, got " +
                            std::to_string(got.size()));
    for (std::size_t i = 0; i < std::min(expected.size(), got.size()); ++i)
      compare(expected[i], got[i], path + "[" + std::to_string(i) + "]");
  }

  bool subset_;
  std::vector<std::string> lines_;
  std::size_t left_out_ = 0;
};

}  // namespace

std::string show(const Json& value) { return value.dump(-1, ' ', false, Json::error_handler_t::replace); }

std::string brief(const Json& value) {
  constexpr std::size_t k_longest = 1000;
  std::string text = show(value);
  const std::size_t end = whole_characters(text, k_longest);
  if (end == text.size()) return text;
  return text.substr(0, end) + "... (" + std::to_string(text.size()) + " bytes)";
}

ExactNumber exact(const Json& number) {
  if (number.is_number_float()) return number.get<double>();
  if (number.is_number_unsigned()) return static_cast<ExactNumber>(number.get<std::uint64_t>());
  return static_cast<ExactNumber>(number.get<std::int64_t>());
}

bool equal(const Json& a, const Json& b) {
  if (a.is_number() && b.is_number()) return exact(a) == exact(b);
  if (a.is_array() && b.is_array()) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i)
      if (!equal(a[i], b[i])) return false;
    return true;
  }
  if (!a.is_object() || !b.is_object()) return a == b;
  if (a.size() != b.size()) return false;
  for (const auto& [name, value] : a.items()) {
    const auto found = b.find(name);
    if (found == b.end() || !equal(value, *found)) return false;
  }
  return true;
}

std::vector<std::string> differences(const Json& expected, const Json& got, std::string_view path) {
  Comparer comparer(false);
  comparer.compare(expected, got, std::string(path));
  return std::move(comparer).lines();
}

std::vector<std::string> unlike(const Json& expected, const Json& got, std::string_view path) {
  Comparer comparer(true);
  comparer.compare(expected, got, std::string(path));
  return std::move(comparer).lines();
}

std::string_view type_of(const Json& value) {
  if (value.is_number_integer()) return "integer";
  return value.type_name();
}

}  // namespace sellsign::harness
