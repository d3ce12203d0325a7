#include "harness/load/engine.h"

#include <algorithm>
#include <cmath>
#include <condition_variable>
#include <csignal>
#include <map>
#include <thread>

#include <nlohmann/json.hpp>

#include "harness/load/thread_usage.h"
#include "harness/load/units.h"
#include "net/sigpipe.h"

namespace sellsign::load {
namespace {

using harness::ExitCode;
using std::chrono::nanoseconds;
using namespace std::chrono_literals;

constexpr nanoseconds k_tick = 100ms;
constexpr std::size_t k_most_intervals = 600;

std::string title_of(const PreparedScenario& scenario, const harness::Step& step, bool several) {
  return several ? scenario.source->id + ":" + step.id : step.id;
}

}  // namespace

// --- gathering

class Gatherer::State {
 public:
  State(const std::vector<PreparedScenario>& scenarios, const LoadOptions& options)
      : workers_(options.threads), pacer_(options.profile, options.seed) {
    result_.profile = options.profile;
    result_.seed = options.seed;
    result_.shard = options.shard;
    result_.run_id = options.run_id;
    result_.check_share = options.profile.check_share;
    result_.generator.threads = options.threads;
    result_.starts.late_limit = options.late_limit;
    usage_.resize(options.threads);
    for (const PreparedScenario& scenario : scenarios) {
      result_.scenarios.push_back(scenario.source->id);
      add_rows(scenario, scenarios.size() > 1);
    }
    result_.warmup = result_.steps;
  }

  void add(const Slice& slice) {
    merge(slice.measured, result_.steps);
    merge(slice.warmup, result_.warmup);
    result_.iterations.add(slice.measured.iterations);
    result_.starts.add(slice.measured.starts);
    result_.generator.overshoot.add(slice.overshoot);
    add_usage(slice);
    add_interval(slice);
    last_answer_ = std::max(last_answer_, slice.last_answer);
  }

  LoadResult result() const {
    LoadResult out = result_;
    out.whole = last_answer_;
    out.duration = std::max(nanoseconds{}, last_answer_ - result_.profile.warmup);
    for (const auto& [number, open] : open_) append(out.intervals, finished(number, open));
    for (const Used& used : usage_) {
      if (used.time.count() == 0) continue;
      const auto time = static_cast<double>(used.time.count());
      out.generator.busy = std::max(out.generator.busy, static_cast<double>(used.running.count()) / time);
      out.generator.starved =
          std::max(out.generator.starved, static_cast<double>(used.waiting.count()) / time);
    }
    return out;
  }

  std::optional<Second> new_second() {
    std::optional<Second> last;
    // A worker that had nothing more to do has ended before the others.
    while (!open_.empty() && (open_.begin()->second.ended >= workers_ || open_.size() > 3)) {
      const auto first = open_.begin();
      last = Second{finished(first->first, first->second), std::move(first->second.steps)};
      open_.erase(first);
      append(result_.intervals, last->interval);
    }
    if (result_.intervals.size() > k_most_intervals) halve();
    return last;
  }

 private:
  /// An interval that not all workers have ended.
  struct Open {
    Interval interval;
    Histogram service, response;
    std::vector<StepSlice> steps;
    std::size_t ended = 0;
  };
  struct Used {
    nanoseconds running{}, waiting{}, time{};
  };

  void add_rows(const PreparedScenario& scenario, bool several) {
    const harness::Step* before = nullptr;
    for (const PreparedRequest& request : scenario.requests) {
      if (request.step == before) continue;
      before = request.step;
      StepLoad row;
      row.id = title_of(scenario, *request.step, several);
      row.call = request.step->call == nullptr ? "" : request.step->call->id;
      row.effect = request.step->effect;
      row.first = request.row == scenario.first_row;
      result_.steps.push_back(std::move(row));
    }
  }

