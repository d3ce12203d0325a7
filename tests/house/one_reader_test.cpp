#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "tests/catch.h"
#include "tests/house/house.h"

namespace sellsign::one_reader_test {

namespace fs = std::filesystem;

/// What reads input without the bounds of base/json and base/pattern.
constexpr const char* k_unbounded[] = {"Json::parse(", "json::parse(", "Json::accept(", "json::accept(",
                                       "sax_parse(",   "std::regex",   "std::stoi(",    "std::stod("};

TEST_CASE("whatever is read is read by the bounded readers of base/json and base/pattern") {
  for (const std::string& folder : testing::product_folders())
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(SELLSIGN_SOURCE_DIR) / folder)) {
      if (entry.path().extension() != ".cpp" && entry.path().extension() != ".h") continue;
      std::stringstream text;
      text << std::ifstream(entry.path()).rdbuf();
      for (const char* call : k_unbounded) {
        INFO(entry.path() << " has " << call);
        CHECK(text.str().find(call) == std::string::npos);
      }
    }
}

}  // namespace sellsign::one_reader_test
