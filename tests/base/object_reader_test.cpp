#include "base/json/object_reader.h"

#include <nlohmann/json.hpp>

#include "tests/catch.h"

namespace sellsign::object_reader_test {
namespace {

std::string told(const Problems& problems) {
  std::string out;
  for (const Problem& problem : problems) out += problem.where + ": " + problem.what + "\n";
  return out;
}

std::string what_is_wrong(std::string_view text, JsonDialect dialect = JsonDialect::commented) {
  PositionedJson json;
  return told(read_json("f", text, dialect, json));
}

struct Pen {
  std::string colour = "black";
  std::optional<std::uint64_t> length;
  double share = 1;
};

constexpr KeyRow<Pen> k_keys[] = {{"colour", into<read_text, &Pen::colour>, true, "what it writes in"},
                                  {"length", into<read_integer, &Pen::length, 1, 20>},
                                  {"share", into<read_number, &Pen::share, 0, 1>}};

TEST_CASE("an object is read by its rows, in a file with line and column, in a body with paths") {
  PositionedJson json;
  REQUIRE(read_json("f", "{\"colour\": \"red\",\n \"lenght\": 3, \"length\": 21, \"share\": 0.5}",
                    JsonDialect::commented, json)
              .empty());
  Pen pen;
  Problems in_file, in_body;
  read_object(JsonView(json, in_file), k_keys, pen);
  read_object(JsonView(json.value(), in_body), k_keys, pen);
  CHECK(pen.colour == "red");
  CHECK_FALSE(pen.length);
  CHECK(pen.share == 0.5);
  CHECK(told(in_file) ==
        "f:2:2: unknown key \"lenght\" (did you mean \"length\"?)\n"
        "f:2:25: must be a whole number from 1 to 20, but is 21\n");
  CHECK(told(in_body) ==
        "/lenght: unknown key \"lenght\" (did you mean \"length\"?)\n"
        "/length: must be a whole number from 1 to 20, but is 21\n");
}

TEST_CASE("what is missing has the place of what it is missing in") {
  PositionedJson json;
  REQUIRE(read_json("f", "\n{\"pens\": [{}, 7]}", JsonDialect::commented, json).empty());
  Pen pen;
  Problems problems;
  const JsonView file(json, problems);
  for (const JsonView& element : file.at("pens").elements()) read_object(element, k_keys, pen);
  file.at("paper").at("size").add_problem("is not there");
  CHECK_FALSE(file.has("paper"));
  CHECK(file.at("paper").members().empty());
  CHECK(told(problems) ==
        "f:2:11: \"colour\" is missing: what it writes in\n"
        "f:2:15: must be an object, but is 7\n"
        "f:2:1: is not there\n");
}

TEST_CASE("what is read into a tree is bounded in depth and count, and many keys are read quickly") {
  const std::string open(100'000, '[');
  CHECK(what_is_wrong(open) == "f:1:101: more than 100 levels are not read\n");
  CHECK(what_is_wrong("{\"a\":" + open) == "f:1:105: more than 100 levels are not read\n");
  CHECK_FALSE(read_answer(open + std::string(100'000, ']')).ok());
  std::string many = "[0", keys = "{\"k\":0";
  for (std::size_t i = 0; i < k_most_json_values; ++i) many += ",0";
  const auto counted = read_answer(many + "]");
  REQUIRE_FALSE(counted.ok());
  CHECK(counted.error().message.ends_with("more than 4000000 values are not read"));
  for (int i = 0; i < 100'000; ++i) keys += ",\"k" + std::to_string(i) + "\":0";
  CHECK(read_answer(keys + "}").ok());
  CHECK(read_answer(keys + ",\"k99999\":1}").error().message.ends_with("duplicate key \"k99999\""));
  PositionedJson json;
  REQUIRE(read_json("f", keys + "}", JsonDialect::commented, json).empty());
  Pen pen;
  Problems problems;
  read_object(JsonView(json, problems), k_keys, pen);
  CHECK(told(problems) == "f:1:1: has more than 1000 keys\n");
}

TEST_CASE("a number whose digits would be lost is refused") {
  CHECK(read_answer("[18446744073709551615, -9223372036854775808]").ok());
  for (const char* number :
       {"18446744073709551616", "-9223372036854775809", "123456789012345678901234567890"}) {
    INFO(number);
    CHECK(read_answer(number).error().message.ends_with("this number does not fit into 64 bits"));
    CHECK(what_is_wrong(number) == "f:1:1: this number does not fit into 64 bits\n");
  }
  CHECK(read_answer("1e400").error().message.ends_with("this number is out of range"));
}

TEST_CASE("what is no JSON is said in plain words") {
  const struct {
    std::string_view text, wanted;
  } k_rows[] = {{"[1, 02]", "f:1:5: this is no number as JSON writes it\n"},
                {"[1.]", "f:1:2: this is no number as JSON writes it\n"},
                {"[-]", "f:1:2: this is no number as JSON writes it\n"},
                {"[1e+]", "f:1:2: this is no number as JSON writes it\n"},
                {"[1e999]", "f:1:2: this number is out of range\n"},
                {"[1 2]", "f:1:4: a comma is missing in front of this\n"},
                {"[1,]", "f:1:4: there is a comma in front of this ]; take it away\n"},
                {"[1}", "f:1:3: a comma or ] is expected here\n"},
                {"@", "f:1:1: a value is expected here\n"},
                {"{a: 1}", "f:1:2: a key in \"quotes\" is expected here\n"},
                {"[\"a\tb\"]", "f:1:2: this text cannot be read: a control character must be escaped\n"},
                {"[\"\\ud800\"]",
                 "f:1:2: this text cannot be read: \\u must be followed by four hex digits of a character\n"},
                {"[1] /* a", "f:1:5: this comment is not closed with */\n"}};
  for (const auto& row : k_rows) CHECK(what_is_wrong(row.text) == row.wanted);
  CHECK(what_is_wrong("\xEF\xBB\xBF[1e-999, -0, 1.5e3] // a") == "");
  CHECK(what_is_wrong("[1] // a", JsonDialect::plain) ==
        "f:1:5: there is more text after the end of the object\n");
  const std::string deep(101, '[');
  CHECK(what_is_wrong(deep) == "f:1:101: more than 100 levels are not read\n");
}

}  // namespace
}  // namespace sellsign::object_reader_test
