#include <algorithm>
#include <cmath>

#include "base/markup.h"
#include "load/report/chart/chart.h"

namespace sellsign::load {
namespace {

constexpr ChartSize k_wide{860, 280, true};
constexpr ChartSize k_narrow{340, 250, false};

std::string swatch(std::string_view look, std::string_view shape) {
  return "<svg class=\"chart-swatch\" viewBox=\"0 0 34 12\" aria-hidden=\"true\"><g" +
         xml_attribute("class", look) + ">" + std::string(shape) + "</g></svg>";
}

std::string legend_row(std::string_view swatch, std::string_view name) {
  return "<li>" + std::string(swatch) + xml_text(name) + "</li>";
}

std::string legend(const Chart& chart) {
  constexpr std::string_view k_box = "<rect x=\"2\" y=\"1\" width=\"30\" height=\"10\"/>";
  if (chart.series.size() + chart.bands.size() < 2) return {};
  std::string out = "<ul class=\"chart-legend\">";
  for (const ChartSeries& series : chart.series)
    out += legend_row(
        swatch(series_look(series), series.stroke == ChartStroke::bars ? k_box : "<path d=\"M0 6L34 6\"/>"),
        series.name);
  for (const ChartBand& band : chart.bands) out += legend_row(swatch(band_look(band), k_box), band.name);
  return out + "</ul>\n";
}

std::string table_row(const Chart& chart, const ChartSlot& slot) {
  std::string out = "<tr><th scope=\"row\">" + xml_text(slot.name) + "</th>";
  for (const ChartSeries& series : chart.series) {
    const ChartPoint* const point = point_in(series, slot);
    const bool known = point != nullptr && std::isfinite(point->y);
    out += "<td>" + (known ? xml_text(point_text(chart, *point)) : "") + "</td>";
  }
  return out + "</tr>\n";
}

std::string table(const Chart& chart) {
  const std::vector<ChartSlot> slots = slots_of(chart);
  if (slots.empty()) return {};
  std::string out = "<details class=\"chart-data\"><summary>" + xml_text(chart.name) +
                    " as a table</summary><div class=\"scroll\" role=\"region\" tabindex=\"0\"" +
                    xml_attribute("aria-label", chart.name + " as a table") +
                    "><table><thead><tr><th scope=\"col\">" + xml_text(chart.x.title) + "</th>";
  for (const ChartSeries& series : chart.series)
    out += "<th scope=\"col\">" + xml_text(series.name) + "</th>";
  out += "</tr></thead><tbody>\n";
  for (const ChartSlot& slot : slots) out += table_row(chart, slot);
  return out + "</tbody></table></div></details>\n";
}

constexpr std::string_view k_style = R"(
:root {
  --chart-0: #0b62a8; --chart-1: #c2410c; --chart-2: #00775a; --chart-3: #8e3b8a; --chart-4: #7d5a00; --chart-5: #4b5563;
  --chart-text: #4a5257; --chart-grid: #e3e5e4; --chart-axis: #8b8f88; --chart-region: #8b8f8822; --chart-hover: #8b8f8833;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --chart-0: #6cb6ff; --chart-1: #ff9d6b; --chart-2: #4fd1a5; --chart-3: #e59be0; --chart-4: #e5b94f; --chart-5: #b6bec8;
    --chart-text: #b3bac0; --chart-grid: #30363d; --chart-axis: #727b85; --chart-region: #8b949e2e; --chart-hover: #8b949e40;
  }
}
.chart { margin: 0; break-inside: avoid; }
.chart-svg { display: block; width: 100%; height: auto; font: 12px system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; font-variant-numeric: tabular-nums; }
.chart-narrow { display: none; }
@media screen and (max-width: 620px) { .chart-narrow { display: block; } .chart-wide { display: none; } }
.chart-svg text { fill: var(--chart-text); }
.chart-svg .chart-stamp { font-size: 56px; font-weight: 700; letter-spacing: 6px; opacity: .22; }
.chart-narrow .chart-svg .chart-stamp { font-size: 38px; letter-spacing: 3px; }
.chart-end { text-anchor: end; }
.chart-mid { text-anchor: middle; }
.chart-grid { stroke: var(--chart-grid); }
.chart-axis { stroke: var(--chart-axis); }
.chart-region { fill: var(--chart-region); }
.chart-hit { fill: transparent; }
.chart-hit:hover { fill: var(--chart-hover); }
.chart-series path { fill: none; stroke: currentColor; stroke-width: 1.5; stroke-linejoin: round; }
.chart-series circle, .chart-series rect { fill: currentColor; }
.chart-strong path { stroke-width: 2.5; }
.chart-dashed path { stroke-dasharray: 7 4; }
.chart-dotted path { stroke-dasharray: 2 3; }
.chart-dash_dot path { stroke-dasharray: 9 3 2 3; }
.chart-band { fill: currentColor; stroke: none; }
.chart-strength-1 { opacity: .16; } .chart-strength-2 { opacity: .3; } .chart-strength-3 { opacity: .48; }
.chart-c0 { color: var(--chart-0); } .chart-c1 { color: var(--chart-1); } .chart-c2 { color: var(--chart-2); }
.chart-c3 { color: var(--chart-3); } .chart-c4 { color: var(--chart-4); } .chart-c5 { color: var(--chart-5); }
.chart-legend { list-style: none; display: flex; flex-wrap: wrap; gap: 2px 18px; margin: 6px 0; padding: 0; font-size: 13px; }
.chart-legend li { display: flex; align-items: center; gap: 7px; }
.chart-swatch { width: 34px; height: 12px; flex: none; }
.chart-data .scroll { max-height: 340px; overflow: auto; }
@media print { .chart-data { display: none; } }
)";

}  // namespace

