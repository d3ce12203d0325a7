#pragma once

#include <csignal>

namespace sellsign::net {

/// While it lives, a write of this thread to a closed connection raises no SIGPIPE; the process's own
/// handling of the signal stays as it is. For code that writes through a library that does not pass
/// MSG_NOSIGNAL.
class SigpipeGuard {
 public:
  SigpipeGuard();
  ~SigpipeGuard();
  SigpipeGuard(const SigpipeGuard&) = delete;
  SigpipeGuard& operator=(const SigpipeGuard&) = delete;

 private:
  bool was_pending_ = false;
  sigset_t before_{};
};

}  // namespace sellsign::net
