#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "base/text.h"
#include "tests/catch.h"
#include "tests/house/house.h"

namespace sellsign::paths_test {

namespace fs = std::filesystem;

const fs::path k_tree = SELLSIGN_SOURCE_DIR;

bool is_of_path(char c) { return is_alnum(c) || c == '_' || c == '-' || c == '/' || c == '.'; }

/// Every `folder/.../name.h` (or .cpp, .js, .json) in a text whose first folder is one of those.
std::vector<std::string> paths_in(const std::string& text, const std::vector<std::string>& folders) {
  std::vector<std::string> found;
  for (const std::string& folder : folders)
    for (std::size_t at = 0; (at = text.find(folder + "/", at)) != std::string::npos; ++at) {
      if (at > 0 && (is_of_path(text[at - 1]) || text[at - 1] == '$')) continue;  // the end of another path
      std::size_t end = at;
      while (end < text.size() && is_of_path(text[end])) ++end;
      std::string path = text.substr(at, end - at);
      while (path.ends_with('.')) path.pop_back();
      const bool is_cut = end < text.size() && (text[end] == '*' || text[end] == '<');
      if (const std::string kind = fs::path(path).extension();
          !is_cut && (kind == ".h" || kind == ".cpp" || kind == ".js"))
        found.push_back(path);
    }
  return found;
}

std::string text_of(const fs::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Made while building, so not in the tree.
bool is_generated(const std::string& path) { return path.ends_with("_data.h"); }

TEST_CASE("every source file that a comment, a page or a script names is there") {
  std::vector<std::string> folders = testing::product_folders();
  folders.insert(folders.end(), {"tests", "bench"});
  std::size_t seen = 0;
  const auto look = [&](const fs::path& file) {
    for (const std::string& path : paths_in(text_of(file), folders)) {
      ++seen;
      INFO(fs::relative(file, k_tree) << " names " << path << ", which is not there");
      CHECK((is_generated(path) || fs::exists(k_tree / path)));
    }
  };
  for (const std::string& folder : folders)
    for (const auto& entry : fs::recursive_directory_iterator(k_tree / folder))
      if (entry.path().extension() == ".h" || entry.path().extension() == ".cpp") look(entry.path());
  for (const auto& entry : fs::directory_iterator(k_tree / "docs"))
    if (entry.path().extension() == ".md") look(entry.path());
  look(k_tree / "README.md");
  CHECK(seen > 1'000);
}

}  // namespace sellsign::paths_test
