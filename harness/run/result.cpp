#include "harness/run/result.h"

namespace sellsign::harness {

std::string_view name_of(Outcome outcome) {
  constexpr std::string_view k_names[] = {"held", "warned", "failed", "skipped", "not run"};
  return k_names[static_cast<std::size_t>(outcome)];
}

std::string StepResult::title() const { return case_name.empty() ? id : id + " [" + case_name + "]"; }

void Counts::add(Outcome outcome) {
  switch (outcome) {
    case Outcome::held:
      ++held;
      break;
    case Outcome::warned:
      ++warned;
      break;
    case Outcome::failed:
      ++failed;
      break;
    case Outcome::skipped:
      ++skipped;
      break;
    case Outcome::not_run:
      ++not_run;
      break;
  }
}

Counts RunResult::scenario_counts() const {
  Counts counts;
  for (const ScenarioResult& scenario : scenarios) counts.add(scenario.outcome);
  return counts;
}

Counts RunResult::step_counts() const {
  Counts counts;
  for (const ScenarioResult& scenario : scenarios)
    for (const StepResult& step : scenario.steps) counts.add(step.outcome);
  return counts;
}

Counts RunResult::check_counts() const {
  Counts counts;
  for (const ScenarioResult& scenario : scenarios)
    for (const StepResult& step : scenario.steps)
      for (const CheckResult& check : step.checks) counts.add(check.outcome);
  return counts;
}

}  // namespace sellsign::harness
