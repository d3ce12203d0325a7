#include "base/markup.h"
#include "load/compare/report.h"
#include "load/report/charts.h"
#include "load/report/html_parts.h"

namespace sellsign::load {
namespace {

using Runs = std::vector<LoadResult>;
using Buckets = std::vector<Histogram::Bucket>;

constexpr std::size_t k_colours[] = {0, 1};
constexpr ChartStroke k_strokes[] = {ChartStroke::dashed, ChartStroke::solid};
constexpr std::string_view k_sides[] = {"A", "B"};

Chart percentile_overlay(std::string id, std::string name, Histogram IterationLoad::*clock, const Runs& a,
                         const Runs& b) {
  std::vector<ChartSeries> series;
  for (const Runs* runs : {&a, &b}) {
    Histogram all;
    for (const LoadResult& run : *runs) all.add(run.iterations.*clock);
    const std::size_t side = series.size();
    series.push_back(percentiles_of(all, std::string(k_sides[side]), k_colours[side], k_strokes[side]));
  }
  return {.id = std::move(id),
          .name = std::move(name),
          .about = "Each step to the right is ten times rarer.",
          .x = {"share that took no longer", ChartMeasure::nines, true, {}, {}},
          .y = {"time", ChartMeasure::time, true, {}, {}},
          .series = std::move(series)};
}

/// The p99 of each interval of the first run of a side.
ChartSeries p99_of(const LoadResult& run, Buckets Interval::*clock, std::size_t side) {
  ChartSeries out{std::string(k_sides[side]) + " p99", {}, k_colours[side], k_strokes[side], true};
  Histogram times;
  for (const Interval& interval : run.intervals) {
    times.clear();
    times.add(interval.*clock);
    out.points.push_back({middle_of(interval), time_or_gap(times, 99)});
  }
  return out;
}

Chart time_overlay(std::string id, std::string name, Buckets Interval::*clock, const Runs& a, const Runs& b) {
  return {.id = std::move(id),
          .name = std::move(name),
          .about = a.size() + b.size() > 2 ? "Of the first run of each side, warm-up included."
                                           : "Warm-up included.",
          .x = {"since the start of the run", ChartMeasure::run, false, 0, std::nullopt},
          .y = {"p99 of the interval", ChartMeasure::time, false, 0, std::nullopt},
          .series = {p99_of(a.front(), clock, 0), p99_of(b.front(), clock, 1)}};
}

std::string charts(const ComparisonReport& report, const Runs& a, const Runs& b) {
  Chart all[] = {
      percentile_overlay("response", "Response time of iterations", &IterationLoad::response, a, b),
      percentile_overlay("service", "Service time of iterations", &IterationLoad::service, a, b),
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
    out.push_back(limit.text + ": " + std::string(limit.word()));
    for (const auto* sentences : {&limit.beyond, &limit.noisy})
      out.insert(out.end(), sentences->begin(), sentences->end());
  }
  return html_list(out);
}

}  // namespace

std::string render_html(const ComparisonReport& report, const Runs& a, const Runs& b) {
  const bool held = exit_code_of(report) == harness::ExitCode::held;
  const std::string verdict = verdict_text(report);
  const std::string look = report.invalid() ? "invalid" : held ? "good" : "bad";
  std::string out = html_head("sellsign compare") + "<body>\n<header><h1>sellsign compare</h1>\n";
  out += "<div class=\"verdict " + look + "\"><p>" + xml_text(headline_of(report)) + "</p>" +
         (verdict.empty() ? "" : "<p>" + xml_text(verdict) + "</p>") + limits(report) + "</div>\n";
  out += html_facts({{"A", report.a}, {"B", report.b}}) + "</header>\n<main>\n";
  out += html_section("warnings", "To know", html_list(report.comparison.warnings));
  out += html_section("numbers", "Numbers", table(report)) +
         html_section("charts", "Both over each other", charts(report, a, b));
  return out + "</main>\n</body>\n</html>\n";
}

}  // namespace sellsign::load
