#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "tests/catch.h"
#include "tests/house/house.h"

namespace sellsign::arrows_test {

namespace fs = std::filesystem;

const fs::path k_root = SELLSIGN_SOURCE_DIR;

/// Headers of libraries and the files that may include them.
const std::map<std::string, std::set<std::string>> k_only_in = {
    {"httplib.h",
     {"client/wire/httplib_transport.cpp", "client/wire/answer_stream.h", "cli/commands/export.cpp"}},
    {"CLI/CLI.hpp", {"cli/program/command_line.cpp"}},
    {"llhttp.h", {"http", "cli/commands/export.cpp"}},
    {"re2/re2.h", {"base/pattern.cpp"}},
    {"zlib.h", {"http/content_coding.cpp", "load/result/histogram_codec.cpp"}},
};

using Row = std::vector<std::string>;

/// The cells of the table in docs/architecture.md whose first column has that title, back-quotes taken off.
std::vector<Row> table(const std::string& title) {
  std::ifstream file(k_root / "docs/architecture.md");
  std::vector<Row> rows;
  bool inside = false;
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with("| ")) {
      inside = false;
      continue;
    }
    if (line.starts_with("| " + title + " |")) inside = true;
    if (!inside || line.starts_with("| ---") || line.starts_with("| " + title + " |")) continue;
    Row row;
    for (std::size_t from = 2, end = 0; (end = line.find(" |", from)) != std::string::npos; from = end + 3)
      row.push_back(std::regex_replace(line.substr(from, end - from), std::regex("`"), ""));
    rows.push_back(std::move(row));
  }
  return rows;
}

std::set<std::string> words_of(const std::string& cell) {
  std::set<std::string> words;
  const std::regex word("[^, ]+");
  for (auto it = std::sregex_iterator(cell.begin(), cell.end(), word); it != std::sregex_iterator(); ++it)
    words.insert(it->str());
  return words;
}

std::vector<fs::path> sources() {
  std::vector<fs::path> found;
  for (const std::string& top : testing::product_folders())
    for (const auto& entry : fs::recursive_directory_iterator(k_root / top))
      if (entry.path().extension() == ".cpp" || entry.path().extension() == ".h")
        found.push_back(fs::relative(entry.path(), k_root));
  return found;
}

std::vector<std::string> includes_of(const fs::path& file) {
  std::ifstream text(k_root / file);
  std::vector<std::string> found;
  for (std::string row; std::getline(text, row);) {
    const std::size_t hash = row.find_first_not_of(" \t"), word = row.find("include", hash);
    if (hash == std::string::npos || row[hash] != '#' || word == std::string::npos) continue;
    const std::size_t open = row.find_first_of("<\"", word);
    if (open == std::string::npos) continue;
    const std::size_t close = row.find_first_of(">\"", open + 1);
    found.push_back(row.substr(open + 1, close - open - 1));
  }
  return found;
}

/// Whether a header is one of the tree's, be it generated.
bool is_ours(const fs::path& header) {
  static const std::vector<std::string> tops = testing::product_folders();
  return header.has_parent_path() && std::ranges::find(tops, header.begin()->string()) != tops.end();
}

std::string folder_of(const fs::path& file) { return file.parent_path().string(); }

/// Whether an entry of the table takes in that folder.
bool takes_in(const std::set<std::string>& allowed, const std::string& folder) {
  return std::ranges::any_of(allowed, [&](const std::string& name) {
    return name == folder || (name.ends_with('/') && (folder + "/").starts_with(name));
  });
}

bool fits(const fs::path& file, const std::string& pattern) {
  const std::string exact = std::regex_replace(pattern, std::regex(R"(\.)"), R"(\.)");
  return std::regex_match(file.string(), std::regex(std::regex_replace(exact, std::regex(R"(\*)"), "[^/]*")));
}

TEST_CASE("no include points against the arrows of docs/architecture.md") {
  std::map<std::string, std::set<std::string>> arrows;
  for (const Row& row : table("folder")) arrows[row.at(0)] = words_of(row.at(1));
  std::map<std::string, std::set<std::string>> used;
  for (const fs::path& file : sources()) {
    const std::string folder = folder_of(file);
    INFO(file << " stands in a folder that the table does not know");
    REQUIRE(arrows.contains(folder));
    used[folder];
    for (const std::string& header : includes_of(file)) {
      const std::string target = folder_of(header);
      if (target == folder || !is_ours(header)) continue;
      INFO(file << " includes " << header);
      CHECK(takes_in(arrows[folder], target));
      used[folder].insert(target);
    }
  }
  for (const auto& [folder, allowed] : arrows) {
    INFO("the table knows the folder " << folder << ", which is not there");
    CHECK(used.contains(folder));
    for (const std::string& name : allowed) {
      for (const auto& [other, unused] : arrows) {
        if (other == folder || !takes_in({name}, other)) continue;
        INFO(folder << " may include " << other << " and never does");
        CHECK(used[folder].contains(other));
      }
    }
  }
}

TEST_CASE("the arrows have no circle") {
  std::map<std::string, std::set<std::string>> arrows;
  for (const fs::path& file : sources())
    for (const std::string& header : includes_of(file))
      if (is_ours(header) && folder_of(header) != folder_of(file))
        arrows[folder_of(file)].insert(folder_of(header));
  // Taking away what points nowhere leaves nothing, unless there is a circle.
  for (bool smaller = true; smaller;) {
    smaller = std::erase_if(arrows, [&](const auto& one) {
                return std::ranges::none_of(one.second, [&](const auto& to) { return arrows.contains(to); });
              }) > 0;
  }
  for (const auto& [folder, targets] : arrows) FAIL_CHECK(folder << " is on a circle, or above one");
}

TEST_CASE("a source file has a header of its own name, or the table says which other one") {
  const std::vector<Row> others = table("source files");
  std::set<std::string> used;
  for (const fs::path& file : sources()) {
    if (file.extension() != ".cpp" || fs::exists(k_root / fs::path(file).replace_extension(".h"))) continue;
    const std::vector<std::string> includes = includes_of(file);
    const auto row = std::ranges::find_if(others, [&](const Row& one) {
      return fits(file, one.at(0)) && std::ranges::find(includes, one.at(1)) != includes.end();
    });
    INFO(file << " has no header of its own name, and includes none that the table names for it");
    CHECK(row != others.end());
    if (row != others.end()) used.insert(row->at(0));
  }
  for (const Row& row : others) {
    INFO("no file needs the row " << row.at(0));
    CHECK(used.contains(row.at(0)));
  }
}

TEST_CASE("libraries are included only where they belong") {
  for (const fs::path& file : sources())
    for (const std::string& header : includes_of(file)) {
      const auto rule = k_only_in.find(header);
      if (rule == k_only_in.end()) continue;
      INFO(file << " includes " << header);
      CHECK((rule->second.contains(file.string()) || rule->second.contains(file.begin()->string())));
    }
}

TEST_CASE("every quoted include names its folder") {
  for (const fs::path& file : sources())
    for (const std::string& header : includes_of(file)) {
      INFO(file << " includes " << header);
      CHECK_FALSE(fs::exists(k_root / file.parent_path() / header));
    }
}

}  // namespace sellsign::arrows_test
