#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "load/result/result.h"

// Results of load runs without running any.

namespace sellsign::testing {

/// What a made-up run is like.
struct LoadShape {
  std::uint64_t seed = 1;
  int seconds = 30;
  int per_second = 200;   ///< iterations
  double scale = 1;       ///< of all durations
  double weather = 0.02;  ///< how much whole seconds are slower or faster than others
  double error_share = 0.01;
};

/// Makes up results. The same shape gives the same run, dealt out to as many shards as are wanted.
class LoadMaker {
 public:
  explicit LoadMaker(const LoadShape& shape) : shape_(shape), random_(shape.seed) {}

  load::LoadResult make() { return make({{0, 1}})[0]; }

  std::vector<load::LoadResult> make(std::vector<load::Shard> shards) {
    std::vector<load::LoadResult> out;
    for (const load::Shard& shard : shards) out.push_back(frame(shard));
    for (int second = 0; second < shape_.seconds; ++second) {
      const double weather = std::exp(std::normal_distribution<double>(0, shape_.weather)(random_));
      for (load::LoadResult& result : out) result.intervals.push_back(interval(second));
      for (int i = 0; i < shape_.per_second; ++i)
        iteration(out[static_cast<std::size_t>(i) % out.size()], weather, second < 2);
    }
    for (load::LoadResult& result : out) finish(result);
    return out;
  }

 private:
  static load::StepLoad step(const std::string& id, const std::string& call, api::Effect effect, bool first) {
    load::StepLoad out;
    out.id = id;
    out.call = call;
    out.effect = effect;
    out.first = first;
    return out;
  }

  load::LoadResult frame(const load::Shard& shard) const {
    using std::chrono::seconds;
    load::LoadResult out;
    out.run_id = "run-7";
    out.scenarios = {"onboarding"};
    out.profile.name = "steady";
    out.profile.model = load::Model::open;
    out.profile.stages = {{10, static_cast<double>(shape_.per_second), seconds(2)},
                          {200, 200, seconds(shape_.seconds - 2)}};
    out.profile.arrivals = load::Arrivals::poisson;
    out.profile.warmup = seconds(2);
    out.seed = 42;
    out.shard = shard;
    out.started = std::chrono::system_clock::time_point(seconds(1'764'000'000));
    out.whole = seconds(shape_.seconds);
    out.duration = seconds(shape_.seconds - 2);
    out.steps = {step("create", "customer.selectOrCreateCustomer", api::Effect::write, true),
                 step("read", "customer.getCustomer", api::Effect::read, false)};
    out.warmup = out.steps;
    out.starts.late_limit = std::chrono::milliseconds(1);
    out.generator.busy = 0.4;
    out.environment = {"0.1.0",
                       "sellsign load x.json --profile steady",
                       "http://127.0.0.1:8180",
                       "box",
                       "Linux 6.1",
                       2,
                       {{"cpu", "some \"CPU\" é"}}};
    out.exit_code = harness::ExitCode::held;
    return out;
  }

  static load::Interval interval(int second) {
    load::Interval out;
    out.start = std::chrono::seconds(second);
    out.length = std::chrono::seconds(1);
    out.warmup = second < 2;
    return out;
  }

  std::int64_t duration(double median, double weather) {
    const double spread = std::normal_distribution<double>(0, 0.3)(random_);
    return std::max<std::int64_t>(1, std::llround(median * shape_.scale * weather * std::exp(spread)));
  }

  void iteration(load::LoadResult& result, double weather, bool warmup) {
    load::Interval& now = result.intervals.back();
    std::int64_t whole = 0;
    const std::int64_t wait = duration(30, weather);
    std::vector<load::StepLoad>& steps = warmup ? result.warmup : result.steps;
    std::vector<std::int64_t> took;
    for (load::StepLoad& step : steps) {
      took.push_back(duration(step.first ? 1'500 : 800, weather));
      whole += took.back();
      step.service.record_us(took.back(), 1);
      if (step.first) step.response.record_us(took.back() + wait, 1);
      const bool bad = std::bernoulli_distribution(shape_.error_share)(random_);
      ++step.tally.sent;
      step.tally.count(bad ? load::Ending::check_failed : load::Ending::ok);
      step.tally.checks_made += 3;
      step.tally.checks_broken += bad ? 1 : 0;
      step.tally.bytes_out += 100;
      step.tally.bytes_in += 1'000;
      ++step.tally.statuses[200];
      now.errors += bad ? 1 : 0;
    }
    for (const std::int64_t one : took) add(now.service, one);
    add(now.response, whole + wait);
    now.requests += took.size();
    ++now.intended;
    ++now.started;
    ++now.finished;
    if (warmup) return;
    ++result.starts.intended;
    ++result.iterations.started;
    ++result.iterations.finished;
    result.iterations.service.record_us(whole, 1);
    result.iterations.response.record_us(whole + wait, 1);
    result.starts.lateness.record_us(wait, 1);
    result.starts.late += wait > 60 ? 1 : 0;
    result.generator.overshoot.record_us(wait / 2, 1);
  }

  static void add(std::vector<load::Histogram::Bucket>& all, std::int64_t value) {
    const std::int32_t index = load::Histogram::index_of(value);
    const auto at = std::ranges::lower_bound(all, index, {}, &load::Histogram::Bucket::index);
    if (at != all.end() && at->index == index)
      ++at->count;
    else
      all.insert(at, {index, 1});
  }

  static void finish(load::LoadResult& result) {
    for (load::StepLoad& step : result.steps)
      if (step.tally.checks_broken > 0)
        step.broken.push_back({"x.json:3:4", "json $.number", "doc.customer.key", step.tally.checks_broken,
                               "expected \"A\", got \"<b>é\""});
    for (const load::StepLoad& step : result.steps) result.iterations.failed += step.tally.errors();
    result.slos = {
        {"service.p99<=1s", 2'000.5, true, "iterations: service p99 is 2.00 ms, wanted at most 1 s"},
        {"errors<=5%", 0.01, true, "errors is 1 %, wanted at most 5 %"}};
  }

  LoadShape shape_;
  std::mt19937_64 random_;
};

/// A run with something in every field.
inline load::LoadResult load_with_everything() {
  load::LoadResult out = LoadMaker({}).make();
  load::StepLoad none;
  none.id = "unmeasured";
  out.steps.push_back(none);
  out.starts.intended += 10;
  out.starts.dropped = 4;
  out.starts.unstarted = 5;
  out.starts.rowless = 1;
  out.starts.queued = 3;
  out.generator.faults = {"a timer came 20 ms late"};
  out.message = "ended by SIGINT after 30 s";
  out.stop = load::StopReason::interrupted;
  out.iterations.cut = 2;
  out.iterations.response.record_at_least(std::chrono::seconds(3));
  out.steps[0].tally.resent = 3;
  out.slos.push_back({"errors<=0%", {}, false, "errors was not measured"});
  out.exit_code = harness::ExitCode::interrupted;
  out.profile.iterations = 18'446'744'073'709'551'615U;
  out.seed = 18'446'744'073'709'551'615U;
  out.steps[0].service.record_us(4'000'000'000, 2);
  out.steps[0].tally.count(load::Ending::timeout);
  out.steps[0].tally.statuses[503] = 7;
  return out;
}

}  // namespace sellsign::testing
