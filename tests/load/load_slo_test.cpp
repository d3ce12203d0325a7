#include "load/result/slo.h"
#include "tests/catch.h"
#include "tests/support/load_maker.h"

namespace sellsign::load::load_slo_test {
namespace {

using Catch::Contains;

TEST_CASE("SLOs read as what they mean", "[load]") {
  using Kind = Statistic::Kind;
  struct Row {
    std::string text, step;
    Metric metric;
    Statistic statistic;
    SloBound bound;
    double limit;
  };
  const Row rows[] = {
      {"service.p99<=40ms", "", Metric::service, {Kind::percentile, 99}, SloBound::at_most, 40'000},
      {" read.response.p99.9 < 1.5s ",
       "read",
       Metric::response,
       {Kind::percentile, 99.9},
       SloBound::below,
       1'500'000},
      {"all.service.mean<=250us", "all", Metric::service, {Kind::mean}, SloBound::at_most, 250},
      {"a.b/c-d:e.service.max<=1s", "a.b/c-d:e", Metric::service, {Kind::max}, SloBound::at_most, 1e6},
      {"service.p50.service.min>=1us", "service.p50", Metric::service, {Kind::min}, SloBound::at_least, 1},
      {"service.p100>0us", "", Metric::service, {Kind::percentile, 100}, SloBound::above, 0},
      {"errors<=0.1%", "", Metric::errors, {}, SloBound::at_most, 0.001},
      {"x:create.errors < 1 %", "x:create", Metric::errors, {}, SloBound::below, 0.01},
      {"read.failed_checks<=0%", "read", Metric::failed_checks, {}, SloBound::at_most, 0},
      {"throughput>=100/s", "", Metric::throughput, {}, SloBound::at_least, 100},
      {"iterations>=3000/m", "", Metric::iterations, {}, SloBound::at_least, 50},
      {"late_starts<=1%", "", Metric::late_starts, {}, SloBound::at_most, 0.01},
      {"dropped<=0.5%", "", Metric::dropped, {}, SloBound::at_most, 0.005},
      {"cut<=0.5%", "", Metric::cut, {}, SloBound::at_most, 0.005}};
  for (const Row& row : rows) {
    INFO(row.text);
    const auto slo = parse_slo(row.text);
    REQUIRE(slo.ok());
    CHECK(slo->step == row.step);
    CHECK(slo->metric == row.metric);
    CHECK(slo->statistic == row.statistic);
    CHECK(slo->bound == row.bound);
    CHECK(slo->limit == Approx(row.limit));
    CHECK_FALSE(slo->abort_on_fail);
  }
  CHECK(parse_slo(" errors <= 1 % ")->text == "errors<=1%");
}

TEST_CASE("what is no SLO is refused with what to write instead", "[load]") {
  struct Row {
    std::string text, words;
  };
  const Row rows[] = {{"", "there is no <=, <, >= or >"},
                      {"service.p99", "there is no <=, <, >= or >"},
                      {"service.p99=40ms", "the sign has to be"},
                      {"<=40ms", "nothing stands before the sign"},
                      {"service<=40ms", "service.p99"},
                      {"read.service<=40ms", "read.service.p99"},
                      {"service.p101<=40ms", "\"p101\" is no statistic"},
                      {"service.maen<=40ms", "did you mean \"mean\"?"},
                      {"service.p0<=40ms", "no statistic"},
                      {"eror<=1%", "did you mean \"errors\"?"},
                      {"throughput.p99>=1/s", "is no metric"},
                      {"read.throughput>=1/s", "without a step"},
                      {"read.late_starts<=1%", "without a step"},
                      {"service.p99<=40", "is no duration"},
                      {"errors<=5", "is no share"},
                      {"errors<=40ms", "is no share"},
                      {"throughput>=5%", "is no rate"},
                      {".errors<=1%", "is no metric"},
                      {"service.p99<=>40ms", "is no duration"}};
  for (const Row& row : rows) {
    INFO(row.text);
    const auto slo = parse_slo(row.text);
    REQUIRE_FALSE(slo.ok());
    CHECK(slo.error().kind == ErrorKind::usage);
    CHECK_THAT(slo.error().message, Contains(row.words));
    CHECK_THAT(slo.error().message, Contains("SLO \""));
  }
}

TEST_CASE("SLOs are checked against the steps before a run", "[load]") {
  const StepName steps[] = {{"create", true}, {"read", false}};
  struct Row {
    std::string text, words;
  };
  for (const Row& row :
       {Row{"create.response.p99<=1s", ""}, Row{"read.service.p99<=1s", ""}, Row{"all.service.p99<=1s", ""},
        Row{"response.p99<=1s", ""}, Row{"all.errors<=1%", ""},
        Row{"raed.service.p99<=1s", "no step \"raed\" (did you mean \"read\"?)"},
        Row{"read.response.p99<=1s", "read.service.p99 or response.p99"},
        Row{"all.response.p99<=1s", "response.p99 is that of the iterations"}}) {
    INFO(row.text);
    const Slo slo = *parse_slo(row.text);
    const Problems problems = check_slos({&slo, 1}, steps);
    REQUIRE(problems.size() == (row.words.empty() ? 0 : 1));
    if (!problems.empty()) CHECK_THAT(problems[0].what, Contains(row.words));
  }
  const StepName all[] = {{"all", true}};
  const Slo slo = *parse_slo("all.errors<=1%");
  CHECK_THAT(check_slos({&slo, 1}, all).at(0).what, Contains("rename the step"));
}

TEST_CASE("SLOs are judged on the measured part", "[load]") {
  const LoadResult result = testing::load_with_everything();
  struct Row {
    std::string text;
    bool held;
    std::string words;
  };
  const Row rows[] = {{"create.service.p50<=2ms", true, "create: service p50 is"},
                      {"create.service.p50<=1us", false, "wanted at most 1 us"},
                      {"create.response.max>=1us", true, "create: response max is"},
                      {"read.response.p50<=1s", false, "no response clock"},
                      {"raed.service.p50<=1s", false, "did you mean \"read\"?"},
                      {"service.p99<=1h", true, "iterations: service p99 is"},
                      {"response.mean<=1h", false, "iterations: response mean is at least"},
                      {"response.max<=1h", false, "iterations: response max is at least"},
                      {"response.max>=1us", true, "iterations: response max is at least"},
                      {"response.p50<=1h", true, "iterations: response p50 is 2"},
                      {"cut<=1%", true, "cut is"},
                      {"cut<=0%", false, "cut is"},
                      {"all.service.min>=1us", true, "all requests: service min is"},
                      {"all.response.p50<=1s", false, "response.p50 is that of the iterations"},
                      {"errors<=10%", true, "errors is"},
                      {"errors<0%", false, "wanted less than 0 %"},
                      {"create.errors<=0%", false, "create: errors is"},
                      {"failed_checks<=0%", false, "failed checks is"},
                      {"unmeasured.service.p99<=1h", false, "was not measured"},
                      {"unmeasured.errors<=100%", false, "was not measured"},
                      {"unmeasured.failed_checks<=100%", false, "was not measured"},
                      {"throughput>=1/s", true, "throughput is"},
                      {"throughput>=1000000/s", false, "throughput is"},
                      {"iterations>=1/s", true, "iterations is"},
                      {"late_starts<=50%", true, "late starts is"},
                      {"dropped<=0%", false, "dropped is"}};
  for (const Row& row : rows) {
    INFO(row.text);
    const SloResult got = judge_slo(*parse_slo(row.text), result);
    CHECK(got.text == row.text);
    CHECK(got.held == row.held);
    CHECK_THAT(got.words, Contains(row.words));
    CHECK((got.got || !got.held));
  }
}

TEST_CASE("nothing measured is missed, whichever way the bound points", "[load]") {
  for (const char* text :
       {"service.p99<=1s", "service.p99>=1us", "errors<=100%", "throughput>=0/s", "iterations>=0/s",
        "late_starts<=100%", "dropped<=100%", "cut<=100%", "failed_checks<=100%"}) {
    INFO(text);
    const SloResult got = judge_slo(*parse_slo(text), LoadResult());
    CHECK_FALSE(got.held);
    CHECK_FALSE(got.got);
  }
}

TEST_CASE("a miss by less than is shown says by how much", "[load]") {
  LoadResult result;
  result.iterations.service.record_us(40'031, 1);
  CHECK(judge_slo(*parse_slo("service.p99<=40ms"), result).words ==
        "iterations: service p99 is 40,031 us, wanted at most 40.0 ms");
}

}  // namespace
}  // namespace sellsign::load::load_slo_test
