#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "load/result/result.h"
#include "load/result/slo.h"

// What all reports of a load run say, each in its own markup: so that one fact is worded in one place. The
// texts are not escaped yet.

namespace sellsign::load {

/// How a run ended, as its reports show it.
enum class Tone : std::uint8_t { good, bad, invalid };

/// The first thing a report says.
struct RunVerdict {
  Tone tone = Tone::good;
  std::string headline;              ///< `SLO missed: 1 of 3`
  std::vector<std::string> reasons;  ///< one sentence each; empty when all is well
};
RunVerdict verdict_of(const LoadResult& result);

/// A line of a list: `seed`, `42`.
struct Fact {
  std::string name;
  std::string text;
  bool alarming = false;  ///< worth a look
};

/// What became of the intended starts, and how late they were.
std::vector<Fact> start_facts(const LoadResult& result);
/// Whether the generator itself kept up.
std::vector<Fact> generator_facts(const LoadResult& result);
/// What was run: scenarios, profile, seed, times, shards.
std::vector<Fact> run_facts(const LoadResult& result);
/// Where it ran; without the command.
std::vector<Fact> environment_facts(const LoadResult& result);
/// The last two together.
std::vector<Fact> all_run_facts(const LoadResult& result);
/// Rates and counts: iterations, requests, errors, checks, bytes.
std::vector<Fact> count_facts(const LoadResult& result);

/// What a reader must know to read the figures rightly, one sentence each: few values, dropped starts, checks
/// made in part of the iterations, shards.
std::vector<std::string> notes_of(const LoadResult& result);

/// The percentiles that reports show, before the maximum.
inline constexpr std::array<double, 4> k_shown = {50, 90, 99, 99.9};
std::string percentile_name(double percentile);  ///< `p99.9`

/// A time out of a distribution: `12.3 ms`, in an invalid run `12.3 ms INVALID`.
std::string marked_time(double microseconds, const LoadResult& result);

/// A statistic of a distribution in the same way: `> 12.3 ms` where only a lower bound of it is known.
std::string statistic_text(const Statistic& statistic, const Histogram& times, const LoadResult& result);

/// Percentile `percentile` of it.
std::string percentile_text(double percentile, const Histogram& times, const LoadResult& result);

/// A row of a table, or its heading.
using Cells = std::vector<std::string>;

/// One distribution of times and what it is of.
struct Times {
  const StepLoad* step = nullptr;  ///< null for iterations
  std::string_view clock;          ///< `response`, `service`
  const Histogram* times = nullptr;

  std::string name() const;  ///< `all iterations` or the id of the step
  /// The cells that come first, each of `k_shown`, then the maximum; `-` when nothing was measured.
  Cells cells(Cells first, const LoadResult& result) const;
};
/// The heading for such rows.
Cells times_head(Cells first);

/// Iterations by both clocks, then every step by service time, a first step by response time before it.
std::vector<Times> times_of(const LoadResult& result);
/// The same for the steps of the warm-up.
std::vector<Times> warmup_times_of(const LoadResult& result);

/// The endings that came about in these steps, `ok` always among them.
std::vector<Ending> endings_of(const std::vector<StepLoad>& steps);
/// How the requests of a step ended: its id, how many there were, and how many ended as each of these.
Cells ending_cells(const StepLoad& step, const std::vector<Ending>& endings);
/// The heading for such rows.
Cells endings_head(std::string first, const std::vector<Ending>& endings);

/// A row for each failed check: step, check, where, statement, times, the first time.
std::vector<Cells> broken_rows(const LoadResult& result);

/// `200: 5,980, 503: 20`.
std::string statuses_text(const Tally& tally);

/// `1,234 of 5,678 (21.7 %)`.
std::string part_text(std::uint64_t part, std::uint64_t whole);

}  // namespace sellsign::load
