#include "base/pattern.h"

#include "tests/catch.h"

namespace sellsign::pattern_test {
namespace {

bool found(std::string_view pattern, std::string_view text) {
  const auto compiled = Pattern::compile(pattern);
  INFO(pattern);
  REQUIRE(compiled.ok());
  return compiled->is_in(text);
}

TEST_CASE("a pattern is searched anywhere in a text, by characters and not by bytes", "[base]") {
  CHECK(found("b+", "abbc"));
  CHECK_FALSE(found("^b", "abbc"));
  CHECK(found("^Zo.$", "Zoé"));
  CHECK(found("^[é-ü]{2}$", "éê"));
  CHECK(found(R"(^\x{e9}$)", "é"));
  CHECK_FALSE(found("^..$", "é"));
  CHECK(found("", ""));
}

TEST_CASE("what is wrong with a pattern is said in the words of who wrote it", "[base]") {
  const struct {
    std::string pattern, words;
  } k_rows[] = {
      {"(a", "this is no regular expression: a ( is not closed with )"},
      {"a)", "this is no regular expression: there is a ) without its ("},
      {"[a", "this is no regular expression: a [ is not closed with ]: \"[a\""},
      {"*a", "this is no regular expression: there is nothing in front of \"*\" that could be repeated"},
      {"[z-a]", "this is no regular expression: \"z-a\" is no range of characters"},
      {"a\\", "this is no regular expression: it ends with a backslash"},
      {R"(\u00e9)",
       R"(this is no regular expression: "\u" is no escape sequence; a character by its number is \x{e9})"},
      {"\xff", "this is no regular expression: it is not UTF-8"},
      {"(?=a)", "look-ahead ((?=) is not supported"},
      {"a(?!b)", "look-ahead ((?!) is not supported"},
      {"(?<!a)", "look-behind ((?<= and (?<!) is not supported; a named group is written (?P<name>...)"},
      {R"((a)\1)", R"(back references (\1) are not supported)"},
      {std::string(1001, 'a'), "the regular expression is longer than 1000 bytes"},
  };
  for (const auto& row : k_rows) {
    const auto pattern = Pattern::compile(row.pattern);
    INFO(row.pattern);
    REQUIRE_FALSE(pattern.ok());
    CHECK(pattern.error().message == row.words);
  }
}

TEST_CASE("a pattern that makes others try for ever is searched in linear time", "[base]") {
  CHECK_FALSE(found("^(a+)+$", std::string(1'000'000, 'a') + "b"));
  CHECK(found("(x+x+)+y", std::string(100'000, 'x') + "y"));
}

}  // namespace
}  // namespace sellsign::pattern_test
