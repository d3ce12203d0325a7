#include "tests/support/load_world.h"

// What a load tester must not get wrong, on a virtual clock.

namespace sellsign::testing::load_truth_test {
namespace {

using namespace std::chrono_literals;
using std::chrono::nanoseconds;

constexpr std::int64_t k_ms = 1'000;

/// A server that answers at once, but for the second from 5 s on, in which it answers nobody.
Fate stalls(nanoseconds since_start, const std::string&) {
  const bool stalled = since_start >= 5s && since_start < 6s;
  return {stalled ? 6s - since_start + 1ms : 1ms};
}

load::LoadOptions at_100(std::size_t max_in_flight) {
  load::LoadOptions options;
  options.profile = open_at(100, 10s);
  options.profile.max_in_flight = max_in_flight;
  return options;
}

TEST_CASE("a server that stalls for a second in a run of 10 s at 100/s: the response time shows it") {
  const LoadedScenarios scenarios({one_step()});
  for (const std::size_t places : {1'000U, 4U, 1U}) {
    INFO(places << " places");
    const auto result = run_virtually(scenarios, at_100(places), stalls);
    CHECK(result.iterations.started == 1'000);
    CHECK(result.iterations.finished == 1'000);
    const load::Histogram& response = result.iterations.response;
    CHECK(response.at_us(99) >= 880 * k_ms);
    CHECK(response.at_us(99) <= 1'001 * k_ms);
    CHECK(response.max_us() >= 999 * k_ms);
    CHECK(response.at_us(50) <= 2 * k_ms);
    CHECK(result.service().max_us() >= 999 * k_ms);
    CHECK(result.generator.valid());  // it was the server's fault, not the generator's
    CHECK(result.starts.late == 0);
  }
}

TEST_CASE("with few connections the service time alone would hide the stall: that is wrk's blind spot") {
  const LoadedScenarios scenarios({one_step()});
  const auto result = run_virtually(scenarios, at_100(1), stalls);
  CHECK(result.service().at_us(99) <= 2 * k_ms);  // one slow request in a thousand
  CHECK(result.iterations.response.at_us(99) >= 880 * k_ms);
  CHECK(result.starts.queued >= 99);

  load::LoadOptions closed;  // what wrk does
  closed.profile = closed_with(1, 10s);
  const auto as_wrk = run_virtually(scenarios, closed, stalls);
  CHECK(as_wrk.service().at_us(99.9) <= 2 * k_ms);
  CHECK(as_wrk.service().max_us() >= 999 * k_ms);
}

TEST_CASE("a server that takes 20 ms: both clocks say so") {
  const LoadedScenarios scenarios({one_step()});
  for (const load::Profile& profile : {open_at(100, 10s), closed_with(5, 10s)}) {
    load::LoadOptions options;
    options.profile = profile;
    const auto result = run_virtually(scenarios, options, [](auto, const auto&) { return Fate{20ms}; });
    for (const load::Histogram* clock : {&result.iterations.response, &result.iterations.service,
                                         &result.steps[0].service, &result.steps[0].response})
      for (const double percentile : {0.0, 50.0, 99.0, 99.9, 100.0}) {
        CHECK(clock->at_us(percentile) >= 20 * k_ms);
        CHECK(clock->at_us(percentile) <= 21 * k_ms);
      }
    CHECK(result.generator.valid());
  }
}

TEST_CASE("a generator that is too slow says that it was: INVALID, and the wait is in the response time") {
  const LoadedScenarios scenarios({one_step()});
  load::LoadOptions options;
  options.profile = open_at(1'000, 5s);
  // Sending costs 2 ms, so 500/s is all that it can do.
  const auto result = run_virtually(
      scenarios, options, [](auto, const auto&) { return Fate{1ms}; }, 2ms);
  CHECK_FALSE(result.generator.valid());
  REQUIRE_FALSE(result.generator.faults.empty());
  CHECK_THAT(result.generator.faults[0], Catch::Contains("late through the generator's own fault"));
  CHECK(result.iterations.response.at_us(99) > 1'000 * k_ms);
  CHECK(result.service().at_us(99) <= 4 * k_ms);
  CHECK(result.starts.lateness.at_us(50) > 100 * k_ms);
}

TEST_CASE("shards do together exactly what one process does") {
  const LoadedScenarios scenarios({one_step(), R"({"scenario": "two", "load": {"weight": 3}, "steps": [
      {"id": "get", "http": {"target": "/${iteration}"}, "effect": "read", "expect": []}]})"});
  load::LoadOptions whole;
  whole.profile = open_at(173, 7s);
  whole.profile.arrivals = load::Arrivals::poisson;
  whole.profile.warmup = 1s;
  whole.seed = 99;
  const auto serve = [](nanoseconds since_start, const std::string& bytes) {
    return Fate{1ms + since_start % 7ms + nanoseconds(bytes.size() * 1'000)};
  };
  std::vector<std::string> sent_by_one, sent_by_all;
  const auto one = run_virtually(scenarios, whole, serve, {}, &sent_by_one);
  load::Histogram response;
  std::uint64_t started = 0, requests = 0, intended = 0;
  for (std::size_t index = 0; index < 4; ++index) {
    load::LoadOptions part = whole;
    part.shard = {index, 4};
    part.threads = 1 + index % 2;
    const auto result = run_virtually(scenarios, part, serve, {}, &sent_by_all);
    response.add(result.iterations.response);
    started += result.iterations.started;
    requests += result.tally().requests();
    intended += result.starts.intended;
  }
  CHECK(started == one.iterations.started);
  CHECK(intended == one.starts.intended);
  CHECK(requests == one.tally().requests());
  CHECK(response == one.iterations.response);
  std::sort(sent_by_one.begin(), sent_by_one.end());
  std::sort(sent_by_all.begin(), sent_by_all.end());
  CHECK(sent_by_one == sent_by_all);
}

TEST_CASE("an hour is kept in a bounded number of intervals that lose nothing") {
  const LoadedScenarios scenarios({one_step()});
  load::LoadOptions options;
  options.profile = open_at(10, std::chrono::hours(1));
  const auto result = run_virtually(scenarios, options, [](auto, const auto&) { return Fate{1ms}; });
  CHECK(result.iterations.finished == 36'000);
  CHECK(result.intervals.size() <= 120);
  std::uint64_t in_intervals = 0;
  for (const load::Interval& interval : result.intervals) in_intervals += interval.requests;
  CHECK(in_intervals == 36'000);
}

}  // namespace
}  // namespace sellsign::testing::load_truth_test
