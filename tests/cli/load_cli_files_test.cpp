#include <sstream>

#include <nlohmann/json.hpp>

#include "load/report/json.h"
#include "tests/catch.h"
#include "tests/support/load_maker.h"
#include "tests/support/mock_process.h"
#include "tests/support/program.h"

namespace sellsign::load::load_cli_files_test {
namespace {

using Catch::Contains;
using nlohmann::json;
using testing::Ended;
using testing::LoadMaker;
using testing::run_sellsign;
using testing::TemporaryFolder;

std::string run_file(const TemporaryFolder& folder, const std::string& name, std::uint64_t seed,
                     double scale = 1) {
  testing::LoadShape shape;
  shape.seed = seed;
  shape.scale = scale;
  return folder.write(name, render_json(LoadMaker(shape).make()));
}

TEST_CASE("compare says what differs and fails only when told to", "[load]") {
  const TemporaryFolder folder;
  const std::string a = run_file(folder, "a.json", 1), b = run_file(folder, "b.json", 2);
  const std::string slow = run_file(folder, "slow.json", 3, 1.1);
  const Ended same = run_sellsign({"compare", a, b, "--fail-if", "p99>+10%"});
  CHECK(same.status == 0);
  CHECK_THAT(same.out, Contains("no real difference in "));
  CHECK_THAT(same.out, Contains("--fail-if p99>+10%: held"));
  CHECK_THAT(same.out, Contains("2000 resamples of 28 and 28 blocks"));
  const Ended slower = run_sellsign({"compare", a, slow});
  CHECK(slower.status == 0);
  CHECK_THAT(slower.out, Contains(" worse, 0 better"));
  const Ended failed =
      run_sellsign({"compare", a, slow, "--fail-if", "p50>+5%", "--fail-if", "throughput<-5%"});
  CHECK(failed.status == 4);
  CHECK_THAT(failed.out, Contains("--fail-if p50>+5%: FAILED\n  iterations: service p50 went from "));
  CHECK_THAT(failed.out, Contains("--fail-if throughput<-5%: held"));
}

TEST_CASE("compare marks every time of a run that is INVALID", "[load]") {
  const TemporaryFolder folder;
  LoadResult invalid = LoadMaker({}).make();
  invalid.generator.faults = {"a timer came late"};
  const Ended ended =
      run_sellsign({"compare", run_file(folder, "a.json", 2), folder.write("b.json", render_json(invalid))});
  CHECK(ended.status == 7);
  CHECK_THAT(ended.out, Contains("(of a run that is INVALID)"));
  CHECK_THAT(ended.out, Contains("warning: B is INVALID: a timer came late"));
  std::istringstream lines(ended.out);
  for (std::string line; std::getline(lines, line);)
    if (line.find(" ms") != std::string::npos) CHECK_THAT(line, Contains(" INVALID "));
}

TEST_CASE("compare takes repeated runs, and writes reports", "[load]") {
  const TemporaryFolder folder;
  std::vector<std::string> files;
  for (std::uint64_t seed = 1; seed <= 4; ++seed)
    files.push_back(run_file(folder, std::to_string(seed) + ".json", seed));
  const std::string page = folder.path("c.html"), data = folder.path("c.json");
  const Ended commas = run_sellsign({"compare", files[0] + "," + files[1], files[2] + "," + files[3],
                                     "--report", "html=" + page, "--report", "json=" + data});
  CHECK(commas.status == 0);
  CHECK_THAT(commas.out, Contains("the spread of 2 and 2 repeated runs"));
  CHECK(run_sellsign({"compare", "--a", files[0], "--a", files[1], "--b", files[2], "--b", files[3]}).out ==
        commas.out);
  CHECK_THAT(testing::read_text(page),
             Contains("<svg") && Contains("no real difference") && !Contains("<script"));
  const json report = json::parse(testing::read_text(data));
  CHECK(report["rows"][0]["name"] == "service.mean");
  CHECK(report["rows"][0]["judgement"] == "no real difference");
}

TEST_CASE("compare refuses what it cannot do with words", "[load]") {
  const TemporaryFolder folder;
  const std::string a = run_file(folder, "a.json", 1);
  struct Row {
    std::vector<std::string> arguments;
    std::string words;
  };
  const Row rows[] = {{{}, "name a report of each side"},
                      {{a}, "two sides are compared"},
                      {{a, a, a}, "two sides are compared"},
                      {{"--a", a}, "name a report of each side"},
                      {{a, folder.path("absent.json")}, "absent.json"},
                      {{a, folder.write("bad.json", "{}")}, "no JSON report of sellsign load"},
                      {{a, a, "--fail-if", "p99"}, "no > or <"},
                      {{a, a, "--fail-if", "raed.service.p99>1%"}, "did you mean"},
                      {{a, a, "--report", "pdf=x"}, "html=FILE or json=FILE"},
                      {{a, a, "--report", "html=" + folder.path("x"), "--report", "json=" + folder.path("x")},
                       "cannot both go to"}};
  for (const Row& row : rows) {
    std::vector<std::string> arguments = {"compare"};
    arguments.insert(arguments.end(), row.arguments.begin(), row.arguments.end());
    INFO(row.words);
    const Ended ended = run_sellsign(arguments);
    CHECK(ended.status == 2);
    CHECK_THAT(ended.err, Contains(row.words));
  }
}

TEST_CASE("merge joins shards and reports them", "[load]") {
  const TemporaryFolder folder;
  std::vector<std::string> command = {"merge"};
  const std::vector<LoadResult> parts = LoadMaker({}).make({{0, 4}, {1, 4}, {2, 4}, {3, 4}});
  for (const LoadResult& part : parts)
    command.push_back(folder.write(std::to_string(part.shard.index) + ".json", render_json(part)));
  const std::string all = folder.path("all.json");
  std::vector<std::string> whole = command;
  for (const std::string& more : {std::string("--report"), "json=" + all}) whole.push_back(more);
  const Ended ended = run_sellsign(whole);
  CHECK(ended.status == 0);
  CHECK_FALSE(ended.out.empty());
  const auto merged = read_report(testing::read_text(all), "all.json");
  REQUIRE(merged.ok());
  CHECK(merged->merged == 4);
  CHECK(merged->service() == LoadMaker({}).make().service());
  command.pop_back();
  const Ended partial = run_sellsign(command);
  CHECK(partial.status == 7);
  CHECK_THAT(partial.out, Contains("missing: 4"));
  command.push_back(command.back());
  const Ended twice = run_sellsign(command);
  CHECK(twice.status == 2);
  CHECK_THAT(twice.err, Contains("shard 3 of 4 is there twice"));
}

}  // namespace
}  // namespace sellsign::load::load_cli_files_test
