#include <algorithm>
#include <iterator>
#include <regex>
#include <sstream>

#include "base/utf8.h"
#include "harness/report/text.h"
#include "load/report/charts.h"
#include "load/report/parts.h"
#include "load/report/report.h"
#include "load/result/intervals.h"
#include "tests/catch.h"
#include "tests/support/load_sample.h"
#include "tests/support/program.h"

namespace sellsign::load::load_report_test {
namespace {

using testing::sample_runs;

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

std::size_t matches(const std::string& text, const std::string& pattern) {
  const std::regex regex(pattern);
  return static_cast<std::size_t>(
      std::distance(std::sregex_iterator(text.begin(), text.end(), regex), std::sregex_iterator()));
}

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> out;
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

TEST_CASE("every report of every run says the verdict and no raw control character") {
  for (const auto& [name, result] : sample_runs())
    for (const LoadReportFormat& format : load_report_formats()) {
      INFO(name << " as " << format.name);
      const std::string text = format.render(result);
      CHECK_FALSE(text.empty());
      CHECK_FALSE(has(text, "\x1b"));
      CHECK_FALSE(has(text, "\xFF"));
      if (format.name == "json") continue;     // data, not for eyes: base64 texts, and validity is a key
      CHECK_FALSE(has(text, "\xE2\x80\xAE"));  // would turn what stands behind it round
      CHECK_FALSE(has(text, "nan"));
      if (name == "invalid") CHECK(has(text, "INVALID"));
    }
}

TEST_CASE("the verdict comes first and names its reasons") {
  struct Row {
    LoadResult result;
    Tone tone;
    std::string headline;
    std::size_t reasons;
  };
  const Row rows[] = {
      {testing::soak_run(), Tone::good, "Held: the SLO and the run's validity", 0},
      {testing::tiny_run(), Tone::good, "Held: the run is valid; no SLO was set", 0},
      {testing::stalled_run(), Tone::bad, "SLO missed: 1 of 3", 1},
      {testing::failing_run(), Tone::bad, "Requests failed, and SLO missed: 1 of 1", 7},
      {testing::empty_run(), Tone::bad, "Interrupted (SIGINT); what was done is reported", 2},
      {testing::invalid_run(), Tone::invalid,
       "INVALID: the load generator was late or saturated; its figures say nothing about the target", 3}};
  for (const Row& row : rows) {
    const RunVerdict verdict = verdict_of(row.result);
    CHECK(verdict.tone == row.tone);
    CHECK(verdict.headline == row.headline);
    CHECK(verdict.reasons.size() == row.reasons);
    CHECK(render_console(row.result, {false, 120}).starts_with(row.headline + " (exit "));
  }
}

TEST_CASE("in an invalid run every percentile carries the mark, in a valid one none") {
  const LoadResult invalid = testing::invalid_run(), valid = testing::stalled_run();
  SECTION("console") {
    const std::string time = "[0-9] (us|ms|s)  +", text = render_console(invalid, {});
    const std::string times = text.substr(text.find("\nTimes"), text.find("\nCounts") - text.find("\nTimes"));
    CHECK(matches(times, "[0-9] (us|ms|s) INVALID") == 5 * times_of(invalid).size());
    CHECK(matches(times, "[0-9] (us|ms|s)( |\n)") == matches(times, "[0-9] (us|ms|s) INVALID"));
    CHECK(matches(text, "(p[0-9.]+|max) [0-9.]+ (us|ms|s)(,|\n *[^ I])") == 0);  // the mark may be wrapped
    CHECK_FALSE(has(render_console(valid, {}), "INVALID"));
  }
  SECTION("html") {
    const std::string text = render_html(invalid);
    CHECK(matches(text, "[0-9] (us|ms|s) <b class=\"mark\">INVALID</b></td>") >=
          5 * times_of(invalid).size());
    CHECK(matches(text, "[0-9] (us|ms|s)</td>") == 0);
    CHECK(matches(text, "\n(p[0-9]+|max): [0-9.]+ (us|ms|s)(\n|<)") == 0);
    CHECK(has(text, ">INVALID</text>"));
    CHECK_FALSE(has(render_html(valid), "INVALID"));
  }
  SECTION("markdown") {
    const std::string text = render_markdown(invalid);
    CHECK(matches(text, "[0-9] (us|ms|s) INVALID \\|") >= 5 * times_of(invalid).size());
    CHECK(matches(text, "\\| [0-9.]+ (us|ms|s) \\|") == 0);
    CHECK_FALSE(has(render_markdown(valid), "INVALID"));
  }
  SECTION("hgrm") {
    for (const std::string& line : lines_of(render_hgrm(invalid)))
      if (std::regex_match(line, std::regex(" +[0-9.]+ [0-9.]+ .*"))) CHECK(line.ends_with(" INVALID"));
    CHECK_FALSE(has(render_hgrm(valid), "INVALID"));
  }
  SECTION("csv") {
    CHECK(matches(render_csv(invalid), ",INVALID,run-invalid,") == times_of(invalid).size());
    CHECK(matches(render_csv(valid), ",valid,slo-missed,") == times_of(valid).size());
  }
}

TEST_CASE("the console keeps to 100 columns and colours only when asked") {
  for (const auto& [name, result] : sample_runs()) {
    INFO(name);
    for (const std::string& line : lines_of(render_console(result, {}))) {
      INFO(line);
      CHECK(width_of(line) <= 100);
    }
    CHECK(has(render_console(result, {true, 100}), "\x1b[1;3"));
  }
}

TEST_CASE("the console tells both clocks, endings, starts and lateness") {
  const std::string text = render_console(testing::failing_run(), {});
  for (const char* part :
       {"all iterations, response", "read back, service", "check-failed", "http-error", "not-http",
        "create: json $.number did not hold", "doc.customer.key", "dropped", "queued", "unstarted",
        "late by more than 1.00 ms", "lateness", "p99.9", "Warm-up", "seed"})
    CHECK(has(text, part));
}

TEST_CASE("HTML takes nothing from the network and runs nothing") {
  for (const auto& [name, result] : sample_runs()) {
    INFO(name);
    const std::string html = render_html(result);
    CHECK_FALSE(has(html, "<script"));
    CHECK_FALSE(has(html, "url("));
    CHECK_FALSE(has(html, "src="));
    CHECK_FALSE(has(html, "@import"));
    CHECK(matches(html, "href=\"[^#]") == 0);
    CHECK(matches(html, "</style>") == 1);
    CHECK(has(html, "default-src 'none'"));
    CHECK(html.size() < 600'000);
    testing::TemporaryFolder folder;
    std::string body = html.substr(html.find("<body>"));
    body.erase(body.find("</html>"));
    CHECK(testing::run_program({"xmllint", "--noout", folder.write("body.xml", body)}).err.empty());
  }
}

TEST_CASE("the ids of the page are unique and every link of it leads somewhere") {
  const std::string html = render_html(testing::failing_run());
  const std::regex id(" id=\"([^\"]+)\""), link("href=\"#([^\"]+)\"");
  std::vector<std::string> ids;
  for (auto it = std::sregex_iterator(html.begin(), html.end(), id); it != std::sregex_iterator(); ++it)
    ids.push_back((*it)[1]);
  for (auto it = std::sregex_iterator(html.begin(), html.end(), link); it != std::sregex_iterator(); ++it)
    CHECK(std::find(ids.begin(), ids.end(), (*it)[1]) != ids.end());
  std::sort(ids.begin(), ids.end());
  CHECK(std::adjacent_find(ids.begin(), ids.end()) == ids.end());
}

TEST_CASE("JUnit of every run is valid against our schema") {
  for (const auto& [name, result] : sample_runs()) {
    INFO(name);
    testing::TemporaryFolder folder;
    const auto ended =
        testing::run_program({"xmllint", "--noout", "--schema", SELLSIGN_SOURCE_DIR "/tests/data/junit.xsd",
                              folder.write("a.xml", render_junit(result))});
    INFO(ended.err);
    CHECK(ended.status == 0);
  }
  const std::string failing = render_junit(testing::failing_run()),
                    invalid = render_junit(testing::invalid_run());
  CHECK(has(failing, R"(tests="8" failures="6" errors="0" skipped="0")"));
  CHECK(has(failing, "<testcase name=\"requests of create\""));
  CHECK(has(invalid, R"(tests="7" failures="0" errors="1" skipped="3")"));
  CHECK(has(render_junit(testing::empty_run()), "errors=\"1\""));
}

TEST_CASE("CSV has one row for each clock of iterations and steps, all with the same columns") {
  for (const auto& [name, result] : sample_runs()) {
    if (name == "hostile") continue;  // its commas stand in quotes
    const auto lines = lines_of(render_csv(result));
    CHECK(lines.size() == 1 + times_of(result).size());
    for (const std::string& line : lines) {
      INFO(name << ": " << line);
      CHECK(std::count(line.begin(), line.end(), ',') == std::count(lines[0].begin(), lines[0].end(), ','));
    }
  }
  const auto lines = lines_of(render_csv(testing::failing_run()));
  CHECK(lines.at(0).starts_with(
      "run,profile,validity,verdict,scope,id,clock,count,mean_us,deviation_us,min_us,p50_us,"));
  CHECK(has(lines.at(1), "iteration,\"\",response,"));
  CHECK(has(lines.at(3), "step,\"create\",response,"));
  CHECK(lines_of(render_csv(testing::hostile_run())).size() == 1 + times_of(testing::hostile_run()).size());
}

TEST_CASE("hgrm is what HdrHistogram prints") {
  LoadResult result;
  result.exit_code = harness::ExitCode::held;
  for (const std::int64_t us : {1'000, 2'000, 3'000, 4'000, 50'000})
    result.iterations.response.record_us(us, 2);
  // As org.HdrHistogram.Histogram.outputPercentileDistribution(out, 5, 1000.0) steps through the same values.
  const std::string text = render_hgrm(result);
  CHECK(has(text,
            "       Value     Percentile TotalCount 1/(1-Percentile)\n\n"
            "       1.000 0.000000000000          2           1.00\n"
            "       1.000 0.100000000000          2           1.11\n"
            "       1.000 0.200000000000          2           1.25\n"
            "       2.000 0.300000000000          4           1.43\n"
            "       2.000 0.400000000000          4           1.67\n"
            "       3.001 0.500000000000          6           2.00\n"
            "       3.001 0.550000000000          6           2.22\n"
            "       3.001 0.600000000000          6           2.50\n"
            "       4.001 0.650000000000          8           2.86\n"
            "       4.001 0.700000000000          8           3.33\n"
            "       4.001 0.750000000000          8           4.00\n"
            "       4.001 0.775000000000          8           4.44\n"
            "       4.001 0.800000000000          8           5.00\n"
            "      50.015 0.825000000000         10           5.71\n"
            "      50.015 1.000000000000         10\n"
            "#[Mean    = "));
  CHECK(has(text,
            "#[Max     =       50.015, Total count    =           10]\n"
            "#[Buckets =           22, SubBuckets     =         2048]\n"));
  CHECK(has(render_hgrm_service(result), "Total count    =            0]"));
}

TEST_CASE("Markdown tables hold whatever stands in them") {
  std::string text = render_markdown(testing::hostile_run());
  text.erase(text.find("````"));  // in the code block at the end markup is text
  CHECK_FALSE(has(text, "<script"));
  CHECK(has(text, "\\| \\`a\\`"));
  CHECK(matches(text, "[^\\\\]`") == 0);
  for (const auto& [name, result] : sample_runs()) CHECK(render_markdown(result).starts_with("## "));
  CHECK(has(render_markdown(testing::stalled_run()), "| all iterations | response | "));
}

TEST_CASE("notes say what the figures leave out") {
  const auto notes = [](const LoadResult& result) {
    std::string out;
    for (const std::string& note : notes_of(result)) out += note + "\n";
    return out;
  };
  CHECK(has(notes(testing::failing_run()), "17 of "));
  CHECK(has(notes(testing::failing_run()), "were dropped"));
  CHECK(has(notes(testing::failing_run()), "Checks were made in 25 %"));
  CHECK(has(notes(testing::stalled_run()), "waited for one of the 64 places"));
  CHECK(has(notes(testing::tiny_run()), "is simply the maximum"));
  CHECK(has(notes(testing::empty_run()), "No iteration of the measured part has a time"));
  CHECK(notes(testing::soak_run()).empty());
}

TEST_CASE("intervals are put together without losing anything, warm-up apart") {
  const LoadResult result = testing::soak_run();
  const std::vector<Interval> few = thinned(result.intervals, 180);
  CHECK(few.size() <= 182);
  const auto sum = [](const std::vector<Interval>& intervals, auto of) {
    std::uint64_t all = 0;
    for (const Interval& interval : intervals) all += of(interval);
    return all;
  };
  const auto requests = [](const Interval& interval) { return interval.requests; };
  const auto recorded = [](const Interval& interval) {
    Histogram times;
    times.add(interval.service);
    return times.count();
  };
  CHECK(sum(few, requests) == sum(result.intervals, requests));
  CHECK(sum(few, recorded) == sum(result.intervals, recorded));
  CHECK(few[2].warmup);
  CHECK_FALSE(few[3].warmup);
  CHECK(few[3].start == std::chrono::seconds(60));
  CHECK(thinned({}, 10).empty());
}

TEST_CASE("a stall shows in the response time, much less in the service time") {
  const LoadResult result = testing::stalled_run();
  const auto charts = latency_charts(result);
  const auto peak = [](const Chart& chart) {
    double top = 0;
    for (const ChartPoint& point : chart.series.front().points) top = std::max(top, point.y);
    return top;
  };
  CHECK(charts.at(0).y.from == charts.at(1).y.from);
  CHECK(charts.at(0).y.to == charts.at(1).y.to);
  CHECK(peak(charts.at(0)) > 20 * peak(charts.at(1)));
}

}  // namespace
}  // namespace sellsign::load::load_report_test
