#include "base/time_text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <vector>

#include "base/number.h"
#include "base/text.h"

namespace sellsign {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

struct Unit {
  std::string_view name;
  microseconds length;
};

constexpr Unit k_units[] = {{"us", microseconds(1)},        {"ms", milliseconds(1)},
                            {"s", std::chrono::seconds(1)}, {"m", std::chrono::minutes(1)},
                            {"h", std::chrono::hours(1)},   {"d", std::chrono::days(1)}};

Error unreadable(std::string_view text, std::string_view why) {
  return usage_error("\"" + printable(text, 40) + "\" " + std::string(why));
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
  int seconds = 0;
  if (scanner.next_is(':')) {
    scanner.expect(':');
    seconds = scanner.number(2);
  }
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
  if (scanner.done()) return {};
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

/// The year, month and day in front; nothing when they are no day of the calendar.
std::optional<std::chrono::sys_days> scan_day(Scanner& scanner) {
  const int year = scanner.number(4);
  scanner.expect('-');
  const int month = scanner.number(2);
  scanner.expect('-');
  const int day = scanner.number(2);
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date);
}

/// `1 h`: a duration in the largest unit that leaves a whole number.
std::string show_longest(microseconds longest) {
  const Unit* largest = &k_units[0];
  for (const Unit& unit : k_units)
    if (longest % unit.length == microseconds{}) largest = &unit;
  return std::to_string(longest / largest->length) + " " + std::string(largest->name);
}

/// The digits in front of a unit, as millionths; nothing when they are no number or too many.
std::optional<std::uint64_t> scan_millionths(std::string_view digits) {
  constexpr std::uint64_t k_million = 1'000'000;
  const std::size_t point = std::min(digits.find('.'), digits.size());
  if (point == 0 || point > 12 || point + 1 == digits.size()) return std::nullopt;
  std::uint64_t value = 0;
  for (const char c : digits.substr(0, point)) value = value * 10 + static_cast<std::uint64_t>(c - '0');
  value *= k_million;
  std::uint64_t place = k_million;
  for (std::size_t i = point + 1; i < digits.size(); ++i) {
    place /= 10;
    if (digits[i] == '.' || place == 0) return std::nullopt;
    value += place * static_cast<std::uint64_t>(digits[i] - '0');
  }
  return value;
}

constexpr std::array<std::string_view, 12> k_months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

/// The words between blanks, commas and dashes.
std::vector<std::string_view> words_in(std::string_view text) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(" ,-"), text.size());
    if (end > 0) words.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

std::optional<unsigned> month_of(std::string_view name) {
  const auto* const found = std::ranges::find(k_months, name);
  if (found == k_months.end()) return std::nullopt;
  return static_cast<unsigned>(found - k_months.begin()) + 1;
}

/// `08:49:37`; a leap second counts.
std::optional<std::chrono::seconds> time_of_day(std::string_view text) {
  if (text.size() != 8 || text[2] != ':' || text[5] != ':') return std::nullopt;
  const auto hours = read_whole<unsigned>(text.substr(0, 2)),
             minutes = read_whole<unsigned>(text.substr(3, 2)),
             seconds = read_whole<unsigned>(text.substr(6));
  if (!hours || !minutes || !seconds || *hours > 23 || *minutes > 59 || *seconds > 60) return std::nullopt;
  return std::chrono::hours(*hours) + std::chrono::minutes(*minutes) + std::chrono::seconds(*seconds);
}

std::optional<int> year_of(std::string_view text) {
  const auto year = read_whole<unsigned>(text);
  if (!year || (text.size() != 4 && text.size() != 2)) return std::nullopt;
  const int number = static_cast<int>(*year);
  return text.size() == 4 ? number : number < 70 ? 2000 + number : 1900 + number;
}

}  // namespace

