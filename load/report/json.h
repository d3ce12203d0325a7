#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "load/result/result.h"

// The JSON report: the whole of a result, for programs, `compare` and `merge`. docs/load-report.schema.json
// is its schema.

namespace sellsign::load {

/// Major and minor. A newer minor version only adds keys, and reads; a newer major version is refused.
inline constexpr int k_report_major = 1;
inline constexpr int k_report_minor = 2;

/// Everything that the result holds, and a summary that readers can do without.
std::string render_json(const LoadResult& result);

/// Reads it back, equal. Error kind `usage`; the message has a line `file: $.path: what` for each thing that
/// is wrong (ten at most).
Result<LoadResult> read_report(std::string_view text, const std::string& file);

}  // namespace sellsign::load
