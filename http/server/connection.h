#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "http/request_parser.h"
#include "http/server/late_replies.h"
#include "http/server/server.h"
#include "net/stream.h"

namespace sellsign::http {

using Moment = std::chrono::steady_clock::time_point;

/// State shared by all connections of one event loop. For the loop's thread, except `buffered`.
struct LoopShare {
  const Handler& handler;
  const ServerOptions& options;
  const net::TlsIdentity* tls;         ///< null: plain HTTP only
  std::atomic<std::size_t>& buffered;  ///< bytes that the connections of all loops hold
  LateReplies& late;                   ///< makes the answers that take long
  Moment now{};                        ///< when the loop last woke
  bool stopping = false;
  std::array<char, 64 * 1024> input{};  ///< what was read last
  std::vector<HeaderView> fields{};
  std::string spare{};  ///< room for answers, handed from connection to connection
};

/// One connection of a server: takes bytes, lets the handler answer each request in order, and
/// delivers the answers by their plans. Never blocks. Every function that says whether the connection is
/// alive says false once: then it is to be destroyed.
class Connection {
 public:
  Connection(net::Stream stream, LoopShare& share);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// The socket is ready, or bytes may be there already: goes on as far as possible. Alive?
  bool advance();
  /// `deadline` has passed. Alive?
  bool on_deadline();
  /// The server stops: finishes what is in flight. Alive?
  bool on_stop();

  int fd() const { return stream_.fd(); }
  /// The events to wait for, as epoll names them.
  std::uint32_t wanted() const;
  /// When the client will have taken too long.
  Moment deadline() const { return deadline_; }
  /// When the delivery wants to go on; Moment::max() when it does not wait.
  Moment wakes_at() const { return wakes_at_; }

 private:
  /// An answer on its way by a plan.
  struct Plan {
    Delivery delivery;
    std::size_t from = 0;  ///< where the answer begins in `out_`
    std::size_t to = 0;    ///< where it ends, or is cut
    Moment due{};          ///< when its first byte may go
    bool active = false;
  };

  bool answer_kept_requests();
  bool read_on();
  void take_requests(std::string_view bytes);
  void keep(std::string_view rest, bool own);
  void drop_input();
  void answer(std::string_view message);
  void append(const Reply& reply, Framing framing);
  void plan(const Delivery& delivery, std::size_t from);
  void take_late();
  void answer_fault(int status, std::string sentence, std::string_view message);
  bool may_take() const;
  std::size_t sendable() const;
  Moment next_wake() const;
  bool flush();
  void note_progress();
  void drop_sent();
  bool count_buffers();
  bool end_plan();
  bool sent_all();
  bool drain();
  void set_deadline();
  bool has_unsent() const { return sent_ < out_.size(); }
  bool in_flight() const { return has_unsent() || lingering_ || late_ != nullptr || parser_.started(); }

  LoopShare& share_;
  net::Stream stream_;
  RequestParser parser_;
  std::string in_;   ///< bytes of requests that are not answered yet
  std::string out_;  ///< answers, from the oldest one that is not wholly sent
  std::size_t sent_ = 0;
  HeldBytes late_held_;       ///< of answers in `out_` that were made later: they have a limit of their own
  std::size_t counted_ = 0;   ///< bytes of this connection that stand in `share_.buffered`
  std::size_t progress_ = 0;  ///< bytes sent since the write time began
  Plan plan_;
  std::shared_ptr<LateReply> late_;  ///< an answer that is being made; null: none
  Moment deadline_{};
  Moment idle_since_{};
  Moment wakes_at_ = Moment::max();
  Moment request_since_{};  ///< when the first byte of the request that is coming in came
  net::Stream::State read_state_ = net::Stream::State::wants_read;
  net::Stream::State write_state_ = net::Stream::State::done;
  bool from_loopback_;
  bool sniffed_ = false;      ///< whether it is known if the client speaks TLS
  bool answered_ = false;     ///< a request has been answered
  bool close_after_ = false;  ///< no request is taken any more; ends when all is sent
  bool faulty_ = false;       ///< the client may still be sending what nobody reads
  bool lingering_ = false;    ///< all is sent; reads until the client has closed
  bool silent_ = false;       ///< an answer that never comes
};

}  // namespace sellsign::http
