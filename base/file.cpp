#include "base/file.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace sellsign {
namespace {

/// A descriptor that closes itself.
class File {
 public:
  explicit File(int fd) : fd_(fd) {}
  ~File() {
    if (fd_ >= 0) ::close(fd_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  int fd() const { return fd_; }
  bool is_open() const { return fd_ >= 0; }
  bool close() { return ::close(std::exchange(fd_, -1)) == 0; }

 private:
  int fd_;
};

/// What could not be done, with the reason in errno.
Error failed(ErrorKind kind, const std::string& what, const std::string& path) {
  return {kind, "cannot " + what + " " + path + ": " + std::strerror(errno)};
}

bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR) return false;
    if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

/// The step that failed (what, and of which file), with the reason in errno; or none.
using FailedStep = std::optional<std::pair<const char*, std::string>>;

FailedStep write_new(const std::string& path, std::string_view bytes, bool flush) {
  ::unlink(path.c_str());  // of a process that had this one's id
  File file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
  if (!file.is_open()) return FailedStep(std::in_place, "create", path);
  if (!write_all(file.fd(), bytes)) return FailedStep(std::in_place, "write", path);
  if (flush && ::fsync(file.fd()) != 0) return FailedStep(std::in_place, "flush", path);
  if (!flush && ::fchmod(file.fd(), 0644) != 0) return FailedStep(std::in_place, "open to all", path);
  if (!file.close()) return FailedStep(std::in_place, "close", path);
  return std::nullopt;
}

/// Replacements of one process wait for each other: they write to the same fresh file.
FailedStep replace(const std::string& path, std::string_view bytes, bool flush) {
  static std::mutex one_at_a_time;
  const std::scoped_lock lock(one_at_a_time);
  const std::string fresh = path + std::string(k_fresh) + std::to_string(::getpid());
  auto step = write_new(fresh, bytes, flush);
  if (!step && std::rename(fresh.c_str(), path.c_str()) != 0) step.emplace("replace", path);
  if (!step) return step;
  const int reason = errno;
  ::unlink(fresh.c_str());
  errno = reason;
  return step;
}

}  // namespace

std::optional<std::string> bytes_of(const std::string& path) {
  const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open()) return std::nullopt;
  std::string bytes;
  struct stat facts {};
  if (::fstat(file.fd(), &facts) == 0 && S_ISREG(facts.st_mode) && facts.st_size > 0)
    bytes.reserve(static_cast<std::size_t>(facts.st_size));
  std::string part(std::size_t{1} << 20U, '\0');
  for (;;) {
    const ssize_t got = ::read(file.fd(), part.data(), part.size());
    if (got == 0) return bytes;
    if (got > 0) bytes.append(part, 0, static_cast<std::size_t>(got));
    if (got < 0 && errno != EINTR) return std::nullopt;
  }
}

Result<std::string> read_file(const std::string& path) {
  if (auto bytes = bytes_of(path)) return *std::move(bytes);
  return failed(ErrorKind::internal, "read", path);
}

Result<> write_file(const std::string& path, std::string_view text) {
  errno = 0;
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  if (!file) return failed(ErrorKind::internal, "write", path);
  return {};
}

Result<> replace_file(const std::string& path, std::string_view text) {
  struct stat now {};
  if (::stat(path.c_str(), &now) == 0 && !S_ISREG(now.st_mode))
    return usage_error("cannot write " + path + ": it is no ordinary file");
  if (replace(path, text, false)) return failed(ErrorKind::usage, "write", path);
  return {};
}

Result<> replace_file_on_disk(const std::string& path, std::string_view text) {
  if (const FailedStep step = replace(path, text, true))
    return failed(ErrorKind::internal, step->first, step->second);
  return {};
}

Result<> flush_folder(const std::string& path) {
  const std::string parent = std::filesystem::path(path).parent_path().string();
  const std::string folder = parent.empty() ? "." : parent;
  const File opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!opened.is_open()) return failed(ErrorKind::internal, "open the folder", folder);
  if (::fsync(opened.fd()) != 0 && errno != EINVAL)  // some file systems cannot, and need not
    return failed(ErrorKind::internal, "flush the folder", folder);
  return {};
}

}  // namespace sellsign
