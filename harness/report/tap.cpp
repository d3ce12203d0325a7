#include "harness/report/report.h"
#include "harness/report/text.h"

namespace sellsign::harness {
namespace {

constexpr std::size_t k_tap_width = 100;

/// A description: # and \ would start a directive or an escape.
std::string described(std::string_view text) {
  std::string out;
  for (const char c : safe_line(text)) {
    if (c == '#' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

/// A YAML block with one text, line by line.
std::string diagnostics(const StepResult& step, std::string_view indent) {
  const std::string inner = std::string(indent) + "  ";
  std::string out = inner + "---\n" + inner + "details: |2\n";
  const std::string all = details(step, k_tap_width);
  for (std::string_view text = all; !text.empty();) {
    const auto end = text.find('\n');
    out += inner + "  " + std::string(text.substr(0, end)) + "\n";
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return out + inner + "...\n";
}

std::string point(std::size_t number, RunOutcome outcome, std::string_view name, std::string_view message) {
  const bool ok = outcome != RunOutcome::failed && outcome != RunOutcome::warned;
  std::string out = (ok ? "ok " : "not ok ") + std::to_string(number) + " - " + described(name);
  if (outcome == RunOutcome::warned) out += " # TODO rests on a statement that does not count here";
  if (outcome == RunOutcome::skipped || outcome == RunOutcome::not_run)
    out += " # SKIP " +
           described(std::string(name_of(outcome)) + (message.empty() ? "" : ": ") + std::string(message));
  return out + "\n";
}

std::string subtest(const ScenarioResult& scenario) {
  constexpr std::string_view k_indent = "    ";
  std::string out = "# Subtest: " + described(scenario.id) + "\n" + std::string(k_indent) + "1.." +
                    std::to_string(scenario.steps.size()) + "\n";
  std::size_t number = 0;
  for (const StepResult& step : scenario.steps) {
    out += std::string(k_indent) + point(++number, step.outcome, step.title(), step.message);
    const bool in_full = step.outcome == RunOutcome::failed || step.outcome == RunOutcome::warned;
    if (const std::string attempts = attempts_text(step); !in_full && !attempts.empty())
      out += std::string(k_indent) + "# " + attempts + "\n";
    if (in_full) out += diagnostics(step, k_indent);
  }
  return out;
}

}  // namespace

std::string render_tap(const RunResult& result) {
  std::string out = "TAP version 14\n1.." + std::to_string(result.scenarios.size()) + "\n";
  std::size_t number = 0;
  for (const ScenarioResult& scenario : result.scenarios) {
    if (!scenario.steps.empty()) out += subtest(scenario);
    // A scenario with warnings holds; its steps say which.
    const RunOutcome outcome = scenario.outcome == RunOutcome::warned ? RunOutcome::held : scenario.outcome;
    out += point(++number, outcome, scenario.id, scenario.message);
    if (outcome == RunOutcome::failed && scenario.steps.empty())
      out += "# " + safe_line(scenario.message) + "\n";
  }
  return out;
}

}  // namespace sellsign::harness
