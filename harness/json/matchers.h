#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json/positioned_json.h"

namespace sellsign::harness {

/// One row: all that is known of one matcher.
struct Matcher {
  std::string_view name;
  std::string_view about;

  /// What is wrong with the expected value, or nothing. Texts with `${` in them have been passed over by the
  /// caller.
  std::string (*lint)(const Json& expected);

  /// What differs, one line per path. `got` exists; `path` names it.
  std::vector<std::string> (*differ)(const Json& expected, const Json& got, std::string_view path);
};

/// eq, ne, gt, gte, lt, lte, type, matches, contains, like, keys, length; and absent, which is for the caller
/// to apply.
std::span<const Matcher> matchers();

/// The row of that name, or null.
const Matcher* find_matcher(std::string_view name);

/// Words that `type` knows.
std::span<const std::string_view> type_names();

/// Applies every matcher of `{"eq": ..., ...}` to what a check looked at; `got` is null when it is not
/// there. Lines of what differs, none when all hold.
std::vector<std::string> apply_matchers(const Json& expected, const Json* got, std::string_view path);

}  // namespace sellsign::harness
