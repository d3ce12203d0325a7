// What is read as a fault, what is refused and with which words, and that the examples of docs/faults.md
// hold.

#include <fstream>
#include <sstream>

#include <nlohmann/json.hpp>

#include "mock_server/faults/book.h"
#include "mock_server/faults/reader.h"
#include "tests/catch.h"

namespace sellsign::fault_rules_test {

using namespace sellsign;
using Json = nlohmann::ordered_json;

std::string shown(const Problems& problems) {
  std::string text;
  for (const Problem& problem : problems) text += problem.where + ": " + problem.what + "\n";
  return text;
}

struct Row {
  std::string text, where, what;
};

/// Every row has to be refused with just that problem, and must leave the book as it is.
void check_refused(std::span<const Row> rows) {
  for (const Row& row : rows) {
    mock::FaultBook book;
    REQUIRE(book.put("kept", R"({"effect":{"status":500}})").empty());
    const std::string before = book.to_json();
    INFO(row.text);
    CHECK(shown(book.put("f", row.text)) == row.where + ": " + row.what + "\n");
    CHECK(book.to_json() == before);
  }
}

/// The fenced blocks of a Markdown file by the words behind ```json.
std::vector<std::pair<std::string, std::string>> examples_of(const std::string& file) {
  std::ifstream stream(std::string(SELLSIGN_SOURCE_DIR) + "/" + file);
  std::vector<std::pair<std::string, std::string>> examples;
  bool inside = false;
  for (std::string line; std::getline(stream, line);) {
    if (line.starts_with("```")) {
      inside = !inside && line.starts_with("```json ");
      if (inside) examples.emplace_back(line.substr(8), "");
    } else if (inside) {
      examples.back().second += line + "\n";
    }
  }
  return examples;
}

TEST_CASE("a fault that cannot be understood is refused with its place") {
  const Row rows[] = {
      {"", "body:1:1", "the file is empty; a JSON object is expected"},
      {"[]", "body", "must be an object, but is []"},
      {"{}", "body", "\"effect\" is missing: what the fault does"},
      {R"({"efect":{},"effect":{"status":500}})", "/efect",
       "unknown key \"efect\" (did you mean \"effect\"?)"},
      {R"({"effect":5})", "/effect", "must be an object, but is 5"},
      {R"({"name":"g","effect":{"status":500}})", "/name",
       "\"g\" is not the name in the path, \"f\"; leave it out"},
      {R"({"enabled":"yes","effect":{"status":500}})", "/enabled", "must be true or false, but is \"yes\""},
      {R"({"seen":1,"effect":{"status":500}})", "/seen", "is only answered, not set; leave it out"},
      {R"({"effect":{"status":500},"effect":{"status":501}})", "body:1:26", "duplicate key \"effect\""},
  };
  check_refused(rows);
}

TEST_CASE("a match that cannot be understood is refused") {
  const auto row = [](const std::string& match, const std::string& where, const std::string& what) {
    return Row{R"({"match":)" + match + R"(,"effect":{"status":500}})", "/match" + where, what};
  };
  const Row rows[] = {
      row(R"({"call":"customer.getCustomr"})", "/call",
          "no call is named \"customer.getCustomr\" (did you mean \"customer.getCustomer\"?)"),
      row(R"({"call":"do.getContracts"})", "/call",
          "do.getContracts is a call that this mock does not answer yet, so no request would match"),
      row(R"({"call":7})", "/call", "must be a text, but is 7"),
      row(R"({"number":7})", "/number", "must be a text, but is 7"),
      row(R"({"tokn":"t"})", "/tokn", "unknown key \"tokn\" (did you mean \"token\"?)"),
      row(R"({"nth":0})", "/nth", "must be a whole number from 1 to 9223372036854775807, but is 0"),
      row(R"({"nth":1.5})", "/nth", "must be a whole number from 1 to 9223372036854775807, but is 1.5"),
      row(R"({"parameter":{}})", "/parameter", "names no parameter; leave it out to match all requests"),
      row(R"({"parameter":"email"})", "/parameter",
          "must be an object of request names and exact values, such as {\"email\": \"a@example.org\"}"),
      row(R"({"parameter":{"email":null}})", "/parameter/email",
          "must be a text, a whole number or true or false: the exact value in the request"),
      row(R"({"parameter":{"emial":"a"}})", "/parameter/emial",
          "no call has a parameter \"emial\" (did you mean \"email\"?)"),
      row(R"({"call":"customer.getCustomer","parameter":{"email":"a"}})", "/parameter/email",
          "customer.getCustomer has no parameter \"email\""),
  };
  check_refused(rows);
}

TEST_CASE("a schedule that cannot be understood is refused") {
  const auto row = [](const std::string& schedule, const std::string& where, const std::string& what) {
    return Row{R"({"schedule":)" + schedule + R"(,"effect":{"status":500}})", "/schedule" + where, what};
  };
  const Row rows[] = {
      row(R"({"first":0})", "/first", "must be a whole number from 1 to 9223372036854775807, but is 0"),
      row(R"({"every":-3})", "/every", "must be a whole number from 1 to 9223372036854775807, but is -3"),
      row(R"({"probability":1.01})", "/probability", "must be a number from 0 to 1, but is 1.01"),
      row(R"({"probability":-0.5})", "/probability", "must be a number from 0 to 1, but is -0.5"),
      row(R"({"probability":"10%"})", "/probability", "must be a number from 0 to 1, but is \"10%\""),
      row(R"({"from":"noon"})", "/from", "\"noon\" is no time; write it like 2026-01-31T10:00:00Z"),
      row(R"({"from":"2026-01-02T00:00:00Z","until":"2026-01-01T00:00:00Z"})", "",
          "until has to be later than from"),
      row(R"({"first":2,"every":3})", "", "every is greater than first, so the fault would never be applied"),
      row(R"({"frist":2})", "/frist", "unknown key \"frist\" (did you mean \"first\"?)"),
  };
  check_refused(rows);
  const Row nth[] = {
      {R"({"match":{"nth":3},"schedule":{"first":5},"effect":{"status":500}})", "body",
       "match.nth is one request, first and every choose among many; leave out one or the other"},
      {R"({"match":{"nth":3},"schedule":{"every":2},"effect":{"status":500}})", "body",
       "match.nth is one request, first and every choose among many; leave out one or the other"}};
  check_refused(nth);
}

TEST_CASE("an effect that cannot be understood is refused") {
  const auto row = [](const std::string& effect, const std::string& where, const std::string& what) {
    return Row{R"({"effect":)" + effect + "}", "/effect" + where, what};
  };
  const Row rows[] = {
      row(R"({"statos":500})", "/statos", "unknown key \"statos\" (did you mean \"status\"?)"),
      row(R"({"status":99})", "/status", "must be a whole number from 200 to 599, but is 99"),
      row(R"({"status":"500"})", "/status", "must be a whole number from 200 to 599, but is \"500\""),
      row(R"({"status":204})", "/status",
          "an answer with 204 has no body, but every answer of this mock has one"),
      row(R"({"status":500,"body":{}})", "/body", "must be a text, but is {}"),
      row(R"({"reset":1})", "/reset", "must be true or false, but is 1"),
      row(R"({"closeAfter":-1})", "/closeAfter", "must be a whole number from 0 to 1073741824, but is -1"),
      row(R"({"bytesPerSecond":0})", "/bytesPerSecond",
          "must be a whole number from 1 to 1073741824, but is 0"),
      row(R"({"latency":{}})", "/latency", "give one of fixed, uniform, logNormal and quantiles"),
      row(R"({"latency":{"fixed":"1s","uniform":["1s","2s"]}})", "/latency",
          "give one of fixed, uniform, logNormal and quantiles"),
      row(R"({"latency":{"fixed":100}})", "/latency/fixed",
          "must be a duration such as \"200ms\" (ms, s, m, h or d), but is 100"),
      row(R"({"latency":{"fixed":"2h"}})", "/latency/fixed", "\"2h\" is longer than 3600 s"),
      row(R"({"latency":{"uniform":["1s"]}})", "/latency/uniform",
          "must be a list of two durations, the shortest and the longest"),
      row(R"({"latency":{"uniform":["2s","1s"]}})", "/latency/uniform",
          "the first duration must not be longer than the second"),
      row(R"({"latency":{"uniform":["2s","x"]}})", "/latency/uniform/1",
          "\"x\" is no duration; write a number and us, ms, s, m, h or d, such as 200ms"),
      row(R"({"latency":{"logNormal":{"median":"20ms"}}})", "/latency/logNormal", "\"sigma\" is missing"),
      row(R"({"latency":{"logNormal":{"median":"20ms","sigma":-1}}})", "/latency/logNormal/sigma",
          "must be a number from 0 to 10, but is -1"),
      row(R"({"latency":{"quantiles":[[0.5,"10ms"]]}})", "/latency/quantiles",
          "must be a list of two points or more, such as [[0.5, \"10ms\"], [0.99, \"200ms\"]]"),
      row(R"({"latency":{"quantiles":[[0.5,"10ms"],[0.4,"20ms"]]}})", "/latency/quantiles/1",
          "shares and durations must grow from point to point"),
      row(R"({"latency":{"quantiles":[[0.5,"10ms"],[0.9,"5ms"]]}})", "/latency/quantiles/1",
          "shares and durations must grow from point to point"),
      row(R"({"latency":{"quantiles":[[0.5,"10ms"],[1.1,"20ms"]]}})", "/latency/quantiles/1/0",
          "must be a number from 0 to 1, but is 1.1"),
      row(R"({"latency":{"quantiles":[[0.5,"10ms"],"20ms"]}})", "/latency/quantiles/1",
          "must be a list of a share and a duration, such as [0.99, \"200ms\"]"),
      row(R"({"rateLimit":{"burst":5}})", "/rateLimit", "\"perSecond\" is missing"),
      row(R"({"rateLimit":{"perSecond":0}})", "/rateLimit/perSecond",
          "must be a number from 0.001 to 1000000, but is 0"),
      row(R"({"rateLimit":{"perSecond":5,"burst":0}})", "/rateLimit/burst",
          "must be a whole number from 1 to 1000000, but is 0"),
      row(R"({"rateLimit":{"persecond":5,"perSecond":5}})", "/rateLimit/persecond",
          "unknown key \"persecond\" (did you mean \"perSecond\"?)"),
  };
  check_refused(rows);
}

TEST_CASE("parts of an effect that make no sense together are refused with the reason") {
  const std::string nothing =
      "does nothing; give latency, status, rateLimit, reset, closeAfter, empty, malformedJson, "
      "bytesPerSecond, noAnswer, headers or contentType";
  const std::string one_end = "a connection ends in one way: give one of reset, empty and noAnswer";
  const std::string unseen =
      "with reset, empty or noAnswer no byte of an answer is sent; leave out status, body, rateLimit, "
      "malformedJson, closeAfter, bytesPerSecond, headers and contentType";
  const std::string no_json = "a refusal is text, no JSON that could be cut; leave out malformedJson";
  const std::string early =
      "before goes with reset, empty or noAnswer only: status and rateLimit never perform the call, and the "
      "others need its answer";
  const auto row = [](const std::string& effect, const std::string& what) {
    return Row{R"({"effect":{)" + effect + "}}", "/effect", what};
  };
  const Row rows[] = {
      row("", nothing),
      row(R"("reset":false,"empty":false)", nothing),
      row(R"("reset":true,"empty":true)", one_end),
      row(R"("noAnswer":true,"empty":true)", one_end),
      row(R"("status":503,"noAnswer":true)", unseen),
      row(R"("status":503,"reset":true)", unseen),
      row(R"("closeAfter":10,"reset":true)", unseen),
      row(R"("bytesPerSecond":10,"empty":true)", unseen),
      row(R"("malformedJson":true,"empty":true)", unseen),
      row(R"("rateLimit":{"perSecond":1},"reset":true)", unseen),
      row(R"("headers":{"A":"b"},"noAnswer":true)", unseen),
      row(R"("rateLimit":{"perSecond":1},"status":503)", "rateLimit answers with 429; leave out status"),
      row(R"("body":"text","latency":{"fixed":"1s"})",
          "body is the text of a refusal; give status or rateLimit with it"),
      row(R"("malformedJson":true,"status":500)", no_json),
      row(R"("latency":{"fixed":"1s"},"noAnswer":true)",
          "an answer that never comes cannot be late; leave out latency or noAnswer"),
      row(R"("before":true,"status":500)", early),
      row(R"("before":true,"closeAfter":5)", early),
  };
  check_refused(rows);
}

TEST_CASE("a header field of a fault is one that an answer can have") {
  const auto row = [](const std::string& headers, const std::string& where, const std::string& what) {
    return Row{R"({"effect":{"headers":)" + headers + "}}", "/effect/headers" + where, what};
  };
  const std::string own = "is written by the mock itself; leave it out";
  const Row rows[] = {
      row("[]", "", "must be an object of header fields, such as {\"Retry-After\": \"120\"}"),
      row(R"({"content-length":"5"})", "/content-length", own),
      row(R"({"Transfer-Encoding":"chunked"})", "/Transfer-Encoding", own),
      row(R"({"a b":"5"})", "/a b", "is no name of a header field"),
      row(R"({"A":"b\r\nC: d"})", "/A", "must be printable ASCII: it is the value of a header field"),
  };
  check_refused(rows);
}

TEST_CASE("a list of faults is taken whole or not at all") {
  const Row rows[] = {
      {"{}", "body", "\"faults\" is missing: the list of faults"},
      {R"({"faults":{}})", "/faults", "must be a list of faults"},
      {R"({"faults":[],"seed":1})", "/seed", "is only answered, not set; leave it out"},
      {R"({"fault":[],"faults":[]})", "/fault", "unknown key \"fault\" (did you mean \"faults\"?)"},
      {R"({"faults":[{"effect":{"status":500}}]})", "/faults/0", "\"name\" is missing"},
      {R"({"faults":[{"name":"a b","effect":{"status":500}}]})", "/faults/0/name",
       "\"a b\" is no name: give 1 to 100 letters, digits, - . _"},
      {R"({"faults":[{"name":"","effect":{"status":500}}]})", "/faults/0/name",
       "\"\" is no name: give 1 to 100 letters, digits, - . _"},
      {R"({"faults":[{"name":"a","effect":{"status":500}},{"name":"a","effect":{"reset":true}}]})",
       "/faults/1/name", "a fault called \"a\" stands above"},
      {R"({"faults":[{"name":"a","effect":{"status":500}},{"name":"b","effect":{"status":1}}]})",
       "/faults/1/effect/status", "must be a whole number from 200 to 599, but is 1"},
  };
  mock::FaultBook book;
  REQUIRE(book.put("kept", R"({"effect":{"status":500}})").empty());
  const std::string before = book.to_json();
  for (const Row& row : rows) {
    INFO(row.text);
    CHECK(shown(book.replace_all(row.text)) == row.where + ": " + row.what + "\n");
    CHECK(book.to_json() == before);
  }
  CHECK(shown(book.put("a/b", R"({"effect":{"status":500}})")) ==
        "/name: \"a/b\" is no name: give 1 to 100 letters, digits, - . _\n");
}

TEST_CASE("faults are listed as they were written, in order, with their counts") {
  mock::FaultBook book({.seed = 42});
  CHECK(book.to_json() == R"({"seed":42,"faults":[]})");
  const std::string a =
      R"({"name":"a","match":{"nth":3},"schedule":{"probability":0.25},"effect":{"empty":true}})";
  CHECK(book.replace_all(R"({"faults":[)" + a + R"(, // comments are allowed
                           {"name":"b","enabled":false,"effect":{"status":503}}]})")
            .empty());
  CHECK(
      *book.to_json("b") ==
      R"({"name":"b","enabled":false,"match":{},"schedule":{},"effect":{"status":503},"seen":0,"applied":0})");
  CHECK(
      *book.to_json("a") ==
      R"({"name":"a","enabled":true,"match":{"nth":3},"schedule":{"probability":0.25},"effect":{"empty":true},)"
      R"("seen":0,"applied":0})");
  CHECK(book.put("c", R"({"name":"c","effect":{"reset":true}})").empty());
  CHECK(book.put("a", R"({"effect":{"reset":true}})").empty());
  CHECK(book.names() == std::vector<std::string>{"a", "b", "c"});
  CHECK(book.enable("b", true));
  CHECK(Json::parse(*book.to_json("b"))["enabled"] == true);
  CHECK_FALSE(book.enable("x", true));
  CHECK_FALSE(book.to_json("x").has_value());
  CHECK(book.remove("x") == 0);
  CHECK(book.remove("b") == 1);
  CHECK(book.names() == std::vector<std::string>{"a", "c"});
  CHECK(book.remove_all() == 2);
  CHECK(book.to_json() == R"({"seed":42,"faults":[]})");
}

