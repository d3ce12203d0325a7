#include "base/file.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <mutex>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/utf8.h"

namespace sellsign {
namespace {

/// What could not be done, with the reason in errno.
Error failed(ErrorKind kind, const std::string& what, const std::string& path) {
  return {kind, "cannot " + what + " " + path + ": " + std::strerror(errno)};
}

/// The step that failed (what, and of which file), with the reason in errno; or none.
using FailedStep = std::optional<std::pair<const char*, std::string>>;

/// Gives a new file the mode and the owner of the one that it is to replace; without one everybody may read
/// it. The owner stays this process's where it may not give the file away.
bool take_after(const std::string& old, int fd, bool open_to_all) {
  struct stat facts {};
  if (::stat(old.c_str(), &facts) != 0) return !open_to_all || ::fchmod(fd, 0644) == 0;
  if (::fchown(fd, facts.st_uid, facts.st_gid) != 0 && errno != EPERM) return false;
  return ::fchmod(fd, facts.st_mode & 07777) == 0;
}

/// How a new file is made.
struct NewFile {
  bool open_to_all = false;  ///< without an old one that says who may read it
  bool flush = false;
};

FailedStep write_new(const std::string& fresh, const std::string& path, std::string_view bytes, NewFile how) {
  ::unlink(fresh.c_str());  // of a process that had this one's id
  Fd file(::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
  if (!file.open()) return FailedStep(std::in_place, "create", fresh);
  if (!take_after(path, file.get(), how.open_to_all))
    return FailedStep(std::in_place, "set the mode of", fresh);
  if (!write_all(file.get(), bytes)) return FailedStep(std::in_place, "write", fresh);
  if (how.flush && ::fsync(file.get()) != 0) return FailedStep(std::in_place, "flush", fresh);
  if (!file.reset()) return FailedStep(std::in_place, "close", fresh);
  return std::nullopt;
}

/// Replacements of one process wait for each other: they write to the same fresh file.
FailedStep replace(const std::string& path, std::string_view bytes, NewFile how) {
  static std::mutex one_at_a_time;
  const std::scoped_lock lock(one_at_a_time);
  const std::string fresh = path + std::string(k_fresh) + std::to_string(::getpid());
  auto step = write_new(fresh, path, bytes, how);
  if (!step && std::rename(fresh.c_str(), path.c_str()) != 0) step.emplace("replace", path);
  if (!step) return step;
  const int reason = errno;
  ::unlink(fresh.c_str());
  errno = reason;
  return step;
}

}  // namespace

std::optional<std::string> bytes_of(const std::string& path) {
  const Fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.open()) return std::nullopt;
  std::string bytes;
  struct stat facts {};
  if (::fstat(file.get(), &facts) == 0 && S_ISREG(facts.st_mode) && facts.st_size > 0)
    bytes.reserve(static_cast<std::size_t>(facts.st_size));
  std::string part(std::size_t{1} << 20U, '\0');
  for (;;) {
    const ssize_t got = ::read(file.get(), part.data(), part.size());
    if (got == 0) return bytes;
    if (got > 0) bytes.append(part, 0, static_cast<std::size_t>(got));
    if (bytes.size() > k_longest_file) return errno = EFBIG, std::nullopt;
    if (got < 0 && errno != EINTR) return std::nullopt;
  }
}

Result<std::string> read_file(const std::string& path) {
  if (auto bytes = bytes_of(path)) return *std::move(bytes);
  return failed(ErrorKind::internal, "read", path);
}

Result<std::string> read_text_file(const std::string& path) {
  const auto bytes = bytes_of(path);
  if (!bytes) return failed(ErrorKind::usage, "read", path);
  const std::string_view text = without_byte_order_mark(*bytes);
  const std::size_t end = end_of_utf8(text);
  if (end == std::string_view::npos) return std::string(text);
  const std::string_view before = text.substr(0, end);
  const std::string_view last_line = before.substr(before.rfind('\n') + 1);
  return usage_error(path + ":" + std::to_string(std::ranges::count(before, '\n') + 1) + ":" +
                     std::to_string(width_of(last_line) + 1) + ": this is not UTF-8; save the file as UTF-8");
}

std::string resolved_path(const std::string& path) {
  std::filesystem::path at(path);
  std::error_code error;
  for (int links = 0; links < 40 && std::filesystem::is_symlink(at, error); ++links) {
    const auto target = std::filesystem::read_symlink(at, error);
    if (error) break;
    at = target.is_absolute() ? target : at.parent_path() / target;
  }
  return at.string();
}

Result<> write_file(const std::string& path, std::string_view text, const GiveUp& give_up) {
  struct stat now {};
  const bool is_new = ::stat(path.c_str(), &now) != 0;
  Fd file = is_new ? Fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666))
                   : open_for_writing(path.c_str(), give_up);
  if (file.open() && write_all(file.get(), text, give_up) && file.reset()) return {};
  if (errno == ECANCELED) return Error{ErrorKind::internal, "cannot write " + path + ": nobody reads it"};
  return failed(ErrorKind::internal, "write", path);
}

