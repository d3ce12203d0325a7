#include <algorithm>
#include <cmath>

#include "base/markup.h"
#include "base/text.h"
#include "load/model/units.h"
#include "load/report/charts.h"
#include "load/report/html_parts.h"
#include "load/report/report.h"

namespace sellsign::load {
namespace {

constexpr std::string_view k_clocks =
    "<p><b>Service time</b> runs from the first byte sent to the last byte received: what the target took "
    "once it was asked. <b>Response time</b> starts earlier, at the moment at which the iteration was "
    "meant to start: what somebody who came at that moment waited.</p>\n<p>When a target stalls for a "
    "second at 100 requests a second, a hundred visitors wait, but only the few requests that are already "
    "on their way have a long service time; the others are sent late and answered quickly. So service time "
    "tells how fast the target works, and response time how it feels to be its visitor. Where both agree, "
    "nobody had to wait to be sent; where they part, the target (or its <code>max_in_flight</code>) was "
    "slower than the rate asked for. Later steps of an iteration have no intended start of their own, so "
    "for them there is service time only.</p>\n<p>The percentile p99 of 12 ms says: 99 of 100 took 12 ms "
    "or less. Times are kept with three digits, from 1 us to 1 h.</p>\n";

std::string verdict_part(const LoadResult& result) {
  const RunVerdict verdict = verdict_of(result);
  constexpr std::string_view k_looks[] = {"good", "bad", "invalid"}, k_signs[] = {"✓", "✗", "⚠"};
  const auto tone = static_cast<std::size_t>(verdict.tone);
  return "<div class=\"verdict " + std::string(k_looks[tone]) + "\"><p><span aria-hidden=\"true\">" +
         std::string(k_signs[tone]) + "</span> " + xml_text(verdict.headline) + "</p>" +
         html_list(verdict.reasons) + "</div>\n";
}

/// A figure to look at first, and what belongs to it.
struct Tile {
  std::string name, big;
  std::vector<std::string> small;
  bool alarming = false;
};

std::string html_tile(const Tile& tile) {
  std::string out = "<div class=\"tile\"><h2>" + xml_text(tile.name) + "</h2><p class=\"big" +
                    (tile.alarming ? " alarming" : "") + "\">" + html_text(tile.big) +
                    "</p><p class=\"small\">";
  for (std::size_t i = 0; i < tile.small.size(); ++i)
    out += "<span>" + html_text(tile.small[i]) + (i + 1 < tile.small.size() ? ",</span> " : "</span>");
  return out + "</p></div>\n";
}

Tile time_tile(std::string_view name, const Histogram& times, const LoadResult& result) {
  if (times.empty()) return {std::string(name), "-", {"nothing was measured"}};
  const auto at = [&](double percentile) { return percentile_text(percentile, times, result); };
  return {std::string(name), at(99), {"p50 " + at(50), "p99.9 " + at(99.9), "max " + at(100)}};
}

std::string share_of(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? "-" : share_text(static_cast<double>(part) / static_cast<double>(whole));
}

std::string tiles(const LoadResult& result) {
  const Tally all = result.tally();
  const auto rate = [](double per_second) {
    return rate_text(per_second < 10 ? std::round(per_second * 100) / 100 : std::round(per_second * 10) / 10);
  };
  const bool open = result.profile.model == Model::open;
  const Starts& starts = result.starts;
  const Tile rows[] = {
      {"Rate reached",
       rate(result.rate_of(result.iterations.finished)),
       {"iterations finished", open ? "intended " + rate(result.rate_of(starts.intended)) : "closed model"}},
      time_tile("Response time p99", result.iterations.response, result),
      time_tile("Service time p99", result.iterations.service, result),
      {"Errors",
       share_of(all.errors(), all.judged()),
       {count_text(all.errors()) + " of " + count_text(all.judged()) + " requests"},
       all.errors() > 0},
      {"Late starts",
       share_of(starts.late, starts.intended),
       {count_text(starts.dropped) + " dropped", count_text(starts.queued) + " queued"},
       starts.late > 0}};
  std::string out = "<div class=\"tiles\">";
  for (const Tile& tile : rows) out += html_tile(tile);
  return out + "</div>\n";
}

std::string navigation() {
  constexpr std::pair<std::string_view, std::string_view> k_links[] = {
      {"latency", "Latency"}, {"throughput", "Throughput"}, {"steps", "Steps"}, {"errors", "Errors"},
      {"starts", "Starts"},   {"clocks", "Two clocks"},     {"run", "The run"}};
  std::string out = "<nav aria-label=\"Parts of the report\">";
  for (const auto& [id, name] : k_links)
    out += "<a" + xml_attribute("href", "#" + std::string(id)) + ">" + std::string(name) + "</a> ";
  return out + "</nav>\n";
}

std::string slos_part(const LoadResult& result) {
  HtmlTable table{"Service level objectives", {"SLO", "outcome", "measured"}, {}, 3};
  const std::string mark = result.generator.valid() ? "" : " INVALID";
  for (const SloResult& slo : result.slos)
    table.rows.push_back({slo.text, (slo.held ? "✓ held" : "✗ missed") + mark, slo.words + mark});
  return html_section("slos", "SLOs", html_table(table));
}

std::string times_table(std::string_view name, const std::vector<Times>& rows, const LoadResult& result) {
  HtmlTable table{std::string(name), times_head({"of", "clock", "count", "mean"}), {}, 2};
  for (const Times& times : rows)
    table.rows.push_back(
        times.cells({times.name(), std::string(times.clock), count_text(times.times->count()),
                     statistic_text({Statistic::Kind::mean}, *times.times, result)},
                    result));
  return html_table(table);
}

std::string statuses(const std::vector<StepLoad>& steps) {
  std::vector<Fact> facts;
  for (const StepLoad& step : steps) facts.push_back({step.id, statuses_text(step.tally)});
  return facts.empty() ? "" : "<h3>Statuses of the answers</h3>\n" + html_facts(facts);
}

/// Endings that came about have a column, the others a sentence.
std::string endings(const std::vector<StepLoad>& steps, std::string_view name) {
  const std::vector<Ending> shown = endings_of(steps);
  HtmlTable table{std::string(name), endings_head("step", shown), {}, 1};
  table.head.emplace_back("checks failed");
  for (const StepLoad& step : steps) {
    table.rows.push_back(ending_cells(step, shown));
    table.rows.back().push_back(part_text(step.tally.checks_broken, step.tally.checks_made));
  }
  std::vector<std::string_view> others;
  for (std::size_t i = 0; i < k_endings; ++i)
    if (const auto ending = static_cast<Ending>(i); std::ranges::find(shown, ending) == shown.end())
      others.push_back(name_of(ending));
  const std::string html = html_table(table) + statuses(steps);
  return steps.empty() || others.empty()
             ? html
             : html + "<p class=\"muted\">No request ended as " + joined_texts(others) + ".</p>\n";
}

std::string broken_checks(const LoadResult& result) {
  const std::string html = html_table({"Failed checks",
                                       {"step", "check", "where", "statement", "times", "the first time"},
                                       broken_rows(result),
                                       6});
  return html.empty() ? html : "<h3>Failed checks</h3>\n" + html;
}

std::string latency(const LoadResult& result) {
  std::string out;
  if (result.intervals.empty()) out = "<p class=\"muted\">The run left no intervals to draw over time.</p>\n";
  if (!result.intervals.empty())
    for (const Chart& chart : latency_charts(result)) out += render_figure(chart);
  if (result.iterations.response.empty()) return out + "<p>No iteration was measured.</p>\n";
  return out + render_figure(percentile_chart(result));
}

std::string throughput(const LoadResult& result) {
  std::string out;
  if (!result.intervals.empty())
    out = render_figure(rate_chart(result)) + render_figure(in_flight_chart(result));
  return out + html_facts(count_facts(result));
}

std::string errors(const LoadResult& result) {
  const bool any = std::any_of(result.intervals.begin(), result.intervals.end(),
                               [](const Interval& interval) { return interval.errors > 0; });
  const std::string chart =
      any ? render_figure(error_chart(result)) : "<p>No request ended in an error.</p>\n";
  return (result.tally().errors() > 0 && !any ? "" : chart) +
         endings(result.steps, "How requests ended, by step") + broken_checks(result);
}

std::string warmup(const LoadResult& result) {
  if (result.warmup.empty()) return {};
  return "<p class=\"muted\">Apart: in none of the other figures but the charts over time, where it is "
         "shaded.</p>\n" +
         times_table("Times in the warm-up", warmup_times_of(result), result) +
         endings(result.warmup, "How requests ended in the warm-up");
}

std::string run(const LoadResult& result) {
  return html_facts(all_run_facts(result)) + "<pre aria-label=\"the exact command\">" +
         xml_text(result.environment.command) + "</pre>\n";
}

std::string title(const LoadResult& result) {
  return "sellsign load: " + joined_texts(result.scenarios) + ", " + result.profile.name;
}

std::string notes_part(const LoadResult& result) {
  return html_section("notes", "To know", html_list(notes_of(result)));
}

}  // namespace

std::string render_html(const LoadResult& result) {
  std::string out = html_head(title(result)) + "<body>\n<header><h1>" + xml_text(title(result)) + "</h1>\n" +
                    verdict_part(result) + tiles(result) + navigation() + "</header>\n<main>\n";
  out += slos_part(result) + notes_part(result) + html_section("latency", "Latency", latency(result));
  out += html_section("throughput", "Throughput", throughput(result));
  out += html_section("steps", "Iterations and steps",
                      times_table("Times of iterations and steps, by clock", times_of(result), result));
  out += html_section("errors", "Errors", errors(result));
  out += html_section("starts", "Starts", html_facts(start_facts(result)));
  out += html_section("generator", "The generator itself", html_facts(generator_facts(result)));
  out += html_section("warm-up", "Warm-up", warmup(result));
  out += html_section("clocks", "Two clocks", k_clocks);
  out += html_section("run", "The run and where it ran", run(result));
  return out + "</main>\n<footer>Made by sellsign " + xml_text(result.environment.version) + ", " +
         show_second(result.started) + ".</footer>\n</body>\n</html>\n";
}

}  // namespace sellsign::load
