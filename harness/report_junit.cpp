#include <cstdio>
#include <ctime>

#include "harness/report.h"
#include "harness/report_text.h"

namespace sellsign::harness {
namespace {

constexpr std::size_t k_width = 100;

/// Text for an element or an attribute; what XML cannot hold at all has been made printable.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : printable(text)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string attribute(std::string_view name, std::string_view value) {
  return " " + std::string(name) + "=\"" + escaped(printable_line(value)) + "\"";
}

std::string seconds(std::chrono::nanoseconds duration) {
  char buffer[40];
  std::snprintf(buffer, sizeof buffer, "%.6f", std::chrono::duration<double>(duration).count());
  return buffer;
}

std::string timestamp(std::chrono::system_clock::time_point time) {
  const std::time_t whole = std::chrono::system_clock::to_time_t(time);
  std::tm parts{};
  gmtime_r(&whole, &parts);
  char buffer[40];
  std::strftime(buffer, sizeof buffer, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return buffer;
}

struct Totals {
  std::size_t tests = 0, failures = 0, errors = 0, skipped = 0;

  std::string attributes() const {
    return attribute("tests", std::to_string(tests)) + attribute("failures", std::to_string(failures)) +
           attribute("errors", std::to_string(errors)) + attribute("skipped", std::to_string(skipped));
  }

  void add(const Totals& other) {
    tests += other.tests;
    failures += other.failures;
    errors += other.errors;
    skipped += other.skipped;
  }
};

std::string element(std::string_view name, std::string_view message, std::string_view text) {
  return "      <" + std::string(name) + attribute("message", message) +
         (text.empty() ? "/>\n" : ">" + escaped(text) + "</" + std::string(name) + ">\n");
}

/// The element that says how it ended; counts it.
std::string verdict(Outcome outcome, bool error, std::string_view message, std::string_view text,
                    Totals& totals) {
  ++totals.tests;
  switch (outcome) {
    case Outcome::held:
      return {};
    case Outcome::warned:
      return "      <system-out>" + escaped("warning: " + std::string(text)) + "</system-out>\n";
    case Outcome::failed:
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
  return "    <testcase" + attribute("name", name) + attribute("classname", scenario) +
         attribute("file", at.file) + attribute("line", std::to_string(at.line)) +
         attribute("time", seconds(duration)) +
         (inner.empty() ? "/>\n" : ">\n" + std::string(inner) + "    </testcase>\n");
}

std::string suite(const ScenarioResult& scenario, Totals& all) {
  Totals totals;
  std::string cases;
  for (const StepResult& step : scenario.steps) {
    const bool error = step.exchange && !step.exchange->reply;
    const bool told = step.outcome == Outcome::failed || step.outcome == Outcome::warned;
    const std::string message = step.message.empty() ? headline(step) : step.message;
    cases += test_case(scenario.id, step.title(), step.at, step.duration,
                       verdict(step.outcome, error, message, told ? details(step, k_width) : "", totals));
  }
  if (scenario.steps.empty())
    cases = test_case(scenario.id, scenario.id, scenario.at, scenario.duration,
                      verdict(scenario.outcome, true, scenario.message, scenario.message, totals));
  all.add(totals);
  return "  <testsuite" + attribute("name", scenario.id) + totals.attributes() +
         attribute("time", seconds(scenario.duration)) + ">\n" + cases + "  </testsuite>\n";
}

}  // namespace

std::string render_junit(const RunResult& result) {
  Totals totals;
  std::string suites;
  for (const ScenarioResult& scenario : result.scenarios) suites += suite(scenario, totals);
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" +
         attribute("name", "sellsign " + result.run_id) + totals.attributes() +
         attribute("time", seconds(result.duration)) + attribute("timestamp", timestamp(result.started)) +
         ">\n" + suites + "</testsuites>\n";
}

}  // namespace sellsign::harness
