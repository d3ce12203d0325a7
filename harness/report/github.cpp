#include "base/percent.h"
#include "harness/report/report.h"
#include "harness/report/text.h"

namespace sellsign::harness {
namespace {

/// As the runner of the workflow wants data; in properties `:` and `,` as well.
std::string escaped(std::string_view text, bool property) {
  const std::string_view special = property ? "%\r\n:," : "%\r\n";
  std::string out;
  for (const char c : safe_text(text))
    out += special.find(c) == std::string_view::npos ? std::string(1, c) : encode_component({&c, 1});
  return out;
}

std::string command(RunOutcome outcome, const Position& at, std::string_view title,
                    std::string_view message) {
  const std::string_view word = outcome == RunOutcome::failed   ? "::error"
                                : outcome == RunOutcome::warned ? "::warning"
                                                                : "::notice";
  return std::string(word) + " file=" + escaped(at.file, true) + ",line=" + std::to_string(at.line) +
         ",col=" + std::to_string(at.column) + ",title=" + escaped(title, true) +
         "::" + escaped(message, false) + "\n";
}

std::string check_message(const CheckResult& check) {
  std::string out;
  for (const std::string& line : check.differences) out += line + "\n";
  if (check.source != nullptr)
    out += std::string(api::name_of(check.source->kind)) + " " + std::string(check.source->id) + ": " +
           std::string(check.source->text);
  return out;
}

}  // namespace

std::string render_github(const RunResult& result) {
  std::string out;
  for (const ScenarioResult& scenario : result.scenarios) {
    if (scenario.outcome == RunOutcome::failed && scenario.steps.empty())
      out += command(RunOutcome::failed, scenario.at, scenario.id, scenario.message);
    for (const StepResult& step : scenario.steps) {
      const std::string title = scenario.id + " / " + step.title();
      if (step.outcome == RunOutcome::failed && !step.message.empty())
        out += command(RunOutcome::failed, step.at, title, step.message);
      if (const std::string attempts = attempts_text(step); !attempts.empty())
        out += command(RunOutcome::held, step.at, title, attempts);
      for (const CheckResult& check : step.checks)
        if (check.outcome == RunOutcome::failed || check.outcome == RunOutcome::warned)
          out += command(check.outcome, check.at, title, check_message(check));
    }
  }
  return out;
}

}  // namespace sellsign::harness
