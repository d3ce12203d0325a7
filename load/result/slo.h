#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "load/result/result.h"

// Service level objectives: what a run has to hold, as text and as values. docs/load-results.md has the
// grammar.

namespace sellsign::load {

/// Of a duration's distribution. `percentile` is only for that kind.
struct Statistic {
  enum class Kind : std::uint8_t { percentile, mean, min, max };
  Kind kind = Kind::mean;
  double percentile = 0;  ///< over 0 to 100

  double of(const Histogram& histogram) const;  ///< us
  /// Whether the true value may be higher, because the run ended before all that it counts had.
  bool is_lower_bound(const Histogram& histogram) const;
  std::string text() const;  ///< `p99.9`, `mean`
  bool operator==(const Statistic&) const = default;
};

/// `p50`, `p99.9`, `mean`, `min`, `max`. Error kind `usage`.
Result<Statistic> parse_statistic(std::string_view text);

/// What an objective measures: a clock (service, response), a share of all (errors, failed_checks,
/// late_starts, dropped, cut), or a rate per second (throughput, iterations).
enum class Metric : std::uint8_t {
  service,
  response,
  errors,
  failed_checks,
  throughput,
  iterations,
  late_starts,
  dropped,
  cut
};

/// `service`, `late_starts`
std::string_view name_of(Metric metric);

/// On which side of the limit the figure has to be.
enum class SloBound : std::uint8_t { at_most, below, at_least, above };

/// Requests of all steps, where a step's id may stand.
inline constexpr std::string_view k_all_steps = "all";

/// One service level objective.
struct Slo {
  std::string step;  ///< empty: of iterations (clocks) or of all requests (shares)
  Metric metric = Metric::service;
  Statistic statistic;  ///< of clocks only
  SloBound bound = SloBound::at_most;
  double limit = 0;            ///< us, a share from 0 to 1, or a rate per second
  bool abort_on_fail = false;  ///< whether a run ends early when it is missed
  std::string text;            ///< as it was written, without spaces
};

/// What is measured: the left side of an SLO.
struct SloSubject {
  std::string step;
  Metric metric = Metric::service;
  Statistic statistic;  ///< of clocks only
};

/// `read.service.p99`, `errors`. Error kind `usage`.
Result<SloSubject> parse_subject(std::string_view text);

/// `read.service.p99<=40ms`. Error kind `usage`; the message holds the text and says what is wrong with it.
Result<Slo> parse_slo(std::string_view written);

/// A step as far as SLOs go.
struct StepName {
  std::string id;
  bool first = false;  ///< first of its scenario: it has a response clock
};

/// What is wrong with SLOs for a run of these steps, before it starts; `where` is the text of the SLO.
Problems check_slos(std::span<const Slo> slos, std::span<const StepName> steps);

/// Whether it was held, on the measured part. One that there is nothing to measure for, or whose step does
/// not exist, was missed; so was one that wants at most so much time where only "at least" is known.
SloResult judge_slo(const Slo& slo, const LoadResult& result);

}  // namespace sellsign::load
