#include "harness/json/json_path.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "base/number.h"
#include "base/result.h"

namespace sellsign::harness {

/// Reads one path from left to right.
class PathParser {
 public:
  explicit PathParser(std::string_view text) : text_(text) {}

  Result<JsonPath> parse() {
    JsonPath path;
    if (!take('$')) return wrong("a path starts with $");
    while (at_ < text_.size()) {
      std::string problem;
      if (take('.'))
        problem = dotted(path);
      else if (take('['))
        problem = bracketed(path);
      else
        problem = "`.name` or `[...]` is expected";
      if (!problem.empty()) return wrong(problem);
    }
    return path;
  }

 private:
  Error wrong(std::string_view what) const {
    return usage_error("JSON path " + std::string(text_) + ": " + std::string(what) + " (character " +
                       std::to_string(at_ + 1) + ")");
  }

  bool take(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  static bool in_name(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-' ||
           static_cast<unsigned char>(c) >= 0x80;
  }

  std::string dotted(JsonPath& path) {
    if (take('*')) return path.parts_.emplace_back(JsonPath::Any{}), "";
    if (at_ < text_.size() && text_[at_] == '.')
      return "`..` (search at any depth) is not supported: name each step";
    std::string name;
    while (at_ < text_.size() && in_name(text_[at_])) name += text_[at_++];
    if (name.empty())
      return "a name is expected after the dot; others than letters, digits, _ and - go into ['...']";
    path.parts_.emplace_back(std::move(name));
    return {};
  }

  std::string bracketed(JsonPath& path) {
    std::string problem;
    if (take('*'))
      path.parts_.emplace_back(JsonPath::Any{});
    else if (at_ < text_.size() && (text_[at_] == '\'' || text_[at_] == '"'))
      problem = quoted(path, text_[at_++]);
    else if (at_ < text_.size() && text_[at_] == '?')
      problem = "filters are not supported: use an index or [*]";
    else
      problem = index(path);
    if (problem.empty() && !take(']'))
      problem = "`]` is expected; slices and lists of indexes are not supported";
    return problem;
  }

  std::string quoted(JsonPath& path, char quote) {
    std::string name;
    while (at_ < text_.size() && text_[at_] != quote) {
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
      name += text_[at_++];
    }
    if (!take(quote)) return "the name is not closed";
    path.parts_.emplace_back(std::move(name));
    return {};
  }

  std::string index(JsonPath& path) {
    std::string_view rest = text_.substr(at_);
    const auto value = take_whole<std::int64_t>(rest);
    if (!value) return "an index, 'name' or * is expected in the brackets";
    at_ = text_.size() - rest.size();
    path.parts_.emplace_back(*value);
    return {};
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

Result<JsonPath> JsonPath::parse(std::string_view text) {
  auto path = PathParser(text).parse();
  if (path)
    path->wild_ = std::any_of(path->parts_.begin(), path->parts_.end(),
                              [](const Part& part) { return std::holds_alternative<Any>(part); });
  return path;
}

namespace {

const Json* by_name(const Json& value, const std::string& name) {
  if (!value.is_object()) return nullptr;
  const auto found = value.find(name);
  return found == value.end() ? nullptr : &*found;
}

const Json* by_index(const Json& value, std::int64_t index) {
  if (!value.is_array()) return nullptr;
  const auto size = static_cast<std::int64_t>(value.size());
  if (index < 0) index += size;
  return index < 0 || index >= size ? nullptr : &value[static_cast<std::size_t>(index)];
}

}  // namespace

const Json* JsonPath::peek(const Json& root) const {
  const Json* here = &root;
  for (const Part& part : parts_) {
    if (here == nullptr || std::holds_alternative<Any>(part)) return nullptr;
    here = std::holds_alternative<std::string>(part) ? by_name(*here, std::get<std::string>(part))
                                                     : by_index(*here, std::get<std::int64_t>(part));
  }
  return here;
}

std::optional<Json> JsonPath::find(const Json& root) const {
  if (!wild_) {
    const Json* const found = peek(root);
    return found == nullptr ? std::nullopt : std::optional(*found);
  }
  std::vector<const Json*> here{&root};
  bool wild = false;
  for (const Part& part : parts_) {
    std::vector<const Json*> next;
    for (const Json* value : here) {
      if (std::holds_alternative<Any>(part)) {
        if (!value->is_structured()) continue;
        for (const Json& element : *value) next.push_back(&element);
        continue;
      }
      const Json* found = std::holds_alternative<std::string>(part)
                              ? by_name(*value, std::get<std::string>(part))
                              : by_index(*value, std::get<std::int64_t>(part));
      if (found != nullptr) next.push_back(found);
    }
    const bool first_wild = !wild && std::holds_alternative<Any>(part);
    if (first_wild && !here.front()->is_structured()) return std::nullopt;
    wild = wild || first_wild;
    if (!wild && next.empty()) return std::nullopt;
    here = std::move(next);
  }
  Json all = Json::array();
  for (const Json* value : here) all.push_back(*value);
  return all;
}

}  // namespace sellsign::harness
