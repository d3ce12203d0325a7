#include "http/client/exchanges.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <thread>
#include <utility>
#include <vector>

#include "base/timer_queue.h"
#include "http/response_parser.h"
#include "net/alarm.h"
#include "net/poller.h"
#include "net/socket.h"
#include "net/stream.h"
#include "net/tls.h"

namespace sellsign::http {
namespace {

using Clock = std::chrono::steady_clock;
using Time = Exchanges::Time;

constexpr std::size_t k_shared_read_size = 64 * 1024;

/// What one connection holds is counted from so many bytes on.
constexpr std::size_t k_counted_from = 64 * 1024;

/// One connection and the exchange on it, if any.
struct OpenConnection {
  enum class Phase : std::uint8_t { connecting, sending, awaiting, idle };

  explicit OpenConnection(ResponseLimits limits) : parser(false, limits) {}

  net::Stream stream;
  ResponseParser parser;
  Phase phase = Phase::connecting;
  std::uint32_t events = 0;  ///< that the poller watches
  std::string out;
  std::size_t written = 0;
  std::uint64_t key = 0;
  bool head = false;
  bool used = false;    ///< it has carried an exchange before this one
  bool resent = false;  ///< the exchange was on another connection before
  std::optional<Time> sent;
  Time last;     ///< when the whole exchange is given up
  Time give_up;  ///< the same, or sooner for what is waited for now
  Time timer = Time::max();
  std::size_t bytes_in = 0;
  HeldBytes held;  ///< of the request and of what has come of the answer, where they are large
};

/// What the end of an exchange without an answer is, beside its kind of error.
struct Loss {
  bool reset = false;
  bool cut = false;
};

/// To sleep and be woken costs about as much of the core as to look again and again for so long.
constexpr std::chrono::microseconds k_worth_sleeping{50};

/// To look once takes a few of them; what took longer was the time of somebody else on this core.
constexpr std::chrono::microseconds k_longest_round{10};

class Pool final : public Exchanges {
 public:
  Pool(const Target& target, const TransportOptions& options, Waiting waiting)
      : target_(target),
        waiting_(waiting),
        deadlines_(options.deadlines),
        limits_{.body = options.largest_body},
        resend_(options.resend_when_stale),
        held_(options.held_bytes),
        most_held_(options.most_held),
        poller_(net::Poller::make()),
        alarm_(net::Alarm::make()) {
    if (can_poll()) poller_->add(alarm_->fd(), k_alarm, EPOLLIN | EPOLLET);
    if (target.url.tls) tls_ = net::TlsContext::make({options.verify_tls, options.ca_file});
  }

  Time now() override { return Clock::now(); }
  SpinTime spin_time() const override { return spin_time_; }

  void send(std::uint64_t key, std::string bytes, bool head, Time give_up) override {
    std::size_t slot = 0;
    if (bytes.size() >= k_counted_from && *held_ + bytes.size() > most_held_) {
      unsent_.emplace_back(key, broken(too_much_held()));
      return;
    }
    if (!idle_.empty()) {
      slot = idle_.back();
      idle_.pop_back();
    } else if (const auto opened = open()) {
      slot = *opened;
    } else {
      unsent_.emplace_back(key, problem_);
      return;
    }
    OpenConnection& connection = *connections_[slot];
    connection.key = key;
    connection.out = std::move(bytes);
    hold(connection);
    connection.head = head;
    connection.resent = false;
    connection.sent.reset();
    connection.last = give_up;
    begin(slot, connection);
  }

  void wait(Time until, const std::function<void(const Finished&)>& on_finished) override {
    on_finished_ = &on_finished;
    if (!unsent_.empty()) {
      tell_unsent();
      return;
    }
    if (!can_poll()) return;
    if (events_.empty()) events_ = events_until(std::min(until, timers_.next().value_or(until)));
    while (!events_.empty()) {
      const epoll_event event = events_.front();
      events_ = events_.subspan(1);
      handle(event);
      if (Clock::now() >= until) break;  // the rest can wait, what is due cannot
    }
    give_up_on_the_late();
  }

  void abandon(const std::function<void(const Finished&)>& on_finished) override {
    on_finished_ = &on_finished;
    tell_unsent();
    const Error error = broken("there was no answer yet when the run ended");
    for (std::size_t slot = 0; slot < connections_.size(); ++slot)
      if (connections_[slot] != nullptr && connections_[slot]->phase != Phase::idle)
        fail(slot, *connections_[slot], error, {.cut = true});
  }

