#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

#include "base/held_bytes.h"
#include "http/message.h"
#include "http/response_writer.h"

namespace sellsign::http {

/// The bytes of an answer that another thread makes. Until `ready` they are that thread's, then its owner's.
struct LateReply {
  std::function<Reply()> work{};
  Framing framing{};
  std::string bytes{};
  Delivery delivery{};
  HeldBytes held{};  ///< what the work needs, then the bytes
  std::atomic<bool> ready{false};
};

/// One thread that makes the answers that take long (`Reply::later`), one after the other, so that the loops
/// of a server go on. It begins with the first of them. Thread-safe.
class LateReplies {
 public:
  /// While so many bytes of long answers, and of requests for them, are held, the next ones are refused: a
  /// client that does not read its answer costs the others no memory.
  explicit LateReplies(std::size_t most_held) : most_held_(most_held) {}
  ~LateReplies() { stop(); }
  LateReplies(const LateReplies&) = delete;
  LateReplies& operator=(const LateReplies&) = delete;

  /// Queues work for the thread. It is skipped when the caller has let go of the returned handle by then, and
  /// refused when too much is held already. `bytes`: about how much memory it holds. An exception becomes an
  /// answer of 500.
  std::shared_ptr<LateReply> make(std::function<Reply()> work, Framing framing, std::size_t bytes);

  /// Finishes the answer at hand; the others are never ready. Idempotent.
  void stop();

 private:
  void run();
  void finish(LateReply& late);

  const std::size_t most_held_;
  const HeldBytes::Sum held_ = std::make_shared<std::atomic<std::size_t>>(0);
  std::mutex mutex_;  // guards what follows
  std::condition_variable changed_;
  std::deque<std::weak_ptr<LateReply>> waiting_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace sellsign::http
