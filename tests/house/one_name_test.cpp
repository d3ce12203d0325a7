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

namespace sellsign::one_name_test {

/// A name that stands in several places all the same, and why.
struct Exception {
  const char* name;
  const char* reason;
};
constexpr const char* k_overloaded = "says the same of each type; the argument tells which";
/// What a type within another one may be called wherever it stands: the outer name tells which.
constexpr const char* k_inner_type = "Kind";
constexpr Exception k_exceptions[] = {
    {"name_of", k_overloaded},      {"row_of", k_overloaded},          {"words_of", k_overloaded},
    {"describe", k_overloaded},     {"render_console", k_overloaded},  {"render_json", k_overloaded},
    {"render_junit", k_overloaded}, {"render_markdown", k_overloaded},
};

/// One definition of a name at namespace level.
struct Place {
  std::string within;  ///< its namespace
  std::string file;
};
using Places = std::map<std::string, std::vector<Place>>;

struct Names {
  Places types, functions;
};

void read_header(const std::filesystem::path& path, Names& names) {
  // Functions that are members are indented, and what begins a line stands at namespace level. Types within
  // types count, too, unless they are private.
  static const std::regex space(R"(^namespace ([\w:]+) \{.*)");
  static const std::regex type(R"(^ *(?:struct|class|enum class) (\w+)(?=[ :{]|$).*)"),
      declared(R"(^ *(?:struct|class|enum class) \w+(?: : [\w:]+)?;.*)"), alias(R"(^using (\w+) = .*)");
  static const std::regex function(
      R"(^(?:inline |constexpr |extern |\[\[nodiscard\]\] )*(?:const )?[\w:]+(?:<.*>)?[ &*]+(\w+)\(.*)");
  std::ifstream file(path);
  std::string within;
  bool is_private = false;
  for (std::string line; std::getline(file, line);) {
    std::smatch match;
    if (line.ends_with(" private:")) is_private = true;
    if (line.starts_with("};") || line.ends_with(" public:")) is_private = false;
    if (std::regex_match(line, match, space))
      within = match[1];
    else if (is_private || std::regex_match(line, declared))
      continue;
    else if (std::regex_match(line, match, type) || std::regex_match(line, match, alias))
      names.types[match[1]].push_back({within, path.string()});
    else if (std::regex_match(line, match, function))
      names.functions[match[1]].push_back({within, path.string()});
  }
}

Names read_tree() {
  Names names;
  for (const std::string& folder : testing::product_folders())
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(std::string(SELLSIGN_SOURCE_DIR) + "/" + folder))
      if (entry.path().extension() == ".h") read_header(entry.path(), names);
  return names;
}

bool is_excepted(const std::string& name) {
  return std::ranges::any_of(k_exceptions, [&](const Exception& one) { return one.name == name; });
}

std::string shown(const std::string& name, const std::vector<Place>& places) {
  std::string out = name + " stands in";
  for (const Place& place : places) out += "\n  " + place.file + " (namespace " + place.within + ")";
  return out;
}

std::size_t namespaces_of(const std::vector<Place>& places) {
  std::set<std::string> seen;
  for (const Place& place : places) seen.insert(place.within);
  return seen.size();
}

TEST_CASE("a type is defined in one header of the whole tree") {
  const Names names = read_tree();
  CHECK(names.types.size() > 300);
  for (const auto& [name, places] : names.types) {
    INFO(shown(name, places));
    CHECK((places.size() == 1 || name == k_inner_type));
  }
}

TEST_CASE("a free function stands in one namespace of the whole tree") {
  const Names names = read_tree();
  CHECK(names.functions.size() > 300);
  for (const auto& [name, places] : names.functions) {
    INFO(shown(name, places));
    CHECK((namespaces_of(places) == 1 || is_excepted(name)));
  }
}

TEST_CASE("no exception outlives its reason") {
  const Names names = read_tree();
  for (const Exception& one : k_exceptions) {
    INFO(one.name);
    CHECK((names.functions.contains(one.name) && namespaces_of(names.functions.at(one.name)) > 1));
  }
}

}  // namespace sellsign::one_name_test
