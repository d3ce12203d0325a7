#include "mock_server/data/data_file.h"

#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <mutex>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>
#include <vector>

#include "mock_server/data/state_file.h"

namespace sellsign::mock {
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

/// Writes a new file and waits until it is on the disk. What failed, or nothing.
std::optional<Error> write_new(const std::string& path, std::string_view bytes) {
  using enum ErrorKind;
  ::unlink(path.c_str());  // of a process that had this one's id
  File file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
  if (!file.is_open()) return failed(internal, "create", path);
  if (!write_all(file.fd(), bytes)) return failed(internal, "write", path);
  if (::fsync(file.fd()) != 0) return failed(internal, "flush", path);
  if (!file.close()) return failed(internal, "close", path);
  return std::nullopt;
}

std::optional<Error> sync_folder(const std::filesystem::path& path) {
  const std::string folder = path.has_parent_path() ? path.parent_path().string() : ".";
  const File opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!opened.is_open()) return failed(ErrorKind::internal, "open the folder", folder);
  if (::fsync(opened.fd()) != 0 && errno != EINVAL)  // some file systems cannot, and need not
    return failed(ErrorKind::internal, "flush the folder", folder);
  return std::nullopt;
}

/// The file itself where `path` is a symbolic link to it.
std::string resolved(const std::string& path) {
  std::error_code error;
  const auto target = std::filesystem::canonical(path, error);
  return error ? path : target.string();
}

/// All of a file's bytes; nothing with errno when it cannot be read.
std::optional<std::string> read_all(const std::string& path) {
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

/// The process that began a new file of that name, or nothing when it is none.
std::optional<pid_t> writer_of(const std::string& name, const std::string& start) {
  pid_t pid = 0;
  const char* const end = name.data() + name.size();
  if (!name.starts_with(start)) return std::nullopt;
  const auto [stopped, error] = std::from_chars(name.data() + start.size(), end, pid);
  return error == std::errc{} && stopped == end && pid > 0 ? std::optional(pid) : std::nullopt;
}

/// Removes what killed processes left beside the file. What cannot be removed stays.
void remove_stale(const std::string& target) {
  const std::filesystem::path path(target);
  const std::string start = path.filename().string() + ".new.";
  std::error_code error;
  std::vector<std::filesystem::path> stale;
  for (std::filesystem::directory_iterator
           entry(path.has_parent_path() ? path.parent_path() : std::filesystem::path("."), error),
       last;
       !error && entry != last; entry.increment(error))
    if (const auto pid = writer_of(entry->path().filename().string(), start);
        pid && ::kill(*pid, 0) != 0 && errno == ESRCH)
      stale.push_back(entry->path());
  for (const auto& one : stale) std::filesystem::remove(one, error);
}

}  // namespace

Result<> save_data(const std::string& path, const Store& store) {
  static std::mutex one_at_a_time;
  const std::scoped_lock lock(one_at_a_time);
  const std::string target = resolved(path);
  const std::string fresh = target + ".new." + std::to_string(::getpid());
  std::optional<Error> error = write_new(fresh, export_state(store));
  if (!error && std::rename(fresh.c_str(), target.c_str()) != 0)
    error = failed(ErrorKind::internal, "replace", target);
  if (error) {
    ::unlink(fresh.c_str());
    error->message += "; the data file is as it was";
    return *std::move(error);
  }
  if (auto unsure = sync_folder(target)) return *std::move(unsure);
  return std::monostate{};
}

Result<Counts> load_data(const std::string& path, Store& store) {
  remove_stale(resolved(path));
  const auto bytes = read_all(path);
  if (!bytes && errno == ENOENT) {
    Store nothing(store.first_id());
    store.replace_with(std::move(nothing));
    return Counts{};
  }
  if (!bytes) return failed(ErrorKind::usage, "read the data file", path);
  Counts counts;
  const Problems problems = import_state(store, path, *bytes, counts);
  if (problems.empty()) return counts;
  std::string message = "the data file " + path + " is broken and was left as it is: " + problems[0].where +
                        ": " + problems[0].what;
  if (problems.size() > 1) message += " (and " + std::to_string(problems.size() - 1) + " more)";
  message += "; mend it, or move it away to start without it";
  return Error{ErrorKind::usage, message};
}

}  // namespace sellsign::mock
