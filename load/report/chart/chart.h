#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// A small renderer of line charts as SVG, for reports that are one file, need no network and run no script.
// Colours are CSS variables (`chart_style`), so that light, dark and print each have theirs; series differ in
// dashes too, so that neither a printer without colours nor a colour-blind reader loses one. Pure functions.

namespace sellsign::load {

/// What the numbers of an axis are; chooses its ticks and how values are written.
enum class ChartMeasure : std::uint8_t {
  number,
  per_second,
  time,    ///< microseconds: `250 us`, `40 ms`, `1.5 s`
  run,     ///< seconds since the start of a run: `30 s`, `5 m`
  nines,   ///< 1 / (1 - p), meant for a log axis: 10 is written `90 %`, 1000 `99.9 %`
  percent  ///< a share from 0 to 1
};

/// An axis. Its range is that of the data, widened to a tick, unless it is given here.
struct ChartAxis {
  std::string title;
  ChartMeasure measure = ChartMeasure::number;
  bool log = false;  ///< values of 0 or less are gaps
  std::optional<double> from{}, to{};
};

/// A y that is not finite is a gap.
struct ChartPoint {
  double x = 0;
  double y = 0;
};

/// The shape of a series: how its line is broken, or bars.
enum class ChartStroke : std::uint8_t { solid, dashed, dotted, dash_dot, bars };

/// A line (or bars) through points in ascending x.
struct ChartSeries {
  std::string name;
  std::vector<ChartPoint> points{};
  std::size_t colour = 0;  ///< one of `k_chart_colours`
  ChartStroke stroke = ChartStroke::solid;
  bool strong = false;  ///< a thicker line
};

/// An area between two lines, such as what lies between two percentiles.
struct ChartBand {
  struct At {
    double x, low, high;
  };
  std::string name;
  std::vector<At> points;
  std::size_t colour = 0;
  int strength = 1;  ///< 1 faint, 2, 3 strong
};

/// A part of the x axis that stands out, such as the warm-up.
struct ChartRegion {
  double from = 0;
  double to = 0;
  std::string name;
};

/// A part of the x axis that is told as one: a column that names its values under the pointer, and a row of
/// the table. The value of a series is that of its first point in it.
struct ChartSlot {
  double from = 0;
  double to = 0;
  std::string name;  ///< `12 s to 13 s`
};

inline constexpr std::size_t k_chart_colours = 6;

/// A whole chart. All texts are escaped by the renderer.
struct Chart {
  std::string id;     ///< letters, digits and `-`, unique in the page
  std::string name;   ///< heading and accessible name
  std::string about;  ///< a sentence under the heading, also the accessible description
  ChartAxis x{}, y{};
  std::vector<ChartBand> bands{};  ///< drawn under the series
  std::vector<ChartSeries> series{};
  std::vector<ChartRegion> regions{};
  std::vector<ChartSlot> slots{};  ///< empty: one around each x of the longest series
  std::string stamp{};             ///< a word across the drawing, such as `INVALID`
};

/// Size in CSS pixels, at which its texts have 12.
struct ChartSize {
  double width = 860;
  double height = 300;
  bool tooltips = true;
};

/// An axis with its range and its ticks worked out.
struct ChartScale {
  double from = 0, to = 1;
  bool log = false;
  std::vector<double> ticks;

  double at(double value) const;  ///< 0 at `from`, 1 at `to`; outside values are moved to the edge
  bool shows(double value) const;
};

/// The scale for an axis over data from `low` to `high` (nothing to show: both not finite) with about
/// `ticks` ticks.
ChartScale scale_of(const ChartAxis& axis, double low, double high, std::size_t ticks);

/// A value with its unit and three digits: `250 us`, `40.0 ms`, `1,200/s`; nines as long as they are.
std::string value_text(ChartMeasure measure, double value);

/// The same for a tick, which is a round number: `40 ms`.
std::string tick_text(ChartMeasure measure, double value);

/// The `<svg>` element alone, without a legend.
std::string render_svg(const Chart& chart, const ChartSize& size);

/// A `<figure>`: heading, legend, the chart for wide and for narrow screens, and its values as a table that
/// opens on demand.
std::string render_figure(const Chart& chart);

/// The CSS that the above need, once in a page; it defines `--chart-...` variables only.
std::string_view chart_style();

// What the drawing and the figure around it share.

/// The classes that `chart_style` knows for a series or a band.
std::string series_look(const ChartSeries& series);
std::string band_look(const ChartBand& band);

/// The chart's slots; if it names none, one around each x of its longest series.
std::vector<ChartSlot> slots_of(const Chart& chart);

/// The first point of a series in a slot; null when there is none.
const ChartPoint* point_in(const ChartSeries& series, const ChartSlot& slot);

/// The value of a point as text; a time carries the chart's stamp.
std::string point_text(const Chart& chart, const ChartPoint& point);

}  // namespace sellsign::load
