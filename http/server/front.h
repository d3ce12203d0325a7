#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "http/message.h"
#include "http/request_parser.h"
#include "net/tls_identity.h"

namespace sellsign::http {

/// How long a client may take. The `threads` front has only `idle`.
struct FrontTimes {
  std::chrono::milliseconds head{10'000};   ///< from a request's first byte to the end of its head; then 408
  std::chrono::milliseconds body{60'000};   ///< for its body; then 408
  std::chrono::milliseconds write{30'000};  ///< without taking a byte of an answer; then the end
  std::chrono::milliseconds idle{75'000};   ///< between requests; then the end
  std::chrono::milliseconds drain{5'000};   ///< for what is in flight when the front stops

  bool operator==(const FrontTimes&) const = default;
};

/// Where and how to listen.
struct FrontOptions {
  std::string host = "127.0.0.1";
  int port = 8180;                        ///< 0: any free port
  std::string_view port_flag = "--port";  ///< the flag that chose it, for messages
  int threads = 0;                        ///< 0: the front's own choice
  RequestLimits limits{};                 ///< none above 1 GiB
  FrontTimes times;
  std::size_t connections = 0;  ///< open at once; further ones wait; 0: what the system allows
  std::size_t buffered = std::size_t{256}
                         << 20U;  ///< bytes of unfinished requests and answers, all together; then 503
  std::optional<net::TlsIdentity> tls{};           ///< with it the port speaks TLS as well as plain HTTP
  std::function<void(const std::string&)> note{};  ///< takes a line for the log; called from any thread
  /// Takes what the front itself refuses: a request that is none, is too long or comes too slowly. Called
  /// from the front's threads.
  std::function<void(int status, const std::string& sentence)> refused{};
};

/// How busy a front is. Totals count from its start.
struct FrontCounts {
  std::size_t connections = 0;       ///< open now
  std::size_t buffered = 0;          ///< bytes of unfinished requests and answers now
  std::size_t ready = 0;             ///< connections that wait for their turn now
  std::size_t threads = 0;           ///< that serve
  std::chrono::nanoseconds busy{0};  ///< time that these spent serving, added up
};

/// A listening server. What it answers comes from a Handler, which is called from the front's threads.
class Front {
 public:
  virtual ~Front() = default;

  /// The port that was bound.
  virtual int port() const = 0;

  /// How busy it is; what a front cannot know is 0. Thread-safe.
  virtual FrontCounts counts() const = 0;

  /// Takes no new connections, lets the requests in flight finish, and returns when all threads have ended.
  /// Idempotent.
  virtual void stop() = 0;
};

/// One row: a way to serve.
struct FrontRow {
  std::string_view name;
  std::string_view about;
  Result<std::unique_ptr<Front>> (*start)(Handler handler, const FrontOptions& options);
};

/// Every front, the default first.
std::span<const FrontRow> front_rows();

/// Starts a front by its name: it can be connected to when this returns. Error kind `usage`: no front of that
/// name, or one that cannot do what is asked; `unreachable`: the address cannot be bound.
Result<std::unique_ptr<Front>> start_front(std::string_view name, Handler handler,
                                           const FrontOptions& options);

/// `http://host:port` of a front; an any-address is named by its loopback.
std::string url_of(std::string_view scheme, const FrontOptions& options, int port);

}  // namespace sellsign::http
