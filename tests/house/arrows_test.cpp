#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>

#include "tests/catch.h"

namespace {

namespace fs = std::filesystem;

/// Which folders a folder may include beside itself: the arrows of docs/architecture.md.
const std::map<std::string, std::set<std::string>> k_arrows = {
    {"base", {}},
    {"api", {"base"}},
    {"net", {"base"}},
    {"http", {"base", "net", "client", "mock_server"}},
    {"client", {"api", "base", "http", "net"}},
    {"mock_server", {"api", "base", "http", "net"}},
    {"harness", {"api", "base", "client", "http"}},
    {"load", {"api", "base", "client", "harness", "http", "net"}},
    {"cli", {"api", "base", "client", "harness", "http", "load", "mock_server", "net"}},
};

/// Headers that only some files may include.
const std::map<std::string, std::set<std::string>> k_only_in = {
    {"httplib.h",
     {"http/server/threads_front.cpp", "client/wire/httplib_transport.cpp", "cli/commands/export.cpp"}},
    {"CLI/CLI.hpp", {"cli"}},
    {"llhttp.h", {"http", "cli/commands/export.cpp"}},
    {"zlib.h", {"load/result/histogram_codec.cpp"}},
};

struct Include {
  std::string folder, file, header;
};

std::vector<Include> all_includes() {
  std::vector<Include> found;
  const std::regex line(R"(^\s*#\s*include\s*[<"]([^">]+)[">])");
  for (const auto& [folder, allowed] : k_arrows)
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(SELLSIGN_SOURCE_DIR) / folder)) {
      if (entry.path().extension() != ".cpp" && entry.path().extension() != ".h") continue;
      std::ifstream text(entry.path());
      std::smatch match;
      for (std::string row; std::getline(text, row);)
        if (std::regex_search(row, match, line))
          found.push_back({folder, fs::relative(entry.path(), SELLSIGN_SOURCE_DIR).string(), match[1]});
    }
  return found;
}

}  // namespace

TEST_CASE("no include points against the arrows") {
  const auto includes = all_includes();
  REQUIRE(includes.size() > 100);
  for (const Include& include : includes) {
    const std::string target = include.header.substr(0, include.header.find('/'));
    if (!k_arrows.contains(target) || target == include.folder) continue;
    INFO(include.file << " includes " << include.header);
    CHECK(k_arrows.at(include.folder).contains(target));
  }
}

TEST_CASE("libraries are included only where they belong") {
  for (const Include& include : all_includes()) {
    const auto rule = k_only_in.find(include.header);
    if (rule == k_only_in.end()) continue;
    INFO(include.file << " includes " << include.header);
    CHECK((rule->second.contains(include.file) || rule->second.contains(include.folder)));
  }
}

TEST_CASE("every quoted include names its folder") {
  for (const Include& include : all_includes()) {
    INFO(include.file << " includes " << include.header);
    CHECK_FALSE(fs::exists(fs::path(SELLSIGN_SOURCE_DIR) / include.folder / include.header));
  }
}
