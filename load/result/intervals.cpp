#include "load/result/intervals.h"

#include <algorithm>

#include "load/result/counters.h"

namespace sellsign::load {
namespace {

void add(Interval& all, const Interval& next) {
  all.length = next.start + next.length - all.start;
  all.in_flight = std::max(all.in_flight, next.in_flight);
  add_counters(all, next);
}

/// The last interval ends with the run: what is much shorter than the others has no rate to speak of.
void join_short_end(std::vector<Interval>& intervals) {
  if (intervals.size() < 2) return;
  const Interval last = intervals.back();
  Interval& before = intervals[intervals.size() - 2];
  if (last.warmup != before.warmup || last.length * 2 > before.length) return;
  add(before, last);
  intervals.pop_back();
}

}  // namespace

std::vector<Interval> thinned(const std::vector<Interval>& intervals, std::size_t most) {
  const std::size_t group = (intervals.size() + most - 1) / std::max<std::size_t>(1, most);
  std::vector<Interval> out;
  std::size_t inside = 0;
  for (const Interval& interval : intervals) {
    const bool fresh = out.empty() || inside == group || out.back().warmup != interval.warmup;
    if (fresh)
      out.push_back(interval);
    else
      add(out.back(), interval);
    inside = fresh ? 1 : inside + 1;
  }
  join_short_end(out);
  return out;
}

}  // namespace sellsign::load
