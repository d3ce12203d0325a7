#include "harness/run/coverage.h"

#include <algorithm>

#include "harness/scenario/loader.h"
#include "tests/catch.h"

namespace sellsign::coverage_test {

using namespace sellsign;

harness::Loaded shipped() {
  const std::vector<std::string> paths = {std::string(SELLSIGN_SOURCE_DIR) + "/scenarios/contract"};
  return harness::load_scenarios(paths);
}

TEST_CASE("the shipped scenarios have no problems") {
  const harness::Loaded loaded = shipped();
  for (const Problem& problem : loaded.problems) UNSCOPED_INFO(problem.where << ": " << problem.what);
  CHECK(loaded.problems.empty());
  CHECK(loaded.scenarios.size() > 50);
}

TEST_CASE("every statement about a built call is checked by a shipped scenario") {
  const harness::Loaded loaded = shipped();
  const auto rows = harness::coverage_of(loaded.scenarios);
  REQUIRE(rows.size() == api::sources().size());
  for (const auto kind : {api::SourceKind::documented, api::SourceKind::observed, api::SourceKind::assumed})
    for (const api::Source* source : harness::uncovered(rows, kind)) {
      INFO(source->id << ": " << source->text);
      CHECK(false);
    }
}

TEST_CASE("a statement that loses its last check is noticed") {
  harness::Loaded loaded = shipped();
  const auto names_it = [](const harness::Step& step) {
    return std::ranges::any_of(
        step.expect, [](const harness::Check& check) { return check.source->id == "doc.property.item"; });
  };
  std::erase_if(loaded.scenarios, [&](const harness::Scenario& scenario) {
    return std::ranges::any_of(scenario.steps, names_it);
  });
  const auto rows = harness::coverage_of(loaded.scenarios);
  const auto missing = harness::uncovered(rows, api::SourceKind::documented);
  CHECK(std::ranges::find(missing, "doc.property.item", &api::Source::id) != missing.end());
}

TEST_CASE("every built call is exercised by a shipped scenario") {
  const harness::Loaded loaded = shipped();
  for (const api::Endpoint& row : api::endpoints()) {
    if (row.call == api::Call::not_built) continue;
    INFO(row.id);
    CHECK(std::ranges::any_of(loaded.scenarios, [&](const harness::Scenario& scenario) {
      return std::ranges::any_of(scenario.steps,
                                 [&](const harness::Step& step) { return step.call == &row; });
    }));
  }
}

}  // namespace sellsign::coverage_test
