#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sellsign::fuzz {

/// One thing that reads what others write, and what has to hold whatever they write.
struct Target {
  std::string_view name;
  std::string_view about;
  void (*run)(std::string_view input);  ///< ends the process when something does not hold
  std::vector<std::string> (*seeds)();  ///< sound inputs to begin with
};

std::span<const Target> targets();

}  // namespace sellsign::fuzz
