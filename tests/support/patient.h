#pragma once

#include <chrono>

#include "http/client/transport.h"

namespace sellsign::testing {

/// Options of a transport that waits as long as a busy machine takes, for tests that are not about time.
inline http::TransportOptions patient() {
  constexpr auto k_long = std::chrono::hours(1);
  http::TransportOptions options;
  options.deadlines = {k_long, k_long, k_long};
  return options;
}

}  // namespace sellsign::testing
