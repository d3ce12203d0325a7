#include <nlohmann/json.hpp>

#include "harness/scenario/loader.h"
#include "harness/scenario/variables.h"
#include "tests/support/fake_world.h"

namespace sellsign::harness::variable_bounds_test {
namespace {

using testing::FakeWorld;
using testing::TemporaryFolder;

constexpr std::string_view k_steps =
    R"("steps": [{"id": "s", "http": {"target": "/"}, "expect": [{"status": 200, "source": "doc.wire.success-json"}]}])";

/// Variables of which each holds the one before, put in as `pattern` says (`@` is its name).
std::string chain(std::size_t count, const std::string& first, const std::string& pattern) {
  std::string vars = R"("v0": )" + first;
  for (std::size_t i = 1; i < count; ++i) {
    std::string value = pattern;
    const std::string before = "${v" + std::to_string(i - 1) + "}";
    for (std::size_t at = 0; (at = value.find('@', at)) != std::string::npos; at += before.size())
      value.replace(at, 1, before);
    vars += R"(, "v)" + std::to_string(i) + R"(": )" + value;
  }
  return vars;
}

Loaded load(const TemporaryFolder& folder, const std::string& text) {
  const std::vector<std::string> paths = {folder.write("s.json", text)};
  return load_scenarios(paths);
}

TEST_CASE("variables that multiply are refused when the file is read") {
  const struct {
    std::string vars, problem;
  } k_rows[] = {
      {chain(40, R"("aaaaaaaaaa")", R"("@@")"), "with its variables, this value is longer than 16 MiB"},
      {chain(12, R"("aaaaaaaaaa")", R"(["@", "@", "@", "@", "@", "@", "@", "@"])"), "is longer than 16 MiB"},
      {chain(30, R"([1])", R"({"a": "@", "b": "@"})"), "is longer than 16 MiB"},
      {chain(150, R"([1])", R"(["@"])"), "has more than 100 levels"},
      {chain(60, "\"" + std::string(2'000'000, 'a') + "\"", R"("@")"), "the variables hold more than 64 MiB"},
      {chain(3, R"("x")", R"("@@")"), ""}};
  for (const auto& row : k_rows) {
    const TemporaryFolder folder;
    const Loaded loaded =
        load(folder, R"({"scenario": "s", "vars": {)" + row.vars + "}, " + std::string(k_steps) + "}");
    INFO(row.vars.substr(0, 80));
    REQUIRE(loaded.problems.size() == (row.problem.empty() ? 0 : 1));
    if (!row.problem.empty()) CHECK_THAT(loaded.problems[0].what, Catch::Contains(row.problem));
  }
}

TEST_CASE("what steps and cases multiply is refused, too") {
  const std::string big = "\"vars\": {\"big\": \"" + std::string(3 << 20, 'a') + "\"}, ";
  const std::string expect = R"("expect": [{"status": 200, "source": "doc.wire.success-json"}])";
  const std::string six = "${big}${big}${big}${big}${big}${big}";
  const struct {
    std::string step;
    std::size_t problems;
  } k_rows[] = {
      {R"({"id": "s", "http": {"target": "/", "body": ")" + six + R"("}, )" + expect + "}", 1},
      {R"({"id": "s", "http": {"target": "/", "body": "${c}"}, "cases": [{"name": "n", "vars": {"c": ")" +
           six + R"("}}], )" + expect + "}",
       1},
      {R"({"id": "s", "http": {"target": "/", "body": "${big}${big}"}, )" + expect + "}", 0}};
  for (const auto& row : k_rows) {
    const TemporaryFolder folder;
    const Loaded loaded = load(folder, R"({"scenario": "s", )" + big + R"("steps": [)" + row.step + "]}");
    INFO(row.step.substr(0, 100));
    REQUIRE(loaded.problems.size() == row.problems);
    if (row.problems > 0) CHECK_THAT(loaded.problems[0].what, Catch::Contains("is longer than 16 MiB"));
  }
}

