#include "base/json/object_reader.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <nlohmann/json.hpp>

#include "base/nearest.h"
#include "base/text.h"

namespace sellsign {
namespace {

std::string shown(const Json& value) {
  constexpr std::size_t k_shown = 40;
  return printable(value.dump(), k_shown);
}

/// A pointer is escaped as RFC 6901 wants it.
std::string path_of_member(const std::string& path, std::string_view key) {
  if (path.starts_with('$')) return path + "." + std::string(key);
  std::string out = path + "/";
  for (const char c : key) {
    if (c == '~' || c == '/')
      out += c == '~' ? "~0" : "~1";
    else
      out += c;
  }
  return out;
}

void say_what_is_wanted(const JsonView& view, const std::string& wanted) {
  view.add_problem("must be " + wanted + ", but is " + shown(view.value()));
}

/// What a reader made of a text, or nothing and its error as a problem.
template <class T>
std::optional<T> taken(Result<T> result, const JsonView& view) {
  if (result.ok()) return *std::move(result);
  view.add_problem(result.error().message);
  return std::nullopt;
}

/// A number as messages show it: without zeros behind the point.
std::string show_number(double number) {
  std::array<char, 64> digits;
  char* const end =
      std::to_chars(digits.data(), digits.data() + digits.size(), number, std::chars_format::fixed).ptr;
  return {digits.data(), end};
}

}  // namespace

JsonView::JsonView(const JsonView& parent, const Json* value, std::string path, std::string_view name)
    : value_(value),
      placed_(value),
      file_(parent.file_),
      problems_(parent.problems_),
      path_(std::move(path)),
      name_(name) {
  if (value_ != nullptr) return;
  static const Json missing;
  value_ = &missing;
  placed_ = parent.placed_;
}

JsonView JsonView::at(std::string_view key) const {
  const auto found = value_->find(key);
  return {*this, found == value_->end() ? nullptr : &*found, path_of_member(path_, key), key};
}

JsonView JsonView::at(std::size_t index) const {
  const bool is_there = value_->is_array() && index < value_->size();
  const std::string number = std::to_string(index);
  return {*this, is_there ? &(*value_)[index] : nullptr,
          path_.starts_with('$') ? path_ + "[" + number + "]" : path_ + "/" + number};
}

std::vector<JsonView> JsonView::members() const {
  std::vector<JsonView> out;
  if (!value_->is_object()) return out;
  for (const auto& [key, inner] : value_->items())
    out.push_back({*this, &inner, path_of_member(path_, key), key});
  return out;
}

std::vector<JsonView> JsonView::elements() const {
  std::vector<JsonView> out;
  for (std::size_t i = 0; value_->is_array() && i < value_->size(); ++i) out.push_back(at(i));
  return out;
}

std::string JsonView::text(std::string_view key) const {
  const Json& value = at(key).value();
  return value.is_string() ? value.get<std::string>() : std::string();
}

std::vector<std::string> JsonView::texts(std::string_view key) const {
  std::vector<std::string> out;
  for (const JsonView& element : at(key).elements())
    if (element.value().is_string()) out.push_back(element.value().get<std::string>());
  return out;
}

std::vector<JsonView> JsonView::objects(std::string_view key) const {
  std::vector<JsonView> out = at(key).elements();
  std::erase_if(out, [](const JsonView& element) { return !element.value().is_object(); });
  return out;
}

JsonPtr JsonView::object(std::string_view key) const {
  const Json& value = at(key).value();
  return value.is_object() ? std::make_shared<const Json>(value) : nullptr;
}

std::string JsonView::place() const {
  if (file_ != nullptr) return position().text();
  return path_.empty() ? "body" : path_;
}

void JsonView::say_of_key(std::string what) const {
  problems_->push_back({file_ == nullptr ? place() : key_position().text(), std::move(what)});
}

void JsonView::refuse(std::initializer_list<std::string_view> keys, const std::string& is_for_what) const {
  for (const std::string_view key : keys)
    if (has(key)) at(key).say_of_key(in_quotes(key) + " is for " + is_for_what);
}

void say_missing(const JsonView& object, std::string_view name, std::string_view about) {
  object.add_problem(in_quotes(name) + " is missing" + (about.empty() ? "" : ": ") + std::string(about));
}

bool has_few_keys(const JsonView& object) {
  if (object.value().size() <= k_most_json_keys) return true;
  object.add_problem("has more than " + std::to_string(k_most_json_keys) + " keys");
  return false;
}

bool for_each_key(const JsonView& object, std::span<const std::string_view> names,
                  const std::function<void(std::size_t, const JsonView&)>& each) {
  if (!object.value().is_object()) return say_what_is_wanted(object, "an object"), false;
  if (!has_few_keys(object)) return false;
  for (const JsonView& member : object.members()) {
    const auto found = std::ranges::find(names, member.name());
    if (found != names.end())
      each(static_cast<std::size_t>(found - names.begin()), member);
    else
      member.say_of_key("unknown key \"" + printable(member.name(), 60) + "\"" +
                        did_you_mean(member.name(), names));
  }
  return true;
}

std::optional<std::string> read_text(const JsonView& view) {
  if (view.value().is_string()) return view.value().get<std::string>();
  say_what_is_wanted(view, "a text");
  return std::nullopt;
}

std::optional<bool> read_boolean(const JsonView& view) {
  if (view.value().is_boolean()) return view.value().get<bool>();
  say_what_is_wanted(view, "true or false");
  return std::nullopt;
}

std::optional<std::int64_t> read_integer(const JsonView& view, std::int64_t least, std::int64_t most) {
  if (view.value().is_number_integer())
    if (const auto number = view.value().get<std::int64_t>(); number >= least && number <= most)
      return number;
  say_what_is_wanted(view, "a whole number from " + std::to_string(least) + " to " + std::to_string(most));
  return std::nullopt;
}

std::optional<double> read_number(const JsonView& view, double least, double most) {
  if (view.value().is_number())
    if (const auto number = view.value().get<double>(); number >= least && number <= most) return number;
  say_what_is_wanted(view, "a number from " + show_number(least) + " to " + show_number(most));
  return std::nullopt;
}

std::optional<std::chrono::milliseconds> read_duration(const JsonView& view, std::chrono::milliseconds most) {
  if (!view.value().is_string()) {
    say_what_is_wanted(view, "a duration such as \"200ms\" (ms, s, m, h or d)");
    return std::nullopt;
  }
  const auto duration = taken(parse_milliseconds(view.value().get<std::string>()), view);
  if (!duration || *duration <= most) return duration;
  view.add_problem(shown(view.value()) + " is longer than " + std::to_string(most / std::chrono::seconds(1)) +
                   " s");
  return std::nullopt;
}

std::optional<Timestamp> read_instant(const JsonView& view) {
  if (view.value().is_string()) return taken(parse_instant(view.value().get<std::string>()), view);
  if (!view.value().is_number_integer()) {
    say_what_is_wanted(view, "a time such as \"2026-01-31T10:00:00Z\", or milliseconds since 1970");
    return std::nullopt;
  }
  const Timestamp instant{std::chrono::milliseconds(view.value().get<std::int64_t>())};
  if (instant >= Timestamp{} && instant <= k_latest) return instant;
  view.add_problem(shown(view.value()) + " is not between 1970 and the end of 9999");
  return std::nullopt;
}

std::optional<PositionedJson> read_body(std::string_view text, Problems& problems) {
  PositionedJson body;
  problems = read_json("body", text, JsonDialect::commented, body);
  if (!problems.empty()) return std::nullopt;
  return body;
}

}  // namespace sellsign
