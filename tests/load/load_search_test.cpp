#include <chrono>
#include <map>

#include "load/engine/find_max.h"
#include "load/result/shard.h"
#include "tests/catch.h"

namespace sellsign::load::load_search_test {
namespace {

using namespace std::chrono_literals;

struct Asked {
  Search search;
  std::vector<double> rates;
};

Asked search(const SearchOptions& options, double target_holds, double generator_makes, int noise_at = -1) {
  Asked out;
  int count = 0;
  out.search = find_max(options, [&](double rate) -> std::optional<Probe> {
    out.rates.push_back(rate);
    Probe probe;
    probe.verdict = rate > generator_makes                     ? ProbeVerdict::invalid
                    : rate > target_holds || count == noise_at ? ProbeVerdict::missed
                                                               : ProbeVerdict::held;
    ++count;
    return probe;
  });
  return out;
}

TEST_CASE("the highest rate that holds is found to the asked precision") {
  for (const double holds : {0.7, 37.0, 50.0, 777.0, 12'345.0}) {
    const Asked asked = search({.precision = 0.05}, holds, 1e9);
    INFO(holds);
    CHECK(asked.search.highest_held <= holds);
    CHECK(asked.search.highest_held >= holds * 0.93);
    CHECK_FALSE(asked.search.limited_by_generator);
    CHECK(asked.rates.size() <= 40);
  }
}

TEST_CASE("a rate that misses once by noise is tried again") {
  CHECK(search({.precision = 0.05}, 777, 1e9, 2).search.highest_held ==
        search({.precision = 0.05}, 777, 1e9).search.highest_held);
}

TEST_CASE("what a search can end with") {
  CHECK(search({.highest = 400}, 1e9, 1e9).search.reached_end);
  CHECK(search({.highest = 400}, 1e9, 1e9).search.highest_held == 400);
  const Search by_generator = search({.precision = 0.05}, 1e9, 600).search;
  CHECK(by_generator.limited_by_generator);
  CHECK(by_generator.highest_held <= 600);
  CHECK_THAT(words_of(by_generator), Catch::Contains("the generator, not the target, was the limit"));
  CHECK(search({.precision = 0.05}, 0, 1e9).search.highest_held == 0);
  const Search interrupted = find_max({.highest = 1'000}, [](double) { return std::nullopt; });
  CHECK(interrupted.interrupted);
}

TEST_CASE("a shard comes from the flag, or from the launcher's variables") {
  const struct {
    std::string flag;
    std::map<std::string, std::string> environment;
    std::size_t index, count;  // count 0: refused
    std::string words;
  } k_rows[] = {
      {"", {}, 0, 1, ""},
      {"2/4", {}, 1, 4, ""},
      {"4/4", {{"SLURM_PROCID", "0"}, {"SLURM_NTASKS", "9"}}, 3, 4, ""},
      {"0/4", {}, 0, 0, "counted from 1"},
      {"5/4", {}, 0, 0, "counted from 1"},
      {"a/4", {}, 0, 0, "counted from 1"},
      {"2", {}, 0, 0, "counted from 1"},
      {"", {{"JOB_COMPLETION_INDEX", "3"}, {"JOB_COMPLETION_COUNT", "4"}}, 3, 4, ""},
      {"", {{"SLURM_PROCID", "0"}, {"SLURM_NTASKS", "2"}}, 0, 2, ""},
      {"", {{"OMPI_COMM_WORLD_RANK", "1"}, {"OMPI_COMM_WORLD_SIZE", "3"}}, 1, 3, ""},
      {"", {{"JOB_COMPLETION_INDEX", "3"}}, 0, 0, "JOB_COMPLETION_COUNT is not"},
      {"", {{"SLURM_PROCID", "2"}, {"SLURM_NTASKS", "2"}}, 0, 0, "do not make a shard"},
      {"", {{"SLURM_PROCID", "x"}, {"SLURM_NTASKS", "2"}}, 0, 0, "do not make a shard"},
  };
  for (const auto& row : k_rows) {
    const auto shard = find_shard(row.flag, [&](const std::string& name) -> std::optional<std::string> {
      const auto found = row.environment.find(name);
      return found == row.environment.end() ? std::nullopt : std::optional(found->second);
    });
    INFO(row.flag << " " << row.words);
    CHECK(shard.ok() == (row.count > 0));
    if (shard) CHECK((shard->index == row.index && shard->count == row.count));
    if (!shard) CHECK_THAT(shard.error().message, Catch::Contains(row.words));
  }
}

TEST_CASE("a common start is a moment or seconds since 1970") {
  using std::chrono::system_clock;
  const struct {
    std::string text;
    std::int64_t ms;  // negative: refused
  } k_rows[] = {{"1970-01-01T00:00:10Z", 10'000},
                {"2026-11-25T08:00:00.250Z", 1795593600250},
                {"1795593600", 1795593600000},
                {"2026-13-01T00:00:00Z", -1},
                {"2026-11-25T08:00:00", -1},
                {"2026-11-25T25:00:00Z", -1},
                {"soon", -1},
                {"", -1}};
  for (const auto& row : k_rows) {
    const auto start = parse_start(row.text);
    INFO(row.text);
    CHECK(start.ok() == (row.ms >= 0));
    if (start)
      CHECK(std::chrono::duration_cast<std::chrono::milliseconds>(start->time_since_epoch()).count() ==
            row.ms);
  }
}

}  // namespace
}  // namespace sellsign::load::load_search_test
