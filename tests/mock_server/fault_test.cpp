// What faults do to requests, without a socket.

#include <algorithm>
#include <set>

#include "base/time_text.h"
#include "http/response_writer.h"
#include "mock_server/faults/draw.h"
#include "mock_server/faults/rate.h"
#include "tests/catch.h"
#include "tests/support/fault_fixture.h"

namespace sellsign::fault_test {

using namespace sellsign;
using namespace std::chrono_literals;
using Fixture = testing::FaultFixture;
using AfterLastByte = http::Delivery::AfterLastByte;
using Json = nlohmann::ordered_json;

/// Which of so many requests the fault "f" meets, from 1.
std::vector<int> met(Fixture& fixture, int requests) {
  std::vector<int> ordinals;
  for (int i = 1; i <= requests; ++i) {
    fixture.read("A");
    if (fixture.trace.fault == "f") ordinals.push_back(i);
  }
  return ordinals;
}

TEST_CASE("a refusing fault answers in text, and the call changes nothing") {
  Fixture fixture;
  fixture.put("down", R"({"effect":{"status":503}})");
  const http::Reply reply = fixture.write("A");
  CHECK(reply.status == 503);
  CHECK(reply.content_type == "text/plain;charset=UTF-8");
  CHECK(reply.body == "The request was not carried out (fault \"down\" of this mock).");
  CHECK(fixture.mock.store().size() == 0);
  CHECK(fixture.trace.fault == "down");
  CHECK(fixture.trace.refused);
  CHECK(fixture.counts("down") == "1/1");
  fixture.put("down", R"({"effect":{"status":418,"body":"short and stout"}})");
  CHECK(fixture.write("A").body == "short and stout");
}

TEST_CASE("a fault gives an answer the fields that it names, its content type among them") {
  Fixture fixture;
  fixture.put("gateway", R"({"effect":{"status":502,"body":"<h1>502</h1>",
                             "headers":{"content-type":"text/html","Retry-After":"120","X-Mock-Warning":"w"}}})");
  const http::Reply page = fixture.write("A");
  CHECK(page.content_type == "text/html");
  CHECK(page.body == "<h1>502</h1>");
  using Fields = std::vector<std::pair<std::string, std::string>>;
  CHECK(page.headers == Fields{{"Retry-After", "120"}, {"X-Mock-Warning", "w"}});
  fixture.put("gateway", R"({"effect":{"contentType":"application/json","headers":{"Server":"x"}}})");
  const http::Reply answer = fixture.write("A");
  CHECK(answer.status == 200);
  CHECK(Json::parse(answer.body)["number"] == "A");
  CHECK(answer.content_type == "application/json");
  CHECK(answer.headers.back() == std::pair<std::string, std::string>{"Server", "x"});
}

TEST_CASE("effects on the way back come after the call was performed") {
  struct Row {
    std::string effect;
    http::Delivery delivery;
  };
  constexpr auto k_whole = http::Delivery::k_whole;
  for (const Row& row : {Row{R"("reset":true)", {0ms, 0, 0, AfterLastByte::reset}},
                         Row{R"("empty":true)", {0ms, 0, 0, AfterLastByte::close}},
                         Row{R"("noAnswer":true)", {0ms, 0, 0, AfterLastByte::never}},
                         Row{R"("closeAfter":100)", {0ms, 0, 100, AfterLastByte::close}},
                         Row{R"("closeAfter":0)", {0ms, 0, 0, AfterLastByte::close}},
                         Row{R"("bytesPerSecond":50)", {0ms, 50, k_whole, AfterLastByte::normal}},
                         Row{R"("latency":{"fixed":"70ms"})", {70ms, 0, k_whole, AfterLastByte::normal}},
                         Row{R"("latency":{"fixed":"1s"},"closeAfter":9,"bytesPerSecond":3)",
                             {1s, 3, 9, AfterLastByte::close}}}) {
    INFO(row.effect);
    Fixture fixture;
    fixture.put("f", "{\"effect\":{" + row.effect + "}}");
    const http::Reply reply = fixture.write("A");
    CHECK(reply.status == 200);
    CHECK(Json::parse(reply.body)["number"] == "A");
    CHECK(reply.delivery == row.delivery);
    CHECK(fixture.trace.fault == "f");
    CHECK(fixture.mock.store().size() == 1);
  }
}

TEST_CASE("before: the client hears nothing, and the call changes nothing") {
  for (const std::string part : {"reset", "empty", "noAnswer"}) {
    INFO(part);
    Fixture fixture;
    fixture.put("f", "{\"effect\":{\"before\":true,\"" + part + "\":true}}");
    CHECK(fixture.write("A").delivery.cut_after == 0);
    CHECK(fixture.mock.store().size() == 0);
  }
}

