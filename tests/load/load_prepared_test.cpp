#include <nlohmann/json.hpp>

#include "base/random.h"
#include "harness/run/step_request.h"
#include "harness/scenario/loader.h"
#include "http/client/raw_transport.h"
#include "http/client/transport.h"
#include "load/engine/prepared.h"
#include "tests/catch.h"
#include "tests/support/program.h"

namespace sellsign::load::load_prepared_test {
namespace {

const std::vector<Json> k_hostile = {"plain",
                                     "",
                                     "a b&c=d#e%41+~",
                                     "quote\" back\\slash / \n\t",
                                     "é ü 漢字 \xF0\x9F\x98\x80",
                                     "${not.a.variable}",
                                     "<script>'",
                                     0,
                                     -1,
                                     9007199254740993,
                                     18446744073709551615U,
                                     1.5,
                                     true,
                                     false,
                                     nullptr,
                                     Json::array({1, "two", nullptr}),
                                     Json{{"key", "va\"lue"}, {"n", 3}}};

/// Any of the values for any slot, always the same for the same turn.
const Json& value_for(std::size_t slot, std::uint64_t turn) {
  return k_hostile[random_at(turn, slot) % k_hostile.size()];
}

std::string without_empty_length(std::string text) {
  const std::string length = "Content-Length: 0\r\n";
  if (const auto at = text.find(length); at != std::string::npos) text.erase(at, length.size());
  return text;
}

TEST_CASE("a prepared request is what the contract runner sends, whatever the variables hold") {
  const std::vector<std::string> folders = {std::string(SELLSIGN_SOURCE_DIR) + "/scenarios/contract",
                                            std::string(SELLSIGN_SOURCE_DIR) + "/scenarios/load"};
  const harness::Loaded loaded = harness::load_scenarios(folders);
  REQUIRE(loaded.problems.empty());
  const http::Url url = *http::parse_url("http://127.0.0.1:8180/prefix");
  std::size_t compared = 0;
  for (const harness::Scenario& scenario : loaded.scenarios) {
    const auto prepared = prepare(scenario, {url, "T0/ken=", "run", {}}, 0);
    REQUIRE(prepared);
    for (const PreparedRequest& request : prepared->requests) {
      const harness::Case* one = nullptr;
      for (const harness::Case& candidate : request.step->cases)
        if (&request - prepared->requests.data() >= 0 && !request.case_variables.empty() &&
            *request.case_variables[0].second == Json(candidate.name) &&
            *request.case_variables[1].second == Json(candidate.parameter))
          one = &candidate;
      for (std::uint64_t turn = 0; turn < 4; ++turn) {
        std::vector<Json> slots;
        harness::Variables values;
        for (std::size_t i = 0; i < prepared->names.size(); ++i) {
          slots.push_back(value_for(i, turn));
          values.set(prepared->names[i], std::make_shared<const Json>(slots.back()));
        }
        const std::string base = url.text();
        const auto wanted = harness::make_request(*request.step, one, values, {base, "T0/ken="});
        const auto rendered = request.text.render(slots);
        INFO(scenario.id << ", " << request.step->id << ", turn " << turn);
        CHECK(wanted.ok() == rendered.ok());  // both refuse what would end a target or a field
        if (!wanted || !rendered) continue;
        CHECK(without_empty_length(*rendered) ==
              without_empty_length(http::raw_bytes(wanted->request, url.prefix, http::host_field(url))));
        ++compared;
      }
    }
  }
  CHECK(compared > 1'000);
}

TEST_CASE("variables that never change are filled once, others for each iteration") {
  const testing::TemporaryFolder folder;
  const std::vector<std::string> files = {folder.write("s.json", R"({"scenario": "s",
      "vars": {"early": "${run.id}!", "late": "${early}/${scenario.id}", "given": 5, "typed": true},
      "steps": [{"id": "get", "http": {"target": "/${late}/${given}/${typed}"}, "effect": "read", "expect": []}]})")};
  const harness::Loaded loaded = harness::load_scenarios(files);
  REQUIRE(loaded.problems.empty());
  PrepareOptions options{*http::parse_url("http://localhost:1"), "T", "R", {}};
  options.given.values = {{"given", std::make_shared<const Json>("7")}};
  const auto prepared = prepare(loaded.scenarios[0], options, 0);
  REQUIRE(prepared);
  const auto slot = [&](const std::string& name) {
    return static_cast<std::size_t>(std::find(prepared->names.begin(), prepared->names.end(), name) -
                                    prepared->names.begin());
  };
  CHECK(prepared->constants[slot("early")] == "R!");
  CHECK(prepared->constants[slot("given")] == 7);  // in the type of the file's value
  CHECK(prepared->constants[slot("typed")] == true);
  CHECK_FALSE(prepared->is_constant[slot("late")]);
  REQUIRE(prepared->iteration_variables.size() == 1);
  CHECK(prepared->iteration_variables[0].first == slot("late"));
}

TEST_CASE("checks that rest on weaker statements than count here are not made") {
  const testing::TemporaryFolder folder;
  const std::vector<std::string> files = {folder.write("s.json", R"({"scenario": "s", "steps": [
      {"id": "get", "http": {"target": "/"}, "effect": "read", "expect": [
        {"status": 200, "source": "doc.wire.success-json"}, {"json": "$", "keys": [], "source": "asm.contractor.answer-keys"}]}]})")};
  const harness::Loaded loaded = harness::load_scenarios(files);
  REQUIRE(loaded.problems.empty());
  PrepareOptions options{*http::parse_url("http://localhost:1"), "T", "R", {}};
  CHECK(prepare(loaded.scenarios[0], options, 0)->requests[0].checks.size() == 2);
  options.fail_on = api::SourceKind::observed;
  CHECK(prepare(loaded.scenarios[0], options, 0)->requests[0].checks.size() == 1);
}

}  // namespace
}  // namespace sellsign::load::load_prepared_test
