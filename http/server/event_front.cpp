#include "http/server/event_front.h"

#include <algorithm>
#include <thread>

#include "http/server/event_loop.h"

namespace sellsign::http {
namespace {

/// The client usually shares the machine.
int default_threads() { return std::max(1, static_cast<int>(std::thread::hardware_concurrency() / 2)); }

class EventFront final : public Front {
 public:
  EventFront(Handler handler, const FrontOptions& options, net::Listener listener)
      : listener_(std::move(listener)) {
    share_.handler = std::move(handler);
    share_.options = options;
    if (share_.options.threads == 0) share_.options.threads = default_threads();
  }
  ~EventFront() override { stop(); }

  Result<> prepare() {
    const FrontOptions& options = share_.options;
    if (std::max(options.limits.body, options.limits.long_body) > options.buffered)
      return usage_error(
          "a body may not be longer than what may be held in all (--max-body, --admin-max-body, "
          "--max-buffered)");
    for (int i = 0; i < options.threads; ++i) {
      auto poller = net::Poller::make();
      if (!poller) return Error{ErrorKind::unreachable, poller.error().message};
      loops_.push_back(std::make_unique<EventLoop>(share_, *std::move(poller)));
    }
    return std::monostate{};
  }

  void begin() {
    std::vector<EventLoop*> all;
    for (const auto& loop : loops_) all.push_back(loop.get());
    loops_.front()->accept_from(listener_, all);
    for (EventLoop* loop : all) threads_.emplace_back([loop] { loop->run(); });
  }

  int port() const override { return listener_.port(); }

  FrontCounts counts() const override {
    FrontCounts counts{share_.connections, share_.buffered, 0, loops_.size(), {}};
    for (const auto& loop : loops_) {
      counts.ready += loop->ready();
      counts.busy += loop->busy();
    }
    return counts;
  }

  void stop() override {
    share_.stopping = true;
    for (const auto& loop : loops_) loop->wake();
    for (std::thread& thread : threads_)
      if (thread.joinable()) thread.join();
    share_.late.stop();
    listener_.close();
  }

 private:
  FrontShare share_;
  net::Listener listener_;
  std::vector<std::unique_ptr<EventLoop>> loops_;
  std::vector<std::thread> threads_;
};

}  // namespace

Result<std::unique_ptr<Front>> start_event_front(Handler handler, const FrontOptions& options) {
  auto listener = net::Listener::open(options.host, options.port, options.port_flag);
  if (!listener) return Error{ErrorKind::unreachable, listener.error().message};
  auto front = std::make_unique<EventFront>(std::move(handler), options, *std::move(listener));
  if (auto prepared = front->prepare(); !prepared) return prepared.error();
  front->begin();
  return std::unique_ptr<Front>(std::move(front));
}

}  // namespace sellsign::http
