#include "load/engine/engine.h"

#include <algorithm>
#include <condition_variable>
#include <csignal>
#include <thread>

#include <nlohmann/json.hpp>

#include "load/engine/gatherer.h"
#include "load/engine/thread_usage.h"
#include "load/engine/verdict.h"
#include "load/result/shortfalls.h"

namespace sellsign::load {
namespace {

using std::chrono::nanoseconds;
using namespace std::chrono_literals;

constexpr nanoseconds k_tick = 100ms;
constexpr nanoseconds k_abort_judged_after = 3s;  ///< what is measured in less is chance: no reason to abort
constexpr nanoseconds k_hope = 3s;                ///< how long a target may be unreachable from the start

}  // namespace

WorkPlan plan_for(const std::vector<PreparedScenario>& scenarios, const LoadOptions& options,
                  std::size_t thread, std::chrono::steady_clock::time_point start) {
  WorkPlan plan;
  plan.scenarios = scenarios;
  for (const PreparedScenario& scenario : scenarios)
    for (const PreparedRequest& request : scenario.requests) plan.rows = std::max(plan.rows, request.row + 1);
  plan.options = &options;
  plan.start = start;
  plan.of = options.threads * options.shard.count;
  // Neighbouring starts go to different processes first, then to different threads.
  plan.share = thread * options.shard.count + options.shard.index;
  plan.max_rate = options.max_rate / static_cast<double>(plan.of);
  return plan;
}

namespace {

/// Runs the workers, gathers from them, and looks after signals and SLOs meanwhile.
class LoadRun {
 public:
  LoadRun(std::vector<PreparedScenario> scenarios, const LoadOptions& options, const MakeExchanges& make,
          const Redactor& redactor)
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
    LoadResult result = gatherer_.take();
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

  void work(std::chrono::steady_clock::time_point start) {
    std::vector<std::thread> threads;
    std::atomic<std::size_t> running{options_.threads};
    for (std::size_t i = 0; i < options_.threads; ++i)
      threads.emplace_back([&, i] {
        ask_for_exact_timers();
        WorkPlan plan = plan_for(scenarios_, options_, i, start);
        plan.usage = thread_usage;
        const auto exchanges = make_();
        run_worker(plan, *exchanges, queue_, stop_);
        const std::scoped_lock lock(mutex_);
        if (--running == 0) ended_.notify_all();
      });
    // In a thread of its own, because those who send must not wait for it.
    threads.emplace_back([&] {
      give_way();
      look_after_until([&] { return running == 0; });
    });
    for (std::thread& thread : threads) thread.join();
    look_after();
  }

  void look_after_until(const std::function<bool()>& over) {
    std::unique_lock lock(mutex_);
    while (!ended_.wait_for(lock, k_tick, over)) {
      lock.unlock();
      look_after();
      lock.lock();
    }
  }

  void look_after() {
    if (came()) stop_for(stop_, StopReason::interrupted);
    for (Slice& slice : queue_.take_all()) {
      gatherer_.add(slice);
      queue_.give_back(std::move(slice));
    }
    const auto last = gatherer_.new_second();
    if (!last) return;
    const LoadResult& so_far = gatherer_.so_far();
    watch_slos(so_far);
    if (last->interval.start + last->interval.length >= k_hope && met_nobody(so_far))
      stop_for(stop_, StopReason::unreachable);
    if (options_.progress) options_.progress({so_far, last->interval, last->steps});
  }

  void watch_slos(const LoadResult& so_far) {
    if (so_far.duration < k_abort_judged_after) return;
    for (const Slo& slo : options_.slos) {
      const SloResult judged = judge_slo(slo, so_far);
      if (!slo.abort_on_fail || !judged.got || judged.held) continue;
      stop_for(stop_, StopReason::slo);
      return;
    }
  }

  void finish(LoadResult& result) {
    result.stop = stop_;
    if (signal_ != 0) result.stop = signal_ == SIGTERM ? StopReason::terminated : StopReason::interrupted;
    for (auto* rows : {&result.steps, &result.warmup})
      for (StepLoad& row : *rows) {
        row.failure = redactor_.clean(row.failure);
        for (BrokenCheck& check : row.broken) check.example = redactor_.clean(check.example);
      }
    conclude(result, options_);
  }

  std::vector<PreparedScenario> scenarios_;
  const LoadOptions& options_;
  const MakeExchanges& make_;
  const Redactor& redactor_;
  Gatherer gatherer_;
  SliceQueue queue_;
  std::atomic<StopReason> stop_{StopReason::none};
  std::mutex mutex_;
  std::condition_variable ended_;
  int signal_ = 0;
};

}  // namespace

LoadResult run_load(std::vector<PreparedScenario> scenarios, const LoadOptions& options,
                    const MakeExchanges& make, const Redactor& redactor) {
  return LoadRun(std::move(scenarios), options, make, redactor).run();
}

}  // namespace sellsign::load