TEST_CASE("values that only a run knows are put in up to the same size") {
  Variables variables;
  variables.set_text("big", std::string(std::size_t{9} << 20U, 'a'));
  Json deep = 1;
  for (int i = 0; i < 100; ++i) deep = Json::array({std::move(deep)});
  variables.set("deep", std::make_shared<const Json>(deep));
  CHECK(variables.fill(Json("${big}")).ok());
  CHECK(variables.fill(Json("${deep}")).ok());
  CHECK(variables.fill_text("${big}").ok());
  for (const char* text :
       {R"("${big}${big}")", R"(["${big}", "${big}"])", R"({"a": {"b": "${big}"}, "c": "${big}"})"})
    CHECK_THAT(variables.fill(Json::parse(text)).error().message, Catch::Contains("is longer than 16 MiB"));
  CHECK_THAT(variables.fill(Json::parse(R"(["${deep}"])")).error().message,
             Catch::Contains("has more than 100 levels"));
  CHECK_THAT(variables.fill_text("${big}-${big}").error().message, Catch::Contains("is longer than 16 MiB"));
}

TEST_CASE("what a server answers is not multiplied by a step") {
  FakeWorld world;
  const std::string answer = "\"" + std::string(std::size_t{9} << 20U, 'a') + "\"";
  world.answer = [&](const http::HttpRequest&) { return FakeWorld::reply(200, answer); };
  const std::string expect = R"("expect": [{"status": 200, "source": "doc.wire.success-json"}])";
  const RunResult result = world.run({R"({"scenario": "s", "steps": [
      {"id": "a", "http": {"target": "/"}, "effect": "read", "capture": {"c": {"json": "$"}}, )" +
                                      expect + R"(},
      {"id": "b", "http": {"target": "/", "body": "${c}${c}"}, "effect": "read", )" +
                                      expect + "}]}"});
  REQUIRE(result.scenarios.size() == 1);
  REQUIRE(result.scenarios[0].steps.size() == 2);
  CHECK(result.scenarios[0].steps[1].outcome == RunOutcome::failed);
  CHECK_THAT(result.scenarios[0].steps[1].message, Catch::Contains("is longer than 16 MiB"));
  CHECK(world.sent.size() == 1);
}

TEST_CASE("fragments that need each other in pairs are read once each, and not without end") {
  const TemporaryFolder folder;
  const auto fragment = [](const std::string& name, const std::string& needs) {
    return R"({"fragment": ")" + name + R"(", "needs": [)" + needs + "], \"vars\": {\"" + name +
           "\": 1}, \"steps\": []}";
  };
  constexpr int k_levels = 40;
  for (int i = 0; i < k_levels; ++i) {
    const std::string next = std::to_string(i + 1);
    const std::string needs = i + 1 == k_levels ? "" : "\"a" + next + "\", \"b" + next + "\"";
    for (const char* side : {"a", "b"}) {
      const std::string name = side + std::to_string(i);
      folder.write("fragments/" + name + ".json", fragment(name, needs));
    }
  }
  const Loaded loaded =
      load(folder, R"({"scenario": "s", "needs": ["a0", "b0"], )" + std::string(k_steps) + "}");
  for (const Problem& problem : loaded.problems) UNSCOPED_INFO(problem.where << " " << problem.what);
  REQUIRE(loaded.scenarios.size() == 1);
  CHECK(loaded.scenarios[0].vars.size() == 2 * k_levels);
  for (int i = 0; i < 60; ++i) {
    const std::string name = "c" + std::to_string(i);
    folder.write("fragments/" + name + ".json", fragment(name, "\"c" + std::to_string(i + 1) + "\""));
  }
  const Loaded chain_of_many =
      load(folder, R"({"scenario": "s", "needs": ["c0"], )" + std::string(k_steps) + "}");
  CHECK(chain_of_many.scenarios.empty());
  REQUIRE_FALSE(chain_of_many.problems.empty());
  CHECK_THAT(chain_of_many.problems[0].what, Catch::Contains("more than 50 fragments need each other"));
}

}  // namespace
}  // namespace sellsign::harness::variable_bounds_test
