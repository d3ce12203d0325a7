#include "load/result/shard.h"

#include <array>

#include "base/number.h"
#include "base/result.h"
#include "base/time_text.h"

namespace sellsign::load {
namespace {

constexpr std::size_t k_most_shards = 10'000;

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
    const auto index = read_whole<std::size_t>(flag.substr(0, slash));
    const auto count =
        slash == std::string_view::npos ? std::nullopt : read_whole<std::size_t>(flag.substr(slash + 1));
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
    const auto index = read_whole<std::size_t>(*index_text), count = read_whole<std::size_t>(*count_text);
    if (!index || !count || *index >= *count || *count > k_most_shards)
      return usage_error(names + " (of " + launcher.name + ") do not make a shard: \"" + *index_text +
                         "\" of \"" + *count_text + "\"");
    return Shard{*index, *count};
  }
  return Shard{};
}

Result<std::chrono::system_clock::time_point> parse_start(std::string_view text) {
  if (const auto instant = parse_instant(text); instant && text.ends_with('Z'))
    return std::chrono::system_clock::time_point(*instant);
  if (const auto seconds_since = read_whole<std::uint64_t>(text);
      seconds_since && *seconds_since < 100'000'000'000)
    return std::chrono::system_clock::time_point(std::chrono::seconds(*seconds_since));
  return usage_error("\"" + std::string(text) +
                     "\" is no moment: 2026-11-25T08:00:00Z, or seconds since 1970");
}

}  // namespace sellsign::load
