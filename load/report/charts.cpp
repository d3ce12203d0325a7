#include "load/report/charts.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "load/model/units.h"
#include "load/report/parts.h"
#include "load/result/intervals.h"

namespace sellsign::load {
namespace {

constexpr std::size_t k_most_intervals = 180;
constexpr std::size_t k_service_colour = 0, k_response_colour = 1, k_other_colour = 2, k_error_colour = 3;
constexpr double k_wide_range = 15;  // from here on a log axis shows more
using Buckets = std::vector<Histogram::Bucket>;

constexpr double k_nothing = std::numeric_limits<double>::quiet_NaN();

double seconds(std::chrono::nanoseconds duration) { return std::chrono::duration<double>(duration).count(); }
double middle(const Interval& interval) { return seconds(interval.start) + seconds(interval.length) / 2; }

std::string moment(double seconds) { return number_text(std::round(seconds * 10) / 10) + " s"; }

/// What all charts over time have in common.
Chart over_time(const LoadResult& result, const std::vector<Interval>& intervals, std::string_view id) {
  Chart chart;
  chart.id = std::string(id);
  chart.x = {"since the start of the run", ChartMeasure::run, false, 0, std::nullopt};
  double warm = 0, end = 0;
  for (const Interval& interval : intervals) {
    const double from = seconds(interval.start);
    end = from + seconds(interval.length);
    if (interval.warmup) warm = end;
    chart.slots.push_back(
        {from, end, moment(from) + " to " + moment(end) + (interval.warmup ? ", warm-up" : "")});
  }
  if (end > 0) chart.x.to = end;
  if (warm > 0) chart.regions.push_back({0, warm, "warm-up"});
  if (!result.generator.valid()) chart.stamp = "INVALID";
  return chart;
}

template <typename Value>
ChartSeries series_of(const std::vector<Interval>& intervals, std::string name, Value value) {
  ChartSeries series{std::move(name), {}, 0, ChartStroke::solid, false};
  for (const Interval& interval : intervals) series.points.push_back({middle(interval), value(interval)});
  return series;
}

template <typename Count>
ChartSeries rate_of(const std::vector<Interval>& intervals, std::string name, Count count) {
  return series_of(intervals, std::move(name), [&](const Interval& interval) {
    const double length = seconds(interval.length);
    return length > 0 ? static_cast<double>(interval.*count) / length : k_nothing;
  });
}

/// p50, p90, p99 and maximum, line by line.
std::vector<ChartSeries> percentile_lines(const std::vector<Interval>& intervals, Buckets Interval::*clock,
                                          std::size_t colour) {
  constexpr double k_lines[] = {50, 90, 99, 100};
  constexpr ChartStroke k_strokes[] = {ChartStroke::solid, ChartStroke::dash_dot, ChartStroke::dashed,
                                       ChartStroke::dotted};
  std::vector<ChartSeries> lines;
  for (std::size_t i = 0; i < std::size(k_lines); ++i)
    lines.push_back(
        {k_lines[i] < 100 ? percentile_name(k_lines[i]) : "max", {}, colour, k_strokes[i], i == 0});
  Histogram times;
  for (const Interval& interval : intervals) {
    times.clear();
    times.add(interval.*clock);
    for (std::size_t i = 0; i < lines.size(); ++i)
      lines[i].points.push_back(
          {middle(interval), times.empty() ? k_nothing : static_cast<double>(times.at_us(k_lines[i]))});
  }
  return lines;
}

std::vector<ChartBand> bands_between(const std::vector<ChartSeries>& lines) {
  std::vector<ChartBand> bands;
  for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
    ChartBand band{lines[i].name + " to " + lines[i + 1].name, {}, lines[i].colour, 3 - static_cast<int>(i)};
    for (std::size_t n = 0; n < lines[i].points.size(); ++n)
      band.points.push_back({lines[i].points[n].x, lines[i].points[n].y, lines[i + 1].points[n].y});
    bands.push_back(std::move(band));
  }
  return bands;
}

/// One y axis for charts that are to be compared.
void share_axis(std::vector<Chart>& charts) {
  double low = k_nothing, high = k_nothing;
  for (const Chart& chart : charts)
    for (const ChartSeries& series : chart.series)
      for (const ChartPoint& point : series.points) {
        low = std::fmin(low, point.y);
        high = std::fmax(high, point.y);
      }
  ChartAxis axis{"", ChartMeasure::time, high > low * k_wide_range, {}, {}};
  axis.title = axis.log ? "time, log scale" : "time";
  const ChartScale scale = scale_of(axis, low, high, 6);
  axis.from = scale.from;
  axis.to = scale.to;
  for (Chart& chart : charts) chart.y = axis;
}

ChartSeries percentiles_of(const Histogram& times, std::string name, std::size_t colour, ChartStroke stroke) {
  constexpr double k_steps_a_decade = 24;
  ChartSeries series{std::move(name), {}, colour, stroke, true};
  const auto all = static_cast<double>(times.count());
  if (times.empty()) return series;
  for (double n = 0; std::pow(10, n / k_steps_a_decade) < all; ++n) {
    const double x = std::pow(10, n / k_steps_a_decade);
    series.points.push_back({x, static_cast<double>(times.at_us(100 * (1 - 1 / x)))});
  }
  series.points.push_back({all, static_cast<double>(times.max_us())});
  return series;
}

}  // namespace

