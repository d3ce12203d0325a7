#pragma once

#include <span>
#include <string>
#include <vector>

#include "api/sources.h"
#include "harness/scenario/scenario.h"

namespace sellsign::harness {

/// How often one statement is checked.
struct CoverageRow {
  const api::Source* source = nullptr;
  std::size_t checks = 0;              ///< places in files, a fragment's counted once
  std::vector<std::string> scenarios;  ///< ids, in the order given
};

/// One row per statement of `api::sources()`, in its order.
std::vector<CoverageRow> coverage_of(std::span<const Scenario> scenarios);

/// Statements of one class that no check names, those of topic `later` (calls that are not built) left out.
std::vector<const api::Source*> uncovered(std::span<const CoverageRow> rows, api::SourceKind kind);

/// Statements x checks as text: what is missing first and loudly, then the table, then topic `later` apart.
std::string render_coverage(std::span<const Scenario> scenarios);

}  // namespace sellsign::harness