std::string series_look(const ChartSeries& series) {
  constexpr std::string_view k_strokes[] = {"solid", "dashed", "dotted", "dash_dot", "bars"};
  return "chart-series chart-c" + std::to_string(series.colour % k_chart_colours) + " chart-" +
         std::string(k_strokes[static_cast<std::size_t>(series.stroke)]) +
         (series.strong ? " chart-strong" : "");
}

std::string band_look(const ChartBand& band) {
  return "chart-band chart-c" + std::to_string(band.colour % k_chart_colours) + " chart-strength-" +
         std::to_string(band.strength);
}

std::vector<ChartSlot> slots_of(const Chart& chart) {
  if (!chart.slots.empty() || chart.series.empty()) return chart.slots;
  const auto& points =
      std::max_element(chart.series.begin(), chart.series.end(), [](const auto& a, const auto& b) {
        return a.points.size() < b.points.size();
      })->points;
  std::vector<ChartSlot> slots;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const double x = points[i].x;
    const double before = i == 0 ? x : (points[i - 1].x + x) / 2;
    const double after = i + 1 == points.size() ? x : (x + points[i + 1].x) / 2;
    slots.push_back({before, after, value_text(chart.x.measure, x)});
  }
  return slots;
}

const ChartPoint* point_in(const ChartSeries& series, const ChartSlot& slot) {
  const auto found = std::lower_bound(series.points.begin(), series.points.end(), slot.from,
                                      [](const ChartPoint& point, double x) { return point.x < x; });
  return found == series.points.end() || found->x > slot.to ? nullptr : &*found;
}

std::string point_text(const Chart& chart, const ChartPoint& point) {
  const bool stamped = !chart.stamp.empty() && chart.y.measure == ChartMeasure::time;
  return value_text(chart.y.measure, point.y) + (stamped ? " " + chart.stamp : "");
}

std::string render_figure(const Chart& chart) {
  return "<figure class=\"chart\"" + xml_attribute("id", chart.id) + "><figcaption><h3>" +
         xml_text(chart.name) + "</h3><p>" + xml_text(chart.about) + "</p></figcaption>\n" + legend(chart) +
         "<div class=\"chart-wide\">" + render_svg(chart, k_wide) + "</div><div class=\"chart-narrow\">" +
         render_svg(chart, k_narrow) + "</div>\n" + table(chart) + "</figure>\n";
}

std::string_view chart_style() { return k_style; }

}  // namespace sellsign::load
