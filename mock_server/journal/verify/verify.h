#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "mock_server/journal/verify/pattern.h"

// The body of a verification. What is wrong with it goes to `problems`, with its JSON pointer.

namespace sellsign::mock {

/// How many requests are wanted.
struct Wanted {
  std::optional<std::uint64_t> at_least, at_most;

  /// `exactly 2`, `at least 1 and at most 3`.
  std::string text() const;
};

/// `json` must be an object.
Wanted read_wanted(const nlohmann::ordered_json& json, Problems& problems);

/// The pattern beside the numbers.
RequestPattern read_counted(const nlohmann::ordered_json& json, Problems& problems);

/// The list of `{"order": [...], "strict": ...}`.
std::vector<RequestPattern> read_order(const nlohmann::ordered_json& json, Problems& problems);

}  // namespace sellsign::mock
