#include "mock_server/data/data_keeper.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "mock_server/data/change_log.h"
#include "mock_server/data/data_file.h"
#include "mock_server/data/state_file.h"

namespace sellsign::mock {
namespace {

std::string log_of(const std::string& path) { return path + ".log"; }

/// What `other` says, too.
void add(StoreChanges& changes, StoreChanges other) {
  changes.all = changes.all || other.all;
  std::vector<std::string> both;
  std::ranges::set_union(changes.numbers, other.numbers, std::back_inserter(both));
  changes.numbers = std::move(both);
}

/// The name, or the first of `name.2`, `name.3`, ... that no file has.
std::string free_name(const std::string& name) {
  std::string free = name;
  for (int i = 2; std::filesystem::exists(free); ++i) free = name + "." + std::to_string(i);
  return free;
}

}  // namespace

DataKeeper::DataKeeper(Store& store, Options options)
    : store_(store), options_(std::move(options)), home_(resolved_path(options_.path)), path_(home_) {}

DataKeeper::~DataKeeper() {
  {
    const std::scoped_lock lock(mutex_);
    is_ended_ = true;
  }
  ended_.notify_all();
  if (thread_.joinable()) thread_.join();
}

Result<> DataKeeper::claim() {
  auto claim = FileClaim::take(path_);
  if (!claim) return claim.error();
  claim_ = *std::move(claim);
  return {};
}

Result<Counts> DataKeeper::load(Store& into) {
  const std::scoped_lock lock(mutex_);
  if (is_started_)
    if (const auto flushed = flush_locked(); !flushed) return flushed.error();
  const auto text = read_data(home_);
  if (!text) return text.error();
  const std::string head = *text ? log_head(**text) : "";
  if (log_ && path_ == home_ && head != log_head_)
    return usage_error(
        home_ + " was changed or removed by somebody else, and " + log_of(home_) +
        " holds what was changed since it was saved: PUT /__admin/state takes a state instead");
  auto counts = take_data(home_, *text, into);
  if (!counts) return counts;
  path_ = home_;
  log_head_ = head;
  if (const auto log = bytes_of(log_of(home_))) return load_log(into, *log, *counts);
  pending_.all = !*text;
  return counts;
}

/// Applies the log that was found beside the file.
Result<Counts> DataKeeper::load_log(Store& into, const std::string& log, const Counts& before) {
  const std::string file = log_of(path_);
  if (log_head_.empty())
    return usage_error(file + " holds changes of " + path_ +
                       ", which is not there: bring it back, or remove the log");
  if (!log.starts_with(log_head_)) {
    const std::string old = free_name(file + ".old");
    std::error_code error;
    std::filesystem::rename(file, old, error);
    if (error) return usage_error("cannot rename " + file + " to " + old + ": " + error.message());
    options_.note(file + " goes on from another text of " + path_ + ": it was passed over and is now " + old);
    return before;
  }
  if (const Problems problems = apply_log(into, file, log); !problems.empty())
    return usage_error(problems[0].where + ": " + problems[0].what + "; mend the line, or move " + file +
                       " away to start without it");
  pending_.all = true;
  return into.counts();
}

void DataKeeper::start() {
  const std::scoped_lock lock(mutex_);
  if (std::exchange(is_started_, true)) return;
  store_.record_changes();
  thread_ = std::thread([this] { keep(); });
}

/// Until the end: appends what was changed, once in each period. Says the first of several failures.
void DataKeeper::keep() {
  std::unique_lock lock(mutex_);
  while (!ended_.wait_for(lock, options_.period, [this] { return is_ended_; })) {
    const Result<> kept = flush_locked();
    if (!kept && !has_failed_) options_.note(kept.error().message + "; it is tried again each second");
    if (kept && has_failed_) options_.note("the state is on the disk again");
    has_failed_ = !kept.ok();
  }
}

Result<> DataKeeper::save() {
  const std::scoped_lock lock(mutex_);
  return save_locked();
}

/// What was changed is taken before the state is read: a change in between is in both, which does no harm.
Result<> DataKeeper::save_locked() {
  add(pending_, store_.take_changes());
  const std::string text = export_state(store_);
  if (auto saved = save_data(path_, text); !saved) {
    pending_.all = true;
    return saved;
  }
  pending_ = {};
  log_.reset();
  std::error_code error;
  std::filesystem::remove(log_of(path_), error);  // an old one goes on from another text: it is passed over
  log_head_ = log_head(text);
  saved_size_ = text.size();
  return {};
}

Result<> DataKeeper::flush() {
  const std::scoped_lock lock(mutex_);
  return flush_locked();
}

Result<> DataKeeper::flush_locked() {
  add(pending_, store_.take_changes());
  if (log_head_.empty()) pending_.all = true;  // there is nothing to go on from
  const bool is_long = log_ && log_->size() > std::max(options_.least_log, saved_size_);
  if (pending_.all || is_long) return save_locked();
  if (pending_.numbers.empty()) return {};
  std::string text = log_batch(store_, pending_);
  if (!log_) {
    auto made = AppendedFile::create(log_of(path_), path_);
    if (!made) return made.error();
    log_ = *std::move(made);
    text.insert(0, log_head_);
  }
  if (auto appended = log_->append(text); !appended) {
    if (log_->size() == 0) log_.reset();
    return appended;
  }
  pending_ = {};
  return {};
}

void DataKeeper::leave_file() {
  const std::scoped_lock lock(mutex_);
  if (path_ != home_) return;
  path_ = free_name(home_ + ".unsaved");
  log_.reset();
  pending_.all = true;
}

std::string DataKeeper::path() const {
  const std::scoped_lock lock(mutex_);
  return path_;
}

}  // namespace sellsign::mock