TEST_CASE("malformed JSON is the front half of the answer, in a whole message") {
  Fixture fixture;
  fixture.turn_clock(R"({"mode":"frozen"})");
  const std::string whole = fixture.write("é").body;
  fixture.put("f", R"({"effect":{"malformedJson":true}})");
  const http::Reply reply = fixture.read("é");
  CHECK(reply.status == 200);
  CHECK(reply.content_type == http::k_json);
  CHECK(reply.delivery == http::Delivery{});
  CHECK(whole.starts_with(reply.body));
  CHECK(reply.body.size() >= whole.size() / 2 - 3);
  CHECK(reply.body.size() <= whole.size() / 2);
  CHECK_FALSE(Json::accept(reply.body));
  std::string sent;
  append_response(sent, reply, {});
  CHECK_THAT(sent, Catch::Contains("Content-Length: " + std::to_string(reply.body.size()) + "\r\n"));
  CHECK(fixture.read("unknown").body == "nu");
}

TEST_CASE("a fault meets only what matches") {
  struct Row {
    std::string match;
    bool read_a, read_b, write_a;
  };
  for (const Row& row :
       {Row{"{}", true, true, true}, Row{R"({"call":"customer.getCustomer"})", true, true, false},
        Row{R"({"number":"A"})", true, false, true}, Row{R"({"token":"U"})", false, true, false},
        Row{R"({"parameter":{"email":"ada@example.org"}})", false, false, true},
        Row{R"({"parameter":{"email":"ada@example.or"}})", false, false, false},
        Row{R"({"parameter":{"number":"A","city":"Aix"}})", false, false, true},
        Row{R"({"call":"customer.getCustomer","number":"A","token":"T","nth":1})", true, false, false}}) {
    INFO(row.match);
    Fixture fixture;
    fixture.put("f", R"({"match":)" + row.match + R"(,"effect":{"status":500}})");
    CHECK((fixture.read("A").status == 500) == row.read_a);
    CHECK((fixture.read("B", "U").status == 500) == row.read_b);
    CHECK((fixture.write("A").status == 500) == row.write_a);
  }
}

TEST_CASE("requests without a call or a valid token meet no fault") {
  mock::MockOptions options;
  options.tokens.only = {"T"};
  Fixture fixture(1, options);
  fixture.put("f", R"({"effect":{"status":503}})");
  CHECK(fixture.read("A", "wrong").status == 401);
  CHECK(fixture.send({"GET", "/elsewhere", "j_token=T", {}, ""}).status == 404);
  CHECK(fixture.counts("f") == "0/0");
  // A call that is known by name only is one.
  CHECK(fixture.send({"GET", "/calinda/hub/selling/do", "m=getContracts&j_token=T", {}, ""}).status == 503);
}

TEST_CASE("a schedule chooses among what matches") {
  struct Row {
    std::string fault;
    std::vector<int> met;
  };
  for (const Row& row :
       {Row{R"("schedule":{"first":2})", {1, 2}}, Row{R"("schedule":{"every":3})", {3, 6, 9}},
        Row{R"("schedule":{"first":7,"every":3})", {3, 6}}, Row{R"("match":{"nth":4})", {4}},
        Row{R"("schedule":{"probability":0})", {}}, Row{R"("schedule":{"probability":1,"first":1})", {1}}}) {
    INFO(row.fault);
    Fixture fixture;
    fixture.put("f", "{" + row.fault + R"(,"effect":{"status":500}})");
    CHECK(met(fixture, 10) == row.met);
    CHECK(fixture.counts("f") == "10/" + std::to_string(row.met.size()));
  }
}

TEST_CASE("a fault has its time, by the mock's clock") {
  Fixture fixture;
  fixture.turn_clock(R"({"mode":"frozen","now":"2026-01-01T00:00:00Z"})");
  fixture.put("f", R"({"schedule":{"from":"2026-01-01T00:01:00Z","until":"2026-01-01T00:02:00Z","first":1},
                       "effect":{"status":500}})");
  CHECK(fixture.read("A").status == 200);
  CHECK(fixture.clock.advance(R"({"by":"60s"})").empty());
  CHECK(fixture.read("A").status == 500);
  CHECK(fixture.read("A").status == 200);
  CHECK(fixture.counts("f") == "2/1");
  CHECK(fixture.clock.advance(R"({"by":"60s"})").empty());
  CHECK(fixture.read("A").status == 200);
  CHECK(fixture.counts("f") == "2/1");
}

