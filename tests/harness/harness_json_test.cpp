#include <string>

#include <nlohmann/json.hpp>

#include "base/json/positioned_json.h"
#include "harness/json/json_path.h"
#include "harness/scenario/variables.h"
#include "tests/catch.h"

namespace sellsign::harness::harness_json_test {
namespace {

PositionedJson read(const std::string& text) {
  PositionedJson out;
  const Problems problems = read_json("f", text, JsonDialect::commented, out);
  INFO((problems.empty() ? "" : problems[0].where + " " + problems[0].what));
  REQUIRE(problems.empty());
  return out;
}

TEST_CASE("positions of keys and values, over comments, tabs, accents and line ends", "[harness]") {
  const PositionedJson json = read(
      "// first\r\n{ /* a */ \"a\": 1,\n\t\"\xC3\xA9\": [true, -1.5e+3,\n  {\"x/y~z\": \"t \\\" , : "
      "\xE2\x82\xAC\", \"b\": null}]}");
  const struct {
    std::string pointer, key, value;
  } k_rows[] = {{"", "f:2:1", "f:2:1"},
                {"/a", "f:2:11", "f:2:16"},
                {"/\xC3\xA9", "f:3:2", "f:3:7"},
                {"/\xC3\xA9/0", "f:3:8", "f:3:8"},
                {"/\xC3\xA9/1", "f:3:14", "f:3:14"},
                {"/\xC3\xA9/2", "f:4:3", "f:4:3"},
                {"/\xC3\xA9/2/x~1y~0z", "f:4:4", "f:4:13"},
                {"/\xC3\xA9/2/b", "f:4:27", "f:4:32"}};
  for (const auto& row : k_rows) {
    INFO(row.pointer);
    const Json& value = json.value().at(Json::json_pointer(row.pointer));
    CHECK(json.key_at(value).text() == row.key);
    CHECK(json.value_at(value).text() == row.value);
  }
  CHECK(json.value().at(Json::json_pointer("/\xC3\xA9/2/x~1y~0z")) == "t \" , : \xE2\x82\xAC");
}

TEST_CASE("integers keep all 64 bits, answers are read without comments", "[harness]") {
  CHECK(read("{\"n\": 9223372036854775807}").value()["n"].get<std::int64_t>() == 9223372036854775807);
  CHECK(read("{\"n\": -9223372036854775808}").value()["n"].dump() == "-9223372036854775808");
  CHECK(read_answer("{\"n\": 18446744073709551615}").value()->at("n").get<std::uint64_t>() ==
        18446744073709551615U);
  for (const char* text : {"", "// x\n1", "{\"a\":1,\"a\":2}", "<html>", "{\"a\":1} x", "[1,]"}) {
    INFO(text);
    CHECK_FALSE(read_answer(text).ok());
  }
}

TEST_CASE("JSON paths", "[harness]") {
  const Json root =
      Json::parse(R"({"a": {"b": [10, 20, {"c": 1}, {"c": 2}]}, "na.me": {"é": true}, "n": null, "e": []})");
  const struct {
    std::string path, found;  // empty: nothing there
  } k_rows[] = {{"$", root.dump()},
                {"$.a.b[0]", "10"},
                {"$.a.b[-1].c", "2"},
                {"$.a.b[-4]", "10"},
                {"$.a.b[-5]", ""},
                {"$.a.b[4]", ""},
                {"$['na.me']['é']", "true"},
                {"$[\"na.me\"].é", "true"},
                {"$.n", "null"},
                {"$.n.x", ""},
                {"$.a[0]", ""},
                {"$.a.b[*].c", "[1,2]"},
                {"$.a.*[0]", "[10]"},
                {"$.e[*]", "[]"},
                {"$.e[*].x", "[]"},
                {"$.none[*]", ""},
                {"$.n[*]", ""},
                {"$.none", ""}};
  for (const auto& row : k_rows) {
    INFO(row.path);
    const auto path = JsonPath::parse(row.path);
    REQUIRE(path.ok());
    const auto found = path->find(root);
    CHECK((found ? found->dump() : "") == row.found);
  }
  for (const char* bad : {"", "a", "$x", "$.", "$..a", "$.a b", "$[", "$[]", "$[1", "$[1,2]", "$[0:1]",
                          "$['a", "$[a]", "$[?(@.a)]", "$[99999999999999999999]"}) {
    INFO(bad);
    CHECK_FALSE(JsonPath::parse(bad).ok());
  }
}

TEST_CASE("variables keep their type alone and are text inside text", "[harness]") {
  Variables variables;
  variables.set("n", std::make_shared<const Json>(7));
  variables.set("list", std::make_shared<const Json>(Json::array({1, "x"})));
  variables.set_text("s", "Zo\xC3\xAB");
  variables.set_text("run.id", "r1");
  const struct {
    std::string in, out;
  } k_rows[] = {{R"("${n}")", "7"},
                {R"("a${n}b")", R"("a7b")"},
                {R"("${n}${n}")", R"("77")"},
                {R"("${list}")", R"([1,"x"])"},
                {R"("<${list}>")", R"("<[1,\"x\"]>")"},
                {R"("${s}-${run.id}")", "\"Zo\xC3\xAB-r1\""},
                {R"("$${n} $n {n}")", R"("${n} $n {n}")"},
                {R"({"${n}": ["${n}", true, null]})", R"({"${n}":[7,true,null]})"}};
  for (const auto& row : k_rows) {
    INFO(row.in);
    const auto filled = variables.fill(Json::parse(row.in));
    REQUIRE(filled.ok());
    CHECK(filled->dump() == row.out);
  }
  CHECK(variables.fill(Json("${none}")).error().message == "the variable \"none\" has no value here");
  CHECK_FALSE(variables.fill(Json("${open")).ok());
  CHECK(names_in(Json::parse(R"(["${a}", {"k": "${b}${a}"}, "$${c}"])")) ==
        std::vector<std::string>{"a", "b"});
}

}  // namespace
}  // namespace sellsign::harness::harness_json_test
