#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "load/engine/prepared.h"

namespace sellsign::load {

/// One iteration under way, and the values of its variables. Kept and used again for the same scenario, so
/// that what is constant is set once.
class Session final : public harness::Values {
 public:
  using Time = std::chrono::steady_clock::time_point;

  explicit Session(const PreparedScenario& scenario);

  /// Sets every variable of iteration `n` of the whole test, which is the `local`-th of its scenario. False
  /// when a feeder has no more rows.
  bool begin(std::uint64_t n, std::uint64_t local, std::uint64_t seed, const std::string& run_id);

  const Json* find(std::string_view name) const override;

  /// Sets the variables of the request's case, if it is one.
  void set_case(const PreparedRequest& request);

  /// Whether every variable of the request has a value: what an earlier step never captured cannot be sent.
  bool can_render(const PreparedRequest& request) const;

  /// The bytes of the request. Error kinds as of `RequestTemplate::render`, and `refused` when what they make
  /// of it may not be sent.
  Result<std::string> render(const PreparedRequest& request) const;

  void set(std::size_t slot, Json value);

  const PreparedScenario& scenario() const { return *scenario_; }
  const PreparedRequest& request() const { return scenario_->requests[at]; }

  std::size_t at = 0;         ///< of the request that is under way
  std::uint64_t user = 0;     ///< of a closed model
  Time intended, began;       ///< intended start; first byte sent
  std::size_t bytes_out = 0;  ///< of the request that is under way
  bool warmup = false;
  bool checked = true;       ///< whether all checks are made, or only those of the status
  bool failed = false;       ///< a request did not end well
  bool step_failed = false;  ///< one of the step that is under way
  bool given_up = false;     ///< a step failed: only those of `finally` are left
  bool timed = true;         ///< every request was answered or given up after the time-out
  bool met_nobody = false;   ///< a connection did not come about
  bool cut = false;          ///< the end of the run took a request from it
  bool sent_once = false;
  std::optional<Time> retry_until;
  std::uint64_t serial = 0;  ///< tells timers of earlier iterations from those of this one

 private:
  void fill(const std::vector<std::pair<std::size_t, JsonPtr>>& variables);

  const PreparedScenario* scenario_;
  std::vector<Json> slots_;
  std::vector<bool> is_set_;
};

}  // namespace sellsign::load
