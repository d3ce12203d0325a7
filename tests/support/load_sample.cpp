#include "tests/support/load_sample.h"

#include <algorithm>
#include <cmath>
#include <queue>
#include <random>

namespace sellsign::testing {
namespace {

using namespace std::chrono_literals;
using load::Ending;
using load::Histogram;
using load::LoadResult;
using load::StepLoad;
using std::chrono::nanoseconds;

/// A target and how it is driven. Times in seconds.
struct Plan {
  double rate = 200, length = 60, warmup = 5, stall_from = 0, stall_to = 0, typical = 0.002;
  std::size_t places = 64;
  std::vector<std::string> steps = {"read"};
  std::array<double, load::k_endings> bad{};  // share of requests that end so
};

nanoseconds ns(double seconds) { return nanoseconds(std::llround(seconds * 1e9)); }

class Simulation {
 public:
  explicit Simulation(const Plan& plan) : plan_(plan) { prepare(); }

  LoadResult run() {
    std::exponential_distribution<double> gap(plan_.rate);
    for (double at = gap(random_); at < plan_.length; at += gap(random_)) iterate(at);
    finish();
    return std::move(result_);
  }

 private:
  void prepare() {
    for (const std::string& id : plan_.steps) {
      StepLoad step;
      step.id = id;
      step.call = "customer.getCustomer";
      step.first = id == plan_.steps.front();
      result_.steps.push_back(step);
    }
    result_.warmup = result_.steps;
    const auto seconds = static_cast<std::size_t>(std::ceil(plan_.length)) + 3;
    service_.resize(seconds);
    response_.resize(seconds);
    for (std::size_t i = 0; i < seconds; ++i) {
      load::Interval interval;
      interval.start = ns(static_cast<double>(i));
      interval.length = 1s;
      interval.warmup = static_cast<double>(i) < plan_.warmup;
      result_.intervals.push_back(interval);
    }
  }

  std::size_t second(double at) const {
    return std::min(static_cast<std::size_t>(at), result_.intervals.size() - 1);
  }

  double answer(double sent) {
    std::lognormal_distribution<double> time(std::log(plan_.typical), 0.45);
    double took = time(random_);
    if (chance() < 0.002) took *= 12;
    const bool stalled = sent >= plan_.stall_from && sent < plan_.stall_to;
    return stalled ? plan_.stall_to - sent + took * 2 : took;
  }

  double chance() { return std::uniform_real_distribution<double>()(random_); }

  Ending ending() {
    double left = chance();
    for (std::size_t i = 0; i < load::k_endings; ++i)
      if ((left -= plan_.bad[i]) < 0) return static_cast<Ending>(i);
    return Ending::ok;
  }

  void request(std::size_t index, double intended, double sent, double took, bool warm) {
    StepLoad& step = (warm ? result_.warmup : result_.steps)[index];
    const Ending how = ending();
    ++step.tally.sent;
    step.tally.count(how);
    step.tally.checks_made += 3;
    step.tally.checks_broken += how == Ending::check_failed ? 1 : 0;
    step.tally.bytes_out += 310;
    step.tally.bytes_in += 1'240;
    failed_ = failed_ || how != Ending::ok;
    load::Interval& interval = result_.intervals[second(sent + took)];
    ++interval.requests;
    interval.errors += how == Ending::ok ? 0 : 1;
    if (how > Ending::http_error) return;
    ++step.tally.statuses[how == Ending::http_error ? 503 : 200];
    step.service.record(ns(took));
    if (step.first) step.response.record(ns(sent + took - intended));
    service_[second(sent + took)].record(ns(took));
  }

  void count_start(double intended, double started, bool warm) {
    ++result_.intervals[second(intended)].intended;
    ++result_.intervals[second(started)].started;
    if (warm) return;
    ++result_.starts.intended;
    ++result_.iterations.started;
    if (started > intended) ++result_.starts.queued;
    result_.starts.lateness.record(ns(1e-5 + 4e-5 * chance() * chance()));
  }