Result<> replace_file(const std::string& path, std::string_view text) {
  struct stat now {};
  if (::stat(path.c_str(), &now) == 0 && !S_ISREG(now.st_mode))
    return usage_error("cannot write " + path + ": it is no ordinary file");
  if (replace(path, text, {.open_to_all = true})) return failed(ErrorKind::usage, "write", path);
  return {};
}

Result<> replace_file_on_disk(const std::string& path, std::string_view text) {
  if (const FailedStep step = replace(path, text, {.flush = true}))
    return failed(ErrorKind::internal, step->first, step->second);
  return {};
}

Result<> write_whole(const std::string& path, std::string_view text, const GiveUp& give_up) {
  struct stat now {};
  if (::stat(path.c_str(), &now) == 0 && !S_ISREG(now.st_mode)) return write_file(path, text, give_up);
  if (!replace(resolved_path(path), text, {})) return {};
  return write_file(path, text);
}

Result<> check_writable(const std::string& path) {
  struct stat now {};
  const bool exists = ::stat(path.c_str(), &now) == 0;
  if (exists && !S_ISREG(now.st_mode) && !S_ISDIR(now.st_mode))
    return {};  // to open a pipe may wait for long
  const Fd file(::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666));
  if (!file.open()) return failed(ErrorKind::usage, "write", path);
  if (!exists) ::unlink(resolved_path(path).c_str());
  return {};
}

Result<> flush_folder(const std::string& path) {
  const std::string parent = std::filesystem::path(path).parent_path().string();
  const std::string folder = parent.empty() ? "." : parent;
  const Fd opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!opened.open()) return failed(ErrorKind::internal, "open the folder", folder);
  if (::fsync(opened.get()) != 0 && errno != EINVAL)  // some file systems cannot, and need not
    return failed(ErrorKind::internal, "flush the folder", folder);
  return {};
}

Result<AppendedFile> AppendedFile::create(const std::string& path, const std::string& like) {
  AppendedFile made;
  made.path_ = path;
  made.file_ = Fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  if (!made.file_.open()) return failed(ErrorKind::internal, "create", path);
  if (!take_after(like, made.file_.get(), false)) return failed(ErrorKind::internal, "set the mode of", path);
  return made;
}

Result<> AppendedFile::append(std::string_view text) {
  if (write_all(file_.get(), text) && ::fdatasync(file_.get()) == 0) {
    size_ += text.size();
    return {};
  }
  const Error error = failed(ErrorKind::internal, "write", path_);
  const auto before = static_cast<off_t>(size_);
  if (::ftruncate(file_.get(), before) != 0 || ::lseek(file_.get(), before, SEEK_SET) != before)
    return failed(ErrorKind::internal, "take back a part that was written to", path_);
  return error;
}

Result<FileClaim> FileClaim::take(const std::string& path) {
  FileClaim claim;
  claim.path_ = path + ".lock";
  for (;;) {
    claim.file_ = Fd(::open(claim.path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666));
    if (!claim.file_.open()) return failed(ErrorKind::usage, "create", claim.path_);
    if (::flock(claim.file_.get(), LOCK_EX | LOCK_NB) != 0) {
      if (errno != EWOULDBLOCK) return claim;  // the file system has no locks
      return usage_error(path + " is kept by another sellsign mock, which holds " + claim.path_ +
                         ": two mocks cannot keep one file");
    }
    struct stat held {};
    struct stat named {};
    const bool same = ::fstat(claim.file_.get(), &held) == 0 && ::stat(claim.path_.c_str(), &named) == 0 &&
                      held.st_ino == named.st_ino;
    if (same) return claim;  // else its holder removed it just now
  }
}

FileClaim::~FileClaim() {
  if (file_.open()) ::unlink(path_.c_str());
}

}  // namespace sellsign
