#include "load/result/shard.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

#include "base/result.h"

namespace sellsign::load {
namespace {

constexpr std::size_t k_most_shards = 10'000;

std::optional<std::size_t> whole_number(std::string_view text) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

/// One row: the variables of one launcher.
struct Launcher {
  const char* name;
  const char* index;
  const char* count;
};
constexpr std::array<Launcher, 3> k_launchers = {{
    {"a Kubernetes Indexed Job", "JOB_COMPLETION_INDEX", "JOB_COMPLETION_COUNT"},
    {"Slurm", "SLURM_PROCID", "SLURM_NTASKS"},
    {"Open MPI", "OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE"},
}};

}  // namespace

Result<Shard> find_shard(std::string_view flag, const GetEnvironment& environment) {
  if (!flag.empty()) {
    const std::size_t slash = flag.find('/');
    const auto index = whole_number(flag.substr(0, slash));
    const auto count = slash == std::string_view::npos ? std::nullopt : whole_number(flag.substr(slash + 1));
    if (!index || !count || *index < 1 || *index > *count || *count > k_most_shards)
      return usage_error("--shard takes its number and how many there are, counted from 1, like 2/4; not \"" +
                         std::string(flag) + "\"");
    return Shard{*index - 1, *count};
  }
  for (const Launcher& launcher : k_launchers) {
    const auto index_text = environment(launcher.index), count_text = environment(launcher.count);
    if (!index_text) continue;
    const std::string names = std::string(launcher.index) + " and " + launcher.count;
    if (!count_text)
      return usage_error(
          std::string(launcher.index) + " is set as by " + launcher.name + ", but " + launcher.count +
          " is not: set it to the number of processes, or give --shard (1/1 for the whole test)");
    const auto index = whole_number(*index_text), count = whole_number(*count_text);
    if (!index || !count || *index >= *count || *count > k_most_shards)
      return usage_error(names + " (of " + launcher.name + ") do not make a shard: \"" + *index_text +
                         "\" of \"" + *count_text + "\"");
    return Shard{*index, *count};
  }
  return Shard{};
}

Result<std::chrono::system_clock::time_point> parse_start(std::string_view text) {
  using namespace std::chrono;
  const std::string copy(text);
  int y = 0, mo = 0, d = 0, h = 0, mi = 0, used = 0;
  double s = 0;
  if (std::sscanf(copy.c_str(), "%4d-%2d-%2dT%2d:%2d:%lfZ%n", &y, &mo, &d, &h, &mi, &s, &used) == 6 &&
      static_cast<std::size_t>(used) == copy.size() && used > 0) {
    const year_month_day day{year(y), month(static_cast<unsigned>(mo)),
                             std::chrono::day(static_cast<unsigned>(d))};
    if (day.ok() && h < 24 && mi < 60 && s >= 0 && s < 61 && h >= 0 && mi >= 0)
      return system_clock::time_point(sys_days(day)) + hours(h) + minutes(mi) +
             milliseconds(std::llround(s * 1000));
  }
  if (const auto seconds_since = whole_number(text); seconds_since && *seconds_since < 100'000'000'000)
    return system_clock::time_point(seconds(*seconds_since));
  return usage_error("\"" + copy + "\" is no moment: 2026-11-25T08:00:00Z, or seconds since 1970");
}

}  // namespace sellsign::load
