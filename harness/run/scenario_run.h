#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "harness/run/runner.h"
#include "harness/scenario/variables.h"

namespace sellsign::harness {

/// Where a scenario's requests go.
struct LeasedTarget {
  Lease lease;
  http::Target target;
};

/// Replays one scenario on one server. Used once.
class ScenarioRun {
 public:
  ScenarioRun(const Scenario& scenario, const RunOptions& options, const LeasedTarget& server,
              const Transports& transports, std::chrono::steady_clock::time_point run_start);

  /// Fills in steps and outcome of `result`.
  void run(const std::string& run_id, const std::string& scenario_id, ScenarioResult& result);

  /// 0, or the signal that came.
  int signal() const { return signal_; }

  /// Why exchanges could not be done, if some could not.
  const std::vector<ErrorKind>& broken() const { return broken_; }

 private:
  std::string set_variables(const std::string& run_id, const std::string& scenario_id);
  void run_steps(const std::vector<Step>& steps, bool finally, ScenarioResult& result);
  StepResult run_case(const Step& step, const Case* one, bool finally);
  void send(const Step& step, StepResult& result);
  void check(const std::vector<Check>& checks, const Variables& variables, StepResult& result);
  void capture(const Step& step, StepResult& result);
  bool wait(std::chrono::nanoseconds duration);
  http::Transport& transport(const Step& step);
  int poll_signal();

  const Scenario& scenario_;
  const RunOptions& options_;
  const LeasedTarget& server_;
  const Transports& transports_;
  std::chrono::steady_clock::time_point run_start_;
  api::SourceKind fail_on_;
  Variables variables_;
  std::unique_ptr<http::Transport> call_, raw_;
  int signal_ = 0;
  bool has_failed_ = false;  ///< a step so far, or it was not run
  ErrorKind last_error_{};
  std::vector<ErrorKind> broken_;
};

}  // namespace sellsign::harness
