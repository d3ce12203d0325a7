#include "harness/run/result.h"

namespace sellsign::harness {

std::string_view name_of(RunOutcome outcome) {
  constexpr std::string_view k_names[] = {"held", "warned", "failed", "skipped", "not run"};
  return k_names[static_cast<std::size_t>(outcome)];
}

std::string StepResult::title() const { return case_name.empty() ? id : id + " [" + case_name + "]"; }

void OutcomeCounts::add(RunOutcome outcome) {
  switch (outcome) {
    case RunOutcome::held:
      ++held;
      break;
    case RunOutcome::warned:
      ++warned;
      break;
    case RunOutcome::failed:
      ++failed;
      break;
    case RunOutcome::skipped:
      ++skipped;
      break;
    case RunOutcome::not_run:
      ++not_run;
      break;
  }
}

OutcomeCounts RunResult::scenario_counts() const {
  OutcomeCounts counts;
  for (const ScenarioResult& scenario : scenarios) counts.add(scenario.outcome);
  return counts;
}

OutcomeCounts RunResult::step_counts() const {
  OutcomeCounts counts;
  for (const ScenarioResult& scenario : scenarios)
    for (const StepResult& step : scenario.steps) counts.add(step.outcome);
  return counts;
}

OutcomeCounts RunResult::check_counts() const {
  OutcomeCounts counts;
  for (const ScenarioResult& scenario : scenarios)
    for (const StepResult& step : scenario.steps)
      for (const CheckResult& check : step.checks) counts.add(check.outcome);
  return counts;
}

}  // namespace sellsign::harness
