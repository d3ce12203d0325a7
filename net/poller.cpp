#include "net/poller.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <ctime>
#include <limits>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace sellsign::net {

namespace {

using Duration = std::chrono::steady_clock::duration;

int milliseconds_of(std::optional<Duration> most) {
  if (!most) return -1;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(*most).count();
  return static_cast<int>(std::clamp<std::int64_t>(left, 0, std::numeric_limits<int>::max()));
}

#ifdef SYS_epoll_pwait2
/// Waits to the nanosecond; on kernels before 5.11, which do not have the call, to the millisecond.
int wait_for(int epoll, std::span<epoll_event> ready, std::optional<Duration> most) {
  static std::atomic<bool> missing{false};
  const auto room = static_cast<int>(ready.size());
  if (!missing.load(std::memory_order_relaxed)) {
    const auto left = std::max(most.value_or(Duration{}), Duration{});
    const auto seconds = std::chrono::floor<std::chrono::seconds>(left);
    const timespec limit{static_cast<time_t>(seconds.count()), static_cast<long>((left - seconds).count())};
    const long count =
        syscall(SYS_epoll_pwait2, epoll, ready.data(), room, most ? &limit : nullptr, nullptr, 0);
    if (count >= 0 || errno != ENOSYS) return static_cast<int>(count);
    missing.store(true, std::memory_order_relaxed);
  }
  return epoll_wait(epoll, ready.data(), room, milliseconds_of(most));
}
#else
int wait_for(int epoll, std::span<epoll_event> ready, std::optional<Duration> most) {
  return epoll_wait(epoll, ready.data(), static_cast<int>(ready.size()), milliseconds_of(most));
}
#endif

}  // namespace

WireResult<Poller> Poller::make() {
  Fd epoll(epoll_create1(EPOLL_CLOEXEC));
  Fd event(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!epoll.open() || !event.open())
    return WireError{Failure::limit, "too many open files to wait for more"};
  Poller poller(std::move(epoll), std::move(event));
  poller.add(poller.event_.get(), k_woken, EPOLLIN);
  return poller;
}

bool Poller::add(int fd, std::uint64_t key, std::uint32_t events) {
  epoll_event event{};
  event.events = events;
  event.data.u64 = key;
  return epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event) == 0;
}

void Poller::change(int fd, std::uint64_t key, std::uint32_t events) {
  epoll_event event{};
  event.events = events;
  event.data.u64 = key;
  epoll_ctl(epoll_.get(), EPOLL_CTL_MOD, fd, &event);
}

void Poller::remove(int fd) { epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, fd, nullptr); }

std::span<const epoll_event> Poller::wait(std::optional<std::chrono::steady_clock::duration> most) {
  const int count = wait_for(epoll_.get(), ready_, most);
  return std::span(ready_).first(static_cast<std::size_t>(std::max(count, 0)));
}

void Poller::wake() const {
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto put = write(event_.get(), &one, sizeof one);
}

void Poller::rest() const {
  std::uint64_t count = 0;
  [[maybe_unused]] const auto got = read(event_.get(), &count, sizeof count);
}

}  // namespace sellsign::net
