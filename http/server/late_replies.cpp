#include "http/server/late_replies.h"

namespace sellsign::http {
namespace {

Reply made(const std::function<Reply()>& work) {
  try {
    return work();
  } catch (const std::exception& error) {
    return text_reply(500, std::string("mock bug: ") + error.what() + ".");
  }
}

void finish(LateReply& late) {
  append_response(late.bytes, made(late.work), late.framing);
  late.work = nullptr;  // what it holds is freed here, not by a loop
  late.ready.store(true, std::memory_order_release);
}

}  // namespace

std::shared_ptr<LateReply> LateReplies::make(std::function<Reply()> work, Framing framing) {
  const auto late = std::make_shared<LateReply>();
  late->work = std::move(work);
  late->framing = framing;
  const std::scoped_lock lock(mutex_);
  waiting_.push_back(late);
  if (!thread_.joinable() && !stopping_) thread_ = std::thread([this] { run(); });
  changed_.notify_one();
  return late;
}

void LateReplies::stop() {
  std::thread thread;
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
    waiting_.clear();
    thread.swap(thread_);
  }
  changed_.notify_one();
  if (thread.joinable()) thread.join();
}

void LateReplies::run() {
  while (true) {
    std::shared_ptr<LateReply> next;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
      if (stopping_) return;
      next = std::move(waiting_.front());
      waiting_.pop_front();
    }
    finish(*next);
  }
}

}  // namespace sellsign::http
