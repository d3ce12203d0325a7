#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/json/json.h"
#include "mock_server/journal/verify/pattern.h"

namespace sellsign::mock {

/// How many requests are wanted.
struct Wanted {
  std::optional<std::uint64_t> at_least, at_most;

  /// `exactly 2`, `at least 1 and at most 3`.
  std::string text() const;
};

/// What a body asks for: a number of requests, or requests in an order.
struct Verification {
  RequestPattern pattern;
  Wanted wanted;
  std::vector<RequestPattern> order;  ///< empty: the number of requests is asked for
  bool strict = false;                ///< no others stand between those of `order`
};

/// Reads a body. What is wrong with it goes to `problems`, with its JSON pointer.
Verification read_verification(const Json& body, Problems& problems);

}  // namespace sellsign::mock
