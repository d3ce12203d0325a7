#include <algorithm>
#include <cstdlib>
#include <sstream>
#include <string>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "base/utf8.h"
#include "harness/report/report.h"
#include "harness/report/text.h"
#include "harness/run/coverage.h"
#include "tests/support/fake_world.h"

namespace sellsign::harness::harness_report_test {
namespace {

using testing::FakeWorld;

constexpr std::string_view k_secret = "s3cret/t0ken+sentinel=42";

/// One scenario of each outcome, with a body that is hard on every format.
RunResult sample(FakeWorld& world) {
  world.token = k_secret;
  world.options.run_id = "run7";
  world.answer = [](const http::HttpRequest& request) -> Result<http::HttpReply> {
    if (request.target.find("fine") != std::string::npos) return FakeWorld::reply(200, "{}");
    if (request.target.find("lost") != std::string::npos)
      return Error{ErrorKind::timeout, "no answer to " + std::string(k_secret), 0, {}};
    return FakeWorld::reply(500, "Zo\xC3\xAB <b>&amp;</b> ]]> \x01\x1b[31m \xFF ```` | # % :: \"" +
                                     std::string(k_secret) + "\"\nsecond line \xEF\xBF\xBF");
  };
  const auto step = [](const std::string& id) {
    return R"({"id": ")" + id +
           R"(", "about": "é & <x>", "call": "customer.getCustomer", "with": {"number": ")" + id +
           R"("}, "expect": [{"status": 200, "source": "doc.customer.key"}, {"body": true, "matches": "^\\{", "source": "doc.customer.key"}]})";
  };
  const auto one = [](const std::string& id, const std::string& steps, const std::string& rest = "") {
    return R"({"scenario": ")" + id + R"(", "steps": [)" + steps + "]" + rest + "}";
  };
  return world.run({one("held", step("fine")), one("failed", step("broken") + "," + step("next")),
                    one("error", step("lost")),
                    one("skipped", step("fine"), R"(, "requires": {"mode": "strict"})")});
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

TEST_CASE("no secret is in any report, in whatever form", "[harness]") {
  FakeWorld world;
  const RunResult result = sample(world);
  REQUIRE(has(world.sent.at(0).target, "s3cret"));
  for (const ReportFormat& format : report_formats()) {
    INFO(format.name);
    const std::string text = format.render(result);
    CHECK_FALSE(has(text, "s3cret"));
    CHECK_FALSE(has(text, "t0ken+sentinel"));
    CHECK_FALSE(has(text, "t0ken%2Bsentinel"));
  }
  CHECK_FALSE(has(render_console(result, {}), "s3cret"));
  CHECK(has(render_console(result, {}), "$SELLSIGN_TOKEN"));
}

TEST_CASE("the console tells a failure in full, in 100 columns", "[harness]") {
  FakeWorld world;
  const std::string text = render_console(sample(world), {});
  CHECK(has(text, "FAILED   failed (2 steps"));
  CHECK(has(text, "skipped  skipped\n"));
  CHECK(has(text, "not run"));
  CHECK(has(text, "1) failed / broken"));
  CHECK(has(text, "/1.json:1:"));
  CHECK(has(text, "status: expected 200, got 500"));
  CHECK(has(text, "documented doc.customer.key: "));
  CHECK(has(text, "  curl     curl "));
  CHECK(has(text, "Zo\xC3\xAB"));
  CHECK(has(text, "\\x01\\x1B[31m \\xFF"));
  CHECK_FALSE(has(text, "\x1b["));
  CHECK(has(render_console(sample(world), {true, 100}), "\x1b[31mFAILED\x1b[0m"));
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    INFO(line);
    CHECK((width_of(line) <= 100 || line.starts_with("  curl")));
  }
}

TEST_CASE("JUnit is valid against our schema and holds the numbers", "[harness]") {
  FakeWorld world;
  const std::string text = render_junit(sample(world));
  const testing::TemporaryFolder folder;
  const std::string file = folder.write("held.xml", text);
  const std::string command =
      "xmllint --noout --schema '" SELLSIGN_SOURCE_DIR "/tests/data/junit.xsd' " + file + " >/dev/null 2>&1";
  CHECK(std::system(command.c_str()) == 0);
  CHECK(has(text, R"(tests="5" failures="1" errors="1" skipped="2")"));
  RunResult nothing;
  const std::string empty = folder.write("empty.xml", render_junit(nothing));
  CHECK(std::system(("xmllint --noout --schema '" SELLSIGN_SOURCE_DIR "/tests/data/junit.xsd' " + empty +
                     " >/dev/null 2>&1")
                        .c_str()) == 0);
  const std::string broken = folder.write("broken.xml", text.substr(0, text.rfind("</testsuites>")));
  CHECK(std::system(("xmllint --noout " + broken + " 2>/dev/null").c_str()) != 0);
}