 private:
  using Phase = OpenConnection::Phase;
  static constexpr int k_generation_bits = 40;
  static constexpr std::uint64_t k_generation_mask = (std::uint64_t{1} << k_generation_bits) - 1;
  static constexpr std::uint64_t k_alarm = net::Poller::k_woken - 1;

  bool can_poll() const { return poller_ && alarm_; }

  std::uint64_t poll_key(std::size_t slot) const {
    return (static_cast<std::uint64_t>(slot) << k_generation_bits) | generations_[slot];
  }

  /// Events, or none when the moment has come; may be early.
  std::span<const epoll_event> events_until(Time until) {
    const Time begin = Clock::now();
    if (waiting_ == Waiting::sleep && until - begin > k_worth_sleeping) {
      alarm_->set_by(until);
      return poller_->wait(std::nullopt);
    }
    for (Time now = begin;;) {
      const auto events = poller_->wait(Clock::duration{});
      if (!events.empty() || now >= until) return events;
      std::this_thread::yield();  // to the target, where it shares the core
      const Time later = Clock::now();
      const auto on_core = std::min<Clock::duration>(later - now, k_longest_round);
      spin_time_.on_core += on_core;
      spin_time_.off_core += later - now - on_core;
      now = later;
    }
  }

  /// A place for a new connection that has begun to connect; nothing and `problem_` when that failed at once.
  std::optional<std::size_t> open() {
    if (!poller_) return fail_open(poller_.error().message, k_connect_advice);
    if (!alarm_) return fail_open(alarm_.error().message, k_connect_advice);
    if (tls_ && !tls_->ok()) return fail_open(tls_->error().message, k_ca_advice);
    auto socket = net::begin_connect(target_.address, target_.url.port);
    if (!socket) return fail_open(socket.error().message, k_connect_advice);
    auto made = std::make_unique<OpenConnection>(limits_);
    made->stream = net::Stream(*std::move(socket));
    if (tls_ && !made->stream.start_tls(tls_->value(), target_.url.host))
      return fail_open("out of memory for TLS", k_tls_advice);
    std::size_t slot = connections_.size();
    if (free_.empty()) {
      connections_.emplace_back();
      generations_.push_back(0);
    } else {
      slot = free_.back();
      free_.pop_back();
    }
    made->events = EPOLLOUT;
    if (!poller_->add(made->stream.fd(), poll_key(slot), made->events)) {
      free_.push_back(slot);
      return fail_open("the system cannot watch more connections", k_connect_advice);
    }
    connections_[slot] = std::move(made);
    return slot;
  }

  /// Counts what a connection holds. Whether all together hold no more than they may.
  bool hold(OpenConnection& connection) {
    const std::size_t bytes = connection.out.size() + connection.parser.response().body.size();
    if (bytes < k_counted_from) return true;
    connection.held = HeldBytes(held_, bytes);
    return *held_ <= most_held_;
  }

  /// Begins the exchange that a connection has been given.
  void begin(std::size_t slot, OpenConnection& connection) {
    connection.written = connection.bytes_in = 0;
    connection.give_up = connection.last;
    connection.parser.restart(connection.head);
    const bool is_new = connection.phase == Phase::connecting;
    if (is_new) connection.give_up = std::min(connection.last, Clock::now() + deadlines_.connect);
    set_timer(slot, connection);
    if (is_new) return;
    connection.phase = Phase::sending;
    write(slot, connection);
  }

  /// The server may have closed a kept connection before the request came: what meets that goes out once
  /// more.
  bool was_stale(const OpenConnection& connection) const {
    return resend_ && connection.used && !connection.resent && connection.bytes_in == 0;
  }

  void send_again(std::size_t slot) {
    const auto stale = std::move(connections_[slot]);
    drop(slot, *stale);
    const auto opened = open();
    if (!opened) {
      unsent_.emplace_back(stale->key, problem_);
      return;
    }
    OpenConnection& fresh = *connections_[*opened];
    fresh.key = stale->key;
    fresh.out = std::move(stale->out);
    fresh.head = stale->head;
    fresh.held = std::move(stale->held);
    fresh.sent = stale->sent;
    fresh.last = stale->last;
    fresh.resent = true;
    begin(*opened, fresh);
  }

  std::optional<std::size_t> fail_open(const std::string& why, std::string_view advice) {
    problem_ = unreachable(target_, why, advice);
    return std::nullopt;
  }

  void tell_unsent() {
    const auto unsent = std::exchange(unsent_, {});
    const Time when = Clock::now();
    for (const auto& [key, error] : unsent) (*on_finished_)({key, when, when, nullptr, &error});
  }

  void watch(std::size_t slot, OpenConnection& connection, std::uint32_t events) {
    if (connection.events == events) return;
    connection.events = events;
    poller_->change(connection.stream.fd(), poll_key(slot), events);
  }

