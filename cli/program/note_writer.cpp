#include "cli/program/note_writer.h"

#include <atomic>
#include <condition_variable>
#include <csignal>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <unistd.h>
#include <utility>

#include <climits>

#include "base/fd.h"
#include "cli/program/signals.h"

namespace sellsign::cli {
namespace {

std::string lost_line(std::uint64_t lost) {
  return "sellsign: " + std::to_string(lost) + (lost == 1 ? " message was" : " messages were") +
         " lost here: standard error was not read in time\n";
}

/// How much of a text to write at once: as many whole lines as a pipe takes together or not at all.
std::size_t whole_lines(std::string_view text) {
  if (text.size() <= PIPE_BUF) return text.size();
  const std::size_t end = text.rfind('\n', PIPE_BUF - 1);
  return end == std::string_view::npos ? PIPE_BUF : end + 1;
}

}  // namespace

struct NoteWriter::Shared {
  const int descriptor;
  const std::size_t room;
  std::mutex mutex{};
  std::condition_variable changed{};
  std::string waiting{};                ///< what nobody writes yet
  std::uint64_t texts = 0;              ///< how many texts `waiting` holds
  std::uint64_t dropped = 0;            ///< in all
  std::uint64_t told = 0;               ///< of them, those that a line has told of
  std::atomic<std::uint64_t> taken{0};  ///< bytes that the descriptor took
  bool waits = true;
  bool started = false;
  bool resting = false;  ///< the thread waits for a text, without an end
  bool hurried = false;  ///< somebody waits for what is unwritten
  bool writing = false;
  bool ended = false;

  Shared(int file, std::size_t bytes) : descriptor(file), room(bytes) {}
  bool waits_for_reader() const { return waits && !stop_is_wanted(); }
  bool idle() const { return waiting.empty() && !writing; }
  void hurry() {
    hurried = true;
    changed.notify_all();
  }
  bool has_room(std::size_t size) const { return waiting.empty() || waiting.size() + size <= room; }
  bool write_lines(std::string_view text);
  void rest(std::unique_lock<std::mutex>& lock);
  void run();
};

/// Whether all was written.
bool NoteWriter::Shared::write_lines(std::string_view text) {
  while (!text.empty()) {
    const std::string_view piece = text.substr(0, whole_lines(text));
    if (!write_all(descriptor, piece)) return false;
    taken += piece.size();
    text.remove_prefix(piece.size());
  }
  return true;
}

/// Until there is something to write and it is time, or the end.
void NoteWriter::Shared::rest(std::unique_lock<std::mutex>& lock) {
  changed.wait_for(lock, k_pause, [this] { return ended || hurried; });
  resting = true;
  changed.wait(lock, [this] { return ended || !waiting.empty(); });
  resting = hurried = false;
}

/// Until the end: takes all that waits and writes it in one piece.
void NoteWriter::Shared::run() {
  std::unique_lock lock(mutex);
  changed.wait(lock, [this] { return ended || !waiting.empty(); });
  for (;; rest(lock)) {
    if (waiting.empty()) return;
    std::string text = std::exchange(waiting, {});
    const std::uint64_t held = std::exchange(texts, 0);
    const std::uint64_t lost = dropped;
    if (lost > told) text += lost_line(lost - told);
    writing = true;
    changed.notify_all();
    lock.unlock();
    const bool done = write_lines(text);
    lock.lock();
    writing = false;
    if (done)
      told = lost;
    else
      dropped += held;
    changed.notify_all();
  }
}

NoteWriter::NoteWriter(int descriptor, std::size_t room)
    : shared_(std::make_shared<Shared>(descriptor, room)) {}

NoteWriter::~NoteWriter() {
  drain();
  const std::scoped_lock lock(shared_->mutex);
  shared_->ended = true;
  shared_->changed.notify_all();
}

void NoteWriter::never_wait() {
  const std::scoped_lock lock(shared_->mutex);
  shared_->waits = false;
  shared_->changed.notify_all();
}

/// Starts the thread with all signals blocked: they belong to those who wait for them.
void NoteWriter::start() {
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  std::thread([shared = shared_] { shared->run(); }).detach();
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

void NoteWriter::add(std::string_view text) {
  if (text.empty()) return;
  Shared& shared = *shared_;
  std::unique_lock lock(shared.mutex);
  if (!std::exchange(shared.started, true)) start();
  while (!shared.has_room(text.size()) && shared.waits_for_reader()) {
    shared.hurry();
    shared.changed.wait_for(lock, k_patience);
  }
  if (!shared.has_room(text.size())) {
    ++shared.dropped;
    return;
  }
  shared.waiting += text;
  ++shared.texts;
  if (shared.resting) shared.changed.notify_all();
}

bool NoteWriter::drain() {
  Shared& shared = *shared_;
  std::unique_lock lock(shared.mutex);
  while (!shared.idle()) {
    shared.hurry();
    const std::uint64_t before = shared.taken;
    const bool ended = shared.changed.wait_for(lock, k_patience, [&] { return shared.idle(); });
    if (!ended && !shared.waits_for_reader() && shared.taken == before) return false;
  }
  return true;
}

std::uint64_t NoteWriter::dropped() const {
  const std::scoped_lock lock(shared_->mutex);
  return shared_->dropped;
}

NoteWriter& standard_error() {
  static NoteWriter writer(STDERR_FILENO);
  return writer;
}

}  // namespace sellsign::cli
