#include "load/result/merge.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

#include "base/result.h"
#include "load/model/units.h"
#include "load/result/balance.h"
#include "load/result/counters.h"
#include "load/result/shortfalls.h"
#include "load/result/slo.h"

namespace sellsign::load {
namespace {

using std::chrono::nanoseconds;

std::string shard_text(const Shard& shard) {
  return "shard " + std::to_string(shard.index + 1) + " of " + std::to_string(shard.count);
}

/// Why two results are not shards of one test; empty when they are.
std::string difference(const LoadResult& a, const LoadResult& b) {
  if (a.merged > 1 || b.merged > 1)
    return "one of them is merged already: merge the shards' own reports at once";
  if (a.shard.count != b.shard.count)
    return "one is of " + std::to_string(a.shard.count) + " shards, another of " +
           std::to_string(b.shard.count);
  if (a.shard.index == b.shard.index) return shard_text(a.shard) + " is there twice";
  if (a.scenarios != b.scenarios) return "their scenarios differ";
  if (!(a.profile == b.profile))
    return "their profiles differ: " + words_of(a.profile) + " and " + words_of(b.profile);
  if (a.seed != b.seed)
    return "their seeds differ: " + std::to_string(a.seed) + " and " + std::to_string(b.seed) +
           "; give all shards one --seed";
  if (a.check_share != b.check_share) return "they made another share of the checks";
  if (a.starts.late_limit != b.starts.late_limit) return "their limits for late starts differ";
  return "";
}

std::string refusal(const std::vector<LoadResult>& results) {
  if (results.empty()) return "there is nothing to merge";
  for (std::size_t i = 0; i < results.size(); ++i)
    for (std::size_t k = 0; k < i; ++k)
      if (std::string what = difference(results[k], results[i]); !what.empty())
        return "these are not the shards of one test: " + what;
  return "";
}

/// Adds steps by id. The steps of one scenario cannot differ in more than numbers, unless its file changed.
std::string add_steps(std::vector<StepLoad>& all, const std::vector<StepLoad>& more) {
  for (const StepLoad& step : more) {
    const auto found = std::ranges::find(all, step.id, &StepLoad::id);
    if (found == all.end()) {
      all.push_back(step);
      continue;
    }
    if (std::tie(found->call, found->effect, found->first) != std::tie(step.call, step.effect, step.first))
      return "step " + step.id + " makes another call in one of them: did the scenario file change?";
    found->add(step);
    for (const BrokenCheck& broken : step.broken) add_broken(found->broken, broken);
  }
  return "";
}

void add(Generator& all, const Generator& more) {
  all.threads += more.threads;
  all.busy = std::max(all.busy, more.busy);
  all.starved = std::max(all.starved, more.starved);
  all.overshoot.add(more.overshoot);
}

void add_beside(Interval& all, const Interval& more) {
  all.length = std::max(all.length, more.length);
  all.warmup = all.warmup || more.warmup;
  all.in_flight += more.in_flight;
  add_counters(all, more);
}

/// Intervals of all shards on one axis of whole intervals: those that began in the same one add up.
std::vector<Interval> joined_intervals(const std::vector<LoadResult>& results,
                                       std::chrono::system_clock::time_point begin) {
  nanoseconds unit{1};
  for (const LoadResult& result : results)
    for (const Interval& interval : result.intervals) unit = std::max(unit, interval.length);
  std::map<std::int64_t, Interval> slots;
  for (const LoadResult& result : results) {
    const auto shift = std::llround(std::chrono::duration<double>(result.started - begin) / unit);
    for (const Interval& interval : result.intervals) {
      const auto slot = std::llround(std::chrono::duration<double>(interval.start) / unit) + shift;
      const auto [place, is_new] = slots.try_emplace(slot, interval);
      if (is_new)
        place->second.start += shift * unit;
      else
        add_beside(place->second, interval);
    }
  }
  std::vector<Interval> out;
  for (auto& [slot, interval] : slots) out.push_back(std::move(interval));
  return out;
}

struct Span {
  std::chrono::system_clock::time_point first, measured, last;
};

Span span_of(const LoadResult& result) {
  const auto in = [](nanoseconds time) {
    return std::chrono::duration_cast<std::chrono::system_clock::duration>(time);
  };
  return {result.started, result.started + in(result.whole - result.duration),
          result.started + in(result.whole)};
}

void join_times(LoadResult& all, const std::vector<LoadResult>& results) {
  Span span = span_of(results.front());
  for (const LoadResult& result : results) {
    const Span other = span_of(result);
    span = {std::min(span.first, other.first), std::min(span.measured, other.measured),
            std::max(span.last, other.last)};
  }
  all.started = span.first;
  all.whole = span.last - span.first;
  all.duration = span.last - span.measured;
}

void note(std::string& message, const std::string& sentence) {
  if (!sentence.empty()) message += (message.empty() ? "" : "; ") + sentence;
}

/// What the shards said, and how far apart they started when that matters.
void join_messages(LoadResult& all, const std::vector<LoadResult>& results) {
  all.message.clear();
  all.generator.faults.clear();
  auto latest = all.started;
  for (const LoadResult& result : results) {
    const std::string who = shard_text(result.shard);
    if (!result.message.empty()) note(all.message, who + ": " + result.message);
    for (const std::string& fault : result.generator.faults)
      all.generator.faults.push_back(who + ": " + fault);
    latest = std::max(latest, result.started);
  }
  if (latest - all.started >= std::chrono::seconds(1))
    note(all.message, "the shards started up to " +
                          time_text(std::chrono::duration<double, std::micro>(latest - all.started).count()) +
                          " apart; --start-at gives them one start");
}

void note_missing(LoadResult& all, const std::vector<LoadResult>& results) {
  std::set<std::size_t> there;
  for (const LoadResult& result : results) there.insert(result.shard.index);
  std::string missing;
  std::size_t left = results.front().shard.count - there.size();
  for (std::size_t i = 0, shown = 0; left > 0; ++i) {
    if (there.contains(i)) continue;
    if (++shown > 20) {
      missing += " and " + std::to_string(left) + " more";
      break;
    }
    missing += (missing.empty() ? "" : ", ") + std::to_string(i + 1);
    --left;
  }
  if (missing.empty()) return;
  all.generator.faults.push_back("of " + std::to_string(results.front().shard.count) +
                                 " shards these are missing: " + missing +
                                 "; the load was lower than the profile says");
}

/// Why one of them ended early; what weighs more is first.
StopReason joined_stop(const std::vector<LoadResult>& results) {
  for (const StopReason reason : {StopReason::interrupted, StopReason::terminated, StopReason::unreachable,
                                  StopReason::full, StopReason::slo, StopReason::feeder})
    if (std::ranges::find(results, reason, &LoadResult::stop) != results.end()) return reason;
  return StopReason::none;
}

void judge(LoadResult& all, const std::vector<LoadResult>& results) {
  std::vector<std::string> texts;
  for (const LoadResult& result : results)
    for (const SloResult& slo : result.slos)
      if (std::ranges::find(texts, slo.text) == texts.end()) texts.push_back(slo.text);
  all.slos.clear();
  for (const std::string& text : texts) {
    const auto slo = parse_slo(text);
    all.slos.push_back(slo ? judge_slo(*slo, all) : SloResult{text, {}, false, slo.error().message});
  }
  all.stop = joined_stop(results);
  for (std::string& imbalance : imbalances_of(all)) all.generator.faults.push_back(std::move(imbalance));
  all.exit_code = exit_code_of(all);
}

void join_environments(Environment& all, const std::vector<LoadResult>& results) {
  std::set<std::string> targets{all.target};
  for (const LoadResult& result : results) {
    const Environment& one = result.environment;
    if (targets.insert(one.target).second) all.target += ", " + one.target;
    all.more.emplace_back(
        shard_text(result.shard),
        one.host + ", " + one.system + ", " + std::to_string(one.cores) + " cores, sellsign " + one.version);
  }
}

}  // namespace

Result<LoadResult> merge(std::vector<LoadResult> results) {
  if (const std::string what = refusal(results); !what.empty()) return usage_error(what);
  std::ranges::sort(results, {}, [](const LoadResult& result) { return result.shard.index; });
  LoadResult all = results.front();
  for (std::size_t i = 1; i < results.size(); ++i) {
    const LoadResult& more = results[i];
    for (const auto& [steps, others] : {std::pair{&all.steps, &more.steps}, {&all.warmup, &more.warmup}})
      if (const std::string what = add_steps(*steps, *others); !what.empty()) return usage_error(what);
    all.iterations.add(more.iterations);
    all.starts.add(more.starts);
    add(all.generator, more.generator);
    if (more.run_id != all.run_id) all.run_id = results.front().run_id + "+" + std::to_string(i);
  }
  all.merged = results.size();
  all.shard = {};
  join_times(all, results);
  all.intervals = joined_intervals(results, all.started);
  join_messages(all, results);
  note_missing(all, results);
  join_environments(all.environment, results);
  judge(all, results);
  return all;
}

}  // namespace sellsign::load
