#include <chrono>
#include <csignal>
#include <fstream>
#include <thread>

#include <nlohmann/json.hpp>

#include "base/json/positioned_json.h"
#include "load/report/json.h"
#include "load/result/merge.h"
#include "tests/catch.h"
#include "tests/support/mock_process.h"

namespace sellsign::load_cli_test {

using namespace sellsign;
using namespace sellsign::testing;
using Catch::Contains;

const char* const k_scenario = R"({
  "scenario": "read", "feeders": {"n": {"numbers_from": 1}},
  "steps": [
    {"id": "write", "call": "customer.selectOrCreateCustomer", "with": {"number": "N-${n}", "civility": "MADAME",
     "firstname": "Zoé", "lastname": "Co", "email": "z@example.com", "cell_phone": "0600000000", "address_1": "1",
     "postal_code": "01000", "city": "B", "country": "FR", "customer_code": "C", "address_2": "", "company_name": "",
     "registration_number": "", "phone": "", "job_title": "", "birthdate": "", "birthplace": ""},
     "expect": [{"status": 200, "source": "doc.wire.success-json"}]},
    {"id": "read", "call": "customer.getCustomer", "with": {"number": "N-${n}"},
     "expect": [{"json": "$.number", "eq": "N-${n}", "source": "doc.customer.key"}]}],
  "load": {
    "profiles": {"smoke": {"model": "closed", "users": 2, "iterations": 20},
                 "steady": {"model": "open", "rate": "100/s", "duration": "2s", "warmup": "500ms"}},
    "slo": [{"slo": "read.service.p99<=2s"}]}})";

struct World {
  TemporaryFolder folder;
  std::string scenario = folder.write("read.json", k_scenario);

  Ended load(std::vector<std::string> more, const std::vector<std::string>& environment = {}) const {
    more.insert(more.begin(), {"load", scenario});
    return run_sellsign(more, environment);
  }
};

load::LoadResult report(const std::string& file) {
  auto result = load::read_report(read_text(file), file);
  if (!result) FAIL(result.error().message);
  return *std::move(result);
}

TEST_CASE("a first load run: plan, lines while it goes on, both clocks at the end, every report written") {
  const World world;
  const std::vector<std::string> formats = {"html", "json", "csv", "junit", "md", "hgrm"};
  std::vector<std::string> flags = {"--profile", "steady"};
  for (const std::string& format : formats)
    flags.insert(flags.end(), {"--report", format + "=" + world.folder.path(format)});
  const Ended ended = world.load(flags);
  INFO(ended.out + ended.err);
  CHECK((ended.status == 0 || ended.status == 7));  // on a starved machine the generator is late, and says so
  CHECK_THAT(ended.err, Contains("plan: open, 100/s for 2 s, warm-up 500 ms"));
  CHECK_THAT(ended.err, Contains("requests    about 400, 200 of them writes"));
  CHECK_THAT(ended.err, Contains("1 s warm-up: "));
  CHECK_THAT(ended.err, Contains("2 s: "));
  CHECK_THAT(ended.out, Contains("all iterations, response"));
  CHECK_THAT(ended.out, Contains("lateness"));
  for (const std::string& format : formats) CHECK(read_text(world.folder.path(format)).size() > 100);
  const load::LoadResult result = report(world.folder.path("json"));
  CHECK(result.iterations.started == 150);
  CHECK(result.tally().requests() == 300);
  CHECK(result.tally().errors() == 0);
  CHECK(result.starts.intended == 150);
  CHECK(result.slos.size() == 1);
  CHECK(result.slos[0].held);
  CHECK_THAT(result.environment.command, Contains("--profile steady"));
}

TEST_CASE("what ends a load run before anything is sent") {
  const World world;
  const std::string bill = world.folder.write("bill.json", R"({"scenario": "bill", "steps": [
      {"id": "sign", "http": {"target": "/"}, "effect": "bill", "expect": [{"status": 200, "source": "doc.wire.success-json"}]}]})");
  const struct {
    std::vector<std::string> flags;
    int status;
    std::string words;
  } k_rows[] = {
      {{world.scenario}, 2, "say how to drive it: --profile NAME (smoke, steady)"},
      {{world.scenario, "--profile", "stedy"}, 2, "did you mean \"steady\"?"},
      {{world.scenario, "--rate", "5"}, 2, "is no rate"},
      {{world.scenario, "--rate", "5/s", "--users", "2", "--duration", "1s"}, 2, "give one of them"},
      {{world.scenario, "--profile", "smoke", "--slo", "raed.service.p99<=1s"}, 2, "did you mean \"read\"?"},
      {{world.scenario, "--profile", "smoke", "--slo", "read.response.p99<=1s"}, 2, "first step"},
      {{world.scenario, "--profile", "smoke", "--report", "pdf=x"}, 2, "--report takes html=FILE"},
      {{world.scenario, "--profile", "smoke", "--report", "json=/no/such/folder/x"}, 2, "/no/such/folder/x"},
      {{world.scenario, "--profile", "smoke", "--shard", "0/4"}, 2, "counted from 1"},
      {{world.scenario, "--profile", "smoke", "--start-at", "2020-01-01T00:00:00Z"}, 2, "is in the past"},
      {{"/no/such/file.json", "--profile", "smoke"}, 2, "there is no such file"},
      {{world.scenario, "--profile", "smoke", "--target", "https://sandbox.example"}, 6, "--allow-host"},
      {{bill, "--rate", "1/s", "--duration", "1s", "--target", "https://203.0.113.1", "--allow-host",
        "203.0.113.1", "--allow-effects", "bill"},
       6,
       "is never sent as load outside this machine"},
      {{world.scenario, "--rate", "100/s", "--duration", "1s", "--target", "https://203.0.113.1",
        "--allow-host", "203.0.113.1", "--allow-effects", "write"},
       6,
       "gets at most 10/s: lower --rate, or raise --max-rate"},
  };
  for (const auto& row : k_rows) {
    std::vector<std::string> command = {"load"};
    command.insert(command.end(), row.flags.begin(), row.flags.end());
    const Ended ended = run_sellsign(command);
    INFO(ended.out + ended.err);
    CHECK(ended.status == row.status);
    CHECK_THAT(ended.err, Contains(row.words));
  }
}

