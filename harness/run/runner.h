#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "base/redactor.h"
#include "base/result.h"
#include "client/wire/guard.h"
#include "harness/run/result.h"
#include "harness/scenario/given.h"
#include "harness/scenario/scenario.h"
#include "http/client/transport.h"

namespace sellsign::harness {

/// A server for one scenario.
struct Lease {
  std::string base_url;
  std::string token;
  std::shared_ptr<void> keeps;  ///< released when the scenario is over: stops an embedded mock; may be null
};

/// Why a scenario cannot run on this target; it is skipped and reported.
struct Unavailable {
  std::string why;
};

/// An Error of kind `usage` makes the scenario fail as a bad file (exit 2), other kinds end the run (exit 3,
/// or 6 when `refused`).
using LeaseAnswer = std::variant<Lease, Unavailable, Error>;

/// Gives servers to scenarios.
class TargetFactory {
 public:
  virtual ~TargetFactory() = default;

  /// A server that fits what the scenario requires. Called once a scenario, from the thread of `run`.
  virtual LeaseAnswer lease(const Requires& needs_mock) = 0;
};

/// Why a server does not have the mode and settings that a scenario requires; empty: it has them.
using Unfit = std::function<std::string(const Requires& needs_mock)>;

/// One server that is already there. A scenario that requires a mode or setting is unavailable on it unless
/// `unfit` says that it is set up so. `unfit` is asked only then, and may be empty.
class FixedTarget final : public TargetFactory {
 public:
  FixedTarget(std::string base_url, std::string token, Unfit unfit = {});
  LeaseAnswer lease(const Requires& needs_mock) override;

 private:
  std::string base_url_, token_;
  Unfit unfit_;
};

using MakeTransport = std::function<std::unique_ptr<http::Transport>(const http::Target&)>;

/// Where requests go. Both are asked for once a scenario; `raw` only when it has `http` steps.
struct Transports {
  MakeTransport call;  ///< for `call` steps
  MakeTransport raw;   ///< for `http` steps: sends the bytes as they are written
};

/// Time, so that tests need none.
struct RunClock {
  std::function<std::chrono::steady_clock::time_point()> now;
  std::function<std::chrono::system_clock::time_point()> wall;
  std::function<void(std::chrono::nanoseconds)> sleep;

  /// The machine's own.
  static RunClock real();
};

/// What to run, and how.
struct RunOptions {
  client::GuardOptions guard;
  GivenVariables given;
  std::vector<std::string> tags;      ///< only scenarios with one of these; empty: all
  std::vector<std::string> not_tags;  ///< no scenario with one of these
  bool bail = false;                  ///< the first scenario that fails ends the run

  /// The weakest class of statement whose broken check fails the run; weaker ones warn. Default: assumed on
  /// loopback (all fail), observed elsewhere.
  std::optional<api::SourceKind> fail_on;

  std::string ca_file;          ///< of the authorities to trust, for curl lines; empty: the system's
  std::string run_id;           ///< `${run.id}`; empty: one is made up
  std::function<int()> signal;  ///< asked before each request and at the end: 0, or SIGINT / SIGTERM once it
                                ///< has come; may be empty
  std::function<void(const ScenarioResult&)>
      progress;  ///< told of each scenario when it is over; may be empty
  RunClock clock = RunClock::real();
};

/// Replays scenarios, one after the other, in the calling thread. Nothing is sent to a host that the guard
/// does not admit, nor any part of a scenario with a step whose effect may not be sent there. After `signal`
/// the scenario in progress still runs its `finally`; what remains counts as not run. Everything in the
/// result is redacted. Does not throw.
RunResult run(std::span<const Scenario> scenarios, const RunOptions& options, TargetFactory& targets,
              const Transports& transports, const Redactor& redactor);

/// What a dry run found.
struct Plan {
  std::string text;
  std::size_t to_run = 0;  ///< scenarios that would be sent
  bool refused = false;    ///< the safety guard would skip at least one
};

/// The dry run: what `run` would send, as text: host, calls of each effect, scenarios and their steps, and
/// what would be skipped. `base_url` is empty for the embedded mock. Sends nothing, asks no DNS for names
/// outside this machine. Error kinds: usage (bad URL), refused.
Result<Plan> render_plan(std::span<const Scenario> scenarios, const RunOptions& options,
                         std::string_view base_url);

}  // namespace sellsign::harness
