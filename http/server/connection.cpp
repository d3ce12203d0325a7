#include "http/server/connection.h"

#include <algorithm>
#include <sys/epoll.h>

#include "base/text.h"
#include "http/response_writer.h"
#include "net/listener.h"

namespace sellsign::http {
namespace {

using State = net::Stream::State;
using Progress = RequestParser::Progress;
using AfterLastByte = Delivery::AfterLastByte;

constexpr std::size_t k_most_unsent = 256 * 1024;     // no further pipelined request is answered beyond
constexpr std::size_t k_sent_is_dropped = 64 * 1024;  // bytes of answers that are sent before others
constexpr std::size_t k_progress = 16 * 1024;         // what a client has to take within its write time
constexpr int k_reads_a_turn = 8;                     // the other connections want theirs
constexpr std::size_t k_most_spare = 256 * 1024;      // larger room is given back
constexpr std::chrono::seconds k_linger{2};
constexpr std::chrono::milliseconds k_drip_pause{10};
constexpr std::chrono::milliseconds k_late_pause{2};  // between looks at an answer that is being made
constexpr int k_tls_handshake = 0x16;                 // the first byte of a TLS connection

/// What a target is without its scheme and host (RFC 9112, 3.2.2).
std::string_view origin_form(std::string_view target) {
  for (const std::string_view scheme : {"http://", "https://"})
    if (equal_ignoring_case(target.substr(0, scheme.size()), scheme)) {
      const std::size_t path = target.find_first_of("/?", scheme.size());
      return path == std::string_view::npos ? "/" : target.substr(path);
    }
  return target;
}

Request request_of(const RequestParser& parser, std::string_view message, std::vector<HeaderView>& fields) {
  fields.clear();
  for (std::size_t i = 0; i < parser.field_count(); ++i)
    fields.push_back({parser.field_name(message, i), parser.field_value(message, i)});
  const std::string_view whole = origin_form(parser.target(message));
  const std::string_view target = whole.substr(0, whole.find('#'));
  const std::size_t mark = target.find('?');
  Request request;
  request.verb = parser.method();
  request.path = mark == 0 ? "/" : target.substr(0, mark);  // the path of an absolute form may be empty
  if (mark != std::string_view::npos) request.query = target.substr(mark + 1);
  request.headers = fields;
  request.body = parser.body(message);
  return request;
}

/// The value of a header field as far as the head of a message has come, read from its bytes: the parser may
/// have stopped in front of it.
std::string_view field_of(std::string_view message, std::string_view name) {
  while (!message.empty()) {
    const std::string_view line = trimmed(take_part(message, '\n'), " \t\r");
    if (line.empty()) return {};
    const std::size_t colon = line.find(':');
    if (colon != std::string_view::npos && equal_ignoring_case(line.substr(0, colon), name))
      return trimmed(line.substr(colon + 1), " \t");
  }
  return {};
}

Reply ask(const Handler& handler, const Request& request) {
  try {
    return handler(request);
  } catch (const std::exception& error) {
    return text_reply(500, std::string("mock bug: ") + error.what() + ".");
  }
}

/// An answer that is made where nobody waits for it.
Reply ask_later(const Handler& handler, const Request& request) {
  Reply reply;
  reply.later = [&handler, held = std::make_shared<const HeldRequest>(request)] {
    Reply made = handler(held->request());
    if (made.later) return made.later();
    return made;
  };
  return reply;
}

}  // namespace

Connection::Connection(net::Stream stream, LoopShare& share)
    : share_(share),
      stream_(std::move(stream)),
      parser_(share.options.limits),
      from_loopback_(net::peer_is_loopback(stream_.fd())),
      sniffed_(share.tls == nullptr) {
  idle_since_ = share.now;
  set_deadline();
}

Connection::~Connection() { share_.buffered -= counted_; }

bool Connection::advance() {
  if (lingering_) return drain();
  if (silent_) return false;  // the client has given up
  take_late();
  if (late_ != nullptr && net::peer_has_closed(stream_.fd())) return false;  // nobody waits for long work
  if (!flush() || !answer_kept_requests() || !read_on()) return false;
  if (!count_buffers()) return false;
  set_deadline();
  wakes_at_ = next_wake();
  return !share_.stopping || in_flight();
}

/// Answers requests that had to wait for the client to take the answers before them. Alive?
bool Connection::answer_kept_requests() {
  std::size_t before = 0;
  do {
    if (in_.empty() || !may_take()) return true;
    before = in_.size();
    take_requests(in_);
    if (!flush()) return false;
  } while (in_.size() < before);
  return true;
}

/// Reads and answers until nothing is there. Alive?
bool Connection::read_on() {
  if (!sniffed_) {
    const int first = stream_.peek();
    if (first == net::Stream::k_end) return false;
    if (first == net::Stream::k_nothing) return true;
    sniffed_ = true;
    if (first == k_tls_handshake && !stream_.start_tls(*share_.tls)) return false;
  }
  for (int reads = 0; reads < k_reads_a_turn && may_take() && !lingering_; ++reads) {
    const net::Stream::Moved moved = stream_.read_some(share_.input);
    read_state_ = moved.state;
    if (moved.state == State::ended) return close_after_ = true, has_unsent();
    if (moved.state == State::broken) return false;
    if (moved.state != State::done) return true;
    const std::string_view bytes(share_.input.data(), moved.bytes);
    if (in_.empty()) {
      take_requests(bytes);
      if (!flush() || !answer_kept_requests()) return false;
    } else {
      in_ += bytes;
      if (!answer_kept_requests()) return false;
    }
    if (moved.bytes < share_.input.size() && !stream_.has_more_inside()) return true;
  }
  return true;
}

/// Answers the whole requests in `bytes`, which begin with a request, and keeps the rest.
void Connection::take_requests(std::string_view bytes) {
  const bool own = bytes.data() == in_.data();
  std::size_t used = 0;
  while (used < bytes.size() && may_take()) {
    const std::string_view message = bytes.substr(used);
    if (!parser_.started()) request_since_ = share_.now;
    const Progress progress = parser_.feed(message);
    if (progress == Progress::whole) {
      answer(message);
      used += parser_.length();
      parser_.reset();
    } else if (progress == Progress::refused) {
      answer_fault(parser_.fault().status, parser_.fault().sentence, message);
    } else {
      if (progress == Progress::wants_go_ahead) out_ += "HTTP/1.1 100 Continue\r\n\r\n";
      break;
    }
  }
  if (close_after_)
    drop_input();
  else
    keep(bytes.substr(used), own);
}

void Connection::keep(std::string_view rest, bool own) {
  if (rest.empty()) return drop_input();
  if (own)
    in_.erase(0, in_.size() - rest.size());
  else
    in_ = rest;
}

/// Counts what this connection holds among what all hold; beyond the limit it has to go. Alive?
bool Connection::count_buffers() {
  const std::size_t unsent = out_.size() - sent_;
  const std::size_t holds = in_.size() + parser_.held() + (unsent - std::min(unsent, late_held_.bytes()));
  if (holds == counted_) return true;
  const bool more = holds > counted_;
  const std::size_t total = share_.buffered += holds - counted_;
  counted_ = holds;
  if (!more || total <= share_.options.buffered) return true;
  if (has_unsent()) return stream_.reset(), false;
  answer_fault(503, "Too many unfinished requests are held (--max-buffered); send this one again.", in_);
  share_.buffered -= counted_;
  counted_ = 0;
  return flush();
}

/// Gives the room back too: an idle connection holds none.
void Connection::drop_input() {
  if (in_.capacity() > std::string().capacity()) std::string().swap(in_);
}

void Connection::answer(std::string_view message) {
  Request request = request_of(parser_, message, share_.fields);
  request.from_loopback = from_loopback_;
  Reply reply = (request.body.size() > k_brief_body ? ask_later : ask)(share_.handler, request);
  const Framing framing{request.verb == "HEAD", parser_.keep_alive() && !share_.stopping,
                        parser_.is_http_1_0()};
  if (reply.later)
    late_ = share_.late.make(std::move(reply.later), framing, message.size());
  else
    append(reply, framing);
}

void Connection::append(const Reply& reply, Framing framing) {
  if (out_.capacity() < share_.spare.capacity() && out_.empty()) out_.swap(share_.spare);
  const std::size_t from = out_.size();
  append_response(out_, reply, framing);
  close_after_ = !framing.keep_alive;
  answered_ = true;
  plan(reply.delivery, from);
}

/// How the answer that begins there in `out_`, and ends it, is sent.
void Connection::plan(const Delivery& delivery, std::size_t from) {
  if (delivery == Delivery{}) return;
  const std::size_t length = std::min(out_.size() - from, delivery.cut_after);
  plan_ = {delivery, from, from + length, share_.now + delivery.delay, true};
}

/// Takes over an answer that has been made meanwhile.
void Connection::take_late() {
  if (late_ == nullptr || !late_->ready.load(std::memory_order_acquire)) return;
  late_held_.take(std::move(late_->held));
  const std::size_t from = out_.size();
  if (out_.empty())
    out_ = std::move(late_->bytes);
  else
    out_ += late_->bytes;
  close_after_ = !late_->framing.keep_alive || share_.stopping;
  answered_ = true;
  plan(late_->delivery, from);
  late_.reset();
}

/// Answers what cannot be taken, and ends. `message`: what has come of the request.
void Connection::answer_fault(int status, std::string sentence, std::string_view message) {
  Reply refusal = text_reply(status, std::move(sentence));
  if (share_.options.refused) share_.options.refused(refusal, field_of(message, "Origin"));
  append_response(out_, refusal, {message.starts_with("HEAD "), false, false});
  close_after_ = true;
  faulty_ = true;
  drop_input();
  parser_.reset();
}

bool Connection::may_take() const {
  return !close_after_ && !plan_.active && late_ == nullptr && out_.size() - sent_ < k_most_unsent;
}

/// Up to where `out_` may be sent now.
std::size_t Connection::sendable() const {
  if (!plan_.active) return out_.size();
  if (share_.now < plan_.due) return plan_.from;
  if (plan_.delivery.bytes_per_second == 0) return plan_.to;
  const double seconds = std::chrono::duration<double>(share_.now - plan_.due).count();
  const auto dripped =
      static_cast<std::size_t>(seconds * static_cast<double>(plan_.delivery.bytes_per_second));
  return std::min(plan_.from + dripped, plan_.to);
}

/// When the plan wants to go on by itself.
Moment Connection::next_wake() const {
  if (late_ != nullptr) return share_.now + k_late_pause;
  if (may_take() && read_state_ == State::done && stream_.has_more_inside())
    return share_.now + Moment::duration(1);  // not in this turn
  if (!plan_.active || silent_ || write_state_ != State::done) return Moment::max();
  if (share_.now < plan_.due) return plan_.due;
  if (plan_.delivery.bytes_per_second == 0) return share_.now;
  const std::chrono::duration<double> a_byte(1.0 / static_cast<double>(plan_.delivery.bytes_per_second));
  return share_.now + std::max<Moment::duration>(k_drip_pause, std::chrono::ceil<Moment::duration>(a_byte));
}

/// Sends what may be sent. Alive?
bool Connection::flush() {
  const std::size_t to = sendable();
  while (sent_ < to) {
    const net::Stream::Moved moved = stream_.write_some(std::string_view(out_).substr(sent_, to - sent_));
    if (write_state_ == State::done && moved.state != State::done) note_progress();
    write_state_ = moved.state;
    if (moved.state == State::broken || moved.state == State::ended) return false;
    if (moved.state != State::done) return drop_sent(), true;
    sent_ += moved.bytes;
    progress_ += moved.bytes;
    if (progress_ >= k_progress) note_progress();
  }
  if (plan_.active) return sent_ < plan_.to || share_.now < plan_.due || end_plan();
  return sent_ == 0 || sent_all();
}

/// The client has its write time from now on.
void Connection::note_progress() {
  progress_ = 0;
  deadline_ = share_.now + share_.options.times.write;
}

/// Gives back the room of answers that are sent while later ones wait.
void Connection::drop_sent() {
  if (plan_.active) return;                                          // it counts from where its answer begins
  if (sent_ < std::max(k_sent_is_dropped, out_.size() / 2)) return;  // moving the rest costs its length
  out_.erase(0, sent_);
  sent_ = 0;
}

/// The last byte that the plan lets go is gone. Alive?
bool Connection::end_plan() {
  switch (plan_.delivery.ending) {
    case AfterLastByte::normal:
      plan_.active = false;
      return sent_all();
    case AfterLastByte::close:
      return false;
    case AfterLastByte::reset:
      stream_.reset();
      return false;
    case AfterLastByte::never:
      silent_ = true;
      return !share_.stopping;
  }
  return false;
}

/// Nothing is left to send. Alive?
bool Connection::sent_all() {
  out_.clear();
  sent_ = 0;
  late_held_.clear();
  if (out_.capacity() > share_.spare.capacity() && out_.capacity() <= k_most_spare) out_.swap(share_.spare);
  if (out_.capacity() > std::string().capacity()) std::string().swap(out_);
  idle_since_ = share_.now;
  if (!close_after_) return true;
  if (!faulty_ && stream_.peek() < 0) return stream_.say_goodbye(), false;
  lingering_ = true;  // closing now would reset the connection, and with it the answer
  stream_.end_sending();
  deadline_ = share_.now + k_linger;
  return drain();
}

/// Reads and forgets what the client still sends. Alive?
bool Connection::drain() {
  constexpr int k_most_reads = 16;  // the others want their turn
  for (int i = 0; i < k_most_reads; ++i) {
    const State state = stream_.read_some(share_.input).state;
    read_state_ = state;
    if (state == State::ended || state == State::broken) return false;
    if (state != State::done) return true;
  }
  return true;
}

void Connection::set_deadline() {
  if (lingering_ || has_unsent()) return;  // set where it began
  const ServerTimes& times = share_.options.times;
  if (late_ != nullptr)
    deadline_ = Moment::max();
  else if (!parser_.started())
    deadline_ = idle_since_ + (stream_.is_tls() && !answered_ ? times.head : times.idle);
  else
    deadline_ = request_since_ + times.head + (parser_.head_done() ? times.body : times.body.zero());
}

bool Connection::on_deadline() {
  if (plan_.active && write_state_ == State::done) {
    deadline_ = Moment::max();
    return true;
  }
  if (has_unsent()) stream_.reset();  // frees what the system holds for the client, too
  if (lingering_ || has_unsent() || !parser_.started()) return false;
  answer_fault(408, "The request did not come in time.", in_);
  return flush();
}

bool Connection::on_stop() { return advance(); }

std::uint32_t Connection::wanted() const {
  if (silent_) return EPOLLRDHUP;
  std::uint32_t events = 0;
  if (sent_ < sendable() && write_state_ != State::done)
    events |= static_cast<std::uint32_t>(write_state_ == State::wants_read ? EPOLLIN : EPOLLOUT);
  if (lingering_ || may_take())
    events |= static_cast<std::uint32_t>(read_state_ == State::wants_write ? EPOLLOUT : EPOLLIN);
  return events;
}

}  // namespace sellsign::http
