#include "base/markup.h"
#include "base/time_text.h"
#include "harness/report/report.h"
#include "harness/report/text.h"

namespace sellsign::harness {
namespace {

constexpr std::size_t k_block_width = 100;

std::string row(const ScenarioResult& scenario) {
  OutcomeCounts steps, checks;
  for (const StepResult& step : scenario.steps) {
    steps.add(step.outcome);
    for (const CheckResult& check : step.checks) checks.add(check.outcome);
  }
  return "| " + markdown_text(scenario.id) + " | " + std::string(name_of(scenario.outcome)) +
         (scenario.message.empty() ? "" : ": " + markdown_text(scenario.message)) + " | " +
         show_counts(steps) + " | " + show_counts(checks) + " | " + show_duration(scenario.duration) + " |\n";
}

std::string troubles(const RunResult& result, RunOutcome wanted, std::string_view heading) {
  std::string out;
  for (const ScenarioResult& scenario : result.scenarios)
    for (const StepResult& step : scenario.steps)
      if (step.outcome == wanted)
        out += "\n#### " + markdown_text(scenario.id) + " / " + markdown_text(step.title()) + "\n\n" +
               markdown_block(details(step, k_block_width));
  return out.empty() ? out : "\n### " + std::string(heading) + "\n" + out;
}

/// Steps whose retry sent them more than once.
std::string repeated_steps(const RunResult& result) {
  std::string out;
  for (const ScenarioResult& scenario : result.scenarios)
    for (const StepResult& step : scenario.steps)
      if (const std::string text = attempts_text(step); !text.empty())
        out += "- " + markdown_text(scenario.id) + " / " + markdown_text(step.title()) + ": " + text + "\n";
  return out.empty() ? out : "\n### Sent more than once\n\n" + out;
}

}  // namespace

std::string render_markdown(const RunResult& result) {
  std::string out = "## sellsign: " + std::string(row_of(result.exit_code).about) + "\n\n";
  if (!result.message.empty()) out += markdown_text(result.message) + "\n\n";
  out += "Scenarios: " + show_counts(result.scenario_counts()) +
         ". Checks: " + show_counts(result.check_counts()) + ". Run " + markdown_text(result.run_id) + ", " +
         show_duration(result.duration) + ", exit " + std::to_string(to_int(result.exit_code)) + ".\n\n";
  out += "| scenario | result | steps | checks | time |\n| --- | --- | --- | --- | ---: |\n";
  for (const ScenarioResult& scenario : result.scenarios) out += row(scenario);
  return out + troubles(result, RunOutcome::failed, "Failures") +
         troubles(result, RunOutcome::warned, "Warnings") + repeated_steps(result);
}

}  // namespace sellsign::harness
