#include "net/alarm.h"

#include <algorithm>
#include <sys/timerfd.h>

namespace sellsign::net {

WireResult<Alarm> Alarm::make() {
  // steady_clock is CLOCK_MONOTONIC in the standard libraries of Linux.
  Fd timer(timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK));
  if (!timer.open()) return WireError{Failure::limit, "too many open files to wait for a moment"};
  return Alarm(std::move(timer));
}

void Alarm::set_by(Time when) {
  if (at_ && *at_ <= when) return;
  at_ = when;
  const auto since = std::max(std::chrono::nanoseconds(1), std::chrono::nanoseconds(when.time_since_epoch()));
  const auto seconds = std::chrono::floor<std::chrono::seconds>(since);
  itimerspec setting{};
  setting.it_value.tv_sec = static_cast<time_t>(seconds.count());
  setting.it_value.tv_nsec = static_cast<long>((since - seconds).count());
  timerfd_settime(timer_.get(), TFD_TIMER_ABSTIME, &setting, nullptr);
}

}  // namespace sellsign::net
