#pragma once

#include <string>
#include <vector>

#include "load/compare/compare.h"
#include "load/result/shortfalls.h"

// What a comparison says to people and programs. Pure functions.

namespace sellsign::load {

/// What became of one `--fail-if`.
struct LimitOutcome {
  std::string text;                 ///< `p99>+10%`
  std::vector<std::string> beyond;  ///< a sentence for each row that is
  std::vector<std::string> noisy;   ///< one for each that may be, which cannot be told

  bool held() const { return beyond.empty() && noisy.empty(); }
  std::string_view word() const;  ///< `held`, `FAILED`, `too noisy to tell: repeat the runs`
};

/// A comparison with all that a report needs.
struct ComparisonReport {
  std::string a, b;  ///< names of the files
  Comparison comparison;
  std::vector<LimitOutcome> limits;
  bool a_invalid = false, b_invalid = false;  ///< whether a run of that side is INVALID
  std::vector<harness::ExitCode> inputs{};    ///< of what the runs fell short, see `codes_of_inputs`

  bool invalid() const { return a_invalid || b_invalid; }
};

/// Whether what a run fell short of spoils a comparison with it: all but a missed SLO about times or rates.
bool matters_to_compare(const Shortfall& shortfall);

/// The codes of all such shortfalls of the runs. A comparison of runs that are none is no success.
std::vector<harness::ExitCode> codes_of_inputs(const std::vector<LoadResult>& runs);

/// What the comparison comes to: INVALID or failed runs, limits that were passed or cannot be told, or
/// `held`.
harness::ExitCode exit_code_of(const ComparisonReport& report);

/// `create: service p99 went from 3.88 ms to 4.54 ms (+17.1 %, 99 % interval +10.9 % to +23.8 %)`
std::string change_sentence(const CompareRow& row);

/// A table for a terminal, what differs first, in lines of at most `width`.
std::string render_text(const ComparisonReport& report, std::size_t width);
std::string render_json(const ComparisonReport& report);

/// One page with both sides over each other; the runs are those that were compared.
std::string render_html(const ComparisonReport& report, const std::vector<LoadResult>& a,
                        const std::vector<LoadResult>& b);

/// One row as texts: name, A, B (times of an INVALID side say so), change, what chance allows, judgement.
std::vector<std::string> cells_of(const CompareRow& row, const ComparisonReport& report);

/// Why rows were not judged, and which: a sentence for each reason.
std::vector<std::string> unjudged(const ComparisonReport& report);

/// One sentence: what is worse or better, or that nothing is.
std::string headline_of(const ComparisonReport& report);

/// The meaning of the exit code and its number; empty when all held.
std::string verdict_text(const ComparisonReport& report);

}  // namespace sellsign::load
