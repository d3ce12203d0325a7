// Faults that a request asks for by its own headers.

#include "mock_server/faults/overrides.h"
#include "tests/catch.h"
#include "tests/support/fault_fixture.h"

namespace sellsign::fault_overrides_test {

using namespace sellsign;
using namespace std::chrono_literals;
using Fixture = testing::FaultFixture;
using AfterLastByte = http::Delivery::AfterLastByte;

mock::MockOptions allowed() {
  mock::MockOptions options;
  options.allow_overrides = true;
  return options;
}

std::vector<std::string> all(const http::Reply& reply, std::string_view name) {
  std::vector<std::string> values;
  for (const auto& [key, value] : reply.headers)
    if (key == name) values.push_back(value);
  return values;
}

TEST_CASE("a request gets the delivery that it asks for, and hears what was applied") {
  struct Row {
    std::string_view header, value;
    http::Delivery delivery;
    std::string applied;
  };
  constexpr auto k_whole = http::Delivery::k_whole;
  for (const Row& row :
       {Row{"X-Mock-Delay", "200ms", {200ms, 0, k_whole, AfterLastByte::normal}, "X-Mock-Delay: 200ms"},
        Row{"x-mock-delay", " 2s ", {2s, 0, k_whole, AfterLastByte::normal}, "X-Mock-Delay: 2s"},
        Row{"X-Mock-Fault", "reset", {0ms, 0, 0, AfterLastByte::reset}, "X-Mock-Fault: reset"},
        Row{"X-Mock-Fault", "empty", {0ms, 0, 0, AfterLastByte::close}, "X-Mock-Fault: empty"},
        Row{"X-Mock-Fault", "no-answer", {0ms, 0, 0, AfterLastByte::never}, "X-Mock-Fault: no-answer"},
        Row{"X-Mock-Fault",
            "close-after=40",
            {0ms, 0, 40, AfterLastByte::close},
            "X-Mock-Fault: close-after=40"},
        Row{"X-Mock-Fault",
            "bytes-per-second=40",
            {0ms, 40, k_whole, AfterLastByte::normal},
            "X-Mock-Fault: bytes-per-second=40"}}) {
    INFO(row.header << ": " << row.value);
    Fixture fixture(1, allowed());
    const http::Reply reply = fixture.write("A", {{"Host", "h"}, {row.header, row.value}});
    CHECK(reply.status == 200);
    CHECK(reply.delivery == row.delivery);
    CHECK(all(reply, "X-Mock-Applied") == std::vector<std::string>{row.applied});
    CHECK(fixture.trace.fault == mock::k_override);
    CHECK(fixture.mock.store().size() == 1);
  }
}

TEST_CASE("a status that was asked for is answered without performing the call") {
  Fixture fixture(1, allowed());
  const http::Reply reply = fixture.write("A", {{"X-Mock-Status", "503"}, {"X-Mock-Delay", "1s"}});
  CHECK(reply.status == 503);
  CHECK(reply.delivery.delay == 1s);
  CHECK(all(reply, "X-Mock-Applied") == std::vector<std::string>{"X-Mock-Status: 503", "X-Mock-Delay: 1s"});
  CHECK(fixture.mock.store().size() == 0);
  CHECK_FALSE(nlohmann::json::accept(fixture.read("A", "T", {{"X-Mock-Fault", "malformed-json"}}).body));
}

TEST_CASE("what a request asks for goes over the faults, which do not see it") {
  Fixture fixture(1, allowed());
  fixture.put("f", R"({"effect":{"status":500}})");
  CHECK(fixture.read("A", "T", {{"X-Mock-Delay", "1ms"}}).status == 200);
  CHECK(fixture.counts("f") == "0/0");
  CHECK(fixture.read("A").status == 500);
}

TEST_CASE("overrides that cannot be read are refused with the reason") {
  struct Row {
    std::vector<http::HeaderView> headers;
    std::string sentence;
  };
  const std::string status =
      " is no status of an answer with a body: a number from 200 to 599, but 204 and 304.";
  for (const Row& row :
       {Row{{{"X-Mock-Delay", "200"}},
            "X-Mock-Delay: \"200\" is no duration; write a number and us, ms, s, m, h or d, such as "
            "200ms."},
        Row{{{"X-Mock-Delay", "2h"}}, "X-Mock-Delay: \"2h\" is longer than an hour."},
        Row{{{"X-Mock-Status", "99"}}, "X-Mock-Status: \"99\"" + status},
        Row{{{"X-Mock-Status", "204"}}, "X-Mock-Status: \"204\"" + status},
        Row{{{"X-Mock-Status", "50x"}}, "X-Mock-Status: \"50x\"" + status},
        Row{{{"X-Mock-Fault", "rest"}},
            "X-Mock-Fault: no fault is called \"rest\" (did you mean \"reset\"?); give reset, empty, "
            "malformed-json, no-answer, close-after=N or bytes-per-second=N."},
        Row{{{"X-Mock-Fault", "reset=1"}}, "X-Mock-Fault: \"reset\" takes no number."},
        Row{{{"X-Mock-Fault", "close-after"}},
            "X-Mock-Fault: \"close-after\" wants a whole number of bytes from 0 to 1073741824 behind an "
            "equals sign."},
        Row{{{"X-Mock-Fault", "bytes-per-second=0"}},
            "X-Mock-Fault: \"bytes-per-second\" wants a whole number of bytes from 1 to 1073741824 behind an "
            "equals "
            "sign."},
        Row{{{"X-Mock-Delay", "1s"}, {"x-mock-delay", "2s"}}, "X-Mock-Delay is given twice."},
        Row{{{"X-Mock-Dealy", "1s"}},
            "no header of this mock is called \"X-Mock-Dealy\" (did you mean \"X-Mock-Delay\"?)."},
        Row{{{"X-Mock-Status", "500"}, {"X-Mock-Fault", "reset"}},
            "The headers X-Mock-* make no sense together: with reset, empty or noAnswer no byte of an answer "
            "is "
            "sent; leave out status, body, rateLimit, malformedJson, closeAfter, bytesPerSecond, headers and "
            "contentType."}}) {
    INFO(row.sentence);
    Fixture fixture(1, allowed());
    const http::Reply reply = fixture.write("A", row.headers);
    CHECK(reply.status == 400);
    CHECK(reply.body == row.sentence);
    CHECK(fixture.mock.store().size() == 0);
  }
}

TEST_CASE("overrides that are not allowed do nothing and are warned of once") {
  Fixture fixture;
  const http::Reply reply = fixture.write("A", {{"X-Mock-Status", "503"}, {"X-Mock-Delay", "nonsense"}});
  CHECK(reply.status == 200);
  CHECK(reply.delivery == http::Delivery{});
  CHECK(all(reply, "X-Mock-Applied").empty());
  const auto warnings = all(reply, "X-Mock-Warning");
  REQUIRE(warnings.size() == 1);
  CHECK_THAT(warnings[0], Catch::Contains("--allow-overrides"));
  CHECK(fixture.trace.fault.empty());
  CHECK(fixture.trace.departures.empty());
  CHECK(all(fixture.read("A", "T", {{"X-Mock-Other", "1"}}), "X-Mock-Warning").empty());
}

}  // namespace sellsign::fault_overrides_test
