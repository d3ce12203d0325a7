#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/run/exit_codes.h"
#include "harness/scenario/scenario.h"
#include "http/client/transport.h"

// What a run leaves behind: plain values that the reports read. Every text in it has been through the
// Redactor.

namespace sellsign::harness {

/// How something ended.
enum class RunOutcome : std::uint8_t {
  held,
  warned,  ///< a check failed that rests on a statement too weak to count here
  failed,
  skipped,  ///< it could not or may not run here; `message` says why
  not_run   ///< something before it ended the scenario or the run
};

std::string_view name_of(RunOutcome outcome);

/// One check on one answer.
struct CheckResult {
  Position at;
  RunOutcome outcome = RunOutcome::held;
  std::string subject;                   ///< `status`, `header Content-Type`, `json $.number`, `body`
  std::vector<std::string> differences;  ///< `$.elements[0].id: expected 5, got 7`; empty when it held
  const api::Source* source = nullptr;
};

/// The last exchange of a step: what was sent, and what came back or why nothing did.
struct ExchangeRecord {
  http::HttpRequest request;
  std::optional<http::HttpReply> reply;
  std::string curl;  ///< one line for a shell, without the token
  int attempts = 1;  ///< how often it was sent
};

/// One step, or one case of it.
struct StepResult {
  Position at;
  std::string id;
  std::string case_name;  ///< empty without cases
  std::string about;
  std::string call;  ///< id of the endpoint row, empty for a raw request
  RunOutcome outcome = RunOutcome::not_run;
  bool finally = false;
  std::string message;  ///< why it failed, was skipped or not run, when no check says so
  std::vector<CheckResult> checks;
  std::optional<ExchangeRecord> exchange;  ///< absent when nothing was sent
  std::chrono::nanoseconds started{};      ///< since the start of the run
  std::chrono::nanoseconds duration{};     ///< with all retries

  /// `create` or `create [unknown number]`.
  std::string title() const;
};

/// One scenario.
struct ScenarioResult {
  Position at;
  std::string id;
  std::string about;
  std::string target;  ///< base URL, empty when none was given
  std::vector<std::string> tags;
  RunOutcome outcome = RunOutcome::not_run;
  bool refused = false;  ///< skipped because of the safety guard
  std::string message;   ///< why it was skipped, not run, or could not start
  std::vector<StepResult> steps;
  std::chrono::nanoseconds started{};
  std::chrono::nanoseconds duration{};
};

/// How many of each; `outcome` indexes.
struct OutcomeCounts {
  std::size_t held = 0, warned = 0, failed = 0, skipped = 0, not_run = 0;

  std::size_t all() const { return held + warned + failed + skipped + not_run; }
  void add(RunOutcome outcome);
};

/// The whole run.
struct RunResult {
  std::string run_id;
  std::chrono::system_clock::time_point started;
  std::chrono::nanoseconds duration{};
  ExitCode exit_code = ExitCode::usage;
  std::string message;  ///< why the run ended early or ran nothing; else empty
  std::vector<ScenarioResult> scenarios;

  OutcomeCounts scenario_counts() const;
  OutcomeCounts step_counts() const;
  OutcomeCounts check_counts() const;
};

}  // namespace sellsign::harness
