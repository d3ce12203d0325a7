#pragma once

#include <optional>
#include <string_view>
#include <utility>

#include "base/number.h"

namespace sellsign::mock {

/// Reads a status such as `404`, or a class of them such as `4xx`, from 100 to 599: the lowest and the
/// highest status that it means. Nothing when it is neither.
inline std::optional<std::pair<int, int>> read_status_class(std::string_view text) {
  if (text.size() != 3 || text[0] < '1' || text[0] > '5') return std::nullopt;
  const int hundreds = (text[0] - '0') * 100;
  if (text.ends_with("xx")) return std::pair(hundreds, hundreds + 99);
  const auto status = read_whole<int>(text);
  return status ? std::optional(std::pair(*status, *status)) : std::nullopt;
}

}  // namespace sellsign::mock
