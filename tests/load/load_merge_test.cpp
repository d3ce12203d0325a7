#include "load/report/json.h"
#include "load/result/merge.h"
#include "tests/catch.h"
#include "tests/support/load_maker.h"

namespace sellsign::load::load_merge_test {
namespace {

using Catch::Contains;
using Catch::StartsWith;
using testing::LoadMaker;

std::vector<LoadResult> shards(std::size_t count = 4) {
  std::vector<Shard> all;
  for (std::size_t i = 0; i < count; ++i) all.push_back({i, count});
  return LoadMaker({}).make(all);
}

bool same(const Interval& a, const Interval& b) {
  return a.start == b.start && a.length == b.length && a.warmup == b.warmup && a.intended == b.intended &&
         a.started == b.started && a.finished == b.finished && a.requests == b.requests &&
         a.errors == b.errors && a.service == b.service && a.response == b.response;
}

TEST_CASE("four shards of a run merge to that run", "[load]") {
  const LoadResult whole = LoadMaker({}).make();
  std::vector<LoadResult> parts = shards();
  std::swap(parts[0], parts[3]);
  const auto merged = merge(parts);
  REQUIRE(merged.ok());
  CHECK(merged->merged == 4);
  CHECK(merged->shard.count == 1);
  CHECK(merged->run_id == "run-7");
  REQUIRE(merged->steps.size() == whole.steps.size());
  for (std::size_t i = 0; i < whole.steps.size(); ++i) {
    CHECK(merged->steps[i].id == whole.steps[i].id);
    CHECK(merged->steps[i].service == whole.steps[i].service);
    CHECK(merged->steps[i].response == whole.steps[i].response);
    CHECK(merged->steps[i].tally == whole.steps[i].tally);
    CHECK(merged->warmup[i].service == whole.warmup[i].service);
    REQUIRE(merged->steps[i].broken.size() == 1);
    CHECK(merged->steps[i].broken[0].times == whole.steps[i].broken[0].times);
  }
  CHECK(merged->iterations.service == whole.iterations.service);
  CHECK(merged->iterations.response == whole.iterations.response);
  CHECK(merged->iterations.finished == whole.iterations.finished);
  CHECK(merged->iterations.failed == whole.iterations.failed);
  CHECK(merged->starts.intended == whole.starts.intended);
  CHECK(merged->starts.late == whole.starts.late);
  CHECK(merged->starts.lateness == whole.starts.lateness);
  CHECK(merged->generator.overshoot == whole.generator.overshoot);
  CHECK(merged->generator.threads == 4);
  CHECK(merged->generator.valid());
  CHECK(merged->duration == whole.duration);
  CHECK(merged->throughput() == Approx(whole.throughput()));
  CHECK(merged->message.empty());
  REQUIRE(merged->intervals.size() == whole.intervals.size());
  for (std::size_t i = 0; i < whole.intervals.size(); ++i)
    CHECK(same(merged->intervals[i], whole.intervals[i]));
}

TEST_CASE("SLOs are judged on the sum, and decide the exit code with what else happened", "[load]") {
  std::vector<LoadResult> parts = shards(2);
  parts[0].slos = {{"throughput>=300/s", 200, false, ""}, {"errors<=5%", 0.01, true, ""}};
  parts[1].slos = {{"throughput>=300/s", 200, false, ""}, {"nonsense", {}, false, ""}};
  parts[0].exit_code = parts[1].exit_code = harness::ExitCode::slo_missed;
  auto merged = merge(parts);
  REQUIRE(merged->slos.size() == 3);
  CHECK(merged->slos[0].held);
  CHECK(merged->slos[1].held);
  CHECK_FALSE(merged->slos[2].held);
  CHECK(merged->exit_code == harness::ExitCode::slo_missed);
  parts[1].slos.pop_back();
  CHECK(merge(parts)->exit_code == harness::ExitCode::held);
  parts[1].stop = StopReason::interrupted;
  parts[1].message = "ended by SIGINT";
  merged = merge(parts);
  CHECK(merged->exit_code == harness::ExitCode::interrupted);
  CHECK(merged->message == "shard 2 of 2: ended by SIGINT");
}

TEST_CASE("the generator is as bad as the worst shard's", "[load]") {
  std::vector<LoadResult> parts = shards(2);
  parts[1].generator.busy = 0.99;
  parts[1].generator.faults = {"its CPU was full"};
  const auto merged = merge(parts);
  CHECK(merged->generator.busy == 0.99);
  REQUIRE(merged->generator.faults.size() == 1);
  CHECK(merged->generator.faults[0] == "shard 2 of 2: its CPU was full");
  CHECK(merged->exit_code == harness::ExitCode::run_invalid);
}

TEST_CASE("missing shards are named and make the run invalid", "[load]") {
  std::vector<LoadResult> parts = shards();
  parts.erase(parts.begin() + 1);
  parts.pop_back();
  const auto merged = merge(parts);
  CHECK(merged->message.empty());
  REQUIRE(merged->generator.faults.size() == 1);
  CHECK_THAT(merged->generator.faults[0], StartsWith("of 4 shards these are missing: 2, 4;"));
  CHECK_FALSE(merged->generator.valid());
  CHECK(merged->exit_code == harness::ExitCode::run_invalid);
  parts[0].shard.count = parts[1].shard.count = 1'000'000'000'000;
  CHECK_THAT(merge(parts)->generator.faults.at(0), Contains("and 999999999978 more"));
}

TEST_CASE("shards that started apart lie apart", "[load]") {
  std::vector<LoadResult> parts = shards(2);
  parts[1].started += std::chrono::milliseconds(3'100);
  const auto merged = merge(parts);
  CHECK(merged->intervals.size() == 33);
  CHECK(merged->intervals[0].requests == parts[0].intervals[0].requests);
  CHECK(merged->intervals[3].requests == parts[0].intervals[3].requests + parts[1].intervals[0].requests);
  CHECK(merged->intervals[32].start == std::chrono::seconds(32));
  CHECK(merged->whole == std::chrono::milliseconds(33'100));
  CHECK(merged->duration == std::chrono::milliseconds(31'100));
  CHECK_THAT(merged->message, Contains("started up to 3.10 s apart"));
}

TEST_CASE("what are no shards of one test is refused with words", "[load]") {
  struct Row {
    void (*change)(std::vector<LoadResult>&);
    std::string words;
  };
  const Row rows[] = {{[](auto& all) { all.clear(); }, "nothing to merge"},
                      {[](auto& all) { all.push_back(all[0]); }, "shard 1 of 2 is there twice"},
                      {[](auto& all) { all[1].shard.count = 3; }, "one is of 2 shards, another of 3"},
                      {[](auto& all) { all[1].seed = 7; }, "seeds differ: 42 and 7"},
                      {[](auto& all) { all[1].scenarios = {"other"}; }, "scenarios differ"},
                      {[](auto& all) { all[1].profile.stages[1].to = 7; }, "profiles differ: "},
                      {[](auto& all) { all[1].merged = 2; }, "merged already"},
                      {[](auto& all) { all[1].starts.late_limit *= 2; }, "limits for late starts differ"},
                      {[](auto& all) { all[1].check_share = 0.5; }, "share of the checks"},
                      {[](auto& all) { all[1].steps[0].call = "x"; }, "step create makes another call"}};
  for (const Row& row : rows) {
    INFO(row.words);
    std::vector<LoadResult> all = shards(2);
    row.change(all);
    const auto merged = merge(all);
    REQUIRE_FALSE(merged.ok());
    CHECK(merged.error().kind == ErrorKind::usage);
    CHECK_THAT(merged.error().message, Contains(row.words));
  }
}

TEST_CASE("steps that only one shard reached, and other targets, are kept", "[load]") {
  std::vector<LoadResult> parts = shards(2);
  parts[1].steps.push_back(parts[1].steps[0]);
  parts[1].steps.back().id = "late";
  parts[1].environment.target = "http://127.0.0.2:8180";
  parts[1].environment.host = "other";
  const auto merged = merge(parts);
  CHECK(merged->steps.size() == 3);
  CHECK(merged->environment.target == "http://127.0.0.1:8180, http://127.0.0.2:8180");
  CHECK_THAT(merged->environment.more.back().second, Contains("other"));
  const auto read = read_report(render_json(*merged), "m.json");
  CHECK(read.ok());
}

}  // namespace
}  // namespace sellsign::load::load_merge_test