  void iterate(double intended) {
    while (!busy_.empty() && busy_.top() <= intended) busy_.pop();
    double start = intended;
    if (busy_.size() >= plan_.places) start = std::max(start, busy_.top()), busy_.pop();
    const bool warm = intended < plan_.warmup;
    count_start(intended, start, warm);
    double now = start;
    failed_ = false;
    for (std::size_t i = 0; i < result_.steps.size(); ++i) {
      const double took = answer(now);
      request(i, intended, now, took, warm);
      now += took;
    }
    busy_.push(now);
    ends_.emplace_back(start, now);
    ++result_.intervals[second(now)].finished;
    response_[second(now)].record(ns(now - intended));
    if (warm) return;
    result_.iterations.service.record(ns(now - start));
    result_.iterations.response.record(ns(now - intended));
    ++result_.iterations.finished;
    result_.iterations.failed += failed_ ? 1 : 0;
  }

  void finish() {
    const double last = std::max_element(ends_.begin(), ends_.end(), [](const auto& a, const auto& b) {
                          return a.second < b.second;
                        })->second;
    result_.whole = ns(std::max(last, plan_.length));
    result_.duration = result_.whole - ns(plan_.warmup);
    while (result_.intervals.back().start >= result_.whole || result_.intervals.back().requests == 0)
      result_.intervals.pop_back();
    load::Interval& end = result_.intervals.back();
    end.length = std::min(end.length, result_.whole - end.start);
    for (std::size_t i = 0; i < result_.intervals.size(); ++i) {
      result_.intervals[i].service = service_[i].buckets();
      result_.intervals[i].response = response_[i].buckets();
    }
    for (const auto& [from, to] : ends_)
      for (auto i = static_cast<std::size_t>(from); static_cast<double>(i + 1) <= to; ++i)
        if (i < result_.intervals.size()) ++result_.intervals[i].in_flight;
  }

