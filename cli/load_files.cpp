#include "cli/load_files.h"

#include <algorithm>

#include "harness/errors.h"
#include "harness/load/report_json.h"

namespace sellsign::cli {
namespace {

std::string format_names() {
  std::string out;
  for (const load::LoadReportFormat& format : load::report_formats())
    out += (out.empty() ? "" : ", ") + std::string(format.name);
  return out;
}

}  // namespace

api::Result<std::vector<WantedLoadReport>> wanted_load_reports(const std::vector<std::string>& texts) {
  std::vector<WantedLoadReport> wanted;
  for (const std::string& text : texts) {
    const std::size_t equals = text.find('=');
    const auto* format = load::find_report_format(text.substr(0, equals));
    if (format == nullptr || equals == std::string::npos || equals + 1 == text.size())
      return harness::usage_error("--report takes FORMAT=FILE (FILE may be - for stdout), not \"" + text +
                                  "\"; formats: " + format_names());
    const std::string path = text.substr(equals + 1);
    if (std::ranges::find(wanted, path, &WantedLoadReport::path) != wanted.end())
      return harness::usage_error("two reports cannot both go to " + path);
    wanted.push_back({format, path});
  }
  return wanted;
}

bool write_load_reports(const std::vector<WantedLoadReport>& wanted, const load::LoadResult& result,
                        const Output& output) {
  bool all = true;
  for (const WantedLoadReport& report : wanted) {
    const std::string text = output.redactor().clean(report.format->render(result));
    if (report.path == "-") {
      all = output.result(text) && all;
    } else if (const auto written = write_file(report.path, text); !written) {
      output.error(written.error().message);
      all = false;
    }
  }
  return all;
}

api::Result<std::vector<load::LoadResult>> read_load_results(const std::vector<std::string>& files) {
  std::vector<load::LoadResult> out;
  for (const std::string& file : files) {
    const auto text = read_file(file);
    if (!text) return harness::usage_error(text.error().message);
    auto result = load::read_report(*text, file);
    if (!result) return result.error();
    out.push_back(std::move(*result));
  }
  return out;
}

}  // namespace sellsign::cli
