#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sellsign {

/// Levenshtein distance with transpositions (optimal string alignment), in bytes.
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The candidate closest to `wanted`, if it is close enough to be a plausible slip of the keyboard (at most a
/// third of its length, at least 2; case does not count). Ties go to the earlier candidate. The view is the
/// candidate's own.
std::optional<std::string_view> nearest(std::string_view wanted,
                                        std::span<const std::string_view> candidates);

/// The same with `most_slips` at most.
std::optional<std::string_view> nearest(std::string_view wanted, std::span<const std::string_view> candidates,
                                        std::size_t most_slips);

/// ` (did you mean "x"?)`, or nothing when no candidate is near. For appending to an error message.
std::string did_you_mean(std::string_view wanted, std::span<const std::string_view> candidates);

/// The same among the names of rows; `name` is the member that holds one.
template <class Rows, class Row>
std::string did_you_mean(std::string_view wanted, const Rows& rows, std::string_view Row::*name) {
  std::vector<std::string_view> names;
  for (const Row& row : rows) names.push_back(row.*name);
  return did_you_mean(wanted, names);
}

}  // namespace sellsign
