#pragma once

#include <span>

#include "mock_server/coverage/coverage.h"

namespace sellsign::mock {

/// One row: a statement about built calls, and which requests exercise it.
struct CoverageRule {
  const api::Source* source;
  bool (*exercises)(const Seen& seen);
};

/// A row for every statement but those of topic `later`, in the order of `api::sources()`.
std::span<const CoverageRule> coverage_rules();

}  // namespace sellsign::mock
