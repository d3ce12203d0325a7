#include "load/report/chart/chart.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/markup.h"
#include "base/number.h"

namespace sellsign::load {
namespace {

constexpr double k_character = 6.7;  // of the 12 px text, on average
constexpr std::size_t k_few_points = 12;

struct Range {
  double low = std::numeric_limits<double>::quiet_NaN();
  double high = std::numeric_limits<double>::quiet_NaN();

  void add(double value, bool log) {
    if (!std::isfinite(value) || (log && value <= 0)) return;
    low = std::fmin(low, value);
    high = std::fmax(high, value);
  }
};

/// Where the plot is and what its axes are.
struct Plot {
  double left = 0, right = 0, top = 0, bottom = 0;
  ChartScale x, y;

  double across(double value) const { return left + x.at(value) * (right - left); }
  double down(double value) const { return bottom - y.at(value) * (bottom - top); }
  bool draws(const ChartPoint& point) const { return std::isfinite(point.y) && (!y.log || point.y > 0); }
};

std::string px(double value) { return short_text(value, 1); }

std::string numbered(std::string_view name, double value) { return xml_attribute(name, px(value)); }

std::string line(double x1, double y1, double x2, double y2, std::string_view look) {
  return "<line" + xml_attribute("class", look) + numbered("x1", x1) + numbered("y1", y1) +
         numbered("x2", x2) + numbered("y2", y2) + "/>";
}

std::string label(double x, double y, std::string_view look, std::string_view text) {
  return "<text" + xml_attribute("class", look) + numbered("x", x) + numbered("y", y) + ">" + xml_text(text) +
         "</text>";
}

std::string box(double x, double y, double width, double height, std::string_view look,
                std::string_view inner) {
  return "<rect" + xml_attribute("class", look) + numbered("x", x) + numbered("y", y) +
         numbered("width", std::max(0.0, width)) + numbered("height", std::max(0.0, height)) +
         (inner.empty() ? "/>" : ">" + std::string(inner) + "</rect>");
}

std::size_t ticks_for(double pixels, double each) {
  return static_cast<std::size_t>(std::max(2.0, pixels / each));
}

Plot plot_of(const Chart& chart, const ChartSize& size) {
  Range x, y;
  for (const ChartSeries& series : chart.series)
    for (const ChartPoint& point : series.points) {
      x.add(point.x, chart.x.log);
      y.add(point.y, chart.y.log);
    }
  for (const ChartBand& band : chart.bands)
    for (const ChartBand::At& at : band.points) {
      x.add(at.x, chart.x.log);
      y.add(at.low, chart.y.log);
      y.add(at.high, chart.y.log);
    }
  Plot plot{0, size.width - 14, 28, size.height - 42, {}, {}};
  plot.y = scale_of(chart.y, y.low, y.high, ticks_for(plot.bottom - plot.top, chart.y.log ? 28 : 44));
  std::size_t longest = 1;
  for (const double tick : plot.y.ticks) longest = std::max(longest, tick_text(chart.y.measure, tick).size());
  plot.left = 12 + k_character * static_cast<double>(longest);
  plot.x = scale_of(chart.x, x.low, x.high, ticks_for(plot.right - plot.left, 84));
  return plot;
}

std::string axes(const Chart& chart, const Plot& plot) {
  std::string out = "<g class=\"chart-axes\">";
  for (const double tick : plot.y.ticks) {
    out += line(plot.left, plot.down(tick), plot.right, plot.down(tick), "chart-grid");
    out +=
        label(plot.left - 6, plot.down(tick) + 4, "chart-tick chart-end", tick_text(chart.y.measure, tick));
  }
  for (const double tick : plot.x.ticks) {
    const double x = plot.across(tick);
    out += line(x, plot.bottom, x, plot.bottom + 4, "chart-axis");
    const bool last = x > plot.right - 16;
    out += label(last ? plot.right + 8 : x, plot.bottom + 18,
                 last ? "chart-tick chart-end" : "chart-tick chart-mid", tick_text(chart.x.measure, tick));
  }
  out += line(plot.left, plot.bottom, plot.right, plot.bottom, "chart-axis");
  out += label(4, 14, "chart-title", chart.y.title);
  return out + label(plot.right, plot.bottom + 36, "chart-title chart-end", chart.x.title) + "</g>";
}

std::string regions(const Chart& chart, const Plot& plot) {
  std::string out;
  for (const ChartRegion& region : chart.regions) {
    const double from = plot.across(region.from), to = plot.across(region.to);
    out += box(from, plot.top, to - from, plot.bottom - plot.top, "chart-region", "");
    if (to - from > k_character * static_cast<double>(region.name.size()))
      out += label(from + 5, plot.top + 14, "chart-title", region.name);
  }
  return out;
}

/// An area for each stretch without a gap.
std::string area(const ChartBand& band, const Plot& plot) {
  std::string out, there, back;
  const auto close = [&] {
    if (!there.empty()) out += "M" + there.substr(1) + back + "Z";
    there.clear();
    back.clear();
  };
  for (const ChartBand::At& at : band.points) {
    if (!plot.draws({at.x, at.high}) || !plot.draws({at.x, at.low})) {
      close();
      continue;
    }
    there += "L" + px(plot.across(at.x)) + " " + px(plot.down(at.high));
    back.insert(0, "L" + px(plot.across(at.x)) + " " + px(plot.down(at.low)));
  }
  close();
  return out;
}

std::string bands(const Chart& chart, const Plot& plot) {
  std::string out;
  for (const ChartBand& band : chart.bands)
    out += "<path" + xml_attribute("class", band_look(band)) + xml_attribute("d", area(band, plot)) + "/>";
  return out;
}

std::string dot(const ChartPoint& point, const Plot& plot) {
  return "<circle" + numbered("cx", plot.across(point.x)) + numbered("cy", plot.down(point.y)) +
         " r=\"2.5\"/>";
}

std::string curve(const ChartSeries& series, const Plot& plot) {
  std::string path, dots;
  std::size_t stretch = 0;  // points since the last gap
  for (std::size_t i = 0; i < series.points.size(); ++i) {
    const ChartPoint& point = series.points[i];
    if (!plot.draws(point)) {
      stretch = 0;
      continue;
    }
    path += (stretch++ == 0 ? "M" : "L") + px(plot.across(point.x)) + " " + px(plot.down(point.y));
    const bool alone = stretch == 1 && (i + 1 == series.points.size() || !plot.draws(series.points[i + 1]));
    if (alone || series.points.size() <= k_few_points) dots += dot(point, plot);
  }
  return "<g" + xml_attribute("class", series_look(series)) + "><path" + xml_attribute("d", path) + "/>" +
         dots + "</g>";
}

std::string bars(const ChartSeries& series, const std::vector<ChartSlot>& slots, const Plot& plot) {
  std::string out = "<g" + xml_attribute("class", series_look(series)) + ">";
  for (const ChartSlot& slot : slots) {
    const ChartPoint* const point = point_in(series, slot);
    if (point == nullptr || !plot.draws(*point) || point->y <= 0) continue;
    const double from = plot.across(slot.from), to = plot.across(slot.to);
    const double gap = to - from > 4 ? 1 : 0, top = std::min(plot.down(point->y), plot.bottom - 1);
    out += box(from + gap / 2, top, std::max(1.0, to - from - gap), plot.bottom - top, "", "");
  }
  return out + "</g>";
}

std::string tooltip_of(const Chart& chart, const ChartSlot& slot) {
  std::string out = slot.name;
  for (const ChartSeries& series : chart.series)
    if (const ChartPoint* const point = point_in(series, slot); point != nullptr && std::isfinite(point->y))
      out += "\n" + series.name + ": " + point_text(chart, *point);
  return out;
}

std::string tooltips(const Chart& chart, const std::vector<ChartSlot>& slots, const Plot& plot) {
  std::string out = "<g>";
  for (const ChartSlot& slot : slots) {
    const double from = plot.across(slot.from), to = plot.across(slot.to);
    out += box(from, plot.top, to - from, plot.bottom - plot.top, "chart-hit",
               "<title>" + xml_text(tooltip_of(chart, slot)) + "</title>");
  }
  return out + "</g>";
}

std::string drawing(const Chart& chart, const std::vector<ChartSlot>& slots, const Plot& plot) {
  std::string out = bands(chart, plot);
  for (const ChartSeries& series : chart.series)
    out += series.stroke == ChartStroke::bars ? bars(series, slots, plot) : curve(series, plot);
  return out;
}

}  // namespace

std::string render_svg(const Chart& chart, const ChartSize& size) {
  const Plot plot = plot_of(chart, size);
  const std::vector<ChartSlot> slots = slots_of(chart);
  std::string out = "<svg class=\"chart-svg\" xmlns=\"http://www.w3.org/2000/svg\" role=\"img\"" +
                    xml_attribute("viewBox", "0 0 " + px(size.width) + " " + px(size.height)) +
                    xml_attribute("aria-label", chart.name + ". " + chart.about) + ">";
  out += regions(chart, plot) + axes(chart, plot);
  if (slots.empty())
    out += label((plot.left + plot.right) / 2, (plot.top + plot.bottom) / 2, "chart-title chart-mid",
                 "nothing was measured");
  out += drawing(chart, slots, plot);
  if (!chart.stamp.empty())
    out += label((plot.left + plot.right) / 2, (plot.top + plot.bottom) / 2 + 20, "chart-stamp chart-mid",
                 chart.stamp);
  if (size.tooltips) out += tooltips(chart, slots, plot);
  return out + "</svg>\n";
}

}  // namespace sellsign::load
