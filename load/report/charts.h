#pragma once

#include <string>
#include <vector>

#include "load/report/chart/chart.h"
#include "load/result/result.h"

// The charts of a run's report. Pure functions.

namespace sellsign::load {

/// The moment in the middle of an interval, in seconds since the start of the run.
double middle_of(const Interval& interval);

/// A percentile in us, or a gap where there is none.
double time_or_gap(const Histogram& times, double percentile);

/// A distribution by its nines, for an axis of `ChartMeasure::nines`.
ChartSeries percentiles_of(const Histogram& times, std::string name, std::size_t colour, ChartStroke stroke);

/// Percentile bands over time: response time of iterations, then service time of requests, on the same y
/// axis.
std::vector<Chart> latency_charts(const LoadResult& result);

/// Both clocks of the iterations by percentile.
Chart percentile_chart(const LoadResult& result);

/// Iterations intended, started and finished a second.
Chart rate_chart(const LoadResult& result);

/// Iterations under way.
Chart in_flight_chart(const LoadResult& result);

/// Requests that did not end `ok`, a second.
Chart error_chart(const LoadResult& result);

}  // namespace sellsign::load
