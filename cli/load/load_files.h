#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "cli/program/output.h"
#include "load/report/report.h"
#include "load/result/result.h"

// Results of load runs in files: JSON reports in, reports of any format out.

namespace sellsign::cli {

/// A report that was asked for.
struct WantedLoadReport {
  const load::LoadReportFormat* format;
  std::string path;  ///< `-`: stdout
};

/// Reads `FORMAT=FILE` texts. Error kind `usage`.
Result<std::vector<WantedLoadReport>> wanted_load_reports(const std::vector<std::string>& texts);

/// The path for one shard: `{shard}` in it is the shard's number, counted from 1.
std::string path_of_shard(std::string path, const load::Shard& shard);

/// Writes every report, redacted; false when one could not be written, after saying so.
bool write_load_reports(const std::vector<WantedLoadReport>& wanted, const load::LoadResult& result,
                        const Output& output);

/// The results in these JSON reports, in their order. Error kind `usage`.
Result<std::vector<load::LoadResult>> read_load_results(const std::vector<std::string>& files);

}  // namespace sellsign::cli
