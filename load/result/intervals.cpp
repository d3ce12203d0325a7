#include "load/result/intervals.h"

#include <algorithm>
#include <map>

namespace sellsign::load {
namespace {

using Buckets = std::vector<Histogram::Bucket>;

Buckets added(const Buckets& left, const Buckets& right) {
  std::map<std::int32_t, std::uint64_t> sums;
  for (const Buckets* const buckets : {&left, &right})
    for (const Histogram::Bucket& bucket : *buckets) sums[bucket.index] += bucket.count;
  Buckets out;
  for (const auto& [index, count] : sums) out.push_back({index, count});
  return out;
}

void add(Interval& all, const Interval& next) {
  all.length = next.start + next.length - all.start;
  all.intended += next.intended;
  all.started += next.started;
  all.finished += next.finished;
  all.requests += next.requests;
  all.errors += next.errors;
  all.in_flight = std::max(all.in_flight, next.in_flight);
  all.service = added(all.service, next.service);
  all.response = added(all.response, next.response);
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
