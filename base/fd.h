#pragma once

#include <chrono>
#include <functional>
#include <string_view>
#include <unistd.h>
#include <utility>

namespace sellsign {

/// A file descriptor that is closed when its owner goes. Move-only.
class Fd {
 public:
  Fd() = default;
  explicit Fd(int fd) : fd_(fd) {}
  Fd(Fd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Fd& operator=(Fd&& other) noexcept {
    if (this != &other) reset();
    fd_ = std::exchange(other.fd_, -1);
    return *this;
  }
  ~Fd() { reset(); }

  int get() const { return fd_; }
  bool open() const { return fd_ >= 0; }
  /// Closes it. False, with errno, when what was written to it may be lost.
  bool reset() {
    const int fd = std::exchange(fd_, -1);
    return fd < 0 || ::close(fd) == 0;
  }

 private:
  int fd_ = -1;
};

/// Asked again and again while something waits for others; true: it need not wait any longer.
using GiveUp = std::function<bool()>;

/// How long a reader that takes nothing is waited for once `GiveUp` has said yes.
inline constexpr auto k_last_patience = std::chrono::milliseconds(500);

/// Writes it all, and waits for a reader that is slow. False, with errno, when it cannot be written:
/// ECANCELED when `give_up` said yes and nothing was taken for `k_last_patience`.
bool write_all(int fd, std::string_view bytes, const GiveUp& give_up = {});

/// Opens a file that is there for writing. A pipe without a reader is waited for until `give_up` says yes
/// (errno is ECANCELED then).
Fd open_for_writing(const char* path, const GiveUp& give_up = {});

}  // namespace sellsign