  static void merge(const Part& part, std::vector<StepLoad>& rows) {
    for (std::size_t i = 0; i < part.steps.size(); ++i) {
      const StepSlice& from = part.steps[i];
      StepLoad& to = rows[i];
      to.service.add(from.service);
      to.response.add(from.response);
      to.tally.add(from.tally);
      for (const auto& [key, check] : from.broken) {
        const auto had =
            std::find_if(to.broken.begin(), to.broken.end(), [&one = check](const BrokenCheck& other) {
              return other.at == one.at && other.subject == one.subject;
            });
        if (had == to.broken.end())
          to.broken.push_back(check);
        else
          had->times += check.times;
      }
    }
  }

  /// Puts a second behind the intervals: into the last one while that is not full.
  void append(std::vector<Interval>& intervals, const Interval& second) const {
    const bool fits = !intervals.empty() && intervals.back().start / group_ == second.start / group_ &&
                      intervals.back().warmup == second.warmup;
    if (!fits) return intervals.push_back(second);
    Interval& into = intervals.back();
    into.length = second.start + second.length - into.start;
    into.intended += second.intended;
    into.started += second.started;
    into.finished += second.finished;
    into.requests += second.requests;
    into.errors += second.errors;
    into.in_flight = second.in_flight;
    for (const auto part : {&Interval::service, &Interval::response}) {
      Histogram both;
      both.add(into.*part);
      both.add(second.*part);
      into.*part = both.buckets();
    }
  }

  /// Makes intervals twice as long, so that a long run takes no more memory than a short one.
  void halve() {
    group_ *= 2;
    for (const Interval& interval : std::exchange(result_.intervals, {})) append(result_.intervals, interval);
  }

  void add_usage(const Slice& slice) {
    const nanoseconds end = static_cast<std::int64_t>(slice.number) * k_slice + slice.length;
    Used& used = usage_[slice.worker % usage_.size()];
    if (end - slice.length < result_.profile.warmup || slice.usage_time.count() <= 0) return;
    used.running += slice.usage.running;
    used.waiting += slice.usage.waiting;
    used.time += slice.usage_time;
  }

  void add_interval(const Slice& slice) {
    Open& open = open_[slice.number];
    Interval& interval = open.interval;
    interval.length = std::max(interval.length, slice.length);
    interval.started += slice.measured.iterations.started + slice.warmup.iterations.started;
    interval.finished += slice.finished;
    interval.requests += slice.requests;
    interval.errors += slice.errors;
    interval.in_flight += slice.in_flight;
    open.service.add(slice.service);
    open.response.add(slice.response);
    open.steps.resize(slice.warmup.steps.size());
    for (const Part* part : {&slice.measured, &slice.warmup})
      for (std::size_t i = 0; i < part->steps.size(); ++i) open.steps[i].add(part->steps[i]);
    ++open.ended;
  }

  Interval finished(std::size_t number, const Open& open) const {
    Interval out = open.interval;
    out.start = static_cast<std::int64_t>(number) * k_slice;
    out.warmup = out.start < result_.profile.warmup;
    out.service = open.service.buckets();
    out.response = open.response.buckets();
    out.intended = result_.profile.model == Model::open ? intended_in(out) : out.started;
    return out;
  }

  /// Starts that the profile intends in an interval, in this shard.
  std::uint64_t intended_in(const Interval& interval) const {
    const auto up_to = [&](nanoseconds offset) {
      const std::uint64_t all = pacer_.starts_until(offset);
      const Shard& shard = result_.shard;
      return all / shard.count + (all % shard.count > shard.index ? 1 : 0);
    };
    return up_to(interval.start + k_slice) - up_to(interval.start);
  }

