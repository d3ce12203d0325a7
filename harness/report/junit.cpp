#include "base/markup.h"
#include "harness/report/report.h"
#include "harness/report/text.h"

namespace sellsign::harness {
namespace {

constexpr std::size_t k_width = 100;

struct Totals {
  std::size_t tests = 0, failures = 0, errors = 0, skipped = 0;

  std::string attributes() const {
    return xml_attribute("tests", std::to_string(tests)) +
           xml_attribute("failures", std::to_string(failures)) +
           xml_attribute("errors", std::to_string(errors)) +
           xml_attribute("skipped", std::to_string(skipped));
  }

  void add(const Totals& other) {
    tests += other.tests;
    failures += other.failures;
    errors += other.errors;
    skipped += other.skipped;
  }
};

std::string element(std::string_view name, std::string_view message, std::string_view text) {
  return "      <" + std::string(name) + xml_attribute("message", message) +
         (text.empty() ? "/>\n" : ">" + xml_text(text) + "</" + std::string(name) + ">\n");
}

/// The element that says how it ended; counts it.
std::string verdict(RunOutcome outcome, bool error, std::string_view message, std::string_view text,
                    Totals& totals) {
  ++totals.tests;
  switch (outcome) {
    case RunOutcome::held:
      return {};
    case RunOutcome::warned:
      return "      <system-out>" + xml_text("warning: " + std::string(text)) + "</system-out>\n";
    case RunOutcome::failed:
      ++(error ? totals.errors : totals.failures);
      return element(error ? "error" : "failure", message, text);
    default:
      ++totals.skipped;
      return element("skipped",
                     std::string(name_of(outcome)) + (message.empty() ? "" : ": ") + std::string(message),
                     "");
  }
}

std::string test_case(std::string_view scenario, std::string_view name, const Position& at,
                      std::chrono::nanoseconds duration, std::string_view inner) {
  return "    <testcase" + xml_attribute("name", name) + xml_attribute("classname", scenario) +
         xml_attribute("file", at.file) + xml_attribute("line", std::to_string(at.line)) +
         xml_attribute("time", xml_seconds(duration)) +
         (inner.empty() ? "/>\n" : ">\n" + std::string(inner) + "    </testcase>\n");
}

std::string suite(const ScenarioResult& scenario, Totals& all) {
  Totals totals;
  std::string cases;
  for (const StepResult& step : scenario.steps) {
    const bool error = step.exchange && !step.exchange->reply;
    const bool in_full = step.outcome == RunOutcome::failed || step.outcome == RunOutcome::warned;
    const std::string message = step.message.empty() ? headline(step) : step.message;
    std::string inner = verdict(step.outcome, error, message, in_full ? details(step, k_width) : "", totals);
    if (const std::string attempts = attempts_text(step); inner.empty() && !attempts.empty())
      inner = "      <system-out>" + xml_text(attempts) + "</system-out>\n";
    cases += test_case(scenario.id, step.title(), step.at, step.duration, inner);
  }
  if (scenario.steps.empty())
    cases = test_case(scenario.id, scenario.id, scenario.at, scenario.duration,
                      verdict(scenario.outcome, true, scenario.message, scenario.message, totals));
  all.add(totals);
  return "  <testsuite" + xml_attribute("name", scenario.id) + totals.attributes() +
         xml_attribute("time", xml_seconds(scenario.duration)) + ">\n" + cases + "  </testsuite>\n";
}

}  // namespace

std::string render_junit(const RunResult& result) {
  Totals totals;
  std::string suites;
  for (const ScenarioResult& scenario : result.scenarios) suites += suite(scenario, totals);
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" +
         xml_attribute("name", "sellsign " + result.run_id) + totals.attributes() +
         xml_attribute("time", xml_seconds(result.duration)) +
         xml_attribute("timestamp", show_second(result.started)) + ">\n" + suites + "</testsuites>\n";
}

}  // namespace sellsign::harness