TEST_CASE("exit codes of load runs") {
  const World world;
  const std::string wrong = world.folder.write("wrong.json", R"({"scenario": "wrong", "steps": [
      {"id": "get", "http": {"target": "/nothing"}, "effect": "read", "expect": [{"status": 200, "source": "doc.wire.success-json"}]}]})");
  const auto with = [](const std::string& file, std::vector<std::string> flags) {
    flags.insert(flags.begin(),
                 {"load", file, "--quiet", "--users", "1", "--iterations", "5", "--late-limit", "1h"});
    return run_sellsign(flags);
  };
  CHECK(with(world.scenario, {}).status == 0);
  CHECK(with(wrong, {}).status == 1);
  CHECK(with(wrong, {"--slo", "errors<=100%"}).status == 0);  // the budget says what may fail
  CHECK(with(wrong, {"--slo", "errors<=50%"}).status == 4);
  CHECK(with(world.scenario, {"--slo", "service.p99<=1us"}).status == 4);
  CHECK(with(world.scenario, {"--target", "http://127.0.0.1:1"}).status == 3);
  const Ended nobody = run_sellsign(
      {"load", world.scenario, "--users", "2", "--duration", "1h", "--target", "http://127.0.0.1:1"});
  CHECK(nobody.status == 3);  // after seconds, not after an hour
  CHECK_THAT(nobody.out, Contains("ended early: no request found a connection: "));
  CHECK_THAT(nobody.out, !Contains("INVALID"));
  CHECK(with(world.scenario, {"--dry-run"}).status == 0);
  const Ended quiet = with(world.scenario, {});
  CHECK(quiet.out.empty());
  CHECK(quiet.err.empty());
}

TEST_CASE("^C ends a run cleanly, with a complete report of what was measured") {
  const World world;
  const std::string file = world.folder.path("cut.json");
  RunningProgram program({testing::sellsign_program(), "load", world.scenario, "--users", "2", "--duration",
                          "1h", "--report", "json=" + file});
  while (program.read_error_line().find("s: ") == std::string::npos) {
  }
  program.send_signal(SIGINT);
  const Ended ended = program.wait();
  INFO(ended.out + ended.err);
  CHECK(ended.status == 130);
  CHECK_THAT(ended.out, Contains("interrupted"));
  const load::LoadResult result = report(file);
  CHECK(result.tally().requests() > 0);
  CHECK(result.iterations.finished + result.iterations.cut == result.iterations.started);
}

TEST_CASE("a second signal within a second is the same wish, and a report is there whole or not at all") {
  const World world;
  const std::string file = world.folder.write("kept.json", "the report of the last good run");
  RunningProgram program({testing::sellsign_program(), "load", world.scenario, "--users", "2", "--duration",
                          "1h", "--report", "json=" + file});
  while (program.read_error_line().find("s: ") == std::string::npos) {
  }
  CHECK(read_text(file) == "the report of the last good run");
  program.send_signal(SIGINT);
  program.send_signal(SIGINT);
  std::string line = program.read_error_line();
  while (line.find("stopping; again to give up") == std::string::npos && !line.empty())
    line = program.read_error_line();
  CHECK_FALSE(line.empty());
  program.send_signal(SIGTERM);
  const Ended ended = program.wait();
  INFO(ended.out + ended.err);
  CHECK(ended.status == 130);
  CHECK(report(file).stop == load::StopReason::interrupted);
}