std::string show_instant(Timestamp instant) {
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

std::string show_second(std::chrono::system_clock::time_point time) {
  return show_instant(std::chrono::floor<milliseconds>(time)).substr(0, 19) + "Z";
}

std::string show_http_date(std::chrono::sys_seconds second) {
  constexpr std::array<const char*, 7> k_days = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  const auto day = std::chrono::floor<std::chrono::days>(second);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(second - day);
  std::array<char, 48> text{};
  std::snprintf(text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d GMT",
                k_days[std::chrono::weekday(day).c_encoding()], static_cast<unsigned>(date.day()),
                k_months[static_cast<unsigned>(date.month()) - 1].data(), static_cast<int>(date.year()),
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()));
  return text.data();
}

std::optional<std::chrono::sys_seconds> read_http_date(std::string_view text) {
  const std::vector<std::string_view> words = words_in(text);
  if (words.size() != 5 && words.size() != 6) return std::nullopt;
  const bool asctime = words.size() == 5;  // Sun Nov 6 08:49:37 1994
  if (!asctime && words[5] != "GMT") return std::nullopt;
  const auto day = read_whole<unsigned>(asctime ? words[2] : words[1]);
  const auto month = month_of(asctime ? words[1] : words[2]);
  const auto year = year_of(asctime ? words[4] : words[3]);
  const auto time = time_of_day(asctime ? words[3] : words[4]);
  if (!day || !month || !year || !time) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(*month),
                                         std::chrono::day(*day)};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date) + *time;
}

std::string show_duration(std::chrono::nanoseconds duration) {
  const double seconds = in_seconds(duration);
  if (seconds < 1) return fixed_text(seconds * 1e3, 1) + " ms";
  if (seconds < 60) return fixed_text(seconds, 2) + " s";
  const std::string rest = std::to_string(static_cast<std::int64_t>(seconds) % 60);
  return std::to_string(static_cast<std::int64_t>(seconds) / 60) + " m " + (rest.size() == 1 ? "0" : "") +
         rest + " s";
}

std::optional<Timestamp> read_day(std::string_view text) {
  Scanner scanner(text);
  const auto day = scan_day(scanner);
  return scanner.ok() && scanner.done() && day ? std::optional<Timestamp>(*day) : std::nullopt;
}

Result<Timestamp> parse_instant(std::string_view text) {
  Scanner scanner(text);
  const auto day = scan_day(scanner);
  milliseconds time{}, offset{};
  if (scanner.ok() && !scanner.done()) {
    scanner.expect('T');
    time = scan_time_of_day(scanner);
    offset = scan_offset(scanner);
  }
  if (!scanner.ok() || !scanner.done())
    return unreadable(text, "is no time; write it like 2026-01-31T10:00:00Z");
  if (!day) return unreadable(text, "is no day of the calendar");
  const Timestamp instant = *day + time - offset;
  if (instant < Timestamp{} || instant > k_latest)
    return unreadable(text, "is not between 1970 and the end of 9999");
  return instant;
}

Result<microseconds> parse_duration(std::string_view text, microseconds longest) {
  const std::size_t end = std::min(text.find_first_not_of("0123456789."), text.size());
  const auto millionths = scan_millionths(text.substr(0, end));
  for (const Unit& unit : k_units) {
    if (!millionths || unit.name != text.substr(end)) continue;
    const long double length =
        static_cast<long double>(*millionths) / 1e6L * static_cast<long double>(unit.length.count());
    if (length > static_cast<long double>(longest.count()))
      return unreadable(text, "is too long: at most " + show_longest(longest));
    const microseconds whole(static_cast<std::int64_t>(length + 0.5L));
    if (length - static_cast<long double>(whole.count()) > 1e-3L ||
        static_cast<long double>(whole.count()) - length > 1e-3L)
      return unreadable(text, "is finer than a microsecond");
    return whole;
  }
  return unreadable(text, "is no duration; write a number and us, ms, s, m, h or d, such as 200ms");
}

Result<milliseconds> parse_milliseconds(std::string_view text, microseconds longest) {
  const auto duration = parse_duration(text, longest);
  if (!duration) return duration.error();
  const auto whole = std::chrono::duration_cast<milliseconds>(*duration);
  if (whole != *duration) return unreadable(text, "is finer than a millisecond");
  return whole;
}

}  // namespace sellsign
