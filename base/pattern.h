#pragma once

#include <cstddef>
#include <regex>
#include <string>

namespace sellsign {

/// Longest regular expression that is taken from a file or a request, in bytes.
inline constexpr std::size_t k_longest_pattern = 1000;

/// Compiles an ECMAScript pattern; throws std::regex_error as std::regex does, also for back references.
/// libstdc++'s usual matcher recurses once per character and overflows the stack on long texts; its other one
/// does not.
inline std::regex compile_pattern(const std::string& pattern) {
#ifdef __GLIBCXX__
  return std::regex(pattern, std::regex::ECMAScript | std::regex_constants::__polynomial);
#else
  return std::regex(pattern, std::regex::ECMAScript);
#endif
}

}  // namespace sellsign
