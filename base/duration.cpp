#include "base/duration.h"

#include <charconv>
#include <cstdint>
#include <cstdio>

#include "base/errors.h"

namespace sellsign::harness {

api::Result<std::chrono::milliseconds> parse_duration(std::string_view text) {
  using namespace std::chrono_literals;
  std::int64_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  const std::int64_t factor = unit == "ms" ? 1 : unit == "s" ? 1'000 : unit == "m" ? 60'000 : 0;
  if (error != std::errc{} || factor == 0 || count < 0)
    return usage_error("\"" + std::string(text) +
                       "\" is no duration: a whole number and ms, s or m, such as 200ms");
  if (count > std::chrono::milliseconds(1h).count() / factor)
    return usage_error("\"" + std::string(text) + "\" is longer than an hour");
  return std::chrono::milliseconds(count * factor);
}

std::string show_duration(std::chrono::nanoseconds duration) {
  const double seconds = std::chrono::duration<double>(duration).count();
  char buffer[64];
  if (seconds < 1)
    std::snprintf(buffer, sizeof buffer, "%.1f ms", seconds * 1e3);
  else if (seconds < 60)
    std::snprintf(buffer, sizeof buffer, "%.2f s", seconds);
  else
    std::snprintf(buffer, sizeof buffer, "%lld m %02lld s", static_cast<long long>(seconds) / 60,
                  static_cast<long long>(seconds) % 60);
  return buffer;
}

}  // namespace sellsign::harness