  std::size_t workers_;
  nanoseconds group_ = k_slice;  ///< length of an interval
  Pacer pacer_;
  LoadResult result_;
  std::map<std::size_t, Open> open_;
  std::vector<Used> usage_;
  nanoseconds last_answer_{};
};

Gatherer::Gatherer(const std::vector<PreparedScenario>& scenarios, const LoadOptions& options)
    : state_(std::make_shared<State>(scenarios, options)) {}
void Gatherer::add(const Slice& slice) { state_->add(slice); }
LoadResult Gatherer::result() const { return state_->result(); }
std::optional<Gatherer::Second> Gatherer::new_second() { return state_->new_second(); }

// --- the verdict on the generator

std::vector<std::string> faults_of(const LoadResult& result, const LoadOptions& options) {
  std::vector<std::string> faults;
  const Starts& starts = result.starts;
  const std::uint64_t started = result.iterations.started;
  const double late = started == 0 ? 0 : static_cast<double>(starts.late) / static_cast<double>(started);
  if (late > options.late_share)
    faults.push_back(share_text(late) + " of the starts were more than " + duration_text(options.late_limit) +
                     " late through the generator's own fault (limit " + share_text(options.late_share) +
                     ")");
  const Histogram& overshoot = result.generator.overshoot;
  if (overshoot.count() >= 100 && overshoot.at_us(99) > options.overshoot_limit.count() / 1000)
    faults.push_back("the machine's timers came " + time_text(static_cast<double>(overshoot.at_us(99))) +
                     " late at p99 (limit " + duration_text(options.overshoot_limit) + ")");
  const double needed = result.generator.busy + result.generator.starved;
  if (needed > options.busy_limit)
    faults.push_back("a thread of the generator needed its core for " + share_text(std::min(1.0, needed)) +
                     " of the time (limit " + share_text(options.busy_limit) +
                     "): its own speed is in the figures; lower the load, or give it more --threads");
  return faults;
}

// --- running

namespace {

std::vector<std::string> missed(const std::vector<SloResult>& slos) {
  std::vector<std::string> out;
  for (const SloResult& slo : slos)
    if (!slo.held) out.push_back(slo.text);
  return out;
}

/// Runs the workers, gathers from them, and looks after signals and SLOs meanwhile.
class Run {
 public:
  Run(std::vector<PreparedScenario> scenarios, const LoadOptions& options, const MakeExchanges& make,
      const client::Redactor& redactor)
      : scenarios_(std::move(scenarios)),
        options_(options),
        make_(make),
        redactor_(redactor),
        gatherer_(scenarios_, options) {}

  LoadResult run() {
    wait_for_start();
    const auto wall = std::chrono::system_clock::now();
    const auto start = std::chrono::steady_clock::now() + 5ms;  // time for all threads to be there
    if (signal_ == 0) work(start);
    LoadResult result = gatherer_.result();
    result.started = wall;
    finish(result);
    return result;
  }

 private:
  void wait_for_start() {
    if (!options_.start_at) return;
    while (std::chrono::system_clock::now() < *options_.start_at && !came()) {
      const auto left = *options_.start_at - std::chrono::system_clock::now();
      std::this_thread::sleep_for(std::min<nanoseconds>(left, k_tick));
    }
  }

  bool came() {
    if (signal_ == 0 && options_.signal) signal_ = options_.signal();
    return signal_ != 0;
  }

  WorkPlan plan_for(std::size_t thread, std::chrono::steady_clock::time_point start) const {
    WorkPlan plan;
    plan.scenarios = scenarios_;
    for (const PreparedScenario& scenario : scenarios_)
      for (const PreparedRequest& request : scenario.requests)
        plan.rows = std::max(plan.rows, request.row + 1);
    plan.profile = options_.profile;
    plan.seed = options_.seed;
    plan.run_id = options_.run_id;
    plan.start = start;
    plan.interval = k_slice;
    plan.timeout = options_.timeout;
    plan.late_limit = options_.late_limit;
    plan.of = options_.threads * options_.shard.count;
    // Neighbouring starts go to different processes first, then to different threads.
    plan.share = thread * options_.shard.count + options_.shard.index;
    plan.max_rate = options_.max_rate / static_cast<double>(options_.threads * options_.shard.count);
    plan.honour_retry_after = options_.honour_retry_after;
    plan.usage = thread_usage;
    return plan;
  }

