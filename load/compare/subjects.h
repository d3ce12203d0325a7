#pragma once

#include <functional>
#include <string>
#include <vector>

#include "load/result/result.h"
#include "load/result/slo.h"

// What `compare` looks at in a run.

namespace sellsign::load {

/// One side of a comparison: one run, or the same one repeated.
using Runs = std::vector<LoadResult>;

/// A clock of iterations, of all requests or of a step.
struct ComparedClock {
  std::string subject;
  Metric metric;
  std::function<Histogram(const LoadResult&)> of;
};

/// A share or a rate: a sum over another.
struct ComparedRatio {
  std::string subject;
  Metric metric;
  std::function<double(const LoadResult&)> part, whole;
};

/// Steps that both sides have, in the order of A.
std::vector<StepName> common_steps(const Runs& a, const Runs& b);

std::vector<ComparedClock> clocks_of(const std::vector<StepName>& steps);
std::vector<ComparedRatio> ratios_of(const std::vector<StepName>& steps);

/// Of all runs of a side together.
Histogram sum_of(const Runs& runs, const ComparedClock& clock);
double whole_of(const Runs& runs, const ComparedRatio& ratio);
double value_of(const Runs& runs, const ComparedRatio& ratio);  ///< 0 where the whole is

}  // namespace sellsign::load
