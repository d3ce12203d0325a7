#include "load/report/report.h"

#include "load/report/json.h"

namespace sellsign::load {
namespace {

constexpr LoadReportFormat k_formats[] = {
    {"html", "a page with charts, in one file", render_html},
    {"json", "everything, for compare and merge", render_json},
    {"csv", "a row for each step and clock", render_csv},
    {"junit", "JUnit XML: a test case for each SLO", render_junit},
    {"md", "Markdown", render_markdown},
    {"hgrm", "HdrHistogram's percentile distribution of response times", render_hgrm},
    {"hgrm-service", "the same of service times", render_hgrm_service},
};

}  // namespace

std::span<const LoadReportFormat> load_report_formats() { return k_formats; }

}  // namespace sellsign::load
