#include "harness/report/report.h"

namespace sellsign::harness {
namespace {

constexpr ReportFormat k_formats[] = {
    {"junit", "JUnit XML", render_junit},
    {"json", "everything, for programs", render_json},
    {"tap", "TAP 14", render_tap},
    {"md", "Markdown", render_markdown},
    {"github", "annotations of a GitHub workflow", render_github},
};

}  // namespace

std::span<const ReportFormat> report_formats() { return k_formats; }

}  // namespace sellsign::harness
