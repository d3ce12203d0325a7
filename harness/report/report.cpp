#include "harness/report/report.h"

#include <algorithm>
#include <iterator>

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

const ReportFormat* find_report_format(std::string_view name) {
  const auto* const found = std::find_if(std::begin(k_formats), std::end(k_formats),
                                         [&](const ReportFormat& row) { return row.name == name; });
  return found == std::end(k_formats) ? nullptr : found;
}

}  // namespace sellsign::harness
