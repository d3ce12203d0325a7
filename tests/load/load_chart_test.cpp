#include <cmath>
#include <limits>

#include "load/report/chart/chart.h"
#include "tests/catch.h"
#include "tests/support/program.h"

namespace sellsign::load::load_chart_test {
namespace {

constexpr double k_gap = std::numeric_limits<double>::quiet_NaN();

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

std::size_t times_in(const std::string& text, std::string_view part) {
  std::size_t count = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; at += part.size()) ++count;
  return count;
}

std::vector<std::string> ticks_of(const ChartAxis& axis, double low, double high, std::size_t ticks) {
  std::vector<std::string> out;
  for (const double tick : scale_of(axis, low, high, ticks).ticks)
    out.push_back(tick_text(axis.measure, tick));
  return out;
}

TEST_CASE("ticks are round numbers with units, over the whole of the data") {
  using Texts = std::vector<std::string>;
  using M = ChartMeasure;
  struct Row {
    ChartAxis axis;
    double low, high;
    std::size_t ticks;
    Texts expected;
  };
  const Row rows[] = {
      {{"", M::number, false, {}, {}}, 3, 9, 5, {"0", "2", "4", "6", "8", "10"}},
      {{"", M::per_second, false, {}, {}}, 150, 1900, 4, {"0/s", "500/s", "1,000/s", "1,500/s", "2,000/s"}},
      {{"", M::time, false, {}, {}}, 100, 3900, 4, {"0", "1 ms", "2 ms", "3 ms", "4 ms"}},
      {{"", M::run, false, 0, 60}, 0, 60, 6, {"0 s", "10 s", "20 s", "30 s", "40 s", "50 s", "60 s"}},
      {{"", M::run, false, 0, 3600}, 0, 3600, 6, {"0 s", "10 m", "20 m", "30 m", "40 m", "50 m", "1 h"}},
      {{"", M::percent, false, {}, {}}, 0, 0.019, 4, {"0 %", "0.5 %", "1 %", "1.5 %", "2 %"}},
      {{"", M::time, true, {}, {}}, 300, 1'700'000, 6, {"1 ms", "10 ms", "100 ms", "1 s"}},
      {{"", M::time, true, {}, {}}, 1'100, 40'000, 6, {"1 ms", "2 ms", "5 ms", "10 ms", "20 ms", "50 ms"}},
      {{"", M::nines, true, {}, {}}, 1, 5980, 6, {"0 %", "90 %", "99 %", "99.9 %"}},
      {{"", M::nines, true, {}, {}}, 1, 7, 6, {"0 %", "50 %", "80 %"}},
      {{"", M::time, true, {}, {}}, k_gap, k_gap, 6, {"1 us", "2 us", "5 us", "10 us"}},
      {{"", M::number, false, {}, {}}, k_gap, k_gap, 2, {"0", "0.5", "1"}},
      {{"", M::number, false, {}, {}}, 0, 0, 2, {"0", "0.5", "1"}},
      {{"", M::time, true, {}, {}}, 1000, 1000, 6, {"1 ms", "2 ms", "5 ms", "10 ms"}}};
  for (const Row& row : rows) {
    INFO(row.low << " to " << row.high);
    CHECK(ticks_of(row.axis, row.low, row.high, row.ticks) == row.expected);
  }
}

TEST_CASE("a scale puts the ends at its ends and keeps what is outside on the edge") {
  const ChartScale even{0, 10, false, {}}, log{1, 1000, true, {}};
  CHECK(even.at(5) == 0.5);
  CHECK(even.at(-1) == 0);
  CHECK(even.at(11) == 1);
  CHECK(std::abs(log.at(10) - 1 / 3.0) < 1e-9);
  CHECK(log.at(0) == 0);
  CHECK(log.at(5000) == 1);
}

TEST_CASE("values are written with their units") {
  CHECK(value_text(ChartMeasure::time, 12'345) == "12.3 ms");
  CHECK(value_text(ChartMeasure::per_second, 199.8342) == "200/s");
  CHECK(value_text(ChartMeasure::per_second, 19.8342) == "19.8/s");
  CHECK(value_text(ChartMeasure::nines, 2) == "50 %");
  CHECK(value_text(ChartMeasure::nines, 100'000) == "99.999 %");
  CHECK(value_text(ChartMeasure::run, 90) == "90 s");
  CHECK(value_text(ChartMeasure::run, 7200) == "2 h");
}

Chart sample() {
  Chart chart;
  chart.id = "c1";
  chart.name = "A & <b>";
  chart.about = "say \"it\"";
  chart.x.measure = ChartMeasure::run;
  chart.y.measure = ChartMeasure::time;
  chart.series = {{"one <1>", {{0, 10}, {1, k_gap}, {2, 30}}, 0, ChartStroke::solid, true},
                  {"two", {{0, 5}, {1, 6}, {2, 7}}, 1, ChartStroke::bars, false}};
  chart.bands = {{"band", {{0, 1, 2}, {1, k_gap, 3}, {2, 2, 3}}, 2, 2}};
  chart.regions = {{0, 1, "warm-up"}};
  return chart;
}

TEST_CASE("a chart is well-formed, named, and tells its values without a script") {
  const std::string svg = render_svg(sample(), {});
  testing::TemporaryFolder folder;
  CHECK(testing::run_program({"xmllint", "--noout", folder.write("a.svg", svg)}).status == 0);
  CHECK(has(svg, "role=\"img\""));
  CHECK(has(svg, "aria-label=\"A &amp; &lt;b&gt;. say &quot;it&quot;\""));
  CHECK(has(svg, "<title>2 s\none &lt;1&gt;: 30 us\ntwo: 7 us</title>"));
  CHECK(has(svg, "<title>1 s\ntwo: 6 us</title>"));
  CHECK_FALSE(has(svg, "nan"));
  CHECK_FALSE(has(svg, "inf"));
  CHECK(times_in(svg, "<circle") == 2);
  CHECK(times_in(svg, "chart-hit") == 3);
  CHECK(times_in(render_svg(sample(), {300, 200, false}), "chart-hit") == 0);
}

TEST_CASE("a figure has a legend that differs in more than colour, and a table") {
  const std::string figure = render_figure(sample());
  testing::TemporaryFolder folder;
  CHECK(testing::run_program({"xmllint", "--noout", folder.write("a.xml", figure)}).status == 0);
  CHECK(has(figure, "chart-c0 chart-solid chart-strong"));
  CHECK(has(figure, "chart-c1 chart-bars"));
  CHECK(has(figure, "<th scope=\"row\">2 s</th><td>30 us</td><td>7 us</td>"));
  CHECK(has(figure, "<th scope=\"row\">1 s</th><td></td><td>6 us</td>"));
}

TEST_CASE("a chart of nothing says so") {
  Chart chart;
  CHECK(has(render_svg(chart, {}), "nothing was measured"));
  chart.series = {{"none", {}, 0, ChartStroke::solid, false}};
  chart.y.log = true;
  CHECK(has(render_svg(chart, {}), "nothing was measured"));
}

TEST_CASE("a stamp stands across the drawing") {
  Chart chart = sample();
  chart.stamp = "INVALID";
  CHECK(has(render_svg(chart, {}), ">INVALID</text>"));
}

}  // namespace
}  // namespace sellsign::load::load_chart_test