  void handle(const epoll_event& event) {
    if (event.data.u64 == k_alarm) return alarm_->spent();
    const auto slot = static_cast<std::size_t>(event.data.u64 >> k_generation_bits);
    if (connections_[slot] == nullptr || (event.data.u64 & k_generation_mask) != generations_[slot]) return;
    handle(slot, *connections_[slot], event.events);
  }

  void handle(std::size_t slot, OpenConnection& connection, std::uint32_t events) {
    switch (connection.phase) {
      case Phase::connecting:
        return on_connected(slot, connection);
      case Phase::sending:
        write(slot, connection);
        // A server may answer before it has read everything.
        if ((events & EPOLLIN) != 0 && is(slot, connection) && connection.phase == Phase::sending)
          read(slot, connection);
        return;
      case Phase::awaiting:
        return read(slot, connection);
      case Phase::idle:
        return close(slot);  // the server has closed it, or sends what nobody asked for
    }
  }

  bool is(std::size_t slot, const OpenConnection& connection) const {
    return connections_[slot].get() == &connection;
  }

  void on_connected(std::size_t slot, OpenConnection& connection) {
    const net::WireResult<> done =
        net::connect_outcome(connection.stream.fd(), target_.address, target_.url.port);
    if (!done) return fail(slot, connection, unreachable(target_, done.error().message, k_connect_advice));
    connection.phase = Phase::sending;
    write(slot, connection);
  }

  /// Writes what the socket takes. False when the connection is broken.
  bool push(std::size_t slot, OpenConnection& connection) {
    if (!connection.sent) connection.sent = Clock::now();
    while (connection.written < connection.out.size()) {
      const auto rest = std::string_view(connection.out).substr(connection.written);
      const auto moved = connection.stream.write_some(rest);
      connection.written += moved.bytes;
      if (moved.state == net::Stream::State::done) {
        connection.give_up = connection.last;
        continue;
      }
      const bool blocked = moved.state == net::Stream::State::wants_write;
      watch(slot, connection, blocked ? EPOLLIN | EPOLLOUT : EPOLLIN);
      return blocked || moved.state == net::Stream::State::wants_read;
    }
    connection.phase = Phase::awaiting;
    await_more(slot, connection);
    watch(slot, connection, EPOLLIN);
    return true;
  }

  void write(std::size_t slot, OpenConnection& connection) {
    if (push(slot, connection)) return;
    if (connection.stream.is_tls() && connection.written == 0 && !connection.stream.tls_problem().empty())
      return fail(slot, connection, unreachable(target_, connection.stream.tls_problem(), k_tls_advice));
    read(slot, connection);  // the server may have answered and closed before it had read everything
    if (is(slot, connection) && connection.phase == Phase::sending)
      lose(slot, connection, "the connection ended while the request was sent");
  }

  void read(std::size_t slot, OpenConnection& connection) {
    for (;;) {
      const auto moved = connection.stream.read_some(buffer_);
      switch (moved.state) {
        case net::Stream::State::done:
          break;
        case net::Stream::State::wants_read:
          return;
        case net::Stream::State::wants_write:
          return watch(slot, connection, EPOLLIN | EPOLLOUT);
        case net::Stream::State::ended:
        case net::Stream::State::broken:
          return on_end(slot, connection);
      }
      connection.bytes_in += moved.bytes;
      const auto taken = connection.parser.feed({buffer_.data(), moved.bytes});
      if (!taken) return fail(slot, connection, broken(taken.error().message));
      if (connection.parser.done()) return finish(slot, connection, *taken == moved.bytes);
      if (!hold(connection)) return fail(slot, connection, broken(too_much_held()));
      await_more(slot, connection);
      if (moved.bytes < buffer_.size() && !connection.stream.has_more_inside()) return;
    }
  }

  void on_end(std::size_t slot, OpenConnection& connection) {
    const net::WireResult<> ended = connection.parser.finish();
    if (ended) return finish(slot, connection, false);
    lose(slot, connection, ended.error().message);
  }

  void lose(std::size_t slot, OpenConnection& connection, const std::string& why) {
    if (was_stale(connection)) return send_again(slot);
    fail(slot, connection, broken(why), {.reset = true});
  }

  Error broken(const std::string& why) const {
    return {ErrorKind::transport, "the exchange broke with " + place_of(target_) + ": " + why};
  }

  std::string too_much_held() const {
    return "requests and unfinished answers of all connections hold more than " +
           std::to_string(most_held_ >> 20U) + " MiB";
  }

