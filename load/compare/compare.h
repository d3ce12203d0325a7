#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "load/result/result.h"
#include "load/result/slo.h"

// Whether two load runs differ, and by how much more than chance. docs/load-results.md says how it is judged.

namespace sellsign::load {

enum class Judgement : std::uint8_t {
  same,    ///< no real difference: chance explains it, or it is too small to matter
  noisy,   ///< chance explains the difference, but would hide one that matters as well
  better,  ///< a real difference for the better
  worse,
  unknown  ///< it cannot be judged; `why` says why
};

/// `no real difference`, `too noisy to tell`, `better`, `worse`, `not judged`
std::string_view name_of(Judgement judgement);

/// The confidence of the intervals. A comparison has dozens of rows, so that with 95 % nearly each would cry
/// wolf somewhere.
inline constexpr double k_confidence = 0.99;

/// One number of both sides. Times are in us, errors a share from 0 to 1, throughput in requests a second.
struct CompareRow {
  std::string subject;  ///< `iterations`, `all` or a step's id
  Metric metric = Metric::service;
  Statistic statistic{};  ///< of clocks only
  double a = 0, b = 0;
  double low = 0, high = 0;  ///< interval of b - a that chance allows for; both 0 when not judged. Nothing
                             ///< falls by more than all of it
  Judgement judgement = Judgement::unknown;
  std::string why{};

  /// Share of `a` (0.1: ten percent more); of errors the difference itself.
  double change() const { return relative(b - a); }
  double relative(double difference) const;
  bool is_time() const { return metric == Metric::service || metric == Metric::response; }
  bool real() const { return judgement == Judgement::better || judgement == Judgement::worse; }
  std::string name() const;  ///< `read.service.p99`
};

/// How two sides of runs differ.
struct Comparison {
  std::vector<CompareRow> rows;       ///< one for each figure that both sides have
  std::vector<std::string> warnings;  ///< see `compare_warnings`
  std::string noise;                  ///< where the noise floor comes from, one sentence
};

/// How the noise of single runs is estimated.
struct CompareOptions {
  std::uint64_t seed = 1;         ///< of the resampling
  std::size_t resamples = 2'000;  ///< how often the intervals of a run are drawn anew
};

/// Compares one run with another, or several repeated ones of each side. With four runs or more in all the
/// noise floor is the spread of the runs of a side; else it comes from resampling the intervals of the runs
/// as blocks. Both sides have at least one. The same seed gives the same answer.
Comparison compare(const std::vector<LoadResult>& a, const std::vector<LoadResult>& b,
                   const CompareOptions& options = {});

/// What makes the numbers of both sides mean different things: invalid or unfinished runs, other profiles,
/// targets, machines or steps. One sentence each.
std::vector<std::string> compare_warnings(const std::vector<LoadResult>& a, const std::vector<LoadResult>& b);

/// What `--fail-if` takes: `p99>+10%`, `read.service.p99>+10%`, `errors>+0.5%`, `throughput<-5%`.
struct ChangeLimit {
  std::string text;
  std::string subject;     ///< empty: any
  bool any_clock = false;  ///< a statistic alone
  Metric metric = Metric::service;
  Statistic statistic;
  bool above = true;  ///< `>`
  double limit = 0;   ///< share
};

/// Error kind `usage`.
Result<ChangeLimit> parse_change_limit(std::string_view written);

/// What became of a limit: the rows that are beyond it with a real difference, and those that may be beyond
/// it but are too noisy to tell.
struct LimitFindings {
  std::vector<const CompareRow*> beyond, noisy;
  std::size_t judged = 0;
};

/// Error kind `usage` when no row is meant, or none of those that are could be judged.
Result<LimitFindings> check_limit(const ChangeLimit& limit, const Comparison& comparison);

}  // namespace sellsign::load
