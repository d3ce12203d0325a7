#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "http/message.h"
#include "http/response_writer.h"

namespace sellsign::http {

/// The bytes of an answer that another thread makes. Until `ready` they are that thread's, then its owner's.
struct LateReply {
  std::function<Reply()> work{};
  Framing framing{};
  std::string bytes{};
  std::atomic<bool> ready{false};
};

/// One thread that makes the answers that take long (`Reply::later`), one after the other, so that the loops
/// of a server go on. It begins with the first of them. Thread-safe.
class LateReplies {
 public:
  LateReplies() = default;
  ~LateReplies() { stop(); }
  LateReplies(const LateReplies&) = delete;
  LateReplies& operator=(const LateReplies&) = delete;

  /// Has an answer made. What `work` throws becomes an answer of 500.
  std::shared_ptr<LateReply> make(std::function<Reply()> work, Framing framing);

  /// Finishes the answer at hand; the others are never ready. Idempotent.
  void stop();

 private:
  void run();

  std::mutex mutex_;  // guards what follows
  std::condition_variable changed_;
  std::deque<std::shared_ptr<LateReply>> waiting_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace sellsign::http
