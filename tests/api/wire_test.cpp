#include "api/arguments.h"
#include "api/departures.h"
#include "api/json_writer.h"
#include "base/base64.h"
#include "base/text.h"
#include "base/utf8.h"
#include "tests/catch.h"

namespace sellsign::wire_test {

using namespace sellsign;
using namespace sellsign::api;

TEST_CASE("components are decoded exactly") {
  struct Row {
    std::string_view text, decoded;
    bool bad_escape, unencoded;
  };
  for (const Row& row : {Row{"a+b%20c", "a b c", false, false}, Row{"%40%7C", "@|", false, false},
                         Row{"%zz%4", "%zz%4", true, false}, Row{"a@b", "a@b", false, true},
                         Row{"%C3%A9", "\xC3\xA9", false, false}, Row{"\xC3\xA9", "\xC3\xA9", false, true},
                         Row{"%2B%2b%25", "++%", false, false}, Row{"", "", false, false}}) {
    INFO(row.text);
    std::string out;
    const PercentNotes notes = decode_component(row.text, out);
    CHECK(out == row.decoded);
    CHECK(notes.bad_escape == row.bad_escape);
    CHECK(notes.unencoded == row.unencoded);
  }
}

TEST_CASE("decoding undoes encoding for every byte") {
  std::string all;
  for (int c = 0; c < 256; ++c) all += static_cast<char>(c);
  std::string decoded;
  decode_component(encode_component(all), decoded);
  CHECK(decoded == all);
  CHECK(encode_component("a b|c@d+e~f") == "a%20b%7Cc%40d%2Be~f");
}

TEST_CASE("UTF-8 is checked strictly") {
  for (const char* good : {"", "abc", "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80", "\xEF\xBF\xBF"})
    CHECK(is_utf8(good));
  for (const char* bad : {"\xC3", "\xC0\xAF", "\xED\xA0\x80", "\xF5\x80\x80\x80", "\xE9", "\xE2\x82", "\x80"})
    CHECK_FALSE(is_utf8(bad));
}

TEST_CASE("JSON strings are escaped as the vendor's serializer does") {
  struct Row {
    std::string_view text, html, plain;
  };
  for (const Row& row :
       {Row{"a=b&c<d>e'f", "\"a\\u003db\\u0026c\\u003cd\\u003ee\\u0027f\"", "\"a=b&c<d>e'f\""},
        Row{"q\"b\\n\n\t\x01", "\"q\\\"b\\\\n\\n\\t\\u0001\"", "\"q\\\"b\\\\n\\n\\t\\u0001\""},
        Row{"Zo\xC3\xA9", "\"Zo\xC3\xA9\"", "\"Zo\xC3\xA9\""}, Row{"", "\"\"", "\"\""}}) {
    std::string html;
    std::string plain;
    append_json(html, row.text, HtmlEscape::on);
    append_json(plain, row.text, HtmlEscape::off);
    CHECK(html == row.html);
    CHECK(plain == row.plain);
    std::string longer, inside;
    for (int times = 0; times < 700; ++times) {  // whatever the parts in which a long text is written
      longer += row.text;
      inside += row.html.substr(1, row.html.size() - 2);
    }
    std::string whole = "before";
    append_json(whole, longer, HtmlEscape::on);
    CHECK(whole == "before\"" + inside + "\"");
  }
}

TEST_CASE("queries, forms and JSON bodies are read to the same arguments") {
  struct Row {
    std::string_view query, body;
    BodyForm form;
  };
  for (const Row& row :
       {Row{"number=A%201&id=-1", "", BodyForm::none}, Row{"", "number=A+1&id=-1", BodyForm::form},
        Row{"", R"({"number":"A 1","id":-1})", BodyForm::json},
        Row{"", "\xEF\xBB\xBF {\"number\":\"A\\u00201\",\"id\":-1}", BodyForm::json},
        Row{"number=A%201", R"({"id":-1})", BodyForm::json}, Row{"&&number=A+1&", "id=-1", BodyForm::form}}) {
    INFO(row.query << " | " << row.body);
    Arguments arguments;
    REQUIRE_FALSE(arguments.read(row.query, row.body));
    CHECK(arguments.body_form() == row.form);
    REQUIRE(arguments.all().size() == 2);
    CHECK(arguments.all()[0].name == "number");
    CHECK(arguments.all()[0].text == "A 1");
    CHECK(arguments.all()[1].name == "id");
    CHECK(arguments.all()[1].text == "-1");
  }
}

TEST_CASE("JSON values keep their type, and what is nested is one container") {
  Arguments arguments;
  REQUIRE_FALSE(arguments.read(
      "",
      R"({"a":1,"b":1.50,"c":true,"d":null,"e":[1,{"x":2}],"f":{"y":3},"g":"s","h":18446744073709551615})"));
  const std::vector<std::pair<WireType, std::string_view>> expected = {
      {WireType::integer, "1"},    {WireType::real, "1.50"},
      {WireType::boolean, "true"}, {WireType::null, ""},
      {WireType::container, ""},   {WireType::container, ""},
      {WireType::text, "s"},       {WireType::real, "18446744073709551615"}};
  REQUIRE(arguments.all().size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    CHECK(arguments.all()[i].type == expected[i].first);
    CHECK(arguments.all()[i].text == expected[i].second);
  }
}

TEST_CASE("bodies that are neither JSON objects nor forms are refused with a reason") {
  struct Row {
    std::string_view body, reason;
  };
  for (const Row& row :
       {Row{"[1]", "must be an object of parameters, not an array"}, Row{"\"text\"", "must be an object"},
        Row{"{\"a\":", "not valid at byte"}, Row{"{\"a\":1}}", "not valid at byte"},
        Row{"hello", "neither a JSON object nor a form"},
        Row{"--multipart", "neither a JSON object nor a form"}, Row{"{\"a\":1e999}", "out of range"}}) {
    INFO(row.body);
    Arguments arguments;
    const auto reason = arguments.read("", row.body);
    REQUIRE(reason);
    CHECK_THAT(*reason, Catch::Contains(std::string(row.reason)));
  }
}

TEST_CASE("header text is printable whatever it came from") {
  CHECK(printable("a\r\nX: y") == "a\\x0d\\x0aX: y");
  CHECK(printable("\xC3\xA9") == "\\xc3\\xa9");
  CHECK(printable(std::string(200, 'a')) == std::string(80, 'a') + "...");
  CHECK(describe({DepartureId::unknown_parameter, "x\n"}) ==
        "unknown-parameter: x\\x0a is not a parameter of this call; lenient mode ignores it "
        "[doc.wire.parameters]");
}

TEST_CASE("base64") {
  struct Row {
    std::string_view bytes, text;
  };
  for (const Row& row :
       {Row{"", ""}, Row{"f", "Zg=="}, Row{"fo", "Zm8="}, Row{"foo", "Zm9v"}, Row{"foob", "Zm9vYg=="}})
    CHECK((encode_base64(row.bytes) == row.text && decode_base64(row.text) == row.bytes));
  for (const std::string_view wrong : {"Zg", "Zh==", "Z===", "Zm9=", "Zg==Zg==", "Zm-v", "Zm9v\n", "===="})
    CHECK_FALSE(decode_base64(wrong));
}

}  // namespace sellsign::wire_test
