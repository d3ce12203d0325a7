#include <random>
#include <regex>

#include <nlohmann/json.hpp>

#include "load/engine/find_max.h"
#include "load/report/json.h"
#include "load/report/report.h"
#include "load/result/merge.h"
#include "load/result/shortfalls.h"
#include "tests/support/load_world.h"
#include "tests/support/mock_process.h"

// Every way in which a run can fall short, through every command that judges runs and every report.

namespace sellsign::testing::load_outcome_test {
namespace {

using namespace std::chrono_literals;
using harness::ExitCode;
using load::LoadResult;
using std::chrono::nanoseconds;

std::string steps(std::size_t count, const std::string& more = "") {
  std::string out;
  for (std::size_t i = 0; i < count; ++i)
    out += (i == 0 ? "" : ", ") + std::string(R"({"id": "s)") + std::to_string(i) +
           R"(", "http": {"target": "/s)" + std::to_string(i) + R"("}, "effect": "read", "expect": [)" +
           R"({"status": 200, "source": "doc.wire.success-json"},)" +
           R"({"json": "$.a", "eq": 1, "source": "doc.wire.success-json"}]})";
  return R"({"scenario": "s", "steps": [)" + out + "]" + more + "}";
}

const Fate k_good{1ms, 200, R"({"a": 1})"};
const Fate k_bad{1ms, 200, R"({"a": 2})"};
const Fate k_error{1ms, 500};
const Fate k_reset{1ms, 200, "", {}, ErrorKind::transport, true};
const Fate k_nobody{1ms, 200, "", {}, ErrorKind::unreachable};

/// What a run is like.
struct Way {
  std::string name;
  std::size_t steps = 1;
  VirtualExchanges::Serve serve = [](auto, const auto&) { return k_good; };
  std::function<void(load::LoadOptions&)> change = [](auto&) {};
  nanoseconds cost{};
  nanoseconds stop_at = std::chrono::hours(1);
  std::string more{};  ///< of the scenario
};

/// A way, SLOs, and what the run is then.
struct Row {
  Way way;
  std::vector<std::string> slos;
  ExitCode code;      ///< of load, find-max and merge
  ExitCode compared;  ///< of compare
};

LoadResult made(const Row& row) {
  const LoadedScenarios scenarios({steps(row.way.steps, row.way.more)});
  load::LoadOptions options;
  options.profile = open_at(20, 2s);
  options.timeout = 1s;
  row.way.change(options);
  for (const std::string& slo : row.slos) options.slos.push_back(*load::parse_slo(slo));
  std::atomic<load::StopReason> stop{load::StopReason::none};
  const auto serve = [&](nanoseconds since_start, const std::string& bytes) {
    if (since_start >= row.way.stop_at) load::stop_for(stop, load::StopReason::interrupted);
    return row.way.serve(since_start, bytes);
  };
  return run_virtually(scenarios, options, serve, row.way.cost, nullptr, nullptr, &stop);
}

std::vector<Row> rows() {
  const Way good{.name = "all is well"};
  const Way fast_errors{.name = "fast errors", .serve = [](auto, const auto&) { return k_error; }};
  const Way cut_connections{.name = "most connections are cut", .serve = [n = 0](auto, const auto&) mutable {
                              return n++ % 10 == 0 ? k_good : k_reset;
                            }};
  const Way wrong{.name = "wrong answers", .serve = [](auto, const auto&) { return k_bad; }};
  const Way second{.name = "the second step fails", .steps = 2, .serve = [](auto, const std::string& bytes) {
                     return bytes.find("/s1") == std::string::npos ? k_good : k_error;
                   }};
  const Way cut{.name = "iterations outlast the run", .steps = 12, .serve = [](auto, const auto&) {
                  return Fate{900ms, 200, R"({"a": 1})"};
                }};
  const Way hangs{
      .name = "it hangs, and somebody gives up",
      .serve = [](nanoseconds since_start, const auto&) { return since_start < 1s ? k_good : Fate{1h}; },
      .change = [](auto& options) { options.timeout = 10s; },
      .stop_at = 1'800ms};
  const auto few_places = [](load::OnFull on_full) {
    return [=](load::LoadOptions& options) {
      options.profile.max_in_flight = 1;
      options.profile.on_full = on_full;
    };
  };
  const auto slow = [](auto, const auto&) { return Fate{500ms, 200, R"({"a": 1})"}; };
  const Way left_over{
      .name = "starts are left over", .serve = slow, .change = few_places(load::OnFull::queue)};
  const Way dropped{.name = "starts are dropped", .serve = slow, .change = few_places(load::OnFull::drop)};
  const Way full{.name = "no place is left", .serve = slow, .change = few_places(load::OnFull::abort)};
  const Way warmup{.name = "nothing but warm-up",
                   .change = [](auto& options) { options.profile.warmup = 2s; }};
  const Way nobody{.name = "nobody is there", .serve = [](auto, const auto&) { return k_nobody; }};
  const Way late{.name = "the generator is late",
                 .change =
                     [](auto& options) {
                       options.profile.stages = {{1'000, 1'000, 2s}};
                     },
                 .cost = 2ms};
  static const TemporaryFolder folder;
  const Way rowless{.name = "no more rows",
                    .more = R"(, "feeders": {"row": {"mode": "once", "file": ")" +
                            folder.write("rows.csv", "name\na\nb\n") + "\"}}"};
  using enum ExitCode;
  return {
      {good, {}, held, held},
      {good, {"response.p99<=1us"}, slo_missed, held},  // of a sound run: compare has limits of its own
      {fast_errors, {}, check_failed, check_failed},
      {fast_errors, {"response.p99<=1s", "throughput>=1/s"}, check_failed, check_failed},
      {fast_errors, {"failed_checks<=100%"}, check_failed, check_failed},  // a status is no check
      {fast_errors, {"errors>=0%"}, check_failed, check_failed},  // says nothing about how many may fail
      {fast_errors, {"errors<=50%"}, slo_missed, check_failed},
      {fast_errors, {"errors<=100%"}, held, held},
      {cut_connections, {"failed_checks<=0%"}, check_failed, check_failed},
      {cut_connections, {"s0.errors<=95%"}, held, held},
      {wrong, {}, check_failed, check_failed},
      {wrong, {"failed_checks<=100%"}, held, held},
      {wrong, {"s0.failed_checks<=1%"}, slo_missed, check_failed},
      {second, {}, check_failed, check_failed},
      {second, {"s0.errors<=1%"}, check_failed, check_failed},
      {second, {"s1.errors<=100%"}, held, held},
      {second, {"all.errors<=50%"}, held, held},
      {cut, {}, check_failed, check_failed},
      {cut, {"errors<=100%", "dropped<=100%", "iterations>=0/s"}, check_failed, check_failed},
      {cut, {"cut<=50%"}, slo_missed, check_failed},
      {cut, {"cut<=100%"}, held, held},
      {hangs, {}, interrupted, check_failed},
      {hangs, {"errors<=100%", "cut<=100%"}, interrupted, check_failed},
      {left_over, {}, check_failed, check_failed},
      {left_over, {"cut<=100%", "errors<=0%"}, check_failed, check_failed},
      {left_over, {"dropped<=100%"}, held, held},
      {dropped, {}, check_failed, check_failed},
      {dropped, {"dropped<=5%"}, slo_missed, check_failed},
      {dropped, {"dropped<=100%"}, held, held},
      {full, {"dropped<=100%"}, slo_missed, check_failed},
      {warmup, {}, usage, usage},
      {warmup, {"errors<=100%", "dropped<=100%", "cut<=100%"}, usage, usage},
      {nobody, {}, unreachable, unreachable},
      {nobody, {"errors<=100%"}, unreachable, unreachable},
      {late, {}, run_invalid, run_invalid},
      {late, {"late_starts<=100%", "errors<=100%"}, run_invalid, run_invalid},
      {rowless, {}, check_failed, check_failed},
      {rowless, {"dropped<=100%"}, held, held},
  };
}

std::string number_of(const std::string& xml, const std::string& attribute) {
  std::smatch match;
  return std::regex_search(xml, match, std::regex(attribute + "=\"([0-9]+)\"")) ? match[1].str() : "none";
}

/// What a report says of success, each format in its own way.
void check_report(const std::string& format, const std::string& text, const LoadResult& result) {
  const bool good = result.exit_code == ExitCode::held;
  const std::string name(harness::row_of(result.exit_code).name);
  INFO("as " << format << ":\n" << text.substr(0, 2'000));
  if (format == "json") {
    const auto json = nlohmann::json::parse(text);
    CHECK(json["summary"]["verdict"] == name);
    CHECK(json["exit_code"] == harness::to_int(result.exit_code));
  } else if (format == "csv") {
    CHECK((text.find("," + name + ",") != std::string::npos));
  } else if (format == "junit") {
    const bool clean = number_of(text, "failures") == "0" && number_of(text, "errors") == "0";
    CHECK(clean == good);
  } else {
    CHECK((text.find("Held") != std::string::npos) == good);
    if (format != "hgrm" && format != "hgrm-service")
      for (const load::Shortfall& shortfall : load::shortfalls_of(result))
        CHECK_FALSE(shortfall.words.empty());
  }
}

TEST_CASE("no way to fail is a success, for any command, in any report") {
  const TemporaryFolder folder;
  for (const Row& row : rows()) {
    std::string slos;
    for (const std::string& slo : row.slos) slos += " " + slo;
    INFO(row.way.name << slos);
    const LoadResult result = made(row);
    CHECK(result.exit_code == row.code);
    for (const load::LoadReportFormat& format : load::load_report_formats())
      check_report(std::string(format.name), format.render(result), result);
    check_report("console", load::render_console(result, {}), result);

    const load::Probe probe = load::probe_of(result);
    CHECK((probe.verdict == load::ProbeVerdict::held) == (row.code == ExitCode::held));
    const auto search = load::find_max({.first = 10, .highest = 10}, [&](double) { return probe; });
    CHECK(load::exit_code_of(search) == row.code);

    const std::string file = folder.write("r.json", load::render_json(result));
    const auto read = load::read_report(read_text(file), file);
    REQUIRE(read);
    const auto merged = load::merge({*read});
    REQUIRE(merged);
    CHECK(merged->exit_code == row.code);
    const Ended by_merge = run_sellsign({"merge", file, "--quiet"});
    CHECK(by_merge.status == harness::to_int(row.code));
    const std::string page = folder.path("c.html"), data = folder.path("c.json");
    const Ended by_compare =
        run_sellsign({"compare", file, file, "--report", "html=" + page, "--report", "json=" + data});
    INFO(by_compare.out << by_compare.err);
    CHECK(by_compare.status == harness::to_int(row.compared));
    CHECK(nlohmann::json::parse(read_text(data))["exit_code"] == harness::to_int(row.compared));
    CHECK((read_text(page).find("verdict good") != std::string::npos) == (row.compared == ExitCode::held));
    const std::string said = "(exit " + std::to_string(harness::to_int(row.compared)) + ")";
    CHECK((by_compare.out.find(said) != std::string::npos) == (row.compared != ExitCode::held));
  }
}

TEST_CASE("what the end of a run cuts is a lower bound in the percentiles, and said") {
  const Row hanging{
      {.name = "",
       .serve = [](nanoseconds since_start, const auto&) { return since_start < 1s ? k_good : Fate{1h}; },
       .change =
           [](auto& options) {
             options.profile = open_at(50, 30s);
             options.timeout = 10s;
           },
       .stop_at = 5s},
      {"response.p99<=100ms", "response.p50<=100ms", "response.p10<=100ms", "response.p99>=1s",
       "errors<=0.1%"},
      ExitCode::interrupted,
      ExitCode::check_failed};
  const LoadResult result = made(hanging);
  const load::Tally tally = result.tally();
  CHECK(tally.of(load::Ending::ok) == 50);
  CHECK(tally.of(load::Ending::cut) > 190);
  CHECK(result.iterations.cut == tally.of(load::Ending::cut));
  CHECK(result.iterations.response.count() == result.iterations.started);
  CHECK(result.iterations.response.at_least() == result.iterations.cut);
  CHECK(result.iterations.response.at_us(99) >= 5'000'000);  // sent in second 1, given up in second 7
  CHECK(result.iterations.response.is_lower_bound(99));
  CHECK_FALSE(result.iterations.response.is_lower_bound(10));
  CHECK(result.duration >= 6s);  // rates are of the time until then, not until the last answer
  CHECK_FALSE(result.slos[0].held);
  CHECK_THAT(result.slos[0].words, Catch::Contains("response p99 is at least "));
  CHECK_FALSE(result.slos[1].held);  // a lower bound cannot say that it is no more
  CHECK(result.slos[2].held);
  CHECK(result.slos[3].held);
  CHECK_FALSE(result.slos[4].held);
  const std::string console = load::render_console(result, {});
  CHECK_THAT(console, Catch::Contains("> 5.") && Catch::Contains("lower bounds") && Catch::Contains("cut"));
  const auto again = load::read_report(load::render_json(result), "r.json");
  REQUIRE(again);
  CHECK(again->iterations.response == result.iterations.response);
  CHECK(again->iterations.response.is_lower_bound(99));
}

TEST_CASE("an iteration that was cut short is not finished, and took longer than it seems") {
  const Row row{{.name = "",
                 .steps = 12,
                 .serve =
                     [](auto, const auto&) {
                       return Fate{900ms, 200, R"({"a": 1})"};
                     },
                 .change = [](auto& options) { options.profile = open_at(2, 2s); }},
                {"response.p99<=1h"},
                ExitCode::check_failed,
                ExitCode::check_failed};
  const LoadResult result = made(row);
  CHECK(result.iterations.started == 4);
  CHECK(result.iterations.finished == 0);
  CHECK(result.iterations.cut == 4);
  CHECK(result.tally().errors() == 0);
  CHECK_FALSE(result.slos[0].held);
}

TEST_CASE(
    "whatever happens, everything that was started ends in one class, over threads, shards and merges") {
  const std::string text = R"({"scenario": "s", "steps": [
      {"id": "a", "http": {"target": "/a"}, "effect": "read", "expect": [{"status": 200, "source": "doc.wire.success-json"}],
       "retry": {"every": "150ms", "for": "1s"}, "capture": {"x": {"json": "$.a"}}},
      {"id": "b", "http": {"target": "/b/${x}"}, "effect": "read", "expect": []},
      {"id": "c", "http": {"target": "/c"}, "effect": "read", "expect": [{"json": "$.a", "eq": 1, "source": "doc.wire.success-json"}]}],
    "finally": [{"id": "z", "http": {"target": "/z"}, "effect": "read", "expect": [],
                 "retry": {"every": "1s", "for": "5s"}}]})";
  const LoadedScenarios scenarios({text});
  const Fate k_fates[] = {k_good,
                          k_good,
                          k_good,
                          k_bad,
                          k_error,
                          k_reset,
                          k_nobody,
                          Fate{1ms, 200, R"({"a": "x y"})"},  // cannot stand in a target
                          Fate{1h},
                          Fate{1ms, 503, "", {{"Retry-After", "1"}}},
                          Fate{700ms, 200, R"({"a": 1})"},
                          Fate{1ms, 200, "", {}, ErrorKind::transport, false}};
  std::uint64_t unsent = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    CAPTURE(seed);
    std::mt19937_64 random(seed);
    const auto one_of = [&](std::uint64_t count) { return random() % count; };
    load::LoadOptions options;
    options.timeout = 1s;
    options.profile = one_of(2) == 0 ? open_at(40, 3s) : closed_with(7, 3s);
    options.profile.max_in_flight = 1 + one_of(40);
    options.profile.on_full = static_cast<load::OnFull>(one_of(3));
    options.profile.warmup = one_of(2) * 1s;
    if (one_of(3) == 0) options.profile.iterations = one_of(60);
    options.honour_retry_after = one_of(3) == 0;
    if (one_of(4) == 0) options.max_rate = 30;
    const nanoseconds stop_at = one_of(3) == 0 ? nanoseconds(random() % 3'000'000'000) : nanoseconds(1h);
    std::vector<LoadResult> shards;
    for (std::size_t index = 0; index < 2; ++index) {
      options.shard = {index, 2};
      options.threads = 1 + one_of(3);
      std::atomic<load::StopReason> stop{load::StopReason::none};
      shards.push_back(run_virtually(
          scenarios, options,
          [&](nanoseconds since_start, const auto&) {
            if (since_start >= stop_at) load::stop_for(stop, load::StopReason::interrupted);
            return k_fates[one_of(std::size(k_fates))];
          },
          {}, nullptr, nullptr, &stop));
      shards.back().run_id = "R";
    }
    const auto merged = load::merge(shards);
    REQUIRE(merged);
    CHECK(load::imbalances_of(*merged) == std::vector<std::string>{});
    unsent += merged->steps[1].tally.of(load::Ending::unsent);
  }
  CHECK(unsent > 0);
}

TEST_CASE("sums that do not add up are found, and make a run INVALID") {
  const LoadResult good = made({{.name = ""}, {}, ExitCode::held, ExitCode::held});
  void (*const k_faults[])(LoadResult&) = {
      [](LoadResult& run) { ++run.iterations.started; },
      [](LoadResult& run) { ++run.iterations.finished; },
      [](LoadResult& run) { ++run.starts.intended; },
      [](LoadResult& run) { ++run.starts.dropped; },
      [](LoadResult& run) { ++run.steps[0].tally.sent; },
      [](LoadResult& run) { ++run.steps[0].tally.statuses[200]; },
      [](LoadResult& run) { ++run.intervals[0].requests; },
      [](LoadResult& run) { ++run.intervals[0].errors; },
      [](LoadResult& run) { run.steps[0].tally.count(load::Ending::reset); }};
  CHECK(load::imbalances_of(good).empty());
  for (const auto& fault : k_faults) {
    LoadResult run = good;
    fault(run);
    CHECK_FALSE(load::imbalances_of(run).empty());
    const auto merged = load::merge({run});
    REQUIRE(merged);
    CHECK(merged->exit_code == ExitCode::run_invalid);
    CHECK_THAT(merged->generator.faults.at(0), Catch::Contains("do not add up"));
  }
}

}  // namespace
}  // namespace sellsign::testing::load_outcome_test
