#include <nlohmann/json.hpp>

#include "harness/scenario/feeder.h"
#include "harness/scenario/loader.h"
#include "tests/catch.h"
#include "tests/support/fake_world.h"
#include "tests/support/program.h"

namespace sellsign::harness::harness_feeder_test {
namespace {

TEST_CASE("tables are read as they were written: cells of CSV stay text") {
  const testing::TemporaryFolder folder;
  const struct {
    std::string file, text, shown;  // columns and rows as JSON, or what is wrong
  } k_rows[] = {
      {"a.csv", "postal_code,city\n01000,Bourg\n13100,\"Aix, en \"\"Provence\"\"\"\n",
       R"([["01000","Bourg"],["13100","Aix, en \"Provence\""]])"},
      {"a.csv",
       "\xEF\xBB\xBF"
       "a,b\r\n1,\r\n\r\n,\"two\nlines\"",
       R"([["1",""],["","two\nlines"]])"},
      {"a.csv", "code\n1\n\n\"\"\n3\n", R"([["1"],[""],["3"]])"},
      {"a.csv", std::string(1'000, ',') + "\n", ":1: more than 1000 columns are not read"},
      {"a.csv", "code,code\n1,2\n", ":1: there are two columns called \"code\""},
      {"a.csv", "code,name\n007,Zo\xE9\n", "a.csv:2:7: this is not UTF-8"},
      {"a.csv",
       "\xFF\xFE"
       "a\n1\n",
       "a.csv:1:1: this is not UTF-8"},
      {"a.json",
       "\xEF\xBB\xBF"
       R"([{"n": 1}])",
       "[[1]]"},
      {"a.json", "\xFF\xFE[\0{\0", "a.json:1:1: this is not UTF-8"},
      {"a.csv", "a,b\n1\n", ":2: 1 fields, but the first line has 2 names"},
      {"a.csv", "a\n\"x\n", ":2: a field in quotes that is not closed"},
      {"a.csv", "a\nx\"y\"\n", ":2: a quote inside a field"},
      {"a.csv", "a\n\"x\"y\n", ":2: text behind the closing quote"},
      {"a.csv", "a,b\n", "there are no rows in it"},
      {"a.csv", "", "there are no rows in it"},
      {"a.json", R"([{"n": 1, "s": "01"}, {"s": null, "n": [2]}])", R"([[1,"01"],[[2],null]])"},
      {"a.json", R"([{"n": 1}, {"m": 1}])", "\"n\" is missing"},
      {"a.json", R"([{"n": 1}, {"n": 1, "m": 1}])", "its keys are not those of the first"},
      {"a.json", R"([1])", "an object is expected"},
      {"a.json", R"({})", "a list of objects is expected"},
      {"a.json", R"([)", "a.json:1:"},
  };
  for (const auto& row : k_rows) {
    const auto table = read_table(folder.write(row.file, row.text));
    INFO(row.text);
    CHECK_THAT(table ? Json(table->rows).dump() : table.error().message, Catch::Contains(row.shown));
  }
  CHECK_THAT(read_table(folder.path("none.csv")).error().message, Catch::Contains("cannot be read"));
}

TEST_CASE("feeders in scenario files: names, modes and what is wrong") {
  const testing::TemporaryFolder folder;
  folder.write("people.csv", "name,bad name\nAnna,x\n");
  folder.write("good.csv", "name\nAnna\n");
  const struct {
    std::string feeders, target, problem;  // no problem: it loads
  } k_rows[] = {
      {R"({"p": {"file": "good.csv"}})", "/${p.name}", ""},
      {R"({"p": {"file": "good.csv", "mode": "random"}, "n": {"numbers_from": 5}})", "/${p.name}/${n}", ""},
      {R"({"p": {"file": "good.csv"}})", "/${p.nome}",
       "unknown variable \"p.nome\" (did you mean \"p.name\"?)"},
      {R"({"p": {"file": "people.csv"}})", "/${p.name}",
       "the column \"bad name\" cannot be the name of a variable"},
      {R"({"p": {"file": "none.csv"}})", "/", "cannot be read"},
      {R"({"p": {"file": "good.csv", "numbers_from": 1}})", "/", "either \"file\" or \"numbers_from\""},
      {R"({"p": {}})", "/", "either \"file\" or \"numbers_from\""},
      {R"({"p": {"numbers_from": 1, "mode": "once"}})", "/${p}", "\"mode\" is for rows"},
      {R"({"p": {"file": "good.csv", "mode": "sometimes"}})", "/${p.name}", "unknown mode"},
      {R"({"token": {"file": "good.csv"}})", "/", "cannot be the name of a feeder"},
  };
  for (const auto& row : k_rows) {
    const std::vector<std::string> files = {
        folder.write("s.json", R"({"scenario": "s", "feeders": )" + row.feeders + R"(,
        "steps": [{"id": "get", "http": {"target": ")" +
                                   row.target + R"("}, "effect": "read", "expect": []}]})")};
    const Loaded loaded = load_scenarios(files);
    INFO(row.feeders);
    CHECK(loaded.problems.empty() == row.problem.empty());
    std::string all;
    for (const auto& problem : loaded.problems) all += problem.where + ": " + problem.what + "\n";
    CHECK_THAT(all, Catch::Contains(row.problem));
  }
}

TEST_CASE("a contract run takes the first row, number and iteration") {
  const testing::TemporaryFolder folder;
  const std::string rows = folder.write("rows.csv", "name\nAnna\nBert\n");
  testing::FakeWorld world;
  std::string target;
  world.answer = [&](const http::HttpRequest& request) {
    target = request.target;
    return testing::FakeWorld::reply(200, "{}");
  };
  world.run({R"({"scenario": "s", "feeders": {"p": {"file": ")" + rows + R"("}, "n": {"numbers_from": 41}},
      "steps": [{"id": "get", "http": {"target": "/${p.name}/${n}/${iteration}"}, "effect": "read", "expect": []}]})"});
  CHECK(target == "/Anna/41/1");
}

}  // namespace
}  // namespace sellsign::harness::harness_feeder_test