std::vector<Chart> latency_charts(const LoadResult& result) {
  const std::vector<Interval> intervals = thinned(result.intervals, k_most_intervals);
  const std::string mark = result.generator.valid() ? "" : " INVALID";
  Chart response = over_time(result, intervals, "response-time");
  response.name = "Response time over time" + mark;
  response.about =
      "Iterations that ended at that moment, from their intended start to the last byte: how long they were "
      "waited for. A gap: none ended.";
  response.series = percentile_lines(intervals, &Interval::response, k_response_colour);
  Chart service = over_time(result, intervals, "service-time");
  service.name = "Service time over time" + mark;
  service.about =
      "Requests that ended at that moment, from the first byte sent to the last byte: what the target took "
      "once it was asked.";
  service.series = percentile_lines(intervals, &Interval::service, k_service_colour);
  std::vector<Chart> charts = {std::move(response), std::move(service)};
  for (Chart& chart : charts) chart.bands = bands_between(chart.series);
  share_axis(charts);
  return charts;
}

Chart percentile_chart(const LoadResult& result) {
  const std::string mark = result.generator.valid() ? "" : " INVALID";
  Chart chart;
  chart.id = "percentiles";
  chart.name = "Percentiles" + mark;
  chart.about =
      "Iterations by both clocks. Each step to the right is ten times rarer: at 99 %, one in a hundred took "
      "longer. "
      "Where the curves part, iterations waited to be sent.";
  chart.x = {"share of iterations that took no longer", ChartMeasure::nines, true, {}, {}};
  chart.series = {
      percentiles_of(result.iterations.response, "response time", k_response_colour, ChartStroke::solid),
      percentiles_of(result.iterations.service, "service time", k_service_colour, ChartStroke::dashed)};
  std::vector<Chart> charts = {std::move(chart)};
  share_axis(charts);
  if (!result.generator.valid()) charts[0].stamp = "INVALID";
  return charts[0];
}

Chart rate_chart(const LoadResult& result) {
  const std::vector<Interval> intervals = thinned(result.intervals, k_most_intervals);
  Chart chart = over_time(result, intervals, "rate");
  chart.name = "Rate";
  chart.y = {"iterations a second", ChartMeasure::per_second, false, {}, {}};
  chart.series = {rate_of(intervals, "finished", &Interval::finished),
                  rate_of(intervals, "started", &Interval::started)};
  chart.series[0].colour = k_other_colour;
  chart.series[0].strong = true;
  chart.series[1].colour = k_service_colour;
  chart.series[1].stroke = ChartStroke::dotted;
  chart.about = "Iterations started and finished.";
  if (result.profile.model == Model::closed) return chart;
  chart.about = "Iterations that the profile wanted to start, that were started, and that finished.";
  chart.series.push_back(rate_of(intervals, "intended", &Interval::intended));
  chart.series.back().colour = 5;
  chart.series.back().stroke = ChartStroke::dashed;
  return chart;
}

Chart in_flight_chart(const LoadResult& result) {
  const std::vector<Interval> intervals = thinned(result.intervals, k_most_intervals);
  Chart chart = over_time(result, intervals, "in-flight");
  chart.name = "In flight";
  chart.about = "Iterations under way. When they pile up, the target is slower than the rate asks for.";
  chart.y = {"iterations", ChartMeasure::number, false, {}, {}};
  chart.series = {series_of(intervals, "in flight", [](const Interval& interval) {
    return static_cast<double>(interval.in_flight);
  })};
  chart.series[0].colour = 4;
  return chart;
}

Chart error_chart(const LoadResult& result) {
  const std::vector<Interval> intervals = thinned(result.intervals, k_most_intervals);
  Chart chart = over_time(result, intervals, "errors-over-time");
  chart.name = "Errors over time";
  chart.about = "Requests that did not end ok; the table below says how and in which step.";
  chart.y = {"requests a second", ChartMeasure::per_second, false, {}, {}};
  chart.series = {rate_of(intervals, "errors", &Interval::errors)};
  chart.series[0].colour = k_error_colour;
  chart.series[0].stroke = ChartStroke::bars;
  return chart;
}

}  // namespace sellsign::load
