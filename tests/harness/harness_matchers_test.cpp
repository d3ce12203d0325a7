#include <string>

#include <nlohmann/json.hpp>

#include "harness/json/diff.h"
#include "harness/json/matchers.h"
#include "tests/catch.h"

namespace sellsign::harness::harness_matchers_test {
namespace {

using Lines = std::vector<std::string>;

Lines apply(const std::string& matchers, const std::string& got) {
  std::optional<Json> value;
  if (!got.empty()) value = Json::parse(got);
  return apply_matchers(Json::parse(matchers), value ? &*value : nullptr, "$.x");
}

TEST_CASE("matchers: what holds and what does not", "[harness]") {
  const struct {
    std::string matchers, got;  // got empty: not there
    bool holds;
  } k_rows[] = {
      {R"({"eq": 1})", "1", true},
      {R"({"eq": 1})", "1.0", true},
      {R"({"eq": 1})", R"("1")", false},
      {R"({"eq": true})", "1", false},
      {R"({"eq": 9007199254740993})", "9007199254740992", false},
      {R"({"eq": 9007199254740993})", "9007199254740992.0", false},
      {R"({"eq": 18446744073709551615})", "-1", false},
      {R"({"eq": {"a": 1, "b": 2}})", R"({"b": 2, "a": 1})", true},
      {R"({"eq": {"a": 1}})", R"({"a": 1, "b": 2})", false},
      {R"({"eq": null})", "null", true},
      {R"({"eq": null})", "", false},
      {R"({"ne": 1})", "2", true},
      {R"({"ne": 1})", "1.0", false},
      {R"({"ne": 1})", "", false},
      {R"({"gt": 1})", "2", true},
      {R"({"gt": 1})", "1", false},
      {R"({"gte": 1})", "1", true},
      {R"({"gte": 1})", "0.5", false},
      {R"({"gt": 9007199254740992})", "9007199254740993", true},
      {R"({"gt": 9007199254740993})", "9007199254740992.0", false},
      {R"({"lt": 9007199254740993})", "9007199254740992.0", true},
      {R"({"gte": 18446744073709551615})", "18446744073709551616.0", true},
      {R"({"lt": 1})", "-1", true},
      {R"({"lt": 1})", "18446744073709551615", false},
      {R"({"lt": 1})", "1", false},
      {R"({"lte": 1})", "1", true},
      {R"({"lte": 1})", R"("0")", false},
      {R"({"type": "integer"})", "1", true},
      {R"({"type": "integer"})", "1.5", false},
      {R"({"type": "number"})", "1", true},
      {R"({"type": "number"})", "1.5", true},
      {R"({"type": ["string", "null"]})", "null", true},
      {R"({"type": ["string", "null"]})", "1", false},
      {R"({"matches": "^a+$"})", R"("aaa")", true},
      {R"({"matches": "^a+$"})", R"("aab")", false},
      {R"({"matches": "1"})", "1", false},
      {R"({"contains": "bc"})", R"("abcd")", true},
      {R"({"contains": "bd"})", R"("abcd")", false},
      {R"({"contains": {"a": 1}})", R"([{"a": 2}, {"a": 1, "b": 2}])", true},
      {R"({"contains": {"a": 1}})", R"([{"a": 2}])", false},
      {R"({"contains": 1})", "1", false},
      {R"({"like": {"a": {"b": 1}}})", R"({"a": {"b": 1, "c": 2}, "d": 3})", true},
      {R"({"like": {"a": null}})", R"({})", false},
      {R"({"like": [{"a": 1}]})", R"([{"a": 1, "b": 2}])", true},
      {R"({"like": [{"a": 1}]})", R"([{"a": 1}, {"a": 1}])", false},
      {R"({"keys": ["a", "b"]})", R"({"a": 1, "b": 2})", true},
      {R"({"keys": ["a", "b"]})", R"({"b": 1, "a": 2})", false},
      {R"({"keys": ["a"]})", R"({"a": 1, "b": 2})", false},
      {R"({"keys": []})", "[]", false},
      {R"({"length": 3})", R"("Zoé")", true},
      {R"({"length": 4})", R"("Zoé")", false},
      {R"({"length": 2})", "[1, 2]", true},
      {R"({"length": 0})", "{}", true},
      {R"({"length": 1})", "1", false},
      {R"({"absent": true})", "", true},
      {R"({"absent": true})", "null", false},
      {R"({"absent": false})", "null", true},
      {R"({"absent": false})", "", false},
      {R"({"gt": 1, "lt": 3})", "2", true},
      {R"({"gt": 1, "lt": 3})", "3", false},
  };
  for (const auto& row : k_rows) {
    INFO(row.matchers << " on " << row.got);
    CHECK(apply(row.matchers, row.got).empty() == row.holds);
  }
}

TEST_CASE("a difference names the path, what was expected and what came", "[harness]") {
  const auto expected = R"({"eq": {"elements": [{"id": 5, "na.me": "x"}], "gone": true}})";
  const auto got = R"({"elements": [{"id": 7, "na.me": "y"}, 1], "more": null})";
  CHECK(apply(expected, got) ==
        Lines{"$.x.elements: expected 1 elements, got 2", "$.x.elements[0].id: expected 5, got 7",
              "$.x.elements[0]['na.me']: expected \"x\", got \"y\"", "$.x.gone: expected true, got nothing",
              "$.x.more: expected nothing, got null"});
  CHECK(apply(R"({"like": {"a": [1]}})", R"({"a": {}, "b": 1})") == Lines{"$.x.a: expected [1], got {}"});
  CHECK(apply(R"({"eq": {"a": 1}})", "1") == Lines{"$.x: expected object {\"a\":1}, got integer 1"});
  CHECK(apply(R"({"keys": ["a", "b"]})", R"({"b": 1, "a": 2})") ==
        Lines{"$.x: expected key 1 to be \"a\", got \"b\" (the order counts)"});
  CHECK(apply(R"({"length": 2})", R"("Zoé")") == Lines{"$.x: expected length 2, got length 3: \"Zoé\""});
}

TEST_CASE("many differences are counted, not all shown", "[harness]") {
  Json expected = Json::array(), got = Json::array();
  for (int i = 0; i < 200; ++i) {
    expected.push_back(i);
    got.push_back(i + 1);
  }
  const Lines lines = differences(expected, got, "$");
  REQUIRE(lines.size() == 51);
  CHECK(lines.back() == "and 150 more");
}

TEST_CASE("a regular expression on a long text neither overflows nor takes forever", "[harness]") {
  const Json long_text = std::string(100'000, 'a');
  CHECK(apply_matchers(Json{{"matches", "^(a|b)*$"}}, &long_text, "$").empty());
  const Json many_letters(std::string(2'000, 'a'));
  CHECK_FALSE(apply_matchers(Json{{"matches", "^(a+)+b$"}}, &many_letters, "$").empty());
}

TEST_CASE("every matcher has a row that refuses nonsense or takes anything", "[harness]") {
  const struct {
    std::string name, bad;
  } k_rows[] = {{"gt", "\"1\""},     {"gte", "null"},   {"lt", "[]"},         {"lte", "true"},
                {"type", "\"int\""}, {"type", "[]"},    {"matches", "\"(\""}, {"matches", "1"},
                {"keys", "[1]"},     {"keys", "\"a\""}, {"length", "-1"},     {"length", "1.5"},
                {"absent", "1"}};
  for (const auto& row : k_rows) {
    INFO(row.name << " " << row.bad);
    REQUIRE(find_matcher(row.name) != nullptr);
    CHECK_FALSE(find_matcher(row.name)->lint(Json::parse(row.bad)).empty());
  }
  CHECK(find_matcher("equals") == nullptr);
}

}  // namespace
}  // namespace sellsign::harness::harness_matchers_test
