#include "base/fd.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <poll.h>

#include <climits>

namespace sellsign {
namespace {

constexpr auto k_step = std::chrono::milliseconds(50);

int in_milliseconds(std::chrono::milliseconds time) { return static_cast<int>(time.count()); }

/// Whether the descriptor takes something without waiting, or has an error to tell. Else waits for it.
bool has_room(int fd, const GiveUp& give_up) {
  pollfd room{fd, POLLOUT, 0};
  std::chrono::milliseconds waited{0};
  for (;;) {
    const int ready = ::poll(&room, 1, in_milliseconds(k_step));
    if (ready > 0) return true;
    if (!give_up()) continue;
    if (waited >= k_last_patience) return errno = ECANCELED, false;
    waited += k_step;
  }
}

}  // namespace

bool write_all(int fd, std::string_view bytes, const GiveUp& give_up) {
  // What has room for a byte takes as much as PIPE_BUF at once.
  const std::size_t most = give_up ? PIPE_BUF : std::string_view::npos;
  while (!bytes.empty()) {
    if (give_up && !has_room(fd, give_up)) return false;
    const ssize_t written = ::write(fd, bytes.data(), std::min(bytes.size(), most));
    if (written > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(written));
    } else if (written < 0 && errno == EAGAIN) {
      pollfd room{fd, POLLOUT, 0};
      ::poll(&room, 1, in_milliseconds(k_step));
    } else if (written == 0 || errno != EINTR) {
      return false;
    }
  }
  return true;
}

Fd open_for_writing(const char* path, const GiveUp& give_up) {
  for (;;) {
    Fd file(::open(path, O_WRONLY | O_TRUNC | O_CLOEXEC | (give_up ? O_NONBLOCK : 0)));
    if (file.open() || (errno != ENXIO && errno != EINTR)) return file;
    if (give_up && give_up()) return errno = ECANCELED, Fd();
    ::poll(nullptr, 0, in_milliseconds(k_step));
  }
}

}  // namespace sellsign
