#include "load/model/units.h"

#include <charconv>
#include <array>
#include <cmath>
#include <optional>

#include "base/number.h"
#include "base/result.h"

namespace sellsign::load {
namespace {

using std::chrono::nanoseconds;

/// A number in front of a unit; nothing when there is none or it is negative.
struct Measure {
  double value;
  std::string_view unit;
};
std::optional<Measure> split(std::string_view text) {
  const auto value = take_decimal(text);
  if (!value || *value < 0) return std::nullopt;
  return Measure{*value, text};
}

}  // namespace

std::string number_text(double value) {
  std::string text = short_text(value, 3);
  const std::size_t point = std::min(text.find('.'), text.size());
  const std::size_t first = text.starts_with('-') ? 1 : 0;
  for (std::size_t at = point; at > first + 3; at -= 3) text.insert(at - 3, ",");
  return text;
}

std::string count_text(std::uint64_t count) { return number_text(static_cast<double>(count)); }

std::string tenth_text(double value) { return number_text(std::round(value * 10) / 10); }

std::string rate_text(double per_second) { return number_text(per_second) + "/s"; }

std::string measured_rate(double per_second) { return tenth_text(per_second) + "/s"; }

std::string duration_text(nanoseconds duration) {
  using namespace std::chrono_literals;
  constexpr std::pair<std::string_view, nanoseconds> k_units[] = {
      {" h", 1h}, {" m", 1min}, {" s", 1s}, {" ms", 1ms}, {" us", 1us}};
  for (const auto& [name, length] : k_units)
    if (duration >= length && duration % length == 0ns)
      return std::to_string(duration / length) + std::string(name);
  return number_text(in_seconds(duration)) + " s";
}

std::string time_text(double microseconds) {
  const auto three = [](double value) {
    return fixed_text(value, value < 9.995 ? 2 : value < 99.95 ? 1 : 0);
  };
  if (microseconds < 999.5) return fixed_text(microseconds, 0) + " us";
  if (microseconds < 999'500) return three(microseconds / 1e3) + " ms";
  const double seconds = microseconds / 1e6;
  return (seconds < 99.95 ? three(seconds) : number_text(std::round(seconds))) + " s";
}

std::string share_text(double share) {
  const double percent = share * 100;
  return short_text(percent, percent < 1 ? 3 : percent < 10 ? 2 : 1) + " %";
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
