#include "mock_server/data/data_file.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <mutex>
#include <optional>
#include <vector>

#include "base/file.h"
#include "base/number.h"
#include "mock_server/data/state_file.h"

namespace sellsign::mock {
namespace {

/// The process that began a new file of that name, or nothing when it is none.
std::optional<pid_t> writer_of(const std::string& name, const std::string& start) {
  if (!name.starts_with(start)) return std::nullopt;
  const auto pid = read_whole<pid_t>(std::string_view(name).substr(start.size()));
  return pid > 0 ? pid : std::nullopt;
}

/// Removes what killed processes left beside the file. What cannot be removed stays.
void remove_stale(const std::string& target) {
  const std::filesystem::path path(target);
  const std::string start = path.filename().string() + std::string(k_fresh);
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

Result<> save_data(const std::string& path, std::string_view state) {
  const std::string target = resolved_path(path);
  if (const auto replaced = replace_file_on_disk(target, state); !replaced) {
    const bool there = std::filesystem::exists(target);
    return Error{ErrorKind::internal,
                 replaced.error().message + (there ? "; the data file is as it was" : "")};
  }
  return flush_folder(target);
}

Result<> save_data(const std::string& path, const Store& store) {
  static std::mutex one_at_a_time;
  const std::scoped_lock lock(one_at_a_time);
  return save_data(path, export_state(store));
}

Result<Counts> load_data(const std::string& path, Store& store) {
  remove_stale(resolved_path(path));
  const auto bytes = bytes_of(path);
  if (!bytes && errno == ENOENT) {
    Store nothing(store.first_id());
    store.replace_with(std::move(nothing));
    return Counts{};
  }
  if (!bytes) return usage_error("cannot read the data file " + path + ": " + std::strerror(errno));
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
