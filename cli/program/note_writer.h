#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace sellsign::cli {

/// Writes texts to a file descriptor from a thread of its own. Two ways:
///
/// * At first it waits for its reader, as a command does whose output is read page by page: `add` waits while
///   more than `room` bytes are unwritten, and so does the end. After SIGINT or SIGTERM it waits no longer.
/// * After `never_wait` its reader cannot hold those who write: a text that finds no room is dropped and
///   counted, and a line tells of it as soon as there is room again; the end waits only while the reader
///   takes something.
///
/// A text that comes after a pause is written at once; those that follow soon are written together, `k_pause`
/// after the last write: a log of many lines costs those who write it no system calls.
///
/// Each text is written whole or not at all. Texts that the descriptor refuses (a closed pipe, a full disk)
/// are counted, too. Thread-safe. Signals are never delivered to its thread.
class NoteWriter {
 public:
  static constexpr std::size_t k_room = 1024 * 1024;
  static constexpr auto k_patience = std::chrono::milliseconds(500);
  static constexpr auto k_pause = std::chrono::milliseconds(10);

  /// `descriptor` stays the caller's and must stay open. The thread starts with the first text.
  explicit NoteWriter(int descriptor, std::size_t room = k_room);
  NoteWriter(const NoteWriter&) = delete;
  NoteWriter& operator=(const NoteWriter&) = delete;
  /// Waits as `drain` does; what is unwritten then is given up.
  ~NoteWriter();

  /// For programs that serve or measure.
  void never_wait();

  void add(std::string_view text);

  /// Waits until all is written. After `never_wait` gives up when nothing was taken for `k_patience`, and
  /// returns false.
  bool drain();

  /// Texts that were lost so far.
  std::uint64_t dropped() const;

 private:
  struct Shared;
  void start();

  std::shared_ptr<Shared> shared_;  ///< outlives this object where the thread hangs in a write
};

/// The writer of standard error of this process. It drains at the end of the process.
NoteWriter& standard_error();

}  // namespace sellsign::cli
