#include <cstdlib>

#include <nlohmann/json.hpp>

#include "load/compare/compare.h"
#include "load/compare/report.h"
#include "load/report/json.h"
#include "tests/catch.h"
#include "tests/support/load_maker.h"
#include "tests/support/program.h"

namespace sellsign::load::load_report_json_test {
namespace {

using Catch::Contains;
using nlohmann::json;

LoadResult sample() { return testing::load_with_everything(); }

std::string message_of(const json& report) {
  const auto read = read_report(report.dump(), "r.json");
  return read.ok() ? "" : read.error().message;
}

/// A report whose control characters have become visible.
std::string tamed(std::string report) {
  const std::string wild = "\\u001b", tame = "\\\\x1B";
  for (std::size_t at = report.find(wild); at != std::string::npos; at = report.find(wild, at))
    report.replace(at, wild.size(), tame);
  return report;
}

TEST_CASE("a report of somebody else says nothing to a terminal", "[load]") {
  LoadResult result = sample();
  for (StepLoad& step : result.steps) step.id += "\x1b]0;x\x07\x1b[31m\xc2\x9b\xe2\x80\xae";
  const auto read = read_report(render_json(result), "r.json");
  REQUIRE(read.ok());
  const std::string shown =
      render_text({"A", "B", compare({*read}, {*read}, {1, 200}), {}, false, false}, 100);
  for (const char* wild : {"\x1b", "\x07", "\xc2\x9b", "\xe2\x80\xae"}) CHECK_THAT(shown, !Contains(wild));
  CHECK_THAT(shown, Contains("\\x1B[31m"));
}

TEST_CASE("a report reads back as the result that it is of", "[load]") {
  LoadResult empty;
  empty.profile.stages = {{}};
  for (const LoadResult& result : {sample(), testing::LoadMaker({}).make(), empty}) {
    const std::string text = render_json(result);
    const auto read = read_report(text, "r.json");
    INFO((read.ok() ? "" : read.error().message));
    REQUIRE(read.ok());
    CHECK(render_json(*read) == tamed(text));
    CHECK(read->profile == result.profile);
    CHECK(read->seed == result.seed);
    CHECK(read->started == result.started);
    CHECK(read->tally() == result.tally());
    CHECK(read->service() == result.service());
    CHECK(read->service().clipped() == result.service().clipped());
    CHECK(read->iterations.response == result.iterations.response);
    REQUIRE(read->intervals.size() == result.intervals.size());
    for (std::size_t i = 0; i < read->intervals.size(); ++i) {
      CHECK(read->intervals[i].service == result.intervals[i].service);
      CHECK(read->intervals[i].response == result.intervals[i].response);
    }
    CHECK(read->exit_code == result.exit_code);
    CHECK(read->slos.size() == result.slos.size());
  }
}

TEST_CASE("a report has numbers for people beside the histograms", "[load]") {
  const LoadResult result = sample();
  const json report = json::parse(render_json(result));
  const json& service = report["steps"][1]["service"];
  const Histogram& wanted = result.steps[1].service;
  CHECK(service["count"] == wanted.count());
  CHECK(service["p99_us"] == wanted.at_us(99));
  CHECK(service["p99.99_us"] == wanted.at_us(99.99));
  CHECK(service["max_us"] == wanted.max_us());
  CHECK(service["hdr"].get<std::string>().starts_with("HISTFAAA"));
  CHECK(report["intervals"][3]["response"].get<std::string>().starts_with("HISTFAAA"));
  CHECK(report["summary"]["verdict"] == "interrupted");
  CHECK(report["summary"]["valid"] == false);
  CHECK(report["summary"]["requests"] == result.tally().requests());
}

TEST_CASE("everything wrong with a report is said with its path", "[load]") {
  struct Row {
    std::string pointer;
    json value;
    std::string words;
  };
  const Row rows[] = {
      {"/format", "x", "r.json: $.format: is not \"sellsign-load\""},
      {"/version", "2.0", "r.json: $.version: is \"2.0\", and this program reads versions 1.x"},
      {"/version", "1", "$.version"},
      {"/version", "1.x", "$.version"},
      {"/version", 1.0, "$.version"},
      {"/seed", -1, "r.json: $.seed: is number, wanted a whole number from 0"},
      {"/seed", 1.5, "$.seed: "},
      {"/run", 7, "$.run: is number, wanted a text"},
      {"/exit_code", 9, "$.exit_code: 9 is no exit code"},
      {"/duration_ns", 18446744073709551615U, "$.duration_ns: is too large"},
      {"/profile/model", "opne", "$.profile.model: is \"opne\", wanted one of closed, open"},
      {"/profile/stages/0/from", "10", "$.profile.stages[0].from: is string, wanted a number"},
      {"/profile/on_full", 1, "wanted one of queue, drop, abort"},
      {"/steps", json::object(), "$.steps: is object, wanted a list"},
      {"/steps/1/service/hdr", "HISTxx", "$.steps[1].service.hdr: this is no HdrHistogram"},
      {"/steps/1/service/count", 3, "$.steps[1].service.count: says 3, but \"hdr\" holds "},
      {"/steps/1/service/clipped", 3, "$.steps[1].service.clipped: is more than"},
      {"/steps/1/effect", "reda", "$.steps[1].effect: is \"reda\", wanted one of read, write, notify, bill"},
      {"/steps/1/id", "create", "$.steps[1].id: is there twice: create"},
      {"/steps/0/tally/endings/ok", "1", "$.steps[0].tally.endings.ok: is string"},
      {"/steps/0/tally/endings/okay", 1, "$.steps[0].tally.endings: has an unknown ending"},
      {"/steps/0/tally/statuses/abc", 1, "$.steps[0].tally.statuses.abc: is no HTTP status"},
      {"/intervals/2/warmup", 0, "$.intervals[2].warmup: is number, wanted true or false"},
      {"/intervals/2/service", "HIST", "$.intervals[2].service: this is no HdrHistogram"},
      {"/shard/index", 1, "$.shard.index: is not less than the count"},
      {"/merged", 0, "$.merged: is 0"},
      {"/starst", 1, "$.starst: is unknown (did you mean \"starts\"?)"},
      {"/slos/0/got", "1", "$.slos[0].got: is string, wanted a number"},
      {"/environment/more/0", json::array({"a"}),
       "$.environment.more[0]: is array, wanted a list of two texts"}};
  const json good = json::parse(render_json(sample()));
  CHECK(message_of(good).empty());
  for (const Row& row : rows) {
    INFO(row.pointer << " = " << row.value);
    json report = good;
    report[json::json_pointer(row.pointer)] = row.value;
    CHECK_THAT(message_of(report), Contains(row.words));
  }
}

TEST_CASE("a key that is missing anywhere is said", "[load]") {
  const json good = json::parse(render_json(sample()));
  for (const char* parent :
       {"", "/profile", "/profile/stages/0", "/shard", "/environment", "/generator", "/starts", "/slos/0",
        "/iterations", "/steps/0", "/steps/0/tally", "/steps/0/broken/0", "/intervals/0"})
    for (const auto& [key, value] : good[json::json_pointer(parent)].items()) {
      if (key == "format" || key == "version" || key == "summary") continue;
      json report = good;
      report[json::json_pointer(parent)].erase(key);
      std::string path = "$";
      for (const char c : std::string(parent)) path += c == '/' ? '.' : c;
      INFO(parent << "/" << key);
      const std::string message = message_of(report);
      CHECK_THAT(message, Contains(key + ": is missing"));
    }
}

TEST_CASE("a newer minor version may know more, and many faults are counted", "[load]") {
  json report = json::parse(render_json(sample()));
  report["version"] = "1.7";
  report["news"] = 1;
  report["steps"][0]["news"] = 1;
  CHECK(message_of(report).empty());
  for (json& interval : report["intervals"]) interval["requests"] = "x";
  CHECK_THAT(message_of(report), Contains("r.json: and 20 more"));
  CHECK_THAT(read_report("{", "r.json").error().message, Contains("r.json: $: is no JSON: "));
  CHECK_THAT(read_report("[]", "r.json").error().message, Contains("no JSON report of sellsign load"));
  CHECK_THAT(read_report("{}", "r.json").error().message, Contains("no JSON report of sellsign load"));
}

TEST_CASE("reports are valid against the published schema", "[load]") {
  const testing::TemporaryFolder folder;
  const std::string schema = SELLSIGN_SOURCE_DIR "/docs/load-report.schema.json";
  if (std::system("python3 -c 'import jsonschema' >/dev/null 2>&1") != 0) {
    WARN("skipped: there is no python3 with jsonschema (apt-get install python3-jsonschema)");
    return;
  }
  const std::string check =
      "python3 -c 'import json, sys, jsonschema; s = json.load(open(sys.argv[1])); "
      "jsonschema.Draft7Validator.check_schema(s); "
      "jsonschema.Draft7Validator(s).validate(json.load(open(sys.argv[2])))' ";
  for (const LoadResult& result : {sample(), LoadResult()})
    CHECK(std::system((check + schema + " " + folder.write("r.json", render_json(result))).c_str()) == 0);
  json wrong = json::parse(render_json(sample()));
  wrong["steps"][0].erase("tally");
  CHECK(std::system((check + schema + " " + folder.write("w.json", wrong.dump()) + " 2>/dev/null").c_str()) !=
        0);
}

/// Every key of an object is in the schema's object and the other way round.
void check_keys(const json& schema, const json& node, const json& value, const std::string& path) {
  const json* at = &node;
  while (at->contains("allOf") || at->contains("$ref"))
    at = at->contains("allOf") ? &(*at)["allOf"][0]
                               : &schema[json::json_pointer(at->at("$ref").get<std::string>().substr(1))];
  if (value.is_array())
    for (const json& each : value) check_keys(schema, at->at("items"), each, path + "[]");
  if (!value.is_object() || !at->contains("properties")) return;
  for (const auto& [key, child] : value.items()) {
    INFO(path << "." << key << " is not in the schema");
    REQUIRE(at->at("properties").contains(key));
    check_keys(schema, at->at("properties")[key], child, path + "." + key);
  }
  for (const json& key : at->at("required")) {
    INFO(path << " has no " << key);
    CHECK(value.contains(key.get<std::string>()));
  }
}

TEST_CASE("the schema knows every key that is written, and no other", "[load]") {
  const json schema = json::parse(testing::read_text(SELLSIGN_SOURCE_DIR "/docs/load-report.schema.json"));
  check_keys(schema, schema, json::parse(render_json(sample())), "$");
}

}  // namespace
}  // namespace sellsign::load::load_report_json_test
