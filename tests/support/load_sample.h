#pragma once

#include <string>
#include <utility>
#include <vector>

#include "load/result/result.h"

// Load results as real runs leave them, out of a small simulation with a fixed seed: for tests of reports and
// for looking at them.

namespace sellsign::testing {

/// Open, Poisson, 200/s for 60 s of which 5 are warm-up; the target stands still from 30 s to 32 s, at most
/// 64 in flight; its SLO is missed.
load::LoadResult stalled_run();

/// The same, by a generator that could not keep up.
load::LoadResult invalid_run();

/// A valid run with four steps, errors of each class and failed checks.
load::LoadResult failing_run();

/// An hour at 20/s without trouble, 3,600 intervals, SLOs held; merged from 4 shards.
load::LoadResult soak_run();

/// Closed, a handful of iterations in two intervals.
load::LoadResult tiny_run();

/// Nothing at all was measured: interrupted in the warm-up.
load::LoadResult empty_run();

/// Texts that try to break out of each format.
load::LoadResult hostile_run();

/// All of them by name.
std::vector<std::pair<std::string, load::LoadResult>> sample_runs();

}  // namespace sellsign::testing