TEST_CASE("chance hangs on seed, name and ordinal, and comes as often as it should") {
  const auto chosen = [](std::uint64_t seed, const std::string& probability) {
    Fixture fixture(seed);
    fixture.put("f", R"({"schedule":{"probability":)" + probability + R"(},"effect":{"status":500}})");
    return met(fixture, 2'000);
  };
  CHECK(chosen(1, "0.3") == chosen(1, "0.3"));
  CHECK(chosen(1, "0.3") != chosen(2, "0.3"));
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    CHECK(std::abs(static_cast<int>(chosen(seed, "0.3").size()) - 600) < 100);
    CHECK(std::abs(static_cast<int>(chosen(seed, "0.01").size()) - 20) < 20);
  }
  CHECK(mock::draw(1, "a", 5, mock::DrawFor::chance) != mock::draw(1, "b", 5, mock::DrawFor::chance));
  CHECK(mock::draw(1, "a", 5, mock::DrawFor::chance) != mock::draw(1, "a", 5, mock::DrawFor::latency));
}

TEST_CASE("the first fault that is applied decides; those behind it do not see the request") {
  Fixture fixture;
  CHECK(fixture.book
            .replace_all(R"({"faults":[
    {"name":"first","schedule":{"first":2},"effect":{"status":501}},
    {"name":"off","enabled":false,"effect":{"status":502}},
    {"name":"then","schedule":{"first":2},"effect":{"latency":{"fixed":"1s"}}},
    {"name":"rest","effect":{"latency":{"fixed":"5s"}}}]})")
            .empty());
  std::string faults;
  for (int i = 0; i < 5; ++i) {
    fixture.read("A");
    faults += fixture.trace.fault + " ";
  }
  CHECK(faults == "first first then then rest ");
  CHECK(fixture.counts("first") == "5/2");
  CHECK(fixture.counts("off") == "0/0");
  CHECK(fixture.counts("then") == "3/2");
  CHECK(fixture.counts("rest") == "1/1");
  CHECK(fixture.book.enable("off", true));
  CHECK(fixture.read("A").status == 502);
  CHECK(fixture.book.enable("off", false));
  CHECK(fixture.read("A").delivery.delay == 5s);
  fixture.book.remove_all();
  CHECK(fixture.read("A").delivery == http::Delivery{});
  CHECK(fixture.trace.fault.empty());
}

