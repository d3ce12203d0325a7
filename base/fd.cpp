#include "base/fd.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>

#include <climits>

namespace sellsign {
namespace {

constexpr auto k_step = std::chrono::milliseconds(50);

/// Waits until the descriptor takes something, or has an error to tell. False: `give_up` has said yes for
/// long enough.
bool wait_for_room(int fd, const GiveUp& give_up) {
  pollfd room{fd, POLLOUT, 0};
  const int most = give_up ? static_cast<int>(k_step.count()) : -1;
  std::chrono::milliseconds waited{0};
  while (::poll(&room, 1, most) <= 0) {
    if (!give_up || !give_up()) continue;
    if (waited >= k_last_patience) return errno = ECANCELED, false;
    waited += k_step;
  }
  return true;
}

bool is_pipe(const char* path) {
  struct stat facts {};
  return ::stat(path, &facts) == 0 && S_ISFIFO(facts.st_mode);
}

}  // namespace

bool write_all(int fd, std::string_view bytes, const GiveUp& give_up) {
  // What has room for a byte takes as much as PIPE_BUF at once.
  const std::size_t most = give_up ? PIPE_BUF : std::string_view::npos;
  while (!bytes.empty()) {
    if (give_up && !wait_for_room(fd, give_up)) return false;
    const ssize_t written = ::write(fd, bytes.data(), std::min(bytes.size(), most));
    if (written > 0)
      bytes.remove_prefix(static_cast<std::size_t>(written));
    else if (written == 0 || (errno != EAGAIN && errno != EINTR))
      return false;
    else if (errno == EAGAIN && !wait_for_room(fd, give_up))
      return false;
  }
  return true;
}

Fd open_for_writing(const char* path, const GiveUp& give_up) {
  for (;;) {
    Fd file(::open(path, O_WRONLY | O_TRUNC | O_CLOEXEC | (give_up ? O_NONBLOCK : 0)));
    if (file.open()) return file;
    const int reason = errno;
    const bool waits = reason == EINTR || (reason == ENXIO && is_pipe(path));  // others have ENXIO, too
    if (!waits) return errno = reason, Fd();
    if (give_up && give_up()) return errno = ECANCELED, Fd();
    ::poll(nullptr, 0, static_cast<int>(k_step.count()));
  }
}

}  // namespace sellsign
