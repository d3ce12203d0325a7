#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "base/timer_queue.h"
#include "http/server/connection.h"
#include "http/server/server.h"
#include "net/listener.h"
#include "net/poller.h"
#include "net/stream.h"

namespace sellsign::http {

/// What all loops of one server have in common. Thread-safe or constant.
struct ServerShare {
  ServerShare(Handler answers, ServerOptions given)
      : handler(std::move(answers)), options(std::move(given)) {}

  Handler handler;
  ServerOptions options;
  std::atomic<std::size_t> buffered{0};
  std::atomic<std::size_t> connections{0};
  std::atomic<bool> stopping{false};
  LateReplies late{options.buffered};
};

/// One thread's worth of connections. `run` is the thread's whole work; `adopt` and `wake` may be called from
/// any thread.
class EventLoop {
 public:
  explicit EventLoop(ServerShare& server, net::Poller poller);

  /// Makes this the loop that accepts; hands connections in turn to itself and to `others`, which must
  /// outlive it. Before `run`.
  void accept_from(net::Listener& listener, std::vector<EventLoop*> all);

  /// Serves until the server stops and nothing is in flight, or its drain time is over.
  void run();

  /// Serves a connection that another loop has accepted.
  void adopt(Fd connection);

  /// Makes `run` look at the server again.
  void wake() const { poller_.wake(); }

  /// From any thread: connections that waited for their turn when this one began, and the time spent serving.
  std::size_t ready() const { return ready_.load(std::memory_order_relaxed); }
  std::chrono::nanoseconds busy() const {
    return std::chrono::nanoseconds(busy_ns_.load(std::memory_order_relaxed));
  }

 private:
  struct Slot {
    std::unique_ptr<Connection> connection;
    std::uint32_t generation = 0;
    std::uint32_t events = 0;  ///< what the poller waits for
    Moment wakes_at{};         ///< soonest entry in `timers_`
    Moment deadline{};         ///< the connection's, side by side with those of the others for the sweep
  };

  void handle(const epoll_event& event);
  void watch_listener();
  void ignore_listener();
  void accept_all();
  void place(Fd connection);
  void pause_accepting(const char* reason);
  void resume_accepting();
  void begin(Fd connection);
  void adopt_waiting();
  template <class Work>
  void settle(std::size_t index, Work work);
  void follow(std::size_t index);
  void end(std::size_t index);
  void run_timers();
  void sweep();
  void stop_connections();
  bool finished();
  std::optional<Moment::duration> time_to_wait();
  void say(const std::string& line) const;

  ServerShare& server_;
  LoopShare share_;
  net::Poller poller_;
  net::Listener* listener_ = nullptr;
  std::vector<EventLoop*> all_;
  std::size_t next_loop_ = 0;
  std::vector<Slot> slots_;
  std::vector<std::size_t> free_;
  TimerQueue<std::uint64_t> timers_;
  Moment::duration sweep_every_;
  Moment next_sweep_{};
  Moment accept_again_at_ = Moment::max();
  Moment stop_by_ = Moment::max();
  Moment say_again_at_{};
  std::atomic<std::size_t> ready_{0};
  std::atomic<std::int64_t> busy_ns_{0};
  bool accepting_ = false;
  bool said_full_ = false;
  std::mutex mutex_;         // guards waiting_
  std::vector<Fd> waiting_;  ///< connections to adopt
};

}  // namespace sellsign::http
