#include <algorithm>
#include <array>
#include <cmath>

#include "base/number.h"
#include "load/model/units.h"
#include "load/report/chart/chart.h"

namespace sellsign::load {
namespace {

constexpr double k_hair = 1e-9;  // what a product of decimals may be off

double decade_of(double value) { return std::pow(10, std::floor(std::log10(value) + k_hair)); }

/// The largest of 1, 2, 5, 10, 20... that is not over `value`, which is over 0.
double step_under(double value) {
  const double decade = decade_of(value), digit = value / decade + k_hair;
  return decade * (digit >= 5 ? 5 : digit >= 2 ? 2 : 1);
}

double step_over(double value) {
  const double under = step_under(value);
  if (value <= under * (1 + k_hair)) return under;
  return std::round(under / decade_of(under)) == 2 ? under * 2.5 : under * 2;
}

/// A distance between ticks that reads well: seconds and minutes have their own.
double distance(ChartMeasure measure, double span, std::size_t ticks) {
  const double least = span / static_cast<double>(std::max<std::size_t>(1, ticks));
  constexpr std::array<double, 16> k_clock = {1,   2,   5,   10,   15,   30,   60,    120,
                                              300, 600, 900, 1800, 3600, 7200, 14400, 28800};
  if (measure == ChartMeasure::run && least > k_clock[0] / 2)
    for (const double step : k_clock)
      if (step >= least) return step;
  return step_over(least);
}

void add_log_ticks(ChartScale& scale, bool between, std::size_t most) {
  const double decades = std::log10(scale.to / scale.from);
  const double stride =
      std::max(1.0, std::ceil(decades / static_cast<double>(std::max<std::size_t>(1, most))));
  const double factor = std::pow(10, stride);
  double tick = decade_of(scale.from);
  for (; tick <= scale.to * (1 + k_hair); tick *= factor)
    for (const double digit : {1.0, 2.0, 5.0})
      if ((digit == 1 || (between && decades < 2.2)) && scale.shows(tick * digit))
        scale.ticks.push_back(tick * digit);
}

ChartScale log_scale(const ChartAxis& axis, double low, double high, std::size_t ticks) {
  const bool nothing = !std::isfinite(low) || !std::isfinite(high) || high <= 0;
  const bool exact = axis.measure == ChartMeasure::nines;
  ChartScale scale{nothing ? 1 : low, nothing ? 10 : high, true, {}};
  scale.from = axis.from.value_or(exact ? 1 : step_under(scale.from));
  scale.to = axis.to.value_or(exact ? scale.to : step_over(scale.to));
  if (scale.to <= scale.from * (1 + k_hair)) scale.to = scale.from * 10;
  add_log_ticks(scale, !exact || scale.to <= 20 * scale.from, ticks);  // 50 %, 80 %
  return scale;
}

ChartScale even_scale(const ChartAxis& axis, double low, double high, std::size_t ticks) {
  const bool nothing = !std::isfinite(low) || !std::isfinite(high);
  ChartScale scale{axis.from.value_or(nothing ? 0 : std::min(0.0, low)), 0, false, {}};
  const double top = axis.to.value_or(nothing ? 1 : high);
  scale.to = top > scale.from ? top : scale.from + 1;
  const double step = distance(axis.measure, scale.to - scale.from, ticks);
  if (!axis.to) scale.to = std::ceil(scale.to / step - k_hair) * step;
  if (!axis.from) scale.from = std::floor(scale.from / step + k_hair) * step;
  const double first = std::ceil(scale.from / step - k_hair);
  for (double n = first; n * step <= scale.to + step * k_hair; ++n)
    scale.ticks.push_back(n * step + 0.0);  // no -0
  return scale;
}

std::string run_text(double seconds) {
  const auto whole = [&](double unit) { return std::fmod(seconds, unit) < k_hair; };
  if (seconds >= 3600 && whole(3600)) return number_text(seconds / 3600) + " h";
  if (seconds >= 120 && whole(60)) return number_text(seconds / 60) + " m";
  return number_text(seconds) + " s";
}

/// Three digits are enough to look at.
double looked_at(double value) {
  const double size = std::abs(value);
  return size >= 100 ? std::round(value) : size >= 10 ? std::round(value * 10) / 10 : value;
}

}  // namespace

double ChartScale::at(double value) const {
  const double place =
      log ? std::log(std::max(value, from) / from) / std::log(to / from) : (value - from) / (to - from);
  return std::clamp(place, 0.0, 1.0);
}

bool ChartScale::shows(double value) const {
  const double slack = log ? from * k_hair : (to - from) * k_hair;
  return value >= from - slack && value <= to + (log ? to * k_hair : slack);
}

ChartScale scale_of(const ChartAxis& axis, double low, double high, std::size_t ticks) {
  return axis.log ? log_scale(axis, low, high, ticks) : even_scale(axis, low, high, ticks);
}

std::string value_text(ChartMeasure measure, double value) {
  switch (measure) {
    case ChartMeasure::per_second:
      return rate_text(looked_at(value));
    case ChartMeasure::time:
      return time_text(value);
    case ChartMeasure::run:
      return run_text(value);
    case ChartMeasure::nines:
      return short_text(100 * (1 - 1 / value),
                        static_cast<int>(std::clamp(std::ceil(std::log10(value)), 0.0, 12.0))) +
             " %";
    case ChartMeasure::percent:
      return share_text(value);
    default:
      return number_text(looked_at(value));
  }
}

std::string tick_text(ChartMeasure measure, double value) {
  if (measure != ChartMeasure::time) return value_text(measure, value);
  if (value <= 0) return "0";
  if (value < 1e3) return number_text(value) + " us";
  return value < 1e6 ? number_text(value / 1e3) + " ms" : number_text(value / 1e6) + " s";
}

}  // namespace sellsign::load
