#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/held_bytes.h"
#include "base/result.h"
#include "http/client/url.h"

namespace sellsign::http {

/// Header fields in the order they are sent or were received; names keep their case.
using Headers = std::vector<std::pair<std::string, std::string>>;

/// One request, ready for the wire. `target` is path and query, already percent-encoded.
struct HttpRequest {
  std::string verb = "GET";
  std::string target = "/";
  Headers headers{};
  std::string body{};
};

/// One answer. `service_time` runs from the first byte sent to the last byte received.
struct HttpReply {
  int status = 0;
  Headers headers{};
  std::string body{};
  std::chrono::nanoseconds service_time{};
};

/// What in the verb, the target or the header fields would change where they end on the wire: a control
/// character, a space in verb, target or name. Empty: nothing.
std::string framing_fault(const HttpRequest& request);

/// The first header of that name (case does not count), or null. The pointer lives as long as `headers`.
const std::string* find_header(const Headers& headers, std::string_view name);

/// Why the body cannot be read as it came: it is compressed, which no request of ours asks for. Empty: it
/// can.
std::string coding_fault(const HttpReply& reply);

/// The longest pause that a Retry-After can ask for.
inline constexpr std::chrono::seconds k_longest_pause = std::chrono::minutes(5);

/// How long a Retry-After asks to wait, at most `k_longest_pause`: so many seconds, or until a date. A date
/// counts from the answer's own Date, or from `now` where it has none. Nothing when the field is missing or
/// neither.
std::optional<std::chrono::seconds> retry_after(
    const HttpReply& reply, std::chrono::system_clock::time_point now = std::chrono::system_clock::now());

/// Limits of one exchange. Each is its own clock; `total` covers everything from resolve to last byte.
struct Deadlines {
  std::chrono::milliseconds connect{5'000};
  std::chrono::milliseconds read{10'000};  ///< longest silence while an answer is awaited
  std::chrono::milliseconds total{30'000};

  /// For an exchange that may take `total`, all of it in silence; a connection still has to come about as
  /// soon as usual.
  static Deadlines within(std::chrono::milliseconds total);
};

/// How a transport talks to its server.
struct TransportOptions {
  Deadlines deadlines{};
  bool verify_tls = true;  ///< check the server's certificate and name; off only for a server of your own
  std::string ca_file{};   ///< PEM file of the authorities to trust; empty: the system's
  std::size_t largest_body =
      std::size_t{64} * 1024 * 1024;  ///< bytes; a longer answer is an error of kind `transport`

  /// What the unfinished answers of all connections may hold together, and where that is counted: by all who
  /// share these options. An answer for which there is no room is an error of kind `transport`.
  HeldBytes::Sum held_bytes = HeldBytes::make_sum();
  std::size_t most_held = std::size_t{512} << 20U;

  /// Send a request once more, on a fresh connection, when a kept connection turns out to be closed before
  /// anything was answered. Off when each request has to meet the server exactly once, for example where
  /// faults are tested: a server that closes instead of answering looks the same.
  bool resend_when_stale = true;

  /// Whether the user wants to stop; asked from any thread while an answer is awaited. May be empty.
  std::function<bool()> interrupted{};
};

/// Ends an exchange that waits for its answer when the user wants to stop. A wish from before the exchange
/// does not count: what is sent in spite of it, to clean up, runs in full.
class Interruption {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// `asked` has to outlive this.
  explicit Interruption(const std::function<bool()>& asked) : asked_(asked), watched_(asked && !asked()) {}

  bool came() const { return watched_ && asked_(); }

  /// When to ask again; the deadline when there is nothing to ask.
  Time next_look(Time deadline) const;

 private:
  const std::function<bool()>& asked_;
  bool watched_;
};

/// The Host field for a URL: `host`, or `host:port` when the port is not the scheme's own.
std::string host_field(const Url& url);

/// `host:port (address)`, for messages.
std::string place_of(const Target& target);

/// An error of kind `unreachable`: what failed, and what the user can do about it.
Error unreachable(const Target& target, std::string_view why, std::string_view advice);

inline constexpr std::string_view k_connect_advice = "is the server running, and are host and port right?";
inline constexpr std::string_view k_tls_advice =
    "does the server speak TLS on this port? If its certificate is from an authority of your own, name that "
    "CA file";
inline constexpr std::string_view k_ca_advice = "the CA file has to hold certificates in PEM form";

/// Carries requests to one server. The only virtual thing between a caller and the wire.
/// Thread-safe: any number of threads may call `exchange` at once.
class Transport {
 public:
  virtual ~Transport() = default;

  /// Sends the request, waits for the whole answer. Any HTTP status is a success here; errors are
  /// `unreachable`, `timeout` and `transport`. Never follows a redirect.
  virtual Result<HttpReply> exchange(const HttpRequest& request) = 0;
};

}  // namespace sellsign::http
