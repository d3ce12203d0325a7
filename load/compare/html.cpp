#include <cmath>
#include <limits>

#include "base/markup.h"
#include "load/compare/report.h"
#include "load/report/chart/chart.h"
#include "load/report/html_parts.h"

namespace sellsign::load {
namespace {

using Runs = std::vector<LoadResult>;
using Buckets = std::vector<Histogram::Bucket>;

constexpr std::size_t k_colours[] = {0, 1};
constexpr ChartStroke k_strokes[] = {ChartStroke::dashed, ChartStroke::solid};
constexpr std::string_view k_sides[] = {"A", "B"};

double seconds(std::chrono::nanoseconds duration) { return std::chrono::duration<double>(duration).count(); }

ChartSeries percentiles(const Histogram& times, std::size_t side) {
  constexpr double k_steps_a_decade = 24;
  ChartSeries out{std::string(k_sides[side]), {}, k_colours[side], k_strokes[side], true};
  if (times.empty()) return out;
  const auto all = static_cast<double>(times.count());
  for (double n = 0; std::pow(10, n / k_steps_a_decade) < all; ++n) {
    const double x = std::pow(10, n / k_steps_a_decade);
    out.points.push_back({x, static_cast<double>(times.at_us(100 * (1 - 1 / x)))});
  }
  out.points.push_back({all, static_cast<double>(times.max_us())});
  return out;
}

Chart percentile_overlay(const std::string& id, const std::string& name, const Histogram& a,
                         const Histogram& b) {
  Chart chart;
  chart.id = id;
  chart.name = name;
  chart.about = "Each step to the right is ten times rarer.";
  chart.x = {"share that took no longer", ChartMeasure::nines, true, {}, {}};
  chart.y = {"time", ChartMeasure::time, true, {}, {}};
  chart.series = {percentiles(a, 0), percentiles(b, 1)};
  return chart;
}

/// The p99 of each interval of the first run of a side.
ChartSeries over_time(const LoadResult& run, Buckets Interval::*clock, std::size_t side) {
  ChartSeries out{std::string(k_sides[side]) + " p99", {}, k_colours[side], k_strokes[side], true};
  Histogram times;
  for (const Interval& interval : run.intervals) {
    times.clear();
    times.add(interval.*clock);
    out.points.push_back(
        {seconds(interval.start) + seconds(interval.length) / 2,
         times.empty() ? std::numeric_limits<double>::quiet_NaN() : static_cast<double>(times.at_us(99))});
  }
  return out;
}

Chart time_overlay(const std::string& id, const std::string& name, Buckets Interval::*clock, const Runs& a,
                   const Runs& b) {
  Chart chart;
  chart.id = id;
  chart.name = name;
  chart.about =
      a.size() + b.size() > 2 ? "Of the first run of each side, warm-up included." : "Warm-up included.";
  chart.x = {"since the start of the run", ChartMeasure::run, false, 0, std::nullopt};
  chart.y = {"p99 of the interval", ChartMeasure::time, false, 0, std::nullopt};
  chart.series = {over_time(a.front(), clock, 0), over_time(b.front(), clock, 1)};
  return chart;
}

Histogram sum_of(const Runs& runs, Histogram IterationLoad::*clock) {
  Histogram all;
  for (const LoadResult& run : runs) all.add(run.iterations.*clock);
  return all;
}

std::string charts(const ComparisonReport& report, const Runs& a, const Runs& b) {
  Chart all[] = {
      percentile_overlay("response", "Response time of iterations", sum_of(a, &IterationLoad::response),
                         sum_of(b, &IterationLoad::response)),
      percentile_overlay("service", "Service time of iterations", sum_of(a, &IterationLoad::service),
                         sum_of(b, &IterationLoad::service)),
      time_overlay("response-over-time", "Response time of iterations over time", &Interval::response, a, b),
      time_overlay("service-over-time", "Service time of requests over time", &Interval::service, a, b)};
  std::string out;
  for (Chart& chart : all) {
    if (report.invalid()) chart.stamp = "INVALID";
    out += render_figure(chart);
  }
  return out;
}

std::string table(const ComparisonReport& report) {
  HtmlTable out{"A and B, number by number", {"", "A", "B", "change", "99 % interval", "judgement"}, {}, 1};
  for (const CompareRow& row : report.comparison.rows) out.rows.push_back(cells_of(row, report));
  return html_table(out) + "<p>" + xml_text(report.comparison.noise) + "</p>\n" + html_list(unjudged(report));
}

std::string limits(const ComparisonReport& report) {
  std::vector<std::string> out;
  for (const LimitOutcome& limit : report.limits) {
    out.push_back(limit.text + (limit.beyond.empty() ? ": held" : ": FAILED"));
    for (const std::string& sentence : limit.beyond) out.push_back(sentence);
  }
  return html_list(out);
}

bool failed(const ComparisonReport& report) {
  for (const LimitOutcome& limit : report.limits)
    if (!limit.beyond.empty()) return true;
  return false;
}

}  // namespace

std::string render_html(const ComparisonReport& report, const Runs& a, const Runs& b) {
  const std::string look = report.invalid() ? "invalid" : failed(report) ? "bad" : "good";
  std::string out =
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv="
      "\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<meta "
      "name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>sellsign "
      "compare</title>\n<style>";
  out += std::string(report_style()) + std::string(chart_style()) +
         "</style>\n</head>\n<body>\n<header><h1>sellsign compare</h1>\n";
  out += "<div class=\"verdict " + look + "\"><p>" + xml_text(headline_of(report)) + "</p>" + limits(report) +
         "</div>\n";
  out += html_facts({{"A", report.a}, {"B", report.b}}) + "</header>\n<main>\n";
  out += html_section("warnings", "To know", html_list(report.comparison.warnings));
  out += html_section("numbers", "Numbers", table(report)) +
         html_section("charts", "Both over each other", charts(report, a, b));
  return out + "</main>\n</body>\n</html>\n";
}

}  // namespace sellsign::load
