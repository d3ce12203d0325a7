#pragma once

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace sellsign::testing {

/// Every folder at the top of the tree that holds product code. A new one is in it without being named here.
inline std::vector<std::string> product_folders() {
  namespace fs = std::filesystem;
  const std::set<std::string> others = {"tests", "bench", "build"};
  std::vector<std::string> found;
  for (const auto& top : fs::directory_iterator(SELLSIGN_SOURCE_DIR)) {
    const std::string name = top.path().filename().string();
    if (!top.is_directory() || name.starts_with('.') || others.contains(name)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(top))
      if (entry.path().extension() == ".cpp" || entry.path().extension() == ".h") {
        found.push_back(name);
        break;
      }
  }
  std::ranges::sort(found);
  return found;
}

}  // namespace sellsign::testing