TEST_CASE("latencies follow their distribution") {
  struct Row {
    std::string latency;
    std::chrono::milliseconds p5, p50, p95;  ///< give or take a tenth
  };
  for (const Row& row : {Row{R"({"fixed":"100ms"})", 100ms, 100ms, 100ms},
                         Row{R"({"uniform":["1s","3s"]})", 1100ms, 2s, 2900ms},
                         Row{R"({"logNormal":{"median":"20s","sigma":0.5}})", 8790ms, 20s, 45'500ms},
                         Row{R"({"logNormal":{"median":"20s","sigma":0}})", 20s, 20s, 20s},
                         Row{R"({"quantiles":[[0.5,"1s"],[0.9,"2s"],[1,"4s"]]})", 1s, 1s, 3s},
                         Row{R"({"quantiles":[[0.1,"1s"],[0.2,"10s"]]})", 1s, 10s, 10s}}) {
    INFO(row.latency);
    Fixture fixture;
    fixture.put("f", R"({"effect":{"latency":)" + row.latency + "}}");
    std::vector<std::chrono::milliseconds> delays;
    for (int i = 0; i < 2'000; ++i) delays.push_back(fixture.read("A").delivery.delay);
    std::ranges::sort(delays);
    for (const auto& [at, wanted] :
         {std::pair{100, row.p5}, std::pair{1'000, row.p50}, std::pair{1'900, row.p95}}) {
      const auto got = delays[static_cast<std::size_t>(at)];
      INFO(at << ": " << got.count() << " ms");
      CHECK(got >= wanted * 9 / 10);
      CHECK(got <= wanted * 11 / 10);
    }
  }
}

TEST_CASE("delays and paces are in the mock's time") {
  Fixture fixture;
  fixture.put("f", R"({"effect":{"latency":{"fixed":"1s"},"bytesPerSecond":100}})");
  const auto delivery = [&](const std::string& change) {
    fixture.turn_clock(change);
    return fixture.read("A").delivery;
  };
  constexpr auto k_whole = http::Delivery::k_whole;
  CHECK(delivery(R"({"mode":"real"})") == http::Delivery{1s, 100, k_whole, AfterLastByte::normal});
  CHECK(delivery(R"({"scale":10})") == http::Delivery{100ms, 1'000, k_whole, AfterLastByte::normal});
  CHECK(delivery(R"({"scale":0.1})") == http::Delivery{10s, 10, k_whole, AfterLastByte::normal});
  CHECK(delivery(R"({"mode":"frozen"})") == http::Delivery{});
}

TEST_CASE("a rate limit is a bucket for each token, filled by the mock's clock") {
  Fixture fixture;
  fixture.turn_clock(R"({"mode":"frozen","now":"2026-01-01T00:00:00Z"})");
  fixture.put("f", R"({"effect":{"rateLimit":{"perSecond":0.5,"burst":3}}})");
  for (int i = 0; i < 3; ++i) CHECK(fixture.read("A").status == 200);
  const http::Reply refused = fixture.write("A");
  CHECK(refused.status == 429);
  CHECK(testing::header(refused, "Retry-After") == "2");
  CHECK(refused.body ==
        "Too many requests with this token; send the next one in 2 s (fault \"f\" of this mock).");
  CHECK(fixture.mock.store().size() == 0);
  CHECK(fixture.read("A", "other").status == 200);
  CHECK(fixture.clock.advance(R"({"by":"500ms"})").empty());
  CHECK(testing::header(fixture.read("A"), "Retry-After") == "2");  // 1.5 s, rounded up
  CHECK(fixture.clock.advance(R"({"by":"500ms"})").empty());
  CHECK(testing::header(fixture.read("A"), "Retry-After") == "1");
  CHECK(fixture.clock.advance(R"({"by":"1s"})").empty());
  CHECK(fixture.read("A").status == 200);
  CHECK(fixture.read("A").status == 429);
  CHECK(fixture.clock.advance(R"({"by":"1h"})").empty());
  for (int i = 0; i < 3; ++i) CHECK(fixture.read("A").status == 200);
  CHECK(fixture.read("A").status == 429);
  CHECK(fixture.counts("f") == "13/5");
}

TEST_CASE("a rate limit counts every request that matches, and lets later faults have those that pass") {
  Fixture fixture;
  fixture.turn_clock(R"({"mode":"frozen"})");
  fixture.put("limit", R"({"effect":{"rateLimit":{"perSecond":2},"body":"slow down"}})");
  fixture.put("down", R"({"effect":{"status":500}})");
  CHECK(fixture.read("A").status == 500);
  CHECK(fixture.read("A").status == 500);
  CHECK(fixture.read("A").body == "slow down");
  CHECK(fixture.counts("down") == "2/2");
}

TEST_CASE("buckets stay bounded, and a clock that is set back neither fills nor blocks them") {
  mock::RateLimiter limiter({1, 2});
  Timestamp now{1000s};
  for (std::size_t i = 0; i < 3 * mock::RateLimiter::k_most_buckets; ++i) {
    CHECK(limiter.ask("token " + std::to_string(i), now) == 0);
    if (i % 100 == 0) now += 1ms;
  }
  CHECK(limiter.buckets() <= mock::RateLimiter::k_most_buckets);
  CHECK(limiter.ask("T", now) == 0);
  CHECK(limiter.ask("T", now) == 0);
  CHECK(limiter.ask("T", now) == 1);
  CHECK(limiter.ask("T", now - 500s) == 1);
  CHECK(limiter.ask("T", now - 499s) == 0);
  CHECK(limiter.ask("T", now - 499s) == 1);
}

TEST_CASE("the same seed, clock and requests give the same bytes") {
  const auto run = [](std::uint64_t seed) {
    Fixture fixture(seed);
    fixture.turn_clock(R"({"mode":"frozen","now":"2026-01-01T00:00:00Z"})");
    fixture.put("flaky", R"({"schedule":{"probability":0.2},"effect":{"status":503}})");
    fixture.put("broken", R"({"schedule":{"probability":0.2},"effect":{"malformedJson":true}})");
    fixture.put("limit", R"({"match":{"token":"U"},"effect":{"rateLimit":{"perSecond":3}}})");
    fixture.put("slow", R"({"effect":{"latency":{"logNormal":{"median":"20ms","sigma":1}}}})");
    fixture.turn_clock(R"({"now":"2026-01-01T00:00:00Z"})");
    std::string sent;
    for (int i = 0; i < 200; ++i) {
      const std::string number = i % 5 == 0 ? "" : "N" + std::to_string(i % 7);
      const http::Reply reply =
          i % 2 == 0 ? fixture.write(number) : fixture.read(number, i % 3 == 0 ? "T" : "U");
      append_response(sent, reply, {});
      sent += "[" + fixture.trace.fault + " " + std::to_string(reply.delivery.delay.count()) + "]";
      if (i % 10 == 0) CHECK(fixture.clock.advance(R"({"by":"777ms"})").empty());
    }
    return sent + fixture.book.to_json() + fixture.clock.to_json();
  };
  const std::string once = run(7);
  CHECK(once == run(7));
  CHECK(once != run(8));
  for (const char* fault : {"[flaky ", "[broken ", "[limit ", "[slow "})
    CHECK_THAT(once, Catch::Contains(fault));
}

}  // namespace sellsign::fault_test
