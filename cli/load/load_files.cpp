#include "cli/load/load_files.h"

#include "base/result.h"
#include "cli/flags/scenario.h"
#include "load/report/json.h"

namespace sellsign::cli {

Result<std::vector<WantedLoadReport>> wanted_load_reports(const std::vector<std::string>& texts) {
  std::vector<std::string_view> names;
  for (const load::LoadReportFormat& format : load::load_report_formats()) names.push_back(format.name);
  const auto reports = wanted_reports(texts, names);
  if (!reports) return reports.error();
  std::vector<WantedLoadReport> wanted;
  for (const WantedReport& report : *reports)
    wanted.push_back({load::find_load_report_format(report.format), report.path});
  return wanted;
}

std::string path_of_shard(std::string path, const load::Shard& shard) {
  constexpr std::string_view k_place = "{shard}";
  const std::string number = std::to_string(shard.index + 1);
  for (std::size_t at = path.find(k_place); at != std::string::npos; at = path.find(k_place, at))
    path.replace(at, k_place.size(), number);
  return path;
}

bool write_load_reports(const std::vector<WantedLoadReport>& wanted, const load::LoadResult& result,
                        const Output& output) {
  bool all = true;
  for (const WantedLoadReport& report : wanted)
    all = write_report({std::string(report.format->name), report.path}, report.format->render(result),
                       output) &&
          all;
  return all;
}

Result<std::vector<load::LoadResult>> read_load_results(const std::vector<std::string>& files) {
  std::vector<load::LoadResult> out;
  for (const std::string& file : files) {
    const auto text = read_file(file);
    if (!text) return usage_error(text.error().message);
    auto result = load::read_report(*text, file);
    if (!result) return result.error();
    out.push_back(std::move(*result));
  }
  return out;
}

}  // namespace sellsign::cli