  Error too_late(const OpenConnection& connection) const {
    if (connection.phase == Phase::connecting)
      return unreachable(target_, "no connection in time", k_connect_advice);
    if (connection.stream.is_tls() && connection.phase == Phase::sending && connection.written == 0)
      return unreachable(target_, "no TLS handshake in time", k_tls_advice);
    return {ErrorKind::timeout, "no complete answer in time from " + place_of(target_)};
  }

  void finish(std::size_t slot, OpenConnection& connection, bool nothing_left) {
    const Time ended = Clock::now();
    connection.held.clear();
    if (reply_.body.capacity() > k_counted_from) std::string().swap(reply_.body);  // no connection keeps it
    connection.parser.swap(response_);
    const Finished over{connection.key,      *connection.sent, ended, &reply_, nullptr, false,
                        connection.bytes_in, connection.resent};
    reply_.status = response_.status;
    reply_.headers.swap(response_.headers);
    reply_.body.swap(response_.body);
    reply_.service_time = ended - *connection.sent;
    const bool whole = connection.written == connection.out.size();
    connection.used = true;
    if (connection.out.capacity() > k_counted_from) std::string().swap(connection.out);
    if (response_.keep_alive && nothing_left && whole) {
      connection.phase = Phase::idle;
      watch(slot, connection, EPOLLIN);
      idle_.push_back(slot);
    } else {
      close(slot);
    }
    (*on_finished_)(over);
  }

  void fail(std::size_t slot, OpenConnection& connection, const Error& error, Loss how = {}) {
    const Time ended = Clock::now();
    const Finished over{connection.key,
                        connection.sent.value_or(ended),
                        ended,
                        nullptr,
                        &error,
                        how.reset,
                        connection.bytes_in,
                        connection.resent,
                        how.cut};
    close(slot);
    (*on_finished_)(over);
  }

  void close(std::size_t slot) { drop(slot, *std::exchange(connections_[slot], nullptr)); }

  /// Forgets the connection that was in this place.
  void drop(std::size_t slot, const OpenConnection& connection) {
    if (connection.phase == Phase::idle) std::erase(idle_, slot);
    poller_->remove(connection.stream.fd());
    ++generations_[slot];
    free_.push_back(slot);
  }

  /// From now on silence counts.
  void await_more(std::size_t slot, OpenConnection& connection) {
    if (connection.phase != Phase::awaiting) return;
    connection.give_up = std::min(connection.last, Clock::now() + deadlines_.read);
    set_timer(slot, connection);
  }

  void set_timer(std::size_t slot, OpenConnection& connection) {
    if (connection.timer <= connection.give_up) return;
    connection.timer = connection.give_up;
    timers_.add(connection.give_up, poll_key(slot));
  }

  /// A connection looks for its first timer only; one that comes too early is set anew.
  void give_up_on_the_late() {
    const Time when = Clock::now();
    while (const auto due = timers_.pop_due(when)) {
      const auto slot = static_cast<std::size_t>(*due >> k_generation_bits);
      if (connections_[slot] == nullptr || (*due & k_generation_mask) != generations_[slot]) continue;
      OpenConnection& connection = *connections_[slot];
      if (connection.timer <= when) connection.timer = Time::max();
      if (connection.phase == Phase::idle) continue;
      if (connection.give_up > when) {
        set_timer(slot, connection);
        continue;
      }
      fail(slot, connection, too_late(connection));
    }
  }

  Target target_;
  Waiting waiting_;
  Deadlines deadlines_;
  ResponseLimits limits_;
  bool resend_;
  HeldBytes::Sum held_;
  std::size_t most_held_;
  net::WireResult<net::Poller> poller_;  ///< an error where the system has not even what polling takes
  net::WireResult<net::Alarm> alarm_;
  std::span<const epoll_event> events_;  ///< of the poller, not yet handled
  SpinTime spin_time_;
  std::optional<net::WireResult<net::TlsContext>> tls_;
  std::vector<std::unique_ptr<OpenConnection>> connections_;
  std::vector<std::uint64_t> generations_;
  std::vector<std::size_t> free_, idle_;
  TimerQueue<std::uint64_t> timers_;
  std::vector<std::pair<std::uint64_t, Error>> unsent_;  ///< keys
  Error problem_{};
  const std::function<void(const Finished&)>* on_finished_ = nullptr;
  Response response_;
  HttpReply reply_;
  std::array<char, k_shared_read_size> buffer_{};
};

}  // namespace

std::unique_ptr<Exchanges> make_exchanges(const Target& target, const TransportOptions& options,
                                          Waiting waiting) {
  return std::make_unique<Pool>(target, options, waiting);
}

}  // namespace sellsign::http
