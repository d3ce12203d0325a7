#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "http/client/transport.h"
#include "http/client/url.h"

namespace sellsign::http {

/// How a transport talks to its server.
struct TransportOptions {
  Deadlines deadlines{};
  bool verify_tls = true;  ///< check the server's certificate and name; off only for a server of your own
  std::string ca_file{};   ///< PEM file of the authorities to trust; empty: the system's
  std::size_t largest_body =
      std::size_t{64} * 1024 * 1024;  ///< bytes; a longer answer is an error of kind `transport`

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

}  // namespace sellsign::http
