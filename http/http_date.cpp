#include "http/http_date.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "base/number.h"

namespace sellsign::http {
namespace {

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
  constexpr std::array<std::string_view, 12> k_months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto found = std::find(k_months.begin(), k_months.end(), name);
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

}  // namespace sellsign::http
