#include "load/model/units.h"
#include "tests/catch.h"

namespace sellsign::load::load_units_test {
namespace {

using Catch::Contains;
using std::chrono::nanoseconds;

TEST_CASE("numbers and measured times for people", "[load]") {
  struct Row {
    std::string got, wanted;
  };
  const Row rows[] = {{number_text(0), "0"},
                      {number_text(0.5), "0.5"},
                      {number_text(999), "999"},
                      {number_text(1000), "1,000"},
                      {number_text(-1234567.25), "-1,234,567.25"},
                      {number_text(-123), "-123"},
                      {rate_text(200), "200/s"},
                      {rate_text(0.5), "0.5/s"},
                      {time_text(0), "0 us"},
                      {time_text(999.4), "999 us"},
                      {time_text(999.5), "1.00 ms"},
                      {time_text(12'340), "12.3 ms"},
                      {time_text(99'960), "100 ms"},
                      {time_text(999'499), "999 ms"},
                      {time_text(999'500), "1.00 s"},
                      {time_text(61'200'000), "61.2 s"},
                      {time_text(3'600'000'000), "3,600 s"},
                      {share_text(0), "0 %"},
                      {share_text(0.001), "0.1 %"},
                      {share_text(0.12), "12 %"},
                      {share_text(1), "100 %"},
                      {duration_text(nanoseconds(0)), "0 s"},
                      {duration_text(std::chrono::milliseconds(250)), "250 ms"},
                      {duration_text(std::chrono::seconds(90)), "90 s"},
                      {duration_text(std::chrono::seconds(120)), "2 m"},
                      {duration_text(std::chrono::hours(1)), "1 h"}};
  for (const Row& row : rows) CHECK(row.got == row.wanted);
}

TEST_CASE("rates, durations and shares as people write them", "[load]") {
  CHECK(*parse_rate("200/s") == 200);
  CHECK(*parse_rate("0.5/s") == 0.5);
  CHECK(*parse_rate("3000/m") == 50);
  CHECK(*parse_time("250us") == std::chrono::microseconds(250));
  CHECK(*parse_time("40ms") == std::chrono::milliseconds(40));
  CHECK(*parse_time("1.5s") == std::chrono::milliseconds(1500));
  CHECK(*parse_time("2m") == std::chrono::minutes(2));
  CHECK(*parse_time("24h") == std::chrono::hours(24));
  CHECK(*parse_time("1d") == std::chrono::hours(24));
  CHECK(*parse_share("0.1%") == Approx(0.001));
  CHECK(*parse_share("0.001") == Approx(0.001));
  CHECK(*parse_share("100%") == 1);
  CHECK(*parse_share("1") == 1);
}

TEST_CASE("what is no rate, duration or share is refused with an example", "[load]") {
  for (const char* text : {"", "200", "/s", "-1/s", "200/h", "200 /s", "nan/s", "inf/s", "1e3/s", "200/s "})
    CHECK_THAT(parse_rate(text).error().message, Contains("like 200/s"));
  for (const char* text : {"", "40", "ms", "-1ms", "40 ms", "1e9s", "0x10s"})
    CHECK_THAT(parse_time(text).error().message,
               Contains("is no duration; write a number and us, ms, s, m, h or d, such as 200ms"));
  for (const char* text : {"25h", "1.1d"})
    CHECK_THAT(parse_time(text).error().message, Contains("is too long: at most 1 d"));
  for (const char* text : {"", "%", "1.1", "101%", "-1%", "5 %", "abc"})
    CHECK_THAT(parse_share(text).error().message, Contains("like 0.1%"));
}

}  // namespace
}  // namespace sellsign::load::load_units_test
