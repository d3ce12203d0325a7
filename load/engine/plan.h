#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "client/wire/guard.h"
#include "load/engine/options.h"
#include "load/engine/prepared.h"

namespace sellsign::load {

/// What a run is going to do, before it does it.
struct LoadPlan {
  std::string target;
  std::string profile;                      ///< in words
  std::chrono::nanoseconds duration{};      ///< of the profile
  std::optional<std::uint64_t> iterations;  ///< of this shard, when the profile says so
  bool is_estimate = false;                 ///< of `iterations`: too many arrivals by chance to draw each
  double requests_each = 0;                 ///< of one iteration, without retries
  double writes_each = 0;                   ///< of them, those that are no reads
  double peak = 0;                          ///< requests a second at most, of the open model; else 0
  double max_rate = 0;                      ///< requests a second; 0: no limit
  Shard shard;

  /// Some lines for people.
  std::string text() const;
};

LoadPlan plan_of(const std::vector<PreparedScenario>& scenarios, const LoadOptions& options,
                 const std::string& target);

/// What may be sent as load where: outside loopback nothing whose effect is notify or bill, whatever else
/// allows it, and other effects as the guard says. Error kind `refused`.
Result<> check_effects(const std::vector<harness::Scenario>& scenarios, const http::Url& url, bool loopback,
                       const client::GuardOptions& guard);

/// Whether an open profile keeps under the highest rate: throttling it would make another test of it. Error
/// kind `refused`.
Result<> check_rate(const LoadPlan& plan);

}  // namespace sellsign::load
