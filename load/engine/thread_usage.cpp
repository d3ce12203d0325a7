#include "load/engine/thread_usage.h"

#include <charconv>
#include <ctime>
#include <fcntl.h>
#include <sched.h>
#include <string_view>
#include <sys/prctl.h>
#include <unistd.h>

namespace sellsign::load {
namespace {

/// The second number of /proc/thread-self/schedstat: nanoseconds spent waiting on a run queue.
std::chrono::nanoseconds waited() {
  const int file = open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);
  if (file < 0) return {};
  char text[96] = {};
  const ssize_t size = read(file, text, sizeof text);
  close(file);
  const std::string_view numbers(text, size < 0 ? 0 : static_cast<std::size_t>(size));
  const std::size_t space = numbers.find(' ');
  std::int64_t nanoseconds = 0;
  if (space != std::string_view::npos)
    std::from_chars(numbers.data() + space + 1, numbers.data() + numbers.size(), nanoseconds);
  return std::chrono::nanoseconds(nanoseconds);
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
