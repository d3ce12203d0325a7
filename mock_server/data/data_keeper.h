#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "base/file.h"
#include "base/result.h"
#include "mock_server/store/store.h"

namespace sellsign::mock {

/// Keeps a store in a data file (`--data FILE`). Once it has started, what was changed is appended each
/// second to FILE.log, on the disk; a process that is killed, or a machine that stops, loses at most the last
/// second. `save` writes the whole state and begins a new log; so does a log that has grown as long as the
/// file.
///
/// FILE.lock keeps other processes away. Thread-safe.
class DataKeeper {
 public:
  struct Options {
    std::string path;
    std::function<void(const std::string&)> note;  ///< a sentence for the log, from any thread
    std::chrono::milliseconds period{1000};
    std::size_t least_log = 16 * std::size_t{1} << 20U;  ///< bytes of a log that are not worth a save
  };

  /// The store must outlive the keeper.
  DataKeeper(Store& store, Options options);
  /// Ends the thread. Saves nothing.
  ~DataKeeper();
  DataKeeper(const DataKeeper&) = delete;
  DataKeeper& operator=(const DataKeeper&) = delete;

  /// Claims the file. Error kind `usage`: somebody else has it, or its folder cannot be written.
  Result<> claim();

  /// Reads the file and its log into `into`; a file that does not exist is an empty state. Error kind
  /// `usage`: see `read_data`, `take_data`. A log that goes on from another text of the file is put aside at
  /// first, and later, when it holds changes of this process, an error.
  Result<Counts> load(Store& into);

  /// From now on changes are kept, until the end.
  void start();

  /// Writes the whole state. After an Error (kind `internal`) the file and its log are as they were.
  Result<> save();

  /// Appends what was changed since the last time. After an Error the changes are tried again.
  Result<> flush();

  /// Until a `load` succeeds, the state goes to another file, FILE.unsaved or the next name of that kind that
  /// is free: the file itself is not ours to write over.
  void leave_file();

  /// The file that the state goes to.
  std::string path() const;

 private:
  Result<Counts> load_log(Store& into, const std::string& log, const Counts& before);
  Result<> save_locked();
  Result<> flush_locked();
  void keep();

  Store& store_;
  const Options options_;
  FileClaim claim_;
  mutable std::mutex mutex_;  ///< one save or flush at a time
  std::condition_variable ended_;
  bool is_ended_ = false;
  bool is_started_ = false;
  bool has_failed_ = false;
  const std::string home_;  ///< the file of --data
  std::string path_;        ///< the file that is kept: that one, or FILE.unsaved
  std::string log_head_;    ///< of the log that goes on from the file as it was saved last
  std::size_t saved_size_ = 0;
  std::optional<AppendedFile> log_;
  StoreChanges pending_;  ///< taken from the store, not on the disk
  std::thread thread_;
};

}  // namespace sellsign::mock