TEST_CASE("JSON holds everything", "[harness]") {
  FakeWorld world;
  const Json report = Json::parse(render_json(sample(world)));
  CHECK(report.at("exit_code") == 3);
  CHECK(report.at("verdict") == "unreachable");
  CHECK(report.at("scenario_counts") ==
        Json::parse(R"({"held":1,"warned":0,"failed":2,"skipped":1,"not_run":0})"));
  const Json& check = report.at("scenarios").at(1).at("steps").at(0).at("checks").at(0);
  CHECK(check.at("outcome") == "failed");
  CHECK(check.at("differences").at(0) == "status: expected 200, got 500");
  CHECK(check.at("source").at("id") == "doc.customer.key");
}

TEST_CASE("TAP has a plan, subtests and directives", "[harness]") {
  FakeWorld world;
  const std::string text = render_tap(sample(world));
  CHECK(text.starts_with("TAP version 14\n1..4\n# Subtest: held\n    1..1\n    ok 1 - fine\nok 1 - held\n"));
  CHECK(has(text, "\n    not ok 1 - broken\n      ---\n"));
  CHECK(
      has(text, "\n      ...\n    ok 2 - next # SKIP not run: the step broken failed\nnot ok 2 - failed\n"));
  CHECK(has(text, "\nok 4 - skipped # SKIP skipped: it requires a mock"));
}

TEST_CASE("Markdown keeps foreign text inside its fence", "[harness]") {
  FakeWorld world;
  const std::string text = render_markdown(sample(world));
  CHECK(has(text, "| failed | failed | 1 failed, 1 not run |"));
  CHECK(has(text, "\n`````text\n"));
}

TEST_CASE("GitHub annotations are one line each, escaped", "[harness]") {
  FakeWorld world;
  const std::string text = render_github(sample(world));
  CHECK(text.starts_with("::error file="));
  CHECK(has(text, ",title=failed / broken::status: expected 200, got 500%0Adocumented doc.customer.key: "));
  CHECK(has(text, "%25"));
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) CHECK(line.starts_with("::error "));
}

TEST_CASE("text is made safe and wrapped by code points", "[harness]") {
  const struct {
    std::string in, out;
  } k_rows[] = {{"Zo\xC3\xAB \xE2\x82\xAC", "Zo\xC3\xAB \xE2\x82\xAC"},
                {"a\tb\r\n", "a\tb\\r\n"},
                {std::string("\0", 1), "\\x00"},
                {"\xC0\x80", "\\xC0\\x80"},
                {"\xED\xA0\x80", "\\xED\\xA0\\x80"},
                {"\xC2\x85", "\\x85"},
                {"\xEF\xBF\xBE", "\\uFFFE"},
                {"\xF0\x9F\x98\x80", "\xF0\x9F\x98\x80"},
                {"\xE2\x82", "\\xE2\\x82"}};
  for (const auto& row : k_rows) CHECK(safe_text(row.in) == row.out);
  CHECK(wrapped("\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9 aaaa aaaa aaaa aaaa aaaa", "", 20) ==
        "\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9 aaaa aaaa aaaa\naaaa aaaa\n");
  CHECK(wrapped(std::string(45, 'x'), "  ", 22) ==
        "  " + std::string(20, 'x') + "\n  " + std::string(20, 'x') + "\n  xxxxx\n");
  CHECK(has(excerpt(std::string(5000, 'x')), "\n(3000 bytes more)"));
}

