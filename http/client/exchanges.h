#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "http/client/transport.h"
#include "http/client/url.h"

namespace sellsign::http {

/// One exchange that is over. References are valid during the call that gets it.
struct Finished {
  using Time = std::chrono::steady_clock::time_point;

  std::uint64_t key = 0;
  Time sent;   ///< when the first byte of the request was written; when nothing was: when that was given up
  Time ended;  ///< last byte of the answer, or the failure
  const HttpReply* reply = nullptr;  ///< null when there is none; `service_time` is `ended - sent`
  const Error* error = nullptr;      ///< null when there is an answer; kinds as of `Transport`
  bool reset = false;                ///< of the errors of kind `transport`: the connection ended too soon
  std::size_t bytes_in = 0;          ///< of the answer as it came over the wire (inside TLS)
  bool resent = false;  ///< it went out once more, on a fresh connection, because a kept one had been closed
  bool cut = false;     ///< ended by `abandon`, so it has an error
};

/// Time without anything to do, in which a thread looked for something again and again.
struct SpinTime {
  std::chrono::nanoseconds on_core{};
  std::chrono::nanoseconds off_core{};  ///< others had the core, to whom it was offered
};

/// Many exchanges with one server at once, none of which blocks: the load engine's view of the wire and of
/// time. For one thread.
class Exchanges {
 public:
  using Time = Finished::Time;

  virtual ~Exchanges() = default;

  virtual Time now() = 0;

  /// Time that `wait` has spent without work and without sleeping (see Waiting).
  virtual SpinTime spin_time() const { return {}; }

  /// Sends a whole request (`raw_bytes`), over a kept connection when one is free. `head` says that it is a
  /// HEAD request. `wait` reports its end, at the latest shortly after `give_up`.
  virtual void send(std::uint64_t key, std::string bytes, bool head, Time give_up) = 0;

  /// Calls the function for each exchange that finishes until `until`. May return early, and does once it has
  /// called it. The function may `send`.
  virtual void wait(Time until, const std::function<void(const Finished&)>& on_finished) = 0;

  /// Ends all exchanges that are under way and calls the function for each. The function may not `send`.
  virtual void abandon(const std::function<void(const Finished&)>& on_finished) = 0;
};

/// What `wait` does when there is nothing to do.
enum class Waiting : std::uint8_t {
  sleep,     ///< sleeps, except for waits so short that sleeping would cost the core as much
  busy_wait  ///< polls without sleeping: exact to microseconds, where being woken can take milliseconds; uses
             ///< a whole core
};

/// The real thing: non-blocking sockets, plain or TLS, under one poll. Connections are kept and the one that
/// was used last is used first; each carries one exchange at a time. With `resend_when_stale` a request whose
/// kept connection ends before any byte of the answer goes out once more, on a fresh one; its time runs on. A
/// CA file that cannot be read or a limit on open files makes exchanges fail as `unreachable`. The process
/// has to ignore SIGPIPE, or its thread (net/sigpipe.h). Of the options `verify_tls`, `ca_file`,
/// `largest_body`, `most_held`, `resend_when_stale` and the deadlines `connect` (up to the first byte sent)
/// and `read` count; the whole exchange has the `give_up` of `send`.
std::unique_ptr<Exchanges> make_exchanges(const Target& target, const TransportOptions& options,
                                          Waiting waiting = Waiting::sleep);

}  // namespace sellsign::http
