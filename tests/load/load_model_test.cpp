#include "load/model/load_model.h"

#include "harness/scenario/loader.h"
#include "load/model/units.h"
#include "tests/catch.h"
#include "tests/support/program.h"

namespace sellsign::load::load_model_test {
namespace {

using namespace std::chrono_literals;

struct Read {
  LoadPart part;
  std::string problems;
};

Read read(const std::string& load) {
  const testing::TemporaryFolder folder;
  const std::vector<std::string> files = {
      folder.write("s.json", R"({"scenario": "s", "load": )" + load + R"(, "steps": [
      {"id": "get", "http": {"target": "/"}, "effect": "read", "expect": []}]})")};
  harness::Loaded loaded = harness::load_scenarios(files);
  Read out;
  Problems problems = loaded.problems;
  if (!loaded.scenarios.empty()) out.part = read_load(loaded.scenarios[0], problems);
  for (const Problem& problem : problems) out.problems += problem.where + ": " + problem.what + "\n";
  return out;
}

TEST_CASE("profiles as files say them") {
  const struct {
    std::string profile, words;
  } k_rows[] = {
      {R"({"model": "closed", "users": 2, "iterations": 20})", "closed, 2 users for 24 h, 20 iterations"},
      {R"({"model": "closed", "users": 5, "duration": "1m", "think_time": "200ms", "warmup": "5s"})",
       "closed, 5 users for 1 m, think time 200 ms, warm-up 5 s"},
      {R"({"model": "open", "rate": "30/m", "duration": "90s", "arrivals": "poisson"})",
       "open, 0.5/s for 90 s, Poisson"},
      {R"({"model": "open", "stages": [{"to": "200/s", "over": "20s"}, {"hold": "60s"}, {"at": "500/s", "for": "5s"},
           {"to": "0/s", "over": "10s"}]})",
       "open, 0/s to 200/s for 20 s, 200/s for 1 m, 500/s for 5 s, 500/s to 0/s for 10 s"},
  };
  for (const auto& row : k_rows) {
    const Read got = read(R"({"profiles": {"p": )" + row.profile + "}}");
    INFO(row.profile);
    CHECK(got.problems.empty());
    REQUIRE(got.part.profiles.size() == 1);
    CHECK(words_of(got.part.profiles[0]) == row.words);
  }
}

TEST_CASE("what is wrong with a profile is said with its place") {
  const struct {
    std::string load, problem;
  } k_rows[] = {
      {R"({"profiles": {"p": {"model": "open", "users": 3, "duration": "1s"}}})",
       "\"users\" is for the closed model"},
      {R"({"profiles": {"p": {"model": "closed", "rate": "3/s", "duration": "1s"}}})",
       "\"rate\" is for the open model"},
      {R"({"profiles": {"p": {"model": "open", "rate": "3"  , "duration": "1s"}}})", "is no rate"},
      {R"({"profiles": {"p": {"model": "open", "rate": "3/s"}}})", "a profile needs a \"duration\""},
      {R"({"profiles": {"p": {"model": "open", "rate": "0/s", "duration": "1s"}}})", "nothing would start"},
      {R"({"profiles": {"p": {"model": "open", "rate": "1/s", "duration": "5s", "warmup": "5s"}}})",
       "nothing would be measured"},
      {R"({"profiles": {"p": {"model": "open", "rate": "1/s", "duration": "5s", "think_time": "5s"}}})",
       "\"think_time\" is for the closed model"},
      {R"({"profiles": {"p": {"model": "closed", "users": 1, "duration": "5s", "on_full": "drop"}}})",
       "\"on_full\" is for the open model"},
      {R"({"profiles": {"p": {"model": "open", "stages": [{"hold": "1s"}]}}})",
       "the first stage has nothing to hold"},
      {R"({"profiles": {"p": {"model": "open", "stages": [{"to": "1/s"}]}}})",
       "a stage is {\"to\", \"over\"}"},
      {R"({"profiles": {"p": {"model": "open", "stages": [{"to": 5, "over": "1s"}]}}})",
       "an open model has a rate here"},
      {R"({"profiles": {"p": {"model": "closed", "stages": [{"at": "5/s", "for": "1s"}]}}})",
       "a closed model has a number of users here"},
      {R"({"profiles": {"p": {"model": "opne", "rate": "1/s", "duration": "1s"}}})",
       "unknown model \"opne\" (did you mean \"open\"?)"},
      {R"({"profiles": {"p": {"model": "open", "rate": "1/s", "durration": "1s"}}})",
       "unknown key \"durration\" in a profile"},
      {R"({"profiles": {"p": {"model": "open", "rate": "1/s", "duration": "1s", "checks": "120%"}}})",
       "is no share"},
      {R"({"weight": 0})", "\"weight\" has to be from 1 to 1,000"},
  };
  for (const auto& row : k_rows) {
    const Read got = read(row.load);
    INFO(row.load);
    CHECK_THAT(got.problems, Catch::Contains(row.problem));
    CHECK_THAT(got.problems, Catch::Contains("s.json:1:"));
  }
}

TEST_CASE("flags make a profile or change one") {
  Profile base;
  base.name = "steady";
  base.model = Model::open;
  base.stages = {{0, 100, 10s}, {100, 100, 30s}};
  base.arrivals = Arrivals::poisson;
  base.warmup = 5s;
  const struct {
    const Profile* base;
    ProfileFlags flags;
    std::string words;  // or what is wrong
  } k_rows[] = {
      {&base, {}, "open, 0/s to 100/s for 10 s, 100/s for 30 s, Poisson, warm-up 5 s"},
      {&base, {.duration = "20s"}, "open, 0/s to 100/s for 5 s, 100/s for 15 s, Poisson, warm-up 2500 ms"},
      {&base, {.rate = "50/s"}, "open, 50/s for 40 s, Poisson, warm-up 5 s"},
      {&base, {.users = "3", .warmup = "1s"}, "closed, 3 users for 40 s, warm-up 1 s"},
      {nullptr, {.rate = "500/s", .duration = "30s"}, "open, 500/s for 30 s"},
      {nullptr, {.users = "8", .iterations = "100"}, "closed, 8 users for 24 h, 100 iterations"},
      {nullptr, {.rate = "500/s"}, "a duration or a number of iterations is missing"},
      {nullptr, {.duration = "5s"}, "a profile needs a rate or a number of users"},
      {nullptr, {.users = "8", .rate = "5/s"}, "give one of them"},
      {nullptr, {.users = "many", .duration = "5s"}, "is no number from 1"},
      {nullptr,
       {.rate = "5/s", .duration = "5s", .on_full = "wait"},
       "--on-full is one of queue, drop, abort"},
      {nullptr,
       {.rate = "5/s", .duration = "5s", .think_time = "1s"},
       "--think-time is for the closed model"},
      {nullptr, {.rate = "5/s", .duration = "5s", .warmup = "9s"}, "nothing would be measured"},
  };
  for (const auto& row : k_rows) {
    const auto profile = with_flags(row.base, row.flags);
    INFO(row.words);
    CHECK_THAT(profile ? words_of(*profile) : profile.error().message, Catch::Contains(row.words));
  }
}

}  // namespace
}  // namespace sellsign::load::load_model_test
