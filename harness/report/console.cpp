#include "base/time_text.h"
#include "harness/report/report.h"
#include "harness/report/text.h"

namespace sellsign::harness {
namespace {

constexpr std::size_t k_word_width = 9;

std::string_view colour_of(RunOutcome outcome) {
  return outcome == RunOutcome::held ? "32" : outcome == RunOutcome::failed ? "31" : "33";
}

std::string outcome_word(RunOutcome outcome, const ConsoleStyle& style) {
  const std::string word = outcome == RunOutcome::failed ? "FAILED" : std::string(name_of(outcome));
  return painted(word, colour_of(outcome), style) + std::string(k_word_width - word.size(), ' ');
}

std::string counted(std::size_t count, std::string_view noun) {
  return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

/// Steps that failed or warned, in full.
std::string troubles(const RunResult& result, RunOutcome wanted, const ConsoleStyle& style) {
  std::string out;
  std::size_t number = 0;
  for (const ScenarioResult& scenario : result.scenarios) {
    for (const StepResult& step : scenario.steps) {
      if (step.outcome != wanted) continue;
      const std::string title = std::to_string(++number) + ") " + safe_line(scenario.id) + " / " +
                                safe_line(step.title()) + (step.finally ? " (finally)" : "");
      out += "\n" + painted(title, colour_of(wanted), style) + "\n" + details(step, style.width);
    }
  }
  if (out.empty()) return out;
  const std::string_view heading = wanted == RunOutcome::failed ? "Failures" : "Warnings";
  return "\n" + std::string(heading) + "\n" + out;
}

std::string summary(const RunResult& result, const ConsoleStyle& style) {
  const OutcomeCounts scenarios = result.scenario_counts(), checks = result.check_counts();
  std::string out = "\n";
  if (!result.message.empty()) out += wrapped(safe_line(result.message), "", style.width);
  out += counted(scenarios.all(), "scenario") + ": " + show_counts(scenarios) + "\n";
  out += counted(checks.all(), "check") + ": " + show_counts(checks) + "\n";
  out += "run " + safe_line(result.run_id) + ", " + show_duration(result.duration) + "\n";
  const bool good = result.exit_code == ExitCode::held;
  const std::string verdict = std::string(row_of(result.exit_code).about) + " (exit " +
                              std::to_string(to_int(result.exit_code)) + ")";
  return out + painted(verdict, colour_of(good ? RunOutcome::held : RunOutcome::failed), style) + "\n";
}

}  // namespace

std::string painted(std::string_view text, std::string_view code, const ConsoleStyle& style) {
  if (!style.colour) return std::string(text);
  return "\x1b[" + std::string(code) + "m" + std::string(text) + "\x1b[0m";
}

std::string console_line(const ScenarioResult& scenario, const ConsoleStyle& style) {
  std::string out = outcome_word(scenario.outcome, style) + safe_line(scenario.id);
  if (!scenario.steps.empty())
    out += " (" + counted(scenario.steps.size(), "step") + ", " + show_duration(scenario.duration) + ")";
  out += "\n";
  const std::string indent(k_word_width, ' ');
  if (!scenario.message.empty()) out += wrapped(safe_line(scenario.message), indent, style.width);
  for (const StepResult& step : scenario.steps)
    if (step.outcome == RunOutcome::failed || step.outcome == RunOutcome::warned)
      out += wrapped(safe_line(step.title()) + ": " + headline(step), indent, style.width);
  for (const StepResult& step : scenario.steps)
    if (const std::string attempts = attempts_text(step); !attempts.empty())
      out += wrapped(safe_line(step.title()) + ": " + attempts, indent, style.width);
  return out;
}

std::string render_console_end(const RunResult& result, const ConsoleStyle& style) {
  return troubles(result, RunOutcome::warned, style) + troubles(result, RunOutcome::failed, style) +
         summary(result, style);
}

std::string render_console(const RunResult& result, const ConsoleStyle& style) {
  std::string out;
  for (const ScenarioResult& scenario : result.scenarios) out += console_line(scenario, style);
  return out + render_console_end(result, style);
}

}  // namespace sellsign::harness
