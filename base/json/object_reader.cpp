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

void say_what_is_wanted(const Json& value, const Spot& spot, const std::string& wanted) {
  spot.say("must be " + wanted + ", but is " + shown(value));
}

/// What a reader made of a text, or nothing and its error as a problem.
template <class T>
std::optional<T> taken(Result<T> result, const Spot& spot) {
  if (result.ok()) return *std::move(result);
  spot.say(result.error().message);
  return std::nullopt;
}

}  // namespace

std::string show_number(double number) {
  std::array<char, 64> digits;
  char* const end =
      std::to_chars(digits.data(), digits.data() + digits.size(), number, std::chars_format::fixed).ptr;
  return {digits.data(), end};
}

void for_each_key(const Json& value, const Spot& spot, std::span<const std::string_view> names,
                  const std::function<void(std::size_t, const Json&, const Spot&)>& each) {
  if (!value.is_object()) return say_what_is_wanted(value, spot, "an object");
  for (const auto& [key, inner] : value.items()) {
    const auto found = std::find(names.begin(), names.end(), key);
    if (found != names.end())
      each(static_cast<std::size_t>(found - names.begin()), inner, spot.at(key));
    else
      spot.at(key).say("unknown key \"" + printable(key, 60) + "\"" + did_you_mean(key, names));
  }
}

std::optional<std::string> read_text(const Json& value, const Spot& spot) {
  if (value.is_string()) return value.get<std::string>();
  say_what_is_wanted(value, spot, "a text");
  return std::nullopt;
}

std::optional<bool> read_boolean(const Json& value, const Spot& spot) {
  if (value.is_boolean()) return value.get<bool>();
  say_what_is_wanted(value, spot, "true or false");
  return std::nullopt;
}

std::optional<std::int64_t> read_integer(const Json& value, const Spot& spot, std::int64_t least,
                                         std::int64_t most) {
  if (value.is_number_integer())
    if (const auto number = value.get<std::int64_t>(); number >= least && number <= most) return number;
  say_what_is_wanted(value, spot,
                     "a whole number from " + std::to_string(least) + " to " + std::to_string(most));
  return std::nullopt;
}

std::optional<double> read_number(const Json& value, const Spot& spot, double least, double most) {
  if (value.is_number())
    if (const auto number = value.get<double>(); number >= least && number <= most) return number;
  say_what_is_wanted(value, spot, "a number from " + show_number(least) + " to " + show_number(most));
  return std::nullopt;
}

std::optional<std::chrono::milliseconds> read_duration(const Json& value, const Spot& spot,
                                                       std::chrono::milliseconds most) {
  if (!value.is_string()) {
    say_what_is_wanted(value, spot, "a duration such as \"200ms\" (ms, s, m, h or d)");
    return std::nullopt;
  }
  const auto duration = taken(parse_milliseconds(value.get<std::string>()), spot);
  if (!duration || *duration <= most) return duration;
  spot.say(shown(value) + " is longer than " + std::to_string(most / std::chrono::seconds(1)) + " s");
  return std::nullopt;
}

std::optional<Timestamp> read_instant(const Json& value, const Spot& spot) {
  if (value.is_string()) return taken(parse_instant(value.get<std::string>()), spot);
  if (!value.is_number_integer()) {
    say_what_is_wanted(value, spot, "a time such as \"2026-01-31T10:00:00Z\", or milliseconds since 1970");
    return std::nullopt;
  }
  const Timestamp instant{std::chrono::milliseconds(value.get<std::int64_t>())};
  if (instant >= Timestamp{} && instant <= k_latest) return instant;
  spot.say(shown(value) + " is not between 1970 and the end of 9999");
  return std::nullopt;
}

std::optional<PositionedJson> read_body(std::string_view text, Problems& problems) {
  PositionedJson body;
  problems = read_json("body", text, JsonDialect::commented, body);
  if (!problems.empty()) return std::nullopt;
  return body;
}

}  // namespace sellsign
