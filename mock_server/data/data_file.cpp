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

Result<std::optional<std::string>> read_data(const std::string& path) {
  remove_stale(resolved_path(path));
  auto text = bytes_of(path);
  if (!text && errno != ENOENT)
    return usage_error("cannot read the data file " + path + ": " + std::strerror(errno));
  return text;
}

Result<Counts> take_data(const std::string& path, const std::optional<std::string>& text, Store& store) {
  if (!text) {
    store.replace_with(Store(store.first_id()));
    return Counts{};
  }
  Counts counts;
  const Problems problems = import_state(store, path, *text, counts);
  if (problems.empty()) return counts;
  std::string message = "the data file " + path + " is broken and was left as it is: " + problems[0].where +
                        ": " + problems[0].what;
  if (problems.size() > 1) message += " (and " + std::to_string(problems.size() - 1) + " more)";
  message += "; mend it, or move it away to start without it";
  return usage_error(message);
}

}  // namespace sellsign::mock
