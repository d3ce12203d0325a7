#include <algorithm>

#include "harness/duration.h"
#include "harness/report.h"
#include "harness/report_text.h"

namespace sellsign::harness {
namespace {

constexpr std::size_t k_width = 100;

/// Text outside code: what Markdown or HTML would take for markup is escaped.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : printable_line(text)) {
    if (c == '<')
      out += "&lt;";
    else if (c == '&')
      out += "&amp;";
    else if (std::string_view("\\`*_[]|#~").find(c) != std::string_view::npos)
      (out += '\\') += c;
    else
      out += c;
  }
  return out;
}

/// A code block whose fence is longer than any run of backticks in it.
std::string fenced(std::string_view text) {
  std::size_t longest = 2, run = 0;
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  const std::string fence(longest + 1, '`');
  return fence + "text\n" + std::string(text) + fence + "\n";
}

std::string row(const ScenarioResult& scenario) {
  Counts steps, checks;
  for (const StepResult& step : scenario.steps) {
    steps.add(step.outcome);
    for (const CheckResult& check : step.checks) checks.add(check.outcome);
  }
  return "| " + escaped(scenario.id) + " | " + std::string(name_of(scenario.outcome)) +
         (scenario.message.empty() ? "" : ": " + escaped(scenario.message)) + " | " + show_counts(steps) +
         " | " + show_counts(checks) + " | " + show_duration(scenario.duration) + " |\n";
}

std::string troubles(const RunResult& result, Outcome wanted, std::string_view heading) {
  std::string out;
  for (const ScenarioResult& scenario : result.scenarios)
    for (const StepResult& step : scenario.steps)
      if (step.outcome == wanted)
        out += "\n#### " + escaped(scenario.id) + " / " + escaped(step.title()) + "\n\n" +
               fenced(details(step, k_width));
  return out.empty() ? out : "\n### " + std::string(heading) + "\n" + out;
}

}  // namespace

std::string render_markdown(const RunResult& result) {
  std::string out = "## sellsign: " + std::string(row_of(result.exit_code).about) + "\n\n";
  if (!result.message.empty()) out += escaped(result.message) + "\n\n";
  out += "Scenarios: " + show_counts(result.scenario_counts()) +
         ". Checks: " + show_counts(result.check_counts()) + ". Run " + escaped(result.run_id) + ", " +
         show_duration(result.duration) + ", exit " + std::to_string(to_int(result.exit_code)) + ".\n\n";
  out += "| scenario | result | steps | checks | time |\n| --- | --- | --- | --- | ---: |\n";
  for (const ScenarioResult& scenario : result.scenarios) out += row(scenario);
  return out + troubles(result, Outcome::failed, "Failures") + troubles(result, Outcome::warned, "Warnings");
}

}  // namespace sellsign::harness
