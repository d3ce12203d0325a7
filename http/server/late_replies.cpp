#include "http/server/late_replies.h"

#include <new>

namespace sellsign::http {
namespace {

Reply no_memory() { return text_reply(503, "There is no memory for this answer."); }

Reply made(const std::function<Reply()>& work) {
  try {
    return work();
  } catch (const std::bad_alloc&) {
    return no_memory();
  } catch (const std::exception& error) {
    return text_reply(500, std::string("mock bug: ") + error.what() + ".");
  }
}

}  // namespace

void LateReplies::finish(LateReply& late) {
  const std::size_t others = *held_ - late.held.bytes();
  const Reply reply = others < most_held_
                          ? made(late.work)
                          : text_reply(503,
                                       "Too many long answers are held for clients that have not read them "
                                       "(--max-buffered); send this request again.");
  late.delivery = reply.delivery;
  try {
    append_response(late.bytes, reply, late.framing);
  } catch (const std::bad_alloc&) {
    std::string().swap(late.bytes);
    append_response(late.bytes, no_memory(), late.framing);
  }
  late.work = nullptr;  // what it holds is freed here, not by a loop
  late.held = HeldBytes(held_, late.bytes.size());
  late.ready.store(true, std::memory_order_release);
}

std::shared_ptr<LateReply> LateReplies::make(std::function<Reply()> work, Framing framing,
                                             std::size_t bytes) {
  auto late = std::make_shared<LateReply>();
  late->work = std::move(work);
  late->framing = framing;
  late->held = HeldBytes(held_, bytes);
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
    std::weak_ptr<LateReply> next;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
      if (stopping_) return;
      next = std::move(waiting_.front());
      waiting_.pop_front();
    }
    if (const auto wanted = next.lock()) finish(*wanted);
  }
}

}  // namespace sellsign::http