TEST_CASE(
    "four shards, started as Kubernetes, Slurm and Open MPI start them, make one run's count when merged") {
  const World world;
  const std::vector<std::string> flags = {"--quiet",    "--rate",  "200/s",  "--duration", "1s",
                                          "--arrivals", "poisson", "--seed", "5"};
  const auto run_into = [&](const std::string& file, const std::vector<std::string>& environment,
                            const std::vector<std::string>& more = {}) {
    std::vector<std::string> all = flags;
    all.insert(all.end(), {"--report", "json=" + file});
    all.insert(all.end(), more.begin(), more.end());
    const Ended ended = world.load(all, environment);
    INFO(ended.out + ended.err);
    REQUIRE((ended.status == 0 || ended.status == 7));
    return report(file);
  };
  const load::LoadResult whole = run_into(world.folder.path("whole.json"), {});
  const std::pair<std::string, std::string> k_launchers[] = {
      {"JOB_COMPLETION_INDEX", "JOB_COMPLETION_COUNT"},
      {"SLURM_PROCID", "SLURM_NTASKS"},
      {"OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE"}};
  for (const auto& [index, count] : k_launchers) {
    std::vector<std::string> command = {"merge"};
    for (int i = 0; i < 4; ++i) {
      const std::string file = world.folder.path(index + std::to_string(i) + ".json");
      run_into(file, {index + "=" + std::to_string(i), count + "=4"});
      command.push_back(file);
    }
    const std::string merged = world.folder.path("merged.json");
    command.insert(command.end(), {"--report", "json=" + merged});
    const Ended ended = run_sellsign(command);
    INFO(index << ended.out + ended.err);
    CHECK((ended.status == 0 || ended.status == 7));
    const load::LoadResult all = report(merged);
    CHECK(all.iterations.started == whole.iterations.started);
    CHECK(all.starts.intended == whole.starts.intended);
    CHECK(all.tally().requests() == whole.tally().requests());
    CHECK(all.iterations.response.count() == whole.iterations.response.count());
  }
}

TEST_CASE("the scrape endpoint of a run that goes on satisfies promtool") {
  const World world;
  RunningProgram program({testing::sellsign_program(), "load", world.scenario, "--users", "1", "--duration",
                          "1h", "--metrics-port", "0"});
  std::string url;
  while (url.empty()) {
    const std::string line = program.read_error_line();
    if (line.starts_with("metrics on ")) url = line.substr(11);
  }
  while (program.read_error_line().find("s: ") == std::string::npos) {
  }
  const std::string text = run_program({"curl", "-sS", url}).out;
  CHECK_THAT(text, Contains("sellsign_load_requests_total{step=\"read\",ending=\"ok\"} "));
  CHECK_THAT(text, Contains("sellsign_load_iteration_response_time_seconds{quantile=\"0.99\"} "));
  CHECK_THAT(run_program({"curl", "-sS", url + "x"}).out, Contains("the metrics are at /metrics"));
  if (run_program({"sh", "-c", "command -v promtool"}).status == 0) {
    const Ended checked = run_program({"sh", "-c", "curl -sS " + url + " | promtool check metrics"});
    CHECK(checked.status == 0);
    CHECK((checked.out + checked.err).empty());
  }
  program.send_signal(SIGTERM);
  CHECK(program.wait().status == 143);
}

TEST_CASE("find-max shows its steps and an answer") {
  const World world;
  const Ended held = run_sellsign({"find-max", world.scenario, "--slo", "response.p99<=5s", "--from", "20/s",
                                   "--to", "40/s", "--step", "1s"});
  INFO(held.out + held.err);
  const bool starved = held.out.find("INVALID") != std::string::npos;  // such a step is no evidence of a rate
  if (!starved) CHECK(held.status == 0);
  if (held.status == 0)
    CHECK_THAT(held.out, Contains(starved ? "highest rate that held: " : "highest rate that held: 40/s"));
  CHECK_THAT(held.out, Contains("20/s"));
  const Ended missed = run_sellsign({"find-max", world.scenario, "--slo", "service.p99<=1us", "--from",
                                     "20/s", "--to", "40/s", "--step", "1s", "--precision", "50%"},
                                    {"SLURM_PROCID=0", "SLURM_NTASKS=4"});
  INFO(missed.out + missed.err);
  CHECK_THAT(missed.err, Contains("one of 4 processes is not looked at"));
  CHECK(run_sellsign({"find-max", world.scenario, "--slo", "errors<=0%", "--shard", "1/2"}).status == 2);
  CHECK((missed.status == 4 || missed.status == 7));
  const std::string bare = world.folder.write("bare.json", R"({"scenario": "bare", "steps": [
      {"id": "get", "http": {"target": "/"}, "effect": "read", "expect": []}]})");
  const Ended aimless = run_sellsign({"find-max", bare});
  CHECK(aimless.status == 2);
  CHECK_THAT(aimless.err, Contains("say what has to hold"));
}

TEST_CASE("lint knows the load part of a file") {
  const World world;
  const std::string bad = world.folder.write("bad.json", R"({"scenario": "bad", "steps": [
      {"id": "get", "http": {"target": "/"}, "effect": "read", "expect": [{"status": 200, "source": "doc.wire.success-json"}]}],
      "load": {"profiles": {"p": {"model": "open", "rate": "x", "duration": "1s"}}, "slo": [{"slo": "p99 is good"}]}})");
  CHECK(run_sellsign({"lint", world.scenario}).status == 0);
  const Ended ended = run_sellsign({"lint", bad});
  CHECK(ended.status == 2);
  CHECK_THAT(ended.err, Contains("bad.json:3:") && Contains("is no rate"));
}

}  // namespace sellsign::load_cli_test
