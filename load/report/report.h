#pragma once

#include <span>
#include <string>
#include <string_view>

#include "harness/report/report.h"
#include "load/result/result.h"

// The reports of a load run: pure functions of its result. In a run that is INVALID each of them marks every
// percentile.

namespace sellsign::load {

/// What stands on the terminal at the end: the verdict first, then both clocks, endings, starts, generator
/// and SLOs, in lines of at most `style.width` (except what has no place to break).
std::string render_console(const LoadResult& result, const harness::ConsoleStyle& style);

std::string render_html(const LoadResult& result);      ///< one file with charts: no network, no script
std::string render_csv(const LoadResult& result);       ///< a row a distribution (docs/load-reports.md)
std::string render_junit(const LoadResult& result);     ///< JUnit XML, valid against tests/data/junit.xsd
std::string render_markdown(const LoadResult& result);  ///< for a job summary or a merge request

/// HdrHistogram's percentile distribution of the iterations, in ms, as its plotter and wrk2 have it: by
/// response time, and by service time.
std::string render_hgrm(const LoadResult& result);
std::string render_hgrm_service(const LoadResult& result);

/// One row per format of `--report`.
struct LoadReportFormat {
  std::string_view name;  ///< `html`
  std::string_view about;
  std::string (*render)(const LoadResult&);
};

/// html, json, csv, junit, md, hgrm, hgrm-service.
std::span<const LoadReportFormat> load_report_formats();

}  // namespace sellsign::load
