#include "load/engine/gatherer.h"

#include <algorithm>
#include <map>
#include <utility>

#include <nlohmann/json.hpp>

#include "load/model/pacer.h"
#include "load/result/counters.h"

namespace sellsign::load {
namespace {

using std::chrono::nanoseconds;

constexpr std::size_t k_most_intervals = 120;

std::string title_of(const PreparedScenario& scenario, const harness::Step& step, bool several) {
  return several ? scenario.source->id + ":" + step.id : step.id;
}

}  // namespace

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
    if (options.profile.warmup.count() > 0) result_.warmup = result_.steps;
  }

  void add(const Slice& slice) {
    merge(slice.measured, result_.steps);
    merge(slice.warmup, result_.warmup);
    result_.iterations.add(slice.measured.iterations);
    result_.starts.add(slice.measured.starts);
    result_.generator.overshoot.add(slice.overshoot);
    add_usage(slice);
    add_interval(slice);
    result_.whole = std::max(result_.whole, slice.counted_until);
    result_.duration = std::max(nanoseconds{}, result_.whole - result_.profile.warmup);
  }

  const LoadResult& so_far() const { return result_; }

  LoadResult take() {
    for (const auto& [number, open] : open_) append(result_.intervals, finished(number, open));
    return std::move(result_);
  }

  std::optional<Second> new_second() {
    std::optional<Second> last;
    // A worker that had nothing more to do has ended before the others.
    while (!open_.empty() && (open_.begin()->second.ended >= workers_ || open_.size() > 3)) {
      const auto first = open_.begin();
      last = Second{finished(first->first, first->second), std::move(first->second.steps)};
      open_.erase(first);
      append(result_.intervals, last->interval);
      if (result_.intervals.size() > k_most_intervals) halve();
    }
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

  static void merge(const SlicePart& part, std::vector<StepLoad>& rows) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      rows[i].add(part.steps[i]);
      for (const auto& [key, check] : part.steps[i].broken) add_broken(rows[i].broken, check);
    }
  }

  /// Puts a second where it belongs: into the interval that covers it, or as a new one. It may come after
  /// later ones when a worker was held up.
  void append(std::vector<Interval>& intervals, Interval second) const {
    const auto after = std::find_if(intervals.rbegin(), intervals.rend(), [&](const Interval& interval) {
                         return interval.start <= second.start;
                       }).base();
    const bool fits = after != intervals.begin() &&
                      std::prev(after)->start / group_ == second.start / group_ &&
                      std::prev(after)->warmup == second.warmup;
    if (!fits) {
      intervals.insert(after, std::move(second));
      return;
    }
    Interval& into = *std::prev(after);
    into.length = std::max(into.length, second.start + second.length - into.start);
    into.in_flight = second.in_flight;
    add_counters(into, second);
  }

  /// Makes intervals twice as long, so that a long run takes no more memory than a short one.
  void halve() {
    group_ *= 2;
    std::vector<Interval> halved;
    for (Interval& interval : result_.intervals) append(halved, std::move(interval));
    result_.intervals = std::move(halved);
  }

  void add_usage(const Slice& slice) {
    const nanoseconds end = static_cast<std::int64_t>(slice.number) * k_slice + slice.length;
    Used& used = usage_[slice.worker / result_.shard.count % usage_.size()];
    if (end - slice.length < result_.profile.warmup || slice.usage_time.count() <= 0) return;
    used.running += slice.usage.running;
    used.waiting += slice.usage.waiting;
    used.time += slice.usage_time;
    Generator& generator = result_.generator;
    generator.busy = generator.starved = 0;
    for (const Used& of : usage_) {
      if (of.time.count() == 0) continue;
      const auto time = static_cast<double>(of.time.count());
      generator.busy = std::max(generator.busy, static_cast<double>(of.running.count()) / time);
      generator.starved = std::max(generator.starved, static_cast<double>(of.waiting.count()) / time);
    }
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
    for (const SlicePart* part : {&slice.measured, &slice.warmup})
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
    const std::uint64_t before = up_to(interval.start);  // first: the pacer is quick in ascending order
    return up_to(interval.start + interval.length) - before;
  }

  std::size_t workers_;
  nanoseconds group_ = k_slice;  ///< length of an interval
  Pacer pacer_;
  LoadResult result_;
  std::map<std::size_t, Open> open_;
  std::vector<Used> usage_;
};

Gatherer::Gatherer(const std::vector<PreparedScenario>& scenarios, const LoadOptions& options)
    : state_(std::make_shared<State>(scenarios, options)) {}
void Gatherer::add(const Slice& slice) { state_->add(slice); }
const LoadResult& Gatherer::so_far() const& { return state_->so_far(); }
LoadResult Gatherer::take() { return state_->take(); }
std::optional<Gatherer::Second> Gatherer::new_second() { return state_->new_second(); }

}  // namespace sellsign::load
