#include "load/model/units.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <optional>

#include "base/result.h"

namespace sellsign::load {
namespace {

using std::chrono::nanoseconds;

struct Unit {
  std::string_view name;
  double seconds;
};
constexpr std::array<Unit, 5> k_units = {{{"us", 1e-6}, {"ms", 1e-3}, {"s", 1}, {"m", 60}, {"h", 3600}}};

std::string digits(double value, int behind) {
  std::array<char, 64> out{};
  std::snprintf(out.data(), out.size(), "%.*f", behind, value);
  return out.data();
}

std::string without_trailing_zeros(std::string text) {
  if (text.find('.') == std::string::npos) return text;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

/// A number in front of a unit; nothing when there is none or it is negative.
struct Measure {
  double value;
  std::string_view unit;
};
std::optional<Measure> split(std::string_view text) {
  double value = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  if (error != std::errc() || !(value >= 0) || !std::isfinite(value)) return std::nullopt;
  return Measure{value, text.substr(static_cast<std::size_t>(end - text.data()))};
}

}  // namespace

std::string number_text(double value) {
  std::string text = without_trailing_zeros(digits(value, 3));
  const std::size_t point = std::min(text.find('.'), text.size());
  const std::size_t first = text.starts_with('-') ? 1 : 0;
  for (std::size_t at = point; at > first + 3; at -= 3) text.insert(at - 3, ",");
  return text;
}

std::string rate_text(double per_second) { return number_text(per_second) + "/s"; }

std::string duration_text(nanoseconds duration) {
  constexpr std::array<Unit, 5> k_largest = {
      {{"h", 3600e9}, {"m", 60e9}, {"s", 1e9}, {"ms", 1e6}, {"us", 1e3}}};
  for (const Unit& unit : k_largest) {
    const auto size = static_cast<std::int64_t>(unit.seconds);
    if (duration.count() >= size && duration.count() % size == 0)
      return std::to_string(duration.count() / size) + " " + std::string(unit.name);
  }
  return number_text(std::chrono::duration<double>(duration).count()) + " s";
}

std::string time_text(double microseconds) {
  const auto three = [](double value) { return digits(value, value < 9.995 ? 2 : value < 99.95 ? 1 : 0); };
  if (microseconds < 999.5) return digits(microseconds, 0) + " us";
  if (microseconds < 999'500) return three(microseconds / 1e3) + " ms";
  const double seconds = microseconds / 1e6;
  return (seconds < 99.95 ? three(seconds) : number_text(std::round(seconds))) + " s";
}

std::string share_text(double share) {
  const double percent = share * 100;
  return without_trailing_zeros(digits(percent, percent < 1 ? 3 : percent < 10 ? 2 : 1)) + " %";
}

Result<double> parse_rate(std::string_view text) {
  const auto measure = split(text);
  if (measure && measure->unit == "/s") return measure->value;
  if (measure && measure->unit == "/m") return measure->value / 60;
  return usage_error("\"" + std::string(text) + "\" is no rate: a number and /s or /m, like 200/s");
}

Result<nanoseconds> parse_time(std::string_view text) {
  const auto time = parse_duration(text, std::chrono::hours(24));
  if (!time) return time.error();
  return nanoseconds(*time);
}

Result<double> parse_share(std::string_view text) {
  const auto measure = split(text);
  if (measure && measure->unit == "%" && measure->value <= 100) return measure->value / 100;
  if (measure && measure->unit.empty() && measure->value <= 1) return measure->value;
  return usage_error("\"" + std::string(text) + "\" is no share: a percentage like 0.1%");
}

}  // namespace sellsign::load
