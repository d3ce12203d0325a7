#include "mock_server/service/meter.h"

#include <algorithm>
#include <bit>

namespace sellsign::mock {
namespace {

using std::chrono::nanoseconds;

/// Eight steps to an octave: 3 bits behind the leading one.
std::size_t step_of(nanoseconds time) {
  const auto ns = static_cast<std::uint64_t>(std::max<std::int64_t>(time.count(), 8));
  const auto octave = static_cast<unsigned>(std::bit_width(ns) - 1);  // at least 3
  return std::min<std::size_t>((octave - 3) * 8 + (ns >> (octave - 3) & 7U), 255);
}

/// The largest time of a step, in nanoseconds.
std::int64_t upper_bound_of(std::size_t step) {
  return static_cast<std::int64_t>(((step % 8 + 9) << (step / 8)) - 1);
}

std::int64_t second_of(std::chrono::system_clock::time_point now) {
  return std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
}

}  // namespace

void TimeHistogram::add(nanoseconds time) {
  const auto* const bound = std::ranges::lower_bound(k_bounds, time.count());
  ++counts[static_cast<std::size_t>(bound - k_bounds.begin())];
  ++total;
  sum_ns += time.count();
}

void Meter::count(const Counted& one, std::chrono::system_clock::time_point now) {
  const std::scoped_lock lock(mutex_);
  CallCounts& call =
      totals_.calls[one.row == nullptr ? k_calls - 1 : static_cast<std::size_t>(one.row->call)];
  ++call.by_status[one.status];
  call.times.add(one.service);
  if (one.faulted) ++totals_.faulted;
  seconds_.count(one.service, now);
}

Meter::Totals Meter::totals() const {
  const std::scoped_lock lock(mutex_);
  return totals_;
}

void Meter::count_refused(int status) {
  const std::scoped_lock lock(mutex_);
  ++totals_.refused[status];
}

std::vector<SecondStats> Meter::seconds(std::chrono::system_clock::time_point now) const {
  const std::scoped_lock lock(mutex_);
  return seconds_.seconds(now);
}

void SecondMeter::count(nanoseconds service, std::chrono::system_clock::time_point now) {
  const std::int64_t at = second_of(now);
  Second& second = seconds_[static_cast<std::size_t>(at) % k_kept];
  if (second.at != at) second = {at};
  ++second.requests;
  ++second.steps[step_of(service)];
}

std::vector<SecondStats> SecondMeter::seconds(std::chrono::system_clock::time_point now) const {
  constexpr std::int64_t k_shown = 60;
  const std::int64_t last = second_of(now) - 1;
  std::vector<SecondStats> shown;
  for (std::int64_t at = last - k_shown + 1; at <= last; ++at) {
    SecondStats stats{at, 0, 0};
    const Second& second = seconds_[static_cast<std::size_t>(at) % k_kept];
    if (second.at == at) {
      stats.requests = second.requests;
      const std::uint64_t rank = (second.requests * 99 + 99) / 100;  // rounded up
      std::uint64_t below = 0;
      for (std::size_t step = 0; step < k_steps && below < rank; ++step) {
        below += second.steps[step];
        stats.p99_ns = upper_bound_of(step);
      }
    }
    shown.push_back(stats);
  }
  return shown;
}

}  // namespace sellsign::mock
