#pragma once

#include <chrono>
#include <optional>

#include "net/failure.h"
#include "net/socket.h"

namespace sellsign::net {

/// A timer as a descriptor: readable from its moment on, until it is set again. Under a `Poller` it costs the
/// kernel a timer for each moment, where a time-out of `Poller::wait` costs one for each call. For one
/// thread.
class Alarm {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// Failure `limit` when the system has no more descriptors.
  static WireResult<Alarm> make();

  int fd() const { return timer_.get(); }

  /// Makes sure that it goes off at `when` at the latest. One that is set to an earlier moment stays so:
  /// whoever it wakes looks at the clock.
  void set_by(Time when);

  /// It went off: the next `set_by` sets it whatever it was.
  void spent() { at_.reset(); }

 private:
  explicit Alarm(Fd timer) : timer_(std::move(timer)) {}

  Fd timer_;
  std::optional<Time> at_;
};

}  // namespace sellsign::net
