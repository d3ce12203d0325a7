#pragma once

#include <functional>
#include <string>
#include <vector>

#include "load/result/result.h"

namespace sellsign::load {

/// How the highest rate is searched for.
struct SearchOptions {
  double first = 50;         ///< iterations a second that are tried first
  double highest = 100'000;  ///< that are tried at all
  double lowest = 0.1;       ///< below it too few iterations would be measured
  double precision = 0.05;   ///< ends when the rate that held and the one that did not are this close
};

/// What became of one rate.
enum class ProbeVerdict : std::uint8_t {
  held,  ///< the run was a success: the rate was reached, all was answered well, and every SLO held
  missed,
  invalid  ///< the generator could not keep up: this says nothing about the target
};

/// One run at one rate.
struct Probe {
  double rate = 0;  ///< starts per second that were asked for
  ProbeVerdict verdict = ProbeVerdict::missed;
  LoadResult result;
  std::string words;  ///< why it was missed or is invalid
};

/// What a search for the highest rate has found.
struct Search {
  std::vector<Probe> probes;          ///< in the order in which they were made
  double highest_held = 0;            ///< 0 when not even the lowest rate held
  bool limited_by_generator = false;  ///< the search ended at a rate that the generator could not make
  bool reached_end = false;           ///< the highest allowed rate held
  bool interrupted = false;
};

/// What a run at one rate says of it.
Probe probe_of(LoadResult result);

/// Doubles the rate until it does not hold, then halves the gap. A rate that misses once is tried a second
/// time, because noise can make it miss but not hold. `probe` is asked for one rate at a time; one that gives
/// no result ends the search.
Search find_max(const SearchOptions& options, const std::function<std::optional<Probe>(double rate)>& probe);

/// The steps and the answer, for people.
std::string words_of(const Search& search);

/// The exit code of a search that nobody interrupted: `held` when a rate did, else that of the last one
/// tried.
harness::ExitCode exit_code_of(const Search& search);

}  // namespace sellsign::load