  void work(std::chrono::steady_clock::time_point start) {
    std::vector<std::thread> threads;
    std::atomic<std::size_t> running{options_.threads};
    for (std::size_t i = 0; i < options_.threads; ++i)
      threads.emplace_back([&, i] {
        const net::SigpipeGuard guard;
        ask_for_exact_timers();
        const WorkPlan plan = plan_for(i, start);
        const auto exchanges = make_();
        Worker(plan, *exchanges, queue_, stop_).run();
        const std::scoped_lock lock(mutex_);
        if (--running == 0) ended_.notify_all();
      });
    std::unique_lock lock(mutex_);
    while (!ended_.wait_for(lock, k_tick, [&] { return running == 0; })) {
      lock.unlock();
      look_after();
      lock.lock();
    }
    lock.unlock();
    for (std::thread& thread : threads) thread.join();
    look_after();
  }

  void look_after() {
    if (came()) stop_for(StopReason::interrupted);
    for (const Slice& slice : queue_.take_all()) gatherer_.add(slice);
    const auto last = gatherer_.new_second();
    if (!last) return;
    const LoadResult so_far = gatherer_.result();
    watch_slos(so_far);
    if (options_.progress) options_.progress({so_far, last->interval, last->steps});
  }

  void stop_for(StopReason reason) {
    StopReason none = StopReason::none;
    stop_.compare_exchange_strong(none, reason);
  }

  void watch_slos(const LoadResult& so_far) {
    if (so_far.tally().requests() == 0) return;
    for (const Slo& slo : options_.slos) {
      if (!slo.abort_on_fail || evaluate(slo, so_far).held) continue;
      stop_for(StopReason::slo);
      return;
    }
  }

  void finish(LoadResult& result) {
    for (const Slo& slo : options_.slos) result.slos.push_back(evaluate(slo, result));
    result.generator.faults = faults_of(result, options_);
    for (auto* rows : {&result.steps, &result.warmup})
      for (StepLoad& row : *rows)
        for (BrokenCheck& check : row.broken) check.example = redactor_.clean(check.example);
    const Tally tally = result.tally();
    std::vector<ExitCode> codes;
    switch (stop_.load()) {
      case StopReason::none:
        break;
      case StopReason::interrupted:
        result.message = "interrupted: what had been measured by then is below";
        break;
      case StopReason::slo:
        result.message = "ended early: an SLO with abort_on_fail did not hold";
        break;
      case StopReason::full:
        result.message = "ended early: " + number_text(static_cast<double>(options_.profile.max_in_flight)) +
                         " iterations were under way (max_in_flight, on_full: abort)";
        codes.push_back(ExitCode::slo_missed);
        break;
      case StopReason::feeder:
        result.message = "ended early: a feeder with mode \"once\" has no more rows";
        break;
    }
    if (signal_ != 0) codes.push_back(signal_ == SIGTERM ? ExitCode::terminated : ExitCode::interrupted);
    if (tally.requests() == 0) {
      if (result.message.empty()) result.message = "nothing was measured: no request ended after the warm-up";
      codes.push_back(ExitCode::usage);
    } else if (tally.of(Ending::unreachable) == tally.requests()) {
      if (result.message.empty()) result.message = "no connection to the target came about";
      codes.push_back(ExitCode::unreachable);
    }
    if (!result.generator.valid()) codes.push_back(ExitCode::run_invalid);
    if (!missed(result.slos).empty()) codes.push_back(ExitCode::slo_missed);
    const bool judged_by_slo = std::any_of(options_.slos.begin(), options_.slos.end(), [](const Slo& slo) {
      return slo.metric == Metric::errors || slo.metric == Metric::failed_checks;
    });
    if (tally.errors() > 0 && !judged_by_slo) codes.push_back(ExitCode::check_failed);
    result.exit_code = harness::pick(codes);
  }

  std::vector<PreparedScenario> scenarios_;
  const LoadOptions& options_;
  const MakeExchanges& make_;
  const client::Redactor& redactor_;
  Gatherer gatherer_;
  SliceQueue queue_;
  std::atomic<StopReason> stop_{StopReason::none};
  std::mutex mutex_;
  std::condition_variable ended_;
  int signal_ = 0;
};

}  // namespace

LoadResult run_load(std::vector<PreparedScenario> scenarios, const LoadOptions& options,
                    const MakeExchanges& make, const client::Redactor& redactor) {
  return Run(std::move(scenarios), options, make, redactor).run();
}

}  // namespace sellsign::load
