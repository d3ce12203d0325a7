#include <algorithm>
#include <csignal>
#include <string>

#include <nlohmann/json.hpp>

#include "tests/support/fake_world.h"

namespace sellsign::harness::harness_runner_test {
namespace {

using http::HttpRequest;
using testing::FakeWorld;

/// `status` expects 200 of a documented statement, or of the one given.
std::string call(const std::string& id, const std::string& rest = "",
                 const std::string& source = "doc.customer.key") {
  return R"({"id": ")" + id + R"(", "call": "customer.getCustomer", "with": {"number": ")" + id +
         R"("}, "expect": [{"status": 200, "source": ")" + source + "\"}]" +
         (rest.empty() ? "" : ", " + rest) + "}";
}

std::string scenario(const std::string& id, const std::string& steps, const std::string& rest = "") {
  return R"({"scenario": ")" + id + R"(", "steps": [)" + steps + "]" + (rest.empty() ? "" : ", " + rest) +
         "}";
}

std::string outcomes(const RunResult& result) {
  std::string out;
  for (const ScenarioResult& one : result.scenarios) {
    out += one.id + "=" + std::string(name_of(one.outcome));
    for (const StepResult& step : one.steps)
      out += " " + step.title() + ":" + std::string(name_of(step.outcome));
    out += ";";
  }
  return out;
}

std::string first_assumed() {
  for (const api::Source& source : api::sources())
    if (source.kind == api::SourceKind::assumed) return std::string(source.id);
  return {};
}

std::string first_observed() {
  for (const api::Source& source : api::sources())
    if (source.kind == api::SourceKind::observed) return std::string(source.id);
  return {};
}

FakeWorld::Answer fail_when(const std::string& part) {
  return [part](const HttpRequest& request) {
    return FakeWorld::reply(request.target.find(part) == std::string::npos ? 200 : 500, "{}");
  };
}

TEST_CASE("captures, variables and both kinds of steps reach the wire", "[harness]") {
  FakeWorld world;
  world.answer = [](const HttpRequest&) {
    return FakeWorld::reply(200, R"({"id": 9007199254740993, "t": "x=y"})");
  };
  const RunResult result =
      world.run({R"({"scenario": "s", "vars": {"n": "A-${run.id}", "m": "${n}.${scenario.id}"}, "steps": [
    {"id": "a", "call": "customer.getCustomer", "with": {"number": "${m}"}, "capture": {"i": {"json": "$.id"},
     "t": {"json": "$.t"}, "h": {"header": "content-type"}}, "expect": [{"json": "$.id", "eq": 9007199254740993, "source": "doc.customer.key"}]},
    {"id": "b", "http": {"verb": "POST", "target": "/x?${t}", "headers": [["h", "${h}"], ["j_token", "${token}"]],
     "body": {"id": "${i}", "s": "${i}"}}},
    {"id": "c", "http": {"target": "/$${", "body": "${i}!"}}]})"});
  CHECK(outcomes(result) == "s=held a:held b:held c:held;");
  CHECK(result.exit_code == ExitCode::held);
  REQUIRE(world.sent.size() == 3);
  CHECK(world.through == std::vector<std::string>{"call", "raw", "raw"});
  CHECK(world.sent[0].target.find("number=A-run7.run7-1") != std::string::npos);
  CHECK(world.sent[0].target.find("j_token=s3cret-t0ken") != std::string::npos);
  CHECK(world.sent[1].target == "/x?x=y");
  CHECK(world.sent[1].headers == http::Headers{{"h", "application/json"}, {"j_token", "s3cret-t0ken"}});
  CHECK(world.sent[1].body == R"({"id":9007199254740993,"s":9007199254740993})");
  CHECK(world.sent[2].target == "/${");
  CHECK(world.sent[2].body == "9007199254740993!");
}

TEST_CASE("a failed step ends its scenario, finally still runs, the next scenario too", "[harness]") {
  FakeWorld world;
  world.answer = fail_when("bad");
  const RunResult result =
      world.run({scenario("one", call("bad", R"("capture": {"c": {"json": "$"}})") + "," + call("later"),
                          R"("finally": [)" + call("clean") +
                              R"(, {"id": "gone", "http": {"target": "/${d}"}}])" + R"(, "vars": {"d": 1})"),
                 scenario("two", call("fine"))});
  CHECK(outcomes(result) == "one=failed bad:failed later:not run clean:held gone:held;two=held fine:held;");
  CHECK(result.exit_code == ExitCode::check_failed);
  CHECK(result.scenarios[0].steps[0].checks[0].differences ==
        std::vector<std::string>{"status: expected 200, got 500"});
  CHECK(result.scenarios[0].steps[1].message == "the step bad failed");
}

TEST_CASE("what was never captured cannot be cleaned up: the finally step is skipped", "[harness]") {
  FakeWorld world;
  world.answer = fail_when("bad");
  const RunResult result =
      world.run({scenario("one", call("bad") + "," + call("make", R"("capture": {"made": {"json": "$"}})"),
                          R"("finally": [{"id": "clean", "http": {"target": "/${made}"}}])")});
  CHECK(outcomes(result) == "one=failed bad:failed make:not run clean:skipped;");
}

TEST_CASE("a finally step that cannot be sent although all was captured is a failure", "[harness]") {
  FakeWorld world;
  world.answer = [](const HttpRequest&) { return FakeWorld::reply(200, R"("a\r\nX: y")"); };
  const RunResult result =
      world.run({scenario("one", call("make", R"("capture": {"made": {"json": "$"}})"),
                          R"("finally": [{"id": "clean", "http": {"target": "/${made}"}}])")});
  CHECK(outcomes(result) == "one=failed make:held clean:failed;");
  CHECK(result.exit_code == ExitCode::check_failed);
}

TEST_CASE("--bail ends the run after the first failure", "[harness]") {
  FakeWorld world;
  world.answer = fail_when("bad");
  world.options.bail = true;
  const RunResult result = world.run({scenario("one", call("bad")), scenario("two", call("fine"))});
  CHECK(outcomes(result) == "one=failed bad:failed;two=not run;");
  CHECK(world.sent.size() == 1);
}

TEST_CASE("a capture that finds nothing fails the step", "[harness]") {
  FakeWorld world;
  const RunResult result = world.run({scenario("one", call("a", R"("capture": {"x": {"json": "$.none"}})"))});
  CHECK(outcomes(result) == "one=failed a:failed;");
  CHECK(result.scenarios[0].steps[0].message ==
        "the capture \"x\" found nothing: there is nothing at $.none");
  world.answer = fail_when("a");
  CHECK(world.run({scenario("one", call("a", R"("capture": {"x": {"json": "$.none"}})"))})
            .scenarios[0]
            .steps[0]
            .message.empty());
}

TEST_CASE("cases run each, all of them, over the step's own", "[harness]") {
  FakeWorld world;
  world.answer = fail_when("number=bad");
  const RunResult result = world.run({scenario(
      "s", R"({"id": "a", "call": "customer.getCustomer", "with": {"number": "${n}", "x": "${case.name}"},
    "expect": [{"status": 200, "source": "doc.customer.key"}], "cases": [
      {"name": "one", "vars": {"n": "bad"}}, {"name": "two", "vars": {"n": 2}, "without": ["x"]},
      {"name": "three", "vars": {"n": "bad"}, "with": {"y": 1}, "expect": [{"status": [400, 500], "source": "doc.customer.key"}]},
      {"derive": "mandatory-left-out", "vars": {"n": "z"}}]})")});
  CHECK(outcomes(result) == "s=failed a [one]:failed a [two]:held a [three]:held a [without number]:held;");
  REQUIRE(world.sent.size() == 4);
  CHECK(world.sent[0].target.find("x=one") != std::string::npos);
  CHECK(world.sent[1].target.find("number=2") != std::string::npos);
  CHECK(world.sent[1].target.find("x=") == std::string::npos);
  CHECK(world.sent[2].target.find("y=1") != std::string::npos);
  CHECK(world.sent[3].target.find("number=") == std::string::npos);
}

TEST_CASE("retry sends again until the checks hold, or the time is over", "[harness]") {
  const struct {
    std::size_t good_from, sent;
    RunOutcome outcome;
  } k_rows[] = {{1, 1, RunOutcome::held}, {3, 3, RunOutcome::held}, {99, 5, RunOutcome::failed}};
  for (const auto& row : k_rows) {
    FakeWorld world;
    world.answer = [&](const HttpRequest&) {
      return FakeWorld::reply(world.sent.size() >= row.good_from ? 200 : 503, "{}");
    };
    const RunResult result =
        world.run({scenario("s", call("a", R"("retry": {"every": "200ms", "for": "1s"})"))});
    INFO(row.good_from);
    CHECK(world.sent.size() == row.sent);
    CHECK(result.scenarios[0].outcome == row.outcome);
    CHECK(result.scenarios[0].steps[0].exchange->attempts == static_cast<int>(row.sent));
  }
}

TEST_CASE("what counts as failed depends on the statement, the host and --fail-on", "[harness]") {
  const std::string assumed = first_assumed(), observed = first_observed();
  REQUIRE_FALSE(assumed.empty());
  const struct {
    std::string url, source;
    std::optional<api::SourceKind> fail_on;
    RunOutcome outcome;
    ExitCode code;
  } k_rows[] = {
      {"http://127.0.0.1:1", assumed, {}, RunOutcome::failed, ExitCode::check_failed},
      {"http://192.0.2.1", assumed, {}, RunOutcome::warned, ExitCode::held},
      {"http://192.0.2.1", observed, {}, RunOutcome::failed, ExitCode::check_failed},
      {"http://192.0.2.1", assumed, api::SourceKind::assumed, RunOutcome::failed, ExitCode::check_failed},
      {"http://192.0.2.1", observed, api::SourceKind::documented, RunOutcome::warned, ExitCode::held},
      {"http://192.0.2.1", "doc.customer.key", api::SourceKind::documented, RunOutcome::failed,
       ExitCode::check_failed},
      {"http://127.0.0.1:1", assumed, api::SourceKind::documented, RunOutcome::warned, ExitCode::held}};
  for (const auto& row : k_rows) {
    FakeWorld world;
    world.base_url = row.url;
    world.options.guard.allowed_hosts = {"192.0.2.1"};
    world.options.fail_on = row.fail_on;
    world.answer = fail_when("getCustomer");
    const RunResult result = world.run({scenario("s", call("a", "", row.source))});
    INFO(row.url << " " << row.source);
    CHECK(result.scenarios[0].outcome == row.outcome);
    CHECK(result.exit_code == row.code);
  }
}

TEST_CASE("the guard skips whole scenarios before anything is sent", "[harness]") {
  const std::string writes =
      scenario("writes", call("read") + R"(, {"id": "w", "call": "customer.selectOrCreateCustomer"})");
  const std::string raw = scenario("raw", R"({"id": "h", "http": {"target": "/"}})");
  const std::string reads = scenario("reads", call("read"));
  FakeWorld world;
  world.base_url = "http://192.0.2.1";
  world.options.guard.allowed_hosts = {"192.0.2.1"};
  RunResult result = world.run({writes, raw});
  CHECK(outcomes(result) == "writes=skipped;raw=skipped;");
  CHECK(result.exit_code == ExitCode::refused);
  CHECK(world.sent.empty());
  result = world.run({writes, raw, reads});
  CHECK(outcomes(result) == "writes=skipped;raw=skipped;reads=held read:held;");
  CHECK(result.exit_code == ExitCode::refused);
  CHECK(result.message.starts_with("2 of 3 scenarios were not run: the safety guard refused"));
  world.options.guard.allowed_effects = {api::Effect::write};
  CHECK(outcomes(world.run({writes, raw})) == "writes=held read:held w:held;raw=skipped;");
  world.options.guard.allowed_hosts.clear();
  result = world.run({reads});
  CHECK(outcomes(result) == "reads=skipped;");
  CHECK(result.exit_code == ExitCode::refused);
}

TEST_CASE("what may not be sent is refused before DNS is asked", "[harness]") {
  const std::string name(64, 'a');  // longer than a label can be: does not resolve
  FakeWorld world;
  world.base_url = "http://" + name;
  world.options.guard.allowed_hosts = {name};
  const std::string writes = scenario("writes", R"({"id": "w", "call": "customer.selectOrCreateCustomer"})");
  RunResult result = world.run({writes});
  CHECK(outcomes(result) == "writes=skipped;");
  CHECK(result.exit_code == ExitCode::refused);
  result = world.run({writes, scenario("reads", call("a"))});
  CHECK(outcomes(result) == "writes=skipped;reads=failed;");
  CHECK(result.exit_code == ExitCode::unreachable);
}

TEST_CASE("nothing run is no success", "[harness]") {
  FakeWorld world;
  CHECK(world.run({scenario("s", call("a"), R"("requires": {"mode": "strict"})")}).exit_code ==
        ExitCode::usage);
  world.options.tags = {"none"};
  CHECK(world.run({scenario("s", call("a"), R"("tags": ["x"])")}).exit_code == ExitCode::usage);
  world.options.tags = {"x"};
  CHECK(world.run({scenario("s", call("a"), R"("tags": ["x", "y"])")}).exit_code == ExitCode::held);
  world.options.not_tags = {"y"};
  CHECK(world.run({scenario("s", call("a"), R"("tags": ["x", "y"])")}).exit_code == ExitCode::usage);
}

TEST_CASE("a target that cannot be reached ends the run with 3", "[harness]") {
  FakeWorld world;
  world.answer = [](const HttpRequest&) { return Error{ErrorKind::unreachable, "no route", 0, {}}; };
  const RunResult result = world.run({scenario("one", call("a")), scenario("two", call("b"))});
  CHECK(outcomes(result) == "one=failed a:failed;two=not run;");
  CHECK(result.scenarios[0].steps[0].message == "no route");
  CHECK(result.scenarios[0].steps[0].checks.at(0).outcome == RunOutcome::not_run);
  CHECK(result.exit_code == ExitCode::unreachable);
}

TEST_CASE("a factory's answer decides what becomes of a scenario", "[harness]") {
  struct Factory final : TargetFactory {
    LeaseAnswer next = Unavailable{"no"};
    LeaseAnswer lease(const Requires& /*needs_mock*/) override { return next; }
  } factory;
  FakeWorld world;
  const std::vector<std::string> two = {scenario("one", call("a")), scenario("two", call("b"))};
  CHECK(outcomes(world.run(two, factory)) == "one=skipped;two=skipped;");
  factory.next = Error{ErrorKind::usage, "unknown setting", 0, {}};
  CHECK(outcomes(world.run(two, factory)) == "one=failed;two=failed;");
  CHECK(world.run(two, factory).exit_code == ExitCode::usage);
  factory.next = Error{ErrorKind::internal, "no socket", 0, {}};
  CHECK(outcomes(world.run(two, factory)) == "one=failed;two=not run;");
  CHECK(world.run(two, factory).exit_code == ExitCode::unreachable);
}

TEST_CASE("an interruption lets finally run and reports the rest as not run", "[harness]") {
  const struct {
    int signal;
    ExitCode code;
  } k_rows[] = {{SIGINT, ExitCode::interrupted}, {SIGTERM, ExitCode::terminated}};
  for (const auto& row : k_rows) {
    FakeWorld world;
    world.options.signal = [&] { return world.sent.empty() ? 0 : row.signal; };
    const RunResult result =
        world.run({scenario("one", call("a") + "," + call("b"), R"("finally": [)" + call("c") + "]"),
                   scenario("two", call("d"))});
    CHECK(outcomes(result) == "one=not run a:held b:not run c:held;two=not run;");
    CHECK(result.exit_code == row.code);
  }
}

TEST_CASE("an interruption during the last request counts, however that request ended", "[harness]") {
  const struct {
    int signal;
    std::string bad;
    bool bail;
    std::string outcomes;
    ExitCode code;
  } k_rows[] = {{SIGINT, "none", false, "one=held a:held;", ExitCode::interrupted},
                {SIGTERM, "number=a", false, "one=failed a:failed;", ExitCode::terminated},
                {SIGINT, "number=a", true, "one=failed a:failed;", ExitCode::interrupted}};
  for (const auto& row : k_rows) {
    FakeWorld world;
    world.answer = fail_when(row.bad);
    world.options.bail = row.bail;
    world.options.signal = [&] { return world.sent.empty() ? 0 : row.signal; };
    const RunResult result = world.run({scenario("one", call("a"))});
    INFO(row.bad << " " << row.bail);
    CHECK(outcomes(result) == row.outcomes);
    CHECK(result.exit_code == row.code);
    CHECK(result.message == "interrupted");
  }
}

TEST_CASE("given variables go over the file's and take their type", "[harness]") {
  FakeWorld world;
  world.options.given.values = {{"n", std::make_shared<const Json>("5")},
                                {"s", std::make_shared<const Json>("6")}};
  world.run({R"({"scenario": "s", "vars": {"n": 1, "s": "1", "both": "${n}/${s}"}, "steps": [
    {"id": "a", "http": {"target": "/${both}", "body": {"n": "${n}", "s": "${s}"}}}]})"});
  REQUIRE(world.sent.size() == 1);
  CHECK(world.sent[0].target == "/5/6");
  CHECK(world.sent[0].body == R"({"n":5,"s":"6"})");
}

TEST_CASE("run ids are short and differ", "[harness]") {
  FakeWorld world;
  world.options.run_id.clear();
  const std::string one = world.run({scenario("s", call("a"))}).run_id;
  const std::string two = world.run({scenario("s", call("a"))}).run_id;
  CHECK(one != two);
  CHECK(one.size() <= 10);
}

}  // namespace
}  // namespace sellsign::harness::harness_runner_test
