#include "base/time_text.h"

#include <array>
#include <charconv>
#include <cstdint>
#include <cstdio>

#include "api/departures.h"

namespace sellsign::mock {
namespace {

using std::chrono::milliseconds;

struct Unit {
  std::string_view name;
  std::int64_t milliseconds;
};

constexpr Unit k_units[] = {{"ms", 1}, {"s", 1'000}, {"m", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}};
constexpr std::int64_t k_longest = 10'000 * std::int64_t{366} * 86'400'000;

api::Error unreadable(std::string_view text, std::string_view why) {
  return {api::ErrorKind::usage, "\"" + api::printable(text, 40) + "\" " + std::string(why), 0, ""};
}

/// Takes the parts of a time off the front of a text.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  bool ok() const { return ok_; }
  bool done() const { return rest_.empty(); }
  bool next_is(char c) const { return rest_.starts_with(c); }

  int number(std::size_t digits) {
    int value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
      const char c = i < rest_.size() ? rest_[i] : ' ';
      if (c < '0' || c > '9') ok_ = false;
      value = value * 10 + (c - '0');
    }
    rest_.remove_prefix(std::min(digits, rest_.size()));
    return ok_ ? value : 0;
  }

  void expect(char c) {
    ok_ = ok_ && next_is(c);
    if (ok_) rest_.remove_prefix(1);
  }

  /// What stands behind the point, in milliseconds.
  milliseconds fraction() {
    int value = 0;
    std::size_t digits = 0;
    for (; !rest_.empty() && rest_[0] >= '0' && rest_[0] <= '9'; rest_.remove_prefix(1), ++digits)
      if (digits < 3) value = value * 10 + (rest_[0] - '0');
    ok_ = ok_ && digits > 0 && digits <= 9;
    for (; digits < 3; ++digits) value *= 10;
    return milliseconds(value);
  }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

milliseconds scan_time_of_day(Scanner& scanner) {
  const int hours = scanner.number(2);
  scanner.expect(':');
  const int minutes = scanner.number(2);
  scanner.expect(':');
  const int seconds = scanner.number(2);
  if (hours > 23 || minutes > 59 || seconds > 59) scanner.expect('!');
  milliseconds time =
      std::chrono::hours(hours) + std::chrono::minutes(minutes) + std::chrono::seconds(seconds);
  if (scanner.next_is('.')) {
    scanner.expect('.');
    time += scanner.fraction();
  }
  return time;
}

milliseconds scan_offset(Scanner& scanner) {
  if (scanner.next_is('Z')) return scanner.expect('Z'), milliseconds{};
  const bool west = scanner.next_is('-');
  scanner.expect(west ? '-' : '+');
  const int hours = scanner.number(2);
  scanner.expect(':');
  const int minutes = scanner.number(2);
  if (hours > 23 || minutes > 59) scanner.expect('!');
  const milliseconds offset = std::chrono::hours(hours) + std::chrono::minutes(minutes);
  return west ? -offset : offset;
}

}  // namespace

std::string show_instant(api::Timestamp instant) {
  const auto day = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(instant - day);
  std::array<char, 48> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ",
                static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()), static_cast<int>(time.hours().count()),
                static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()),
                static_cast<int>(time.subseconds().count()));
  return text.data();
}

api::Result<api::Timestamp> parse_instant(std::string_view text) {
  Scanner scanner(text);
  const int year = scanner.number(4);
  scanner.expect('-');
  const int month = scanner.number(2);
  scanner.expect('-');
  const int day = scanner.number(2);
  scanner.expect('T');
  const milliseconds time = scan_time_of_day(scanner);
  const milliseconds offset = scan_offset(scanner);
  if (!scanner.ok() || !scanner.done())
    return unreadable(text, "is no time; write it like 2026-01-31T10:00:00Z");
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return unreadable(text, "is no day of the calendar");
  const api::Timestamp instant = std::chrono::sys_days(date) + time - offset;
  if (instant < api::Timestamp{} || instant > k_latest)
    return unreadable(text, "is not between 1970 and the end of 9999");
  return instant;
}

api::Result<milliseconds> parse_duration(std::string_view text) {
  std::int64_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  const std::string_view name = text.substr(static_cast<std::size_t>(end - text.data()));
  for (const Unit& unit : k_units) {
    if (error != std::errc{} || count < 0 || unit.name != name) continue;
    if (count > k_longest / unit.milliseconds) return unreadable(text, "is longer than 10000 years");
    return milliseconds(count * unit.milliseconds);
  }
  return unreadable(text, "is no duration; write a whole number and ms, s, m, h or d, such as 200ms");
}

}  // namespace sellsign::mock
