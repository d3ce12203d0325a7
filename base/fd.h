#pragma once

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

/// Writes it all; a descriptor that does not block is waited for. False, with errno, when it cannot be
/// written.
bool write_all(int fd, std::string_view bytes);

}  // namespace sellsign
