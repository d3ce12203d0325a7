#pragma once

#include <string>

#include "load/engine/options.h"

namespace sellsign::load {

/// A run that goes on, as Prometheus text: totals since its start without the warm-up, and the last second's
/// state. Quantiles are of everything measured so far.
std::string render_metrics(const LoadProgress& progress);

}  // namespace sellsign::load
