#include "load/engine/thread_usage.h"

#include <ctime>
#include <fcntl.h>
#include <sched.h>
#include <string_view>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/number.h"
#include "base/text.h"

namespace sellsign::load {
namespace {

/// The second number of /proc/thread-self/schedstat: nanoseconds spent waiting on a run queue.
std::chrono::nanoseconds waited() {
  const int file = open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);
  if (file < 0) return {};
  char text[96] = {};
  const ssize_t size = read(file, text, sizeof text);
  close(file);
  std::string_view numbers(text, size < 0 ? 0 : static_cast<std::size_t>(size));
  take_part(numbers, ' ');
  return std::chrono::nanoseconds(take_whole<std::int64_t>(numbers).value_or(0));
}

}  // namespace

Usage thread_usage() {
  timespec used{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
  return {std::chrono::seconds(used.tv_sec) + std::chrono::nanoseconds(used.tv_nsec), waited()};
}

void give_way() {
  // Unlike one that is merely nice, such a thread has to leave its core at once when another one wakes.
  const sched_param none{};
  sched_setscheduler(0, SCHED_IDLE, &none);
}

void ask_for_exact_timers() { prctl(PR_SET_TIMERSLACK, 1UL, 0UL, 0UL, 0UL); }

}  // namespace sellsign::load
