#include "load/report/charts.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/time_text.h"
#include "load/model/units.h"
#include "load/report/parts.h"
#include "load/result/intervals.h"

namespace sellsign::load {
namespace {

constexpr std::size_t k_most_drawn = 180;
constexpr std::size_t k_service_colour = 0, k_response_colour = 1, k_other_colour = 2, k_error_colour = 3;
constexpr double k_wide_range = 15;  // from here on a log axis shows more
using Buckets = std::vector<Histogram::Bucket>;

constexpr double k_nothing = std::numeric_limits<double>::quiet_NaN();

std::string moment(double seconds) { return tenth_text(seconds) + " s"; }

std::string mark_of(const LoadResult& result) { return result.generator.valid() ? "" : " INVALID"; }

/// What the charts over time of one result are made of.
class OverTime {
 public:
  explicit OverTime(const LoadResult& result)
      : result_(result), intervals_(thinned(result.intervals, k_most_drawn)) {}

  /// A chart without its lines.
  Chart chart(std::string id, std::string name, std::string about, ChartAxis y = {}) const {
    Chart chart{.id = std::move(id), .name = std::move(name), .about = std::move(about), .y = std::move(y)};
    chart.x = {"since the start of the run", ChartMeasure::run, false, 0, std::nullopt};
    double warm = 0, end = 0;
    for (const Interval& interval : intervals_) {
      const double from = in_seconds(interval.start);
      end = from + in_seconds(interval.length);
      if (interval.warmup) warm = end;
      chart.slots.push_back(
          {from, end, moment(from) + " to " + moment(end) + (interval.warmup ? ", warm-up" : "")});
    }
    if (end > 0) chart.x.to = end;
    if (warm > 0) chart.regions.push_back({0, warm, "warm-up"});
    if (!result_.generator.valid()) chart.stamp = "INVALID";
    return chart;
  }

  /// The line with a value for each interval.
  template <typename Value>
  ChartSeries line(ChartSeries line, Value value) const {
    for (const Interval& interval : intervals_) line.points.push_back({middle_of(interval), value(interval)});
    return line;
  }

  ChartSeries rate(ChartSeries line, std::uint64_t Interval::*count) const {
    return this->line(std::move(line), [&](const Interval& interval) {
      const double length = in_seconds(interval.length);
      return length > 0 ? static_cast<double>(interval.*count) / length : k_nothing;
    });
  }

  /// p50, p90, p99 and maximum, line by line.
  std::vector<ChartSeries> percentiles(Buckets Interval::*clock, std::size_t colour) const {
    constexpr double k_lines[] = {50, 90, 99, 100};
    constexpr ChartStroke k_strokes[] = {ChartStroke::solid, ChartStroke::dash_dot, ChartStroke::dashed,
                                         ChartStroke::dotted};
    std::vector<ChartSeries> lines;
    for (std::size_t i = 0; i < std::size(k_lines); ++i)
      lines.push_back(
          {k_lines[i] < 100 ? percentile_name(k_lines[i]) : "max", {}, colour, k_strokes[i], i == 0});
    Histogram times;
    for (const Interval& interval : intervals_) {
      times.clear();
      times.add(interval.*clock);
      for (std::size_t i = 0; i < lines.size(); ++i)
        lines[i].points.push_back({middle_of(interval), time_or_gap(times, k_lines[i])});
    }
    return lines;
  }

 private:
  const LoadResult& result_;
  std::vector<Interval> intervals_;
};

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

}  // namespace

double time_or_gap(const Histogram& times, double percentile) {
  return times.empty() ? k_nothing : static_cast<double>(times.at_us(percentile));
}

double middle_of(const Interval& interval) {
  return in_seconds(interval.start) + in_seconds(interval.length) / 2;
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

std::vector<Chart> latency_charts(const LoadResult& result) {
  const OverTime over_time(result);
  std::vector<Chart> charts = {
      over_time.chart("response-time", "Response time over time" + mark_of(result),
                      "Iterations that ended at that moment, from their intended start to the last byte: how "
                      "long they were waited for. A gap: none ended."),
      over_time.chart("service-time", "Service time over time" + mark_of(result),
                      "Requests that ended at that moment, from the first byte sent to the last byte: what "
                      "the target took once it was asked.")};
  charts[0].series = over_time.percentiles(&Interval::response, k_response_colour);
  charts[1].series = over_time.percentiles(&Interval::service, k_service_colour);
  for (Chart& chart : charts) chart.bands = bands_between(chart.series);
  share_axis(charts);
  return charts;
}

Chart percentile_chart(const LoadResult& result) {
  const IterationLoad& of = result.iterations;
  std::vector<Chart> charts = {
      {.id = "percentiles",
       .name = "Percentiles" + mark_of(result),
       .about = "Iterations by both clocks. Each step to the right is ten times rarer: at 99 %, one in a "
                "hundred took longer. Where the curves part, iterations waited to be sent.",
       .x = {"share of iterations that took no longer", ChartMeasure::nines, true, {}, {}},
       .series = {percentiles_of(of.response, "response time", k_response_colour, ChartStroke::solid),
                  percentiles_of(of.service, "service time", k_service_colour, ChartStroke::dashed)},
       .stamp = result.generator.valid() ? "" : "INVALID"}};
  share_axis(charts);
  return charts[0];
}

Chart rate_chart(const LoadResult& result) {
  const OverTime over_time(result);
  const bool closed = result.profile.model == Model::closed;
  Chart chart = over_time.chart(
      "rate", "Rate",
      closed ? "Iterations started and finished."
             : "Iterations that the profile wanted to start, that were started, and that finished.",
      {"iterations a second", ChartMeasure::per_second, false, {}, {}});
  const auto add = [&](ChartSeries line, std::uint64_t Interval::*count) {
    chart.series.push_back(over_time.rate(std::move(line), count));
  };
  add({.name = "finished", .colour = k_other_colour, .strong = true}, &Interval::finished);
  add({.name = "started", .colour = k_service_colour, .stroke = ChartStroke::dotted}, &Interval::started);
  if (!closed) add({.name = "intended", .colour = 5, .stroke = ChartStroke::dashed}, &Interval::intended);
  return chart;
}

Chart in_flight_chart(const LoadResult& result) {
  const OverTime over_time(result);
  Chart chart =
      over_time.chart("in-flight", "In flight",
                      "Iterations under way. When they pile up, the target is slower than the rate asks for.",
                      {"iterations", ChartMeasure::number, false, {}, {}});
  chart.series = {over_time.line({.name = "in flight", .colour = 4}, [](const Interval& interval) {
    return static_cast<double>(interval.in_flight);
  })};
  return chart;
}

Chart error_chart(const LoadResult& result) {
  const OverTime over_time(result);
  Chart chart = over_time.chart("errors-over-time", "Errors over time",
                                "Requests that did not end ok; the table below says how and in which step.",
                                {"requests a second", ChartMeasure::per_second, false, {}, {}});
  chart.series = {over_time.rate({.name = "errors", .colour = k_error_colour, .stroke = ChartStroke::bars},
                                 &Interval::errors)};
  return chart;
}

}  // namespace sellsign::load