  Plan plan_;
  LoadResult result_;
  std::vector<Histogram> service_, response_;
  std::vector<std::pair<double, double>> ends_;
  std::priority_queue<double, std::vector<double>, std::greater<>> busy_;
  std::mt19937_64 random_{42};
  bool failed_ = false;
};

LoadResult described(LoadResult result, const Plan& plan) {
  result.run_id = "20261125T101500Z-7f3a";
  result.scenarios = {"read-heavy"};
  result.profile.name = "steady";
  result.profile.model = load::Model::open;
  result.profile.stages = {{plan.rate, plan.rate, ns(plan.length)}};
  result.profile.arrivals = load::Arrivals::poisson;
  result.profile.warmup = ns(plan.warmup);
  result.profile.max_in_flight = plan.places;
  result.seed = 42;
  result.started = std::chrono::system_clock::time_point(1'795'601'700s);
  result.starts.late_limit = 1ms;
  result.generator = {2, 0.18, 0.004, {}, {}};
  for (int i = 0; i < 5'000; ++i) result.generator.overshoot.record_us(6 + i % 40, 1);
  result.environment = {"1.4.0",
                        "sellsign load scenarios/load/read-heavy.json --profile steady --target "
                        "http://127.0.0.1:8080 --seed 42 --report html=load.html",
                        "http://127.0.0.1:8080",
                        "bench-1",
                        "Linux 6.1.0-28-amd64, x86_64",
                        8,
                        {{"processor", "AMD EPYC 7B13"}, {"load average at the start", "0.08"}}};
  result.exit_code = harness::ExitCode::held;
  return result;
}

LoadResult simulated(const Plan& plan) { return described(Simulation(plan).run(), plan); }

}  // namespace

LoadResult stalled_run() {
  LoadResult result = simulated({.stall_from = 30, .stall_to = 32});
  result.slos = {
      {"read.service.p99<=40ms", 9'000, true, "read: service p99 is 9.00 ms, wanted at most 40 ms"},
      {"iteration.response.p99<=250ms", 1'700'000, false,
       "iterations: response p99 is 1.70 s, wanted at most 250 ms"},
      {"errors<=0.1%", 0, true, "errors: 0 %, wanted at most 0.1 %"}};
  result.exit_code = harness::ExitCode::slo_missed;
  return result;
}

LoadResult invalid_run() {
  LoadResult result = stalled_run();
  result.generator.busy = 0.993;
  result.generator.starved = 0.21;
  result.generator.faults = {"2.4 % of the starts were later than 1 ms, allowed is 1 %",
                             "a thread of the generator was running 99.3 % of the time"};
  result.starts.late = result.starts.intended / 41;
  result.exit_code = harness::ExitCode::run_invalid;
  return result;
}

LoadResult failing_run() {
  LoadResult result = simulated({.rate = 50,
                                 .length = 90,
                                 .warmup = 10,
                                 .typical = 0.006,
                                 .steps = {"create", "contractor", "properties", "read back"},
                                 .bad = {0, 0.004, 0.006, 0.002, 0.001, 0.0005, 0.0002}});
  result.scenarios = {"onboarding"};
  for (StepLoad& step : result.steps)
    step.broken = {{"scenarios/load/onboarding.json:31:9", "json $.number", "doc.customer.key",
                    step.tally.checks_broken, "expected \"AM1\", got \"AM2\""}};
  result.steps[0].effect = api::Effect::write;
  result.slos = {{"failed_checks<=0.1%", 0.0013, false, "failed checks: 0.13 %, wanted at most 0.1 %"}};
  result.check_share = 0.25;
  result.starts.dropped = 17;
  result.exit_code = harness::ExitCode::check_failed;
  return result;
}

LoadResult soak_run() {
  LoadResult result = simulated({.rate = 20, .length = 3'600, .warmup = 60, .typical = 0.004});
  result.profile.name = "soak";
  result.slos = {
      {"read.service.p99<=40ms", 11'200, true, "read: service p99 is 11.2 ms, wanted at most 40 ms"}};
  result.merged = 4;
  result.shard.count = 4;
  return result;
}

LoadResult tiny_run() {
  LoadResult result = simulated({.rate = 3, .length = 2, .warmup = 0});
  result.profile = {};
  result.profile.name = "smoke";
  result.profile.stages = {{1, 1, 0s}};
  result.profile.iterations = 3;
  return result;
}

LoadResult empty_run() {
  LoadResult result = described({}, {});
  result.message = "Interrupted after 2 s, in the warm-up.";
  result.stop = load::StopReason::interrupted;
  result.exit_code = harness::ExitCode::interrupted;
  return result;
}

LoadResult hostile_run() {
  const std::string evil =
      "</style></script><script>alert(1)</script>\"' onload=x | `a` ``` ]]> \x1b[31m \xFF\n,;=1+1 "
      "\xE2\x80\xAEZo\xC3\xAB";
  LoadResult result =
      simulated({.rate = 40, .length = 4, .warmup = 1, .steps = {evil, "b"}, .bad = {0, 0.1}});
  result.scenarios = {evil};
  result.profile.name = result.run_id = result.message = evil;
  for (StepLoad& step : result.steps) {
    step.broken = {{evil, evil, evil, 3, evil}};
    step.failure = evil;
  }
  result.slos = {{evil, std::nullopt, false, evil}};
  result.generator.faults = {evil};
  result.environment = {evil, evil, evil, evil, evil, 1, {{evil, evil}}};
  result.exit_code = harness::ExitCode::run_invalid;
  return result;
}

std::vector<std::pair<std::string, LoadResult>> sample_runs() {
  return {{"stalled", stalled_run()}, {"invalid", invalid_run()}, {"failing", failing_run()},
          {"soak", soak_run()},       {"tiny", tiny_run()},       {"empty", empty_run()},
          {"hostile", hostile_run()}};
}

}  // namespace sellsign::testing