TEST_CASE("there is an end to the number of faults") {
  mock::FaultBook book;
  Json many = {{"faults", Json::array()}};
  for (std::size_t i = 0; i < mock::k_most_faults; ++i)
    many["faults"].push_back({{"name", "f" + std::to_string(i)}, {"effect", {{"status", 500}}}});
  CHECK(book.replace_all(many.dump()).empty());
  CHECK(book.put("f1", R"({"effect":{"status":501}})").empty());
  CHECK(shown(book.put("more", R"({"effect":{"status":501}})")) ==
        "body: there are 1000 faults already; delete some first\n");
  many["faults"].push_back({{"name", "more"}, {"effect", {{"status", 500}}}});
  CHECK(shown(book.replace_all(many.dump())) == "/faults: holds more than 1000 faults\n");
}

TEST_CASE("every example of docs/faults.md is accepted") {
  const auto examples = examples_of("docs/faults.md");
  int faults = 0, clocks = 0;
  for (const auto& [kind, text] : examples) {
    INFO(kind << "\n" << text);
    mock::FaultBook book;
    mock::MockClock clock;
    if (kind == "fault") CHECK(shown(book.put("example", text)).empty());
    if (kind == "faults") CHECK(shown(book.replace_all(text)).empty());
    if (kind == "clock") CHECK(shown(clock.change(text)).empty());
    if (kind == "advance") CHECK(shown(clock.advance(text)).empty());
    faults += kind.starts_with("fault") ? 1 : 0;
    clocks += kind == "clock" || kind == "advance" ? 1 : 0;
  }
  CHECK(faults >= 10);
  CHECK(clocks >= 4);
  CHECK(static_cast<std::size_t>(faults + clocks) == examples.size());
}

}  // namespace sellsign::fault_rules_test