TEST_CASE("the plan counts effects and sends nothing", "[harness]") {
  const auto scenarios =
      FakeWorld::load({R"({"scenario": "s", "steps": [
    {"id": "r", "call": "customer.getCustomer", "with": {"number": "1"}, "cases": [{"name": "a"}, {"name": "b"}]},
    {"id": "h", "http": {"target": "/"}}]})",
                       R"({"scenario": "t", "steps": [{"id": "r", "call": "customer.getCustomer"}]})"});
  RunOptions options;
  auto plan = render_plan(scenarios, options, "");
  REQUIRE(plan.ok());
  CHECK(has(plan->text,
            "host: embedded mock (127.0.0.1), loopback\nscenarios: 2 to run, 0 to skip\nrequests without "
            "retries: 3 read, 1 bill\n"));
  options.guard.allowed_hosts = {"Sandbox.Example."};
  plan = render_plan(scenarios, options, "https://sandbox.example/base");
  REQUIRE(plan.ok());
  CHECK(has(plan->text,
            "host: https://sandbox.example/base, outside this machine\nscenarios: 1 to run, 1 to "
            "skip\nrequests without retries: 1 read\n"));
  CHECK(render_plan(scenarios, options, "https://other.example").error().kind == ErrorKind::refused);
  CHECK(render_plan(scenarios, options, "gopher://x").error().kind == ErrorKind::usage);
}

TEST_CASE("coverage tells what no check names", "[harness]") {
  const auto scenarios =
      FakeWorld::load({R"({"scenario": "s", "steps": [{"id": "r", "call": "customer.getCustomer",
    "expect": [{"status": 200, "source": "doc.customer.key"}, {"body": true, "length": 0, "source": "doc.customer.key"}],
    "cases": [{"name": "a"}, {"name": "b", "expect": [{"status": 201, "source": "doc.customer.create"}]}]}]})"});
  const auto rows = coverage_of(scenarios);
  const auto checks = [&](std::string_view id) {
    return std::find_if(rows.begin(), rows.end(),
                        [&](const CoverageRow& row) { return row.source->id == id; })
        ->checks;
  };
  CHECK(checks("doc.customer.key") == 2);
  CHECK(checks("doc.customer.create") == 1);
  CHECK(checks("doc.customer.update") == 0);
  for (const api::Source* source : uncovered(rows, api::SourceKind::documented))
    CHECK(source->topic != "later");
  const std::string text = render_coverage(scenarios);
  CHECK(text.starts_with("NO CHECK FOR "));
  CHECK(has(text, "doc.customer.update"));
  CHECK(has(text, "topic later"));
}

TEST_CASE("one exit code wins", "[harness]") {
  const struct {
    std::vector<ExitCode> codes;
    int wins;
  } k_rows[] = {{{}, 0},
                {{ExitCode::slo_missed, ExitCode::sides_differ}, 5},
                {{ExitCode::sides_differ, ExitCode::check_failed}, 1},
                {{ExitCode::check_failed, ExitCode::run_invalid}, 7},
                {{ExitCode::run_invalid, ExitCode::unreachable}, 3},
                {{ExitCode::unreachable, ExitCode::usage}, 2},
                {{ExitCode::usage, ExitCode::refused}, 6},
                {{ExitCode::refused, ExitCode::terminated}, 143},
                {{ExitCode::terminated, ExitCode::interrupted}, 130}};
  for (const auto& row : k_rows) CHECK(to_int(pick(row.codes)) == row.wins);
}

TEST_CASE("given variables: flags over environment over file", "[harness]") {
  const testing::TemporaryFolder folder;
  const std::string file = folder.write("given.json", R"({ // comment
    "a": 1, "b": [2], "c": "3"})");
  const std::vector<std::string> flags = {"a=x=y", "d=1", "d=2"},
                                 environment = {"SELLSIGN_VAR_b=e", "SELLSIGN_VAR_a=no", "PATH=/"};
  const auto given = collect_variables(flags, environment, file);
  REQUIRE(given.ok());
  std::string told;
  for (const auto& [name, value] : given->values) told += name + "=" + value->dump() + " ";
  CHECK(told == R"(a="x=y" d="2" b="e" c="3" )");
  for (const std::string bad : {"a", "=1", "token=x", "run.id=1", "a b=1", "1=1"}) {
    INFO(bad);
    const std::vector<std::string> one = {bad};
    CHECK_FALSE(collect_variables(one, {}, "").ok());
  }
  CHECK_FALSE(collect_variables({}, {}, "/nonexistent/vars.json").ok());
}

}  // namespace
}  // namespace sellsign::harness::harness_report_test
