#include "base/journal_time.h"

#include <charconv>

namespace sellsign::mock {
namespace {

using std::chrono::milliseconds;

/// The digits of a date or time: exactly `digits` of them, taken off the text.
std::optional<unsigned> take_number(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return std::nullopt;
  const auto number = read_whole(text.substr(0, digits));
  text.remove_prefix(digits);
  if (!number) return std::nullopt;
  return static_cast<unsigned>(*number);
}

/// A number behind that sign, less than `end`.
std::optional<unsigned> take_part(std::string_view& text, char sign, std::size_t digits, unsigned end) {
  if (!text.starts_with(sign)) return std::nullopt;
  text.remove_prefix(1);
  const auto number = take_number(text, digits);
  return number && *number < end ? number : std::nullopt;
}

struct Unit {
  std::string_view name;
  milliseconds length;
};

constexpr Unit k_units[] = {{"ms", milliseconds(1)},
                            {"s", std::chrono::seconds(1)},
                            {"m", std::chrono::minutes(1)},
                            {"h", std::chrono::hours(1)},
                            {"d", std::chrono::hours(24)}};

}  // namespace

std::optional<api::Timestamp> read_iso(std::string_view text) {
  const auto year = take_number(text, 4);
  const auto month = take_part(text, '-', 2, 13);
  const auto day = take_part(text, '-', 2, 32);
  if (!year || !month || !day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(*year)),
                                         std::chrono::month(*month), std::chrono::day(*day)};
  if (!date.ok()) return std::nullopt;
  const api::Timestamp midnight = std::chrono::sys_days(date);
  if (text.empty()) return midnight;
  const auto hour = take_part(text, 'T', 2, 24);
  const auto minute = take_part(text, ':', 2, 60);
  if (!hour || !minute) return std::nullopt;
  milliseconds time = std::chrono::hours(*hour) + std::chrono::minutes(*minute);
  if (text.starts_with(':')) {
    const auto second = take_part(text, ':', 2, 60);
    if (!second) return std::nullopt;
    time += std::chrono::seconds(*second);
  }
  if (text.starts_with('.')) {
    const auto fraction = take_part(text, '.', 3, 1000);
    if (!fraction) return std::nullopt;
    time += milliseconds(*fraction);
  }
  if (!text.empty() && text != "Z") return std::nullopt;
  return midnight + time;
}

std::optional<milliseconds> read_age(std::string_view text) {
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  const auto number = read_whole(text.substr(0, digits));
  constexpr std::uint64_t k_most = 1'000'000'000;
  if (!number || *number > k_most) return std::nullopt;
  for (const Unit& unit : k_units)
    if (unit.name == text.substr(digits)) return unit.length * static_cast<std::int64_t>(*number);
  return std::nullopt;
}

std::optional<std::uint64_t> read_whole(std::string_view text) {
  if (text.empty() || text.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace sellsign::mock
