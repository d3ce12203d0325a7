#include "mock_server/service/meter.h"

#include "tests/catch.h"
#include "tests/support/admin_world.h"

namespace sellsign::meter_test {

using namespace sellsign;
using namespace std::chrono_literals;
using sellsign::testing::AdminWorld;

constexpr std::chrono::system_clock::time_point k_start{1'800'000'000s};

TEST_CASE("A meter knows requests and p99 of each of the last 60 whole seconds") {
  mock::Meter meter;
  for (int i = 0; i < 198; ++i) meter.count({nullptr, 404, 10us, false}, k_start);
  meter.count({nullptr, 404, 5ms, false}, k_start);
  meter.count({nullptr, 404, 5ms, false}, k_start + 999ms);
  const auto seconds = meter.seconds(k_start + 1s);
  REQUIRE(seconds.size() == 60);
  CHECK(seconds.back().requests == 200);
  CHECK(seconds.back().p99_ns >= 10'000);
  CHECK(seconds.back().p99_ns < 11'500);
  CHECK(seconds.front().at == 1'800'000'000 - 59);
  CHECK(meter.seconds(k_start).back().requests == 0);  // this second is not whole yet
  CHECK(meter.seconds(k_start + 60s).front().requests == 200);
  CHECK(meter.seconds(k_start + 61s).front().requests == 0);
  CHECK(meter.seconds(k_start + 64s + 61s).back().requests == 0);
}

TEST_CASE("A service time is counted in the first bucket whose bound it does not exceed") {
  mock::TimeHistogram times;
  times.add(0ns);
  times.add(1'000ns);
  times.add(1'001ns);
  times.add(2s);
  CHECK(times.counts.front() == 2);
  CHECK(times.counts[1] == 1);
  CHECK(times.counts.back() == 1);
  CHECK(times.total == 4);
}

TEST_CASE("Metrics count by call and status") {
  AdminWorld world;
  world.upsert("AM1");
  world.upsert("AM2");
  world.read("AM1", "");
  world.ask("PUT", "faults/down", R"({"effect":{"status":503}})");
  world.upsert("AM3");
  const std::string text = world.ask("GET", "metrics").body;
  for (const char* line :
       {"sellsign_requests_total{call=\"customer.selectOrCreateCustomer\",status=\"200\"} 2\n",
        "sellsign_requests_total{call=\"customer.selectOrCreateCustomer\",status=\"503\"} 1\n",
        "sellsign_requests_total{call=\"customer.getCustomer\",status=\"401\"} 1\n",
        "sellsign_service_time_seconds_count{call=\"customer.getCustomer\"} 1\n",
        "sellsign_state_entities{entity=\"customer\"} 2\n", "sellsign_journal_entries 4\n",
        "sellsign_faults_applied_total 1\n"})
    CHECK_THAT(text, Catch::Contains(line));
}

TEST_CASE("What a front refuses is counted, logged and written down, and is in no scenario or archive") {
  std::string logged;
  mock::ServiceOptions options = AdminWorld::journaled();
  options.log_refused = [&](int status, const std::string& sentence) {
    logged += std::to_string(status) + " " + sentence;
  };
  AdminWorld world(options);
  world.read("AM1");
  http::Reply refusal = http::text_reply(408, "The request did not come in time.");
  world.service.note_refused(refusal, "");
  CHECK(logged == "408 The request did not come in time.");
  CHECK_THAT(world.ask("GET", "metrics").body,
             Catch::Contains("sellsign_front_refusals_total{status=\"408\"} 1\n"));
  const auto entries = world.json("GET", "journal?unmatched=1")["entries"];
  REQUIRE(entries.size() == 1);
  CHECK(entries[0]["status"] == 408);
  CHECK(entries[0]["verb"] == "");
  CHECK(entries[0]["reason"] == "The request did not come in time.");
  CHECK_THAT(world.json("GET", "journal/2")["curl"].get<std::string>(), Catch::Contains("# the front"));
  CHECK(world.json("GET", "journal.har")["log"]["entries"].size() == 1);
  CHECK_THAT(world.json("GET", "journal.scenario")["about"].get<std::string>(),
             Catch::Contains("1 more are left out"));
}

}  // namespace sellsign::meter_test
