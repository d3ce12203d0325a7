#include "net/poller.h"

#include <algorithm>
#include <limits>
#include <sys/eventfd.h>
#include <unistd.h>

namespace sellsign::net {

Outcome<Poller> Poller::make() {
  Fd epoll(epoll_create1(EPOLL_CLOEXEC));
  Fd event(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!epoll.open() || !event.open()) return Error{Failure::limit, "too many open files to wait for more"};
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
  int milliseconds = -1;
  if (most) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(*most).count();
    milliseconds = static_cast<int>(std::clamp<std::int64_t>(left, 0, std::numeric_limits<int>::max()));
  }
  const int count = epoll_wait(epoll_.get(), ready_.data(), static_cast<int>(ready_.size()), milliseconds);
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
