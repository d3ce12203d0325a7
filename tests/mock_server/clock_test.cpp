#include "mock_server/calls/clock.h"

#include <nlohmann/json.hpp>

#include "base/time_text.h"
#include "tests/catch.h"

namespace sellsign::clock_test {

using namespace sellsign;
using namespace std::chrono_literals;
using Json = nlohmann::json;

Json told(const mock::MockClock& clock) { return Json::parse(clock.to_json()); }

void change(mock::MockClock& clock, const std::string& text) {
  const Problems problems = clock.change(text);
  INFO(text << (problems.empty() ? "" : ": " + problems.front().what));
  REQUIRE(problems.empty());
}

Timestamp machine_now() { return mock::SystemClock{}.now(); }

TEST_CASE("times are written and read in one form") {
  struct Row {
    std::string text, shown;
  };
  for (const Row& row : {Row{"1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000Z"},
                         Row{"2026-02-28T23:59:59.5Z", "2026-02-28T23:59:59.500Z"},
                         Row{"2024-02-29T00:00:00.123999Z", "2024-02-29T00:00:00.123Z"},
                         Row{"2026-01-01T00:30:00+01:00", "2025-12-31T23:30:00.000Z"},
                         Row{"2026-01-01T00:30:00-01:30", "2026-01-01T02:00:00.000Z"},
                         Row{"9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"}}) {
    INFO(row.text);
    const auto instant = parse_instant(row.text);
    REQUIRE(instant.ok());
    CHECK(show_instant(*instant) == row.shown);
  }
  CHECK(parse_instant("2026-01-01T00:00:00Z")->time_since_epoch() == 1'767'225'600s);
  for (const char* text :
       {"", "2026", "2026-1-1", "2026-01-01T", "2026-01-01 00:00:00Z", "2026-01-01T00",
        "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z", "2026-01-01T00:00:60Z", "2026-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "1969-12-31T23:59:59Z", "1970-01-01T00:00:00+00:01",
        "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00ZZ", "2026-01-01T00:00:00+25:00", "+026-01-01T00:00:00Z",
        "20260-01-01T00:00:00Z"}) {
    INFO(text);
    CHECK_FALSE(parse_instant(text).ok());
  }
}

TEST_CASE("a time may be a day, and is UTC where it says nothing else") {
  const auto midnight = *parse_instant("2026-01-01T00:00:00Z");
  for (const char* text : {"2026-01-01", "2026-01-01T00:00", "2026-01-01T00:00Z", "2026-01-01T00:00:00",
                           "2026-01-01T01:00+01:00"}) {
    INFO(text);
    CHECK(*parse_instant(text) == midnight);
  }
  CHECK(*parse_instant("2026-01-01T00:00:00.123") == midnight + 123ms);
  CHECK(read_day("2026-01-01") == midnight);
  for (const char* text : {"", "2026-01-01T00:00", "2026-02-30", "2026-1-1", "01.01.2026"}) {
    INFO(text);
    CHECK_FALSE(read_day(text));
  }
}

TEST_CASE("durations are numbers with a unit") {
  struct Row {
    std::string text;
    std::chrono::microseconds value;
  };
  for (const Row& row : {Row{"0s", 0ms}, Row{"200ms", 200ms}, Row{"90s", 90s}, Row{"5m", 5min}, Row{"2h", 2h},
                         Row{"3d", 72h}, Row{"250us", 250us}, Row{"1.5s", 1500ms}, Row{"0.000001s", 1us},
                         Row{"0.1ms", 100us}, Row{"3660000d", k_longest_duration}}) {
    INFO(row.text);
    CHECK(parse_duration(row.text).value() == row.value);
  }
  for (const char* text : {"", "5", "s", "-1s", "1.s", ".5s", "1..5s", "1.5.5s", "5 s", "5sec", "5S", "1.5us",
                           "5y", "0.0000001s", "99999999999d", "99999999999999999999s", "1e3s"}) {
    INFO(text);
    CHECK_FALSE(parse_duration(text).ok());
  }
  CHECK(parse_duration("2h", 1h).error().message == "\"2h\" is too long: at most 1 h");
  CHECK(parse_milliseconds("1.5s").value() == 1500ms);
  CHECK(parse_milliseconds("1.5ms").error().message == "\"1.5ms\" is finer than a millisecond");
}

TEST_CASE("a clock that is left alone is the machine's") {
  mock::MockClock clock;
  const auto before = machine_now();
  const auto now = clock.now();
  CHECK(now >= before);
  CHECK(now <= machine_now());
  CHECK(clock.real_time_of(3s) == 3s);
  CHECK(told(clock)["mode"] == "real");
  CHECK(told(clock)["scale"] == 1);
}

TEST_CASE("a frozen clock stands, moves when it is told to, and delays cost nothing") {
  mock::MockClock clock;
  change(clock, R"({"mode":"frozen","now":"2026-01-01T00:00:00Z"})");
  CHECK(clock.now().time_since_epoch() == 1'767'225'600s);
  CHECK(clock.advance(R"({"by":"90s"})").empty());
  CHECK(clock.now().time_since_epoch() == 1'767'225'690s);
  CHECK(clock.advance(R"({"by":"1ms"})").empty());
  CHECK(clock.to_json() ==
        R"({"mode":"frozen","now":"2026-01-01T00:01:30.001Z","epochMs":1767225690001,"scale":1.0})");
  change(clock, R"({"now":1000})");
  CHECK(clock.now().time_since_epoch() == 1s);
  CHECK(told(clock)["mode"] == "frozen");
  CHECK(clock.real_time_of(1h) == 0s);
}

TEST_CASE("a shifted clock runs on from where it was set, at the machine's pace") {
  mock::MockClock clock;
  const auto steady_before = std::chrono::steady_clock::now();
  change(clock, R"({"now":"2030-01-01T00:00:00Z"})");
  const auto passed = clock.now() - *parse_instant("2030-01-01T00:00:00Z");
  CHECK(passed >= 0ms);
  CHECK(passed <= std::chrono::steady_clock::now() - steady_before);
  CHECK(clock.real_time_of(2s) == 2s);
}

TEST_CASE("a scaled clock runs that many times as fast, and its delays are as much shorter") {
  mock::MockClock clock;
  change(clock, R"({"now":0,"scale":1000000})");
  const auto outer = std::chrono::steady_clock::now();
  const auto first = clock.now();
  const auto inner = std::chrono::steady_clock::now();
  while (std::chrono::steady_clock::now() - inner < 100us) {
  }
  const auto inner_end = std::chrono::steady_clock::now();
  const auto last = clock.now();
  const auto outer_end = std::chrono::steady_clock::now();
  CHECK(last - first >= (inner_end - inner) * 1'000'000 - 1ms);
  CHECK(last - first <= (outer_end - outer) * 1'000'000 + 1ms);
  change(clock, R"({"scale":10})");
  CHECK(clock.real_time_of(1s) == 100ms);
  CHECK(told(clock)["scale"] == 10);
  change(clock, R"({"scale":0.5})");
  CHECK(clock.real_time_of(1s) == 2s);
}

TEST_CASE("scaling and advancing never take time back") {
  mock::MockClock clock;
  auto before = clock.now();
  for (const char* step : {R"({"scale":1000000})", R"({"scale":0.001})", R"({"mode":"frozen"})",
                           R"({"scale":7})", R"({"scale":1})", R"({"scale":2})"}) {
    INFO(step);
    change(clock, step);
    CHECK(clock.now() >= before);
    before = clock.now();
    CHECK(clock.advance(R"({"by":"1h"})").empty());
    CHECK(clock.now() >= before + 1h);
    before = clock.now();
  }
}

TEST_CASE("every way from one mode to another") {
  struct Row {
    std::string first, then, mode;
  };
  for (const Row& row :
       {Row{R"({"mode":"real"})", R"({"mode":"real"})", "real"},
        Row{R"({"mode":"real"})", R"({"scale":1})", "real"},
        Row{R"({"mode":"real"})", R"({"scale":2})", "scaled"},
        Row{R"({"mode":"real"})", R"({"now":0})", "shifted"},
        Row{R"({"mode":"real"})", R"({"now":0,"scale":1})", "shifted"},
        Row{R"({"mode":"real"})", R"({"now":0,"scale":2})", "scaled"},
        Row{R"({"mode":"frozen"})", R"({"now":0})", "frozen"},
        Row{R"({"mode":"frozen"})", R"({"scale":1})", "shifted"},
        Row{R"({"mode":"frozen"})", R"({"scale":3})", "scaled"},
        Row{R"({"mode":"frozen"})", R"({"mode":"real"})", "real"},
        Row{R"({"now":0})", R"({"mode":"frozen"})", "frozen"},
        Row{R"({"scale":2})", R"({"now":0})", "scaled"}, Row{R"({"scale":2})", R"({"scale":1})", "shifted"},
        Row{R"({"scale":2})", R"({"mode":"frozen"})", "frozen"}}) {
    INFO(row.first << " then " << row.then);
    mock::MockClock clock;
    change(clock, row.first);
    change(clock, row.then);
    CHECK(told(clock)["mode"] == row.mode);
    clock.reset();
    CHECK(told(clock)["mode"] == "real");
    CHECK(clock.real_time_of(1s) == 1s);
  }
  mock::MockClock advanced;
  CHECK(advanced.advance(R"({"by":"1d"})").empty());
  CHECK(told(advanced)["mode"] == "shifted");
  CHECK(advanced.now() >= machine_now() + 23h);
}

TEST_CASE("no clock goes beyond the year 9999") {
  mock::MockClock clock;
  change(clock, R"({"now":"9999-12-31T23:59:59.999Z","scale":1000000})");
  CHECK(clock.now() == k_latest);
  const Problems problems = clock.advance(R"({"by":"1ms"})");
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].where == "/by");
  CHECK(problems[0].what == "leads beyond the end of the year 9999");
  change(clock, R"({"mode":"frozen"})");
  CHECK(clock.now() == k_latest);
}

TEST_CASE("what cannot be asked of a clock is refused with its place, and changes nothing") {
  struct Row {
    std::string text, where, what;
  };
  const Row changes[] = {
      {"", "body:1:1", "the file is empty; a JSON object is expected"},
      {"{", "body:1:2", "the file ends before everything is closed"},
      {"[]", "body", "must be an object, but is []"},
      {"{}", "body", "says nothing; give mode, now or scale"},
      {R"({"noww":0})", "/noww", "unknown key \"noww\" (did you mean \"now\"?)"},
      {R"({"now":0,"now":1})", "body:1:10", "duplicate key \"now\""},
      {R"({"mode":"froozen"})", "/mode",
       "no mode is called \"froozen\" (did you mean \"frozen\"?); give real or frozen"},
      {R"({"mode":1})", "/mode", "must be a text, but is 1"},
      {R"({"mode":"shifted"})", "/mode", "is what \"now\" makes of the clock; give that instead"},
      {R"({"mode":"scaled","scale":2})", "/mode", "is what \"scale\" makes of the clock; give that instead"},
      {R"({"mode":"real","now":0})", "/now", "the real clock cannot be set; leave out mode or now"},
      {R"({"mode":"frozen","scale":2})", "/scale",
       "a clock with a scale is neither real nor frozen; leave out mode"},
      {R"({"scale":0})", "/scale", "must be a number from 0.001 to 1000000, but is 0"},
      {R"({"scale":1000001})", "/scale", "must be a number from 0.001 to 1000000, but is 1000001"},
      {R"({"scale":-1})", "/scale", "must be a number from 0.001 to 1000000, but is -1"},
      {R"({"scale":"2"})", "/scale", "must be a number from 0.001 to 1000000, but is \"2\""},
      {R"({"now":-1})", "/now", "-1 is not between 1970 and the end of 9999"},
      {R"({"now":99999999999999999})", "/now", "99999999999999999 is not between 1970 and the end of 9999"},
      {R"({"now":"1969-01-01T00:00:00Z"})", "/now",
       "\"1969-01-01T00:00:00Z\" is not between 1970 and the end of 9999"},
      {R"({"now":"yesterday"})", "/now", "\"yesterday\" is no time; write it like 2026-01-31T10:00:00Z"},
      {R"({"now":"2026-02-30T00:00:00Z"})", "/now", "\"2026-02-30T00:00:00Z\" is no day of the calendar"},
      {R"({"now":1.5})", "/now",
       "must be a time such as \"2026-01-31T10:00:00Z\", or milliseconds since 1970, but is 1.5"},
  };
  const Row steps[] = {
      {"{}", "body", "says nothing; give by, such as {\"by\":\"90s\"}"},
      {R"({"by":90})", "/by", "must be a duration such as \"200ms\" (ms, s, m, h or d), but is 90"},
      {R"({"by":"-1s"})", "/by",
       "\"-1s\" is no duration; write a number and us, ms, s, m, h or d, such as 200ms"},
      {R"({"for":"1s"})", "/for", "unknown key \"for\""},
  };
  mock::MockClock clock;
  change(clock, R"({"mode":"frozen","now":5000})");
  const std::string before = clock.to_json();
  const auto check = [&](const Row& row, const Problems& problems) {
    INFO(row.text);
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].where == row.where);
    CHECK(problems[0].what == row.what);
    CHECK(clock.to_json() == before);
  };
  for (const Row& row : changes) check(row, clock.change(row.text));
  for (const Row& row : steps) check(row, clock.advance(row.text));
}

}  // namespace sellsign::clock_test
