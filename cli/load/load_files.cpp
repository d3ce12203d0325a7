#include "cli/load/load_files.h"

#include "base/result.h"
#include "load/report/json.h"

namespace sellsign::cli {

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
