#include <filesystem>
#include <fstream>
#include <map>
#include <regex>

#include "tests/catch.h"

namespace {

TEST_CASE("headers of one folder, which share a namespace, define each type once") {
  const std::regex type(R"(^(?:struct|class|enum class) (\w+)[^;]*$)");
  for (const char* folder : {"api", "net", "mock_server", "client", "harness", "cli"}) {
    std::map<std::string, std::string> defined;
    const std::string path = std::string(SELLSIGN_SOURCE_DIR) + "/" + folder;
    for (const auto& entry : std::filesystem::directory_iterator(path)) {
      if (entry.path().extension() != ".h") continue;
      std::ifstream file(entry.path());
      for (std::string line; std::getline(file, line);) {
        std::smatch match;
        if (!std::regex_match(line, match, type)) continue;
        INFO(match[1] << " is defined in " << entry.path() << " and in " << defined[match[1]]);
        CHECK(defined[match[1]].empty());
        defined[match[1]] = entry.path().string();
      }
    }
    CHECK(!defined.empty());
  }
}

}  // namespace
