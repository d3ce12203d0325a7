#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <sys/epoll.h>

#include "net/failure.h"
#include "net/socket.h"

namespace sellsign::net {

/// Waits for many descriptors at once (epoll, level-triggered). `add`, `change`, `remove` and `wait` are for
/// one thread; `wake` may be called from any.
class Poller {
 public:
  /// The key that `wait` gives for a `wake`.
  static constexpr std::uint64_t k_woken = ~std::uint64_t{0};

  /// Failure `limit` when the system has no more descriptors.
  static WireResult<Poller> make();

  /// `events` as epoll names them. False when the system refuses.
  bool add(int fd, std::uint64_t key, std::uint32_t events);
  void change(int fd, std::uint64_t key, std::uint32_t events);
  void remove(int fd);

  /// Waits until something is ready, but no longer than `most`, which is kept to the microsecond where the
  /// kernel can (5.11 and later), else to the millisecond; without it, for ever. The events are valid until
  /// the next call.
  std::span<const epoll_event> wait(std::optional<std::chrono::steady_clock::duration> most);

  /// Ends a `wait`, now or the next one.
  void wake() const;
  /// Takes back what woke. After `wait` gave `k_woken`.
  void rest() const;

 private:
  Poller(Fd epoll, Fd event) : epoll_(std::move(epoll)), event_(std::move(event)) {}

  Fd epoll_;
  Fd event_;
  std::array<epoll_event, 512> ready_{};
};

}  // namespace sellsign::net
