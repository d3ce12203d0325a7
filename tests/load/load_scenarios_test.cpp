#include <filesystem>
#include <string>
#include <vector>

#include "harness/scenario/loader.h"
#include "load/model/load_model.h"
#include "tests/catch.h"
#include "tests/support/program.h"

namespace sellsign::load::load_scenarios_test {
namespace {

using Catch::Contains;
using testing::Ended;
using testing::run_program;
using testing::TemporaryFolder;

const std::string k_folder = SELLSIGN_SOURCE_DIR "/scenarios/load";

TEST_CASE("the shipped load scenarios have the profiles that the guide names", "[load]") {
  const std::vector<std::string> paths = {k_folder};
  const harness::Loaded loaded = harness::load_scenarios(paths);
  CHECK(loaded.problems.empty());
  CHECK(loaded.scenarios.size() == 5);
  for (const harness::Scenario& scenario : loaded.scenarios) {
    CAPTURE(scenario.id);
    Problems problems;
    const LoadPart part = read_load(scenario, problems);
    CHECK(problems.empty());
    std::vector<std::string> names;
    for (const Profile& profile : part.profiles) names.push_back(profile.name);
    CHECK(names == std::vector<std::string>{"smoke", "steady", "spike", "soak"});
    CHECK_FALSE(part.slos.empty());
  }
}

TEST_CASE("the shipped load scenarios are contract tests, too", "[load]") {
  const Ended ended = run_program({testing::sellsign_program(), "run", k_folder});
  CAPTURE(ended.out, ended.err);
  CHECK(ended.status == 0);
  CHECK_THAT(ended.out, Contains("5 scenarios: 5 held"));
}

TEST_CASE("every profile of the shipped scenarios runs, and all scenarios in one mix", "[load]") {
  struct Row {
    std::string path, profile;
  };
  std::vector<Row> rows = {{k_folder, "smoke"}};
  for (const char* const profile : {"steady", "spike", "soak"})
    for (const char* const file : {"onboarding", "read-heavy", "upsert-storm", "large-pages", "mixed-faults"})
      rows.push_back({k_folder + "/" + file + ".json", profile});
  for (const Row& row : rows) {
    CAPTURE(row.path, row.profile);
    // A test's machine is busy: what is looked at is that answers are right, not how soon they come. The seed
    // is fixed, since half a second of Poisson arrivals at 5/s may have none.
    const Ended ended =
        run_program({testing::sellsign_program(), "load", row.path, "--profile", row.profile, "--duration",
                     "500ms", "--seed", "2", "--slo", "errors<=0%", "--late-limit", "10s"});
    CAPTURE(ended.out, ended.err);
    CHECK((ended.status == 0 || ended.status == 4 || ended.status == 7));
    CHECK_THAT(ended.out, Contains("errors is 0 %"));
  }
}

TEST_CASE("a shard's number stands in the paths of its reports", "[load]") {
  const TemporaryFolder folder;
  const std::string path = folder.path("part-{shard}.json");
  const Ended ended = run_program({testing::sellsign_program(), "load", k_folder + "/upsert-storm.json",
                                   "--rate", "40/s", "--duration", "500ms", "--shard", "2/3", "--late-limit",
                                   "10s", "--quiet", "--report", "json=" + path});
  CAPTURE(ended.out, ended.err);
  CHECK(std::filesystem::file_size(folder.path("part-2.json")) > 0);
  CHECK_FALSE(std::filesystem::exists(path));
}

TEST_CASE("a shorter duration shortens the warm-up of its profile, a longer one leaves it", "[load]") {
  using namespace std::chrono_literals;
  Profile profile;
  profile.model = Model::open;
  profile.stages = {{50, 50, 70s}};
  profile.warmup = 10s;
  struct Row {
    std::string duration, warmup;
    std::chrono::nanoseconds expected;
  };
  for (const Row& row : {Row{"7s", "", 1s}, Row{"7s", "3s", 3s}, Row{"140s", "", 10s}, Row{"", "", 10s}}) {
    CAPTURE(row.duration, row.warmup);
    ProfileFlags flags;
    flags.duration = row.duration;
    flags.warmup = row.warmup;
    const auto made = with_flags(&profile, flags);
    REQUIRE(made);
    CHECK(made->warmup == row.expected);
  }
}

}  // namespace
}  // namespace sellsign::load::load_scenarios_test
