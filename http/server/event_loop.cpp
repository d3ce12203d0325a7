#include "http/server/event_loop.h"

#include <algorithm>
#include <new>

namespace sellsign::http {
namespace {

constexpr std::uint64_t k_listener = net::Poller::k_woken - 1;
constexpr int k_accepts_a_turn = 64;  // the connections that are there want their turn too
constexpr std::chrono::milliseconds k_accept_pause{100};
constexpr std::chrono::seconds k_quiet{10};  // between two times that a full house is said

std::uint64_t key_of(std::size_t index, std::uint32_t generation) {
  return static_cast<std::uint64_t>(generation) << 32U | index;
}

std::size_t index_of(std::uint64_t key) { return key & 0xFFFFFFFFU; }

/// Deadlines are looked at this often: finely enough for the shortest one.
Moment::duration sweep_interval(const ServerTimes& times) {
  const auto shortest = std::min({times.head, times.body, times.write, times.idle});
  return std::clamp<Moment::duration>(shortest / 8, std::chrono::milliseconds(1),
                                      std::chrono::milliseconds(250));
}

}  // namespace

EventLoop::EventLoop(ServerShare& server, net::Poller poller)
    : server_(server),
      share_{server.handler, server.options, server.options.tls ? &*server.options.tls : nullptr,
             server.buffered, server.late},
      poller_(std::move(poller)),
      sweep_every_(sweep_interval(server.options.times)) {}

void EventLoop::accept_from(net::Listener& listener, std::vector<EventLoop*> all) {
  listener_ = &listener;
  all_ = std::move(all);
  watch_listener();
}

void EventLoop::watch_listener() {
  accepting_ = std::ranges::all_of(listener_->sockets(), [this](const Fd& socket) {
    return poller_.add(socket.get(), k_listener, EPOLLIN);
  });
}

void EventLoop::ignore_listener() {
  for (const Fd& socket : listener_->sockets()) poller_.remove(socket.get());
  accepting_ = false;
}

void EventLoop::run() {
  share_.now = std::chrono::steady_clock::now();
  next_sweep_ = share_.now + sweep_every_;
  while (!finished()) {
    const auto events = poller_.wait(time_to_wait());
    share_.now = std::chrono::steady_clock::now();
    ready_.store(events.size(), std::memory_order_relaxed);
    for (const epoll_event& event : events) handle(event);
    run_timers();
    if (share_.now >= next_sweep_) sweep();
    if (share_.now >= accept_again_at_) resume_accepting();
    if (server_.stopping && !share_.stopping) stop_connections();
  }
  for (std::size_t i = 0; i < slots_.size(); ++i)
    if (slots_[i].connection != nullptr) end(i);
}

bool EventLoop::finished() {
  if (!share_.stopping) return false;
  adopt_waiting();
  return free_.size() == slots_.size() || share_.now >= stop_by_;
}

/// Ends a turn: what it took counts as busy.
std::optional<Moment::duration> EventLoop::time_to_wait() {
  const Moment now = std::chrono::steady_clock::now();
  ready_.store(0, std::memory_order_relaxed);
  busy_ns_.store(busy_ns_.load(std::memory_order_relaxed) + Moment::duration(now - share_.now).count(),
                 std::memory_order_relaxed);
  Moment soonest = std::min(accept_again_at_, stop_by_);
  if (free_.size() != slots_.size()) soonest = std::min(soonest, next_sweep_);
  if (const auto timer = timers_.next()) soonest = std::min(soonest, *timer);
  if (soonest == Moment::max()) return std::nullopt;
  return std::max(soonest - now, Moment::duration::zero());
}

void EventLoop::handle(const epoll_event& event) {
  const std::uint64_t key = event.data.u64;
  if (key == net::Poller::k_woken) {
    poller_.rest();
    return adopt_waiting();
  }
  if (key == k_listener) return accept_all();
  const std::size_t index = index_of(key);
  Slot& slot = slots_[index];
  if (slot.connection == nullptr || key_of(index, slot.generation) != key) return;
  const bool gone = (event.events & static_cast<std::uint32_t>(EPOLLERR | EPOLLHUP)) != 0;
  settle(index, [&] { return !gone && slot.connection->advance(); });
}

void EventLoop::accept_all() {
  for (int i = 0; i < k_accepts_a_turn && accepting_; ++i) {
    const std::size_t most = server_.options.connections;
    if (most != 0 && server_.connections >= most)
      return pause_accepting("as many as --max-connections allows");
    Fd connection;
    switch (listener_->accept(connection)) {
      case net::Listener::Accepted::connection:
        place(std::move(connection));
        break;
      case net::Listener::Accepted::none:
        if (said_full_) say("new connections are accepted again");
        said_full_ = false;
        return;
      case net::Listener::Accepted::exhausted:
        return pause_accepting("the system has no file descriptors left");
      case net::Listener::Accepted::failed:
        break;
    }
  }
}

/// Hands a connection to the loop whose turn it is.
void EventLoop::place(Fd connection) {
  ++server_.connections;
  EventLoop* loop = all_[next_loop_];
  next_loop_ = (next_loop_ + 1) % all_.size();
  if (loop == this || server_.stopping)
    begin(std::move(connection));
  else
    loop->adopt(std::move(connection));
}

void EventLoop::pause_accepting(const char* reason) {
  const bool say_it = !said_full_ && share_.now >= say_again_at_;
  if (say_it) {
    say_again_at_ = share_.now + k_quiet;
    say("new connections wait: " + std::to_string(server_.connections) + " are open, and " + reason);
    said_full_ = true;
  }
  ignore_listener();
  accept_again_at_ = share_.now + k_accept_pause;
}

void EventLoop::resume_accepting() {
  accept_again_at_ = Moment::max();
  if (server_.stopping) return;
  watch_listener();
  accept_all();
}

void EventLoop::adopt(Fd connection) {
  {
    const std::scoped_lock lock(mutex_);
    waiting_.push_back(std::move(connection));
  }
  wake();
}

void EventLoop::adopt_waiting() {
  std::vector<Fd> adopted;
  {
    const std::scoped_lock lock(mutex_);
    adopted.swap(waiting_);
  }
  for (Fd& connection : adopted) begin(std::move(connection));
}

void EventLoop::begin(Fd connection) {
  std::unique_ptr<Connection> made;
  try {
    if (free_.empty()) {
      free_.reserve(slots_.size() + 1);  // each has to fit in when it ends
      slots_.emplace_back();
      free_.push_back(slots_.size() - 1);
    }
    made = std::make_unique<Connection>(net::Stream(std::move(connection)), share_);
  } catch (const std::bad_alloc&) {
    --server_.connections;
    return;
  }
  const std::size_t index = free_.back();
  free_.pop_back();
  Slot& slot = slots_[index];
  slot.connection = std::move(made);
  slot.events = 0;
  slot.wakes_at = Moment::max();
  settle(index, [&] {
    if (!slot.connection->advance()) return false;  // the request is often there already
    slot.events = slot.connection->wanted();
    return poller_.add(slot.connection->fd(), key_of(index, slot.generation), slot.events);
  });
}

/// Lets a connection work, and brings poller and timers in line with what it then waits for, or ends it: when
/// the work says so, or when there is no memory for it.
template <class Work>
void EventLoop::settle(std::size_t index, Work work) {
  bool fits = true;
  try {
    if (work()) return follow(index);
  } catch (const std::bad_alloc&) {
    fits = false;
  }
  end(index);
  if (fits) return;
  try {
    say("a connection was closed: there is no memory for it");
  } catch (const std::bad_alloc&) {  // not even for the sentence
  }
}

void EventLoop::follow(std::size_t index) {
  Slot& slot = slots_[index];
  const std::uint64_t key = key_of(index, slot.generation);
  if (const std::uint32_t wanted = slot.connection->wanted(); wanted != slot.events) {
    slot.events = wanted;
    poller_.change(slot.connection->fd(), key, wanted);
  }
  slot.deadline = slot.connection->deadline();
  if (const Moment at = slot.connection->wakes_at(); at < slot.wakes_at) {
    slot.wakes_at = at;
    timers_.add(at, key);
  }
}

void EventLoop::end(std::size_t index) {
  Slot& slot = slots_[index];
  slot.connection.reset();
  slot.deadline = Moment::max();
  ++slot.generation;
  free_.push_back(index);
  --server_.connections;
}

void EventLoop::run_timers() {
  while (const auto key = timers_.pop_due(share_.now)) {
    const std::size_t index = index_of(*key);
    Slot& slot = slots_[index];
    if (slot.connection == nullptr || key_of(index, slot.generation) != *key) continue;
    slot.wakes_at = Moment::max();
    settle(index, [&] { return slot.connection->wakes_at() > share_.now || slot.connection->advance(); });
  }
}

void EventLoop::sweep() {
  next_sweep_ = share_.now + sweep_every_;
  for (std::size_t i = 0; i < slots_.size(); ++i)
    if (slots_[i].deadline <= share_.now && slots_[i].connection != nullptr)
      settle(i, [&] { return slots_[i].connection->on_deadline(); });
}

void EventLoop::stop_connections() {
  share_.stopping = true;
  stop_by_ = share_.now + server_.options.times.drain;
  if (accepting_) {
    accept_all();  // who is waiting has connected in time
    ignore_listener();
  }
  for (std::size_t i = 0; i < slots_.size(); ++i)
    if (slots_[i].connection != nullptr) settle(i, [&] { return slots_[i].connection->on_stop(); });
}

void EventLoop::say(const std::string& line) const {
  if (server_.options.note) server_.options.note(line);
}

}  // namespace sellsign::http
