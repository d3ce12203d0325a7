#pragma once

#include <string>
#include <vector>

#include "load/report/chart/chart.h"

// What the drawing of a chart and the figure around it share.

namespace sellsign::load {

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
