#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/result.h"
#include "http/message.h"
#include "http/request_parser.h"
#include "net/listener.h"
#include "net/tls_identity.h"

namespace sellsign::http {

/// How long a client may take.
struct ServerTimes {
  std::chrono::milliseconds head{10'000};   ///< from a request's first byte to the end of its head; then 408
  std::chrono::milliseconds body{60'000};   ///< for its body; then 408
  std::chrono::milliseconds write{30'000};  ///< without taking a byte of an answer; then the end
  std::chrono::milliseconds idle{75'000};   ///< between requests; then the end
  std::chrono::milliseconds drain{5'000};   ///< for what is in flight when the server stops

  bool operator==(const ServerTimes&) const = default;
};

/// Where and how to listen.
struct ServerOptions {
  std::string host = "127.0.0.1";         ///< `localhost`: both loopback addresses
  int port = 8180;                        ///< 0: any free port
  std::string_view port_flag = "--port";  ///< the flag that chose it, for messages
  int threads = 0;                        ///< 0: one for two cores
  RequestLimits limits{};                 ///< none above 1 GiB
  ServerTimes times;
  std::size_t connections = 0;  ///< open at once; further ones wait; 0: what the system allows
  std::size_t buffered = std::size_t{256}
                         << 20U;  ///< bytes of unfinished requests and answers, all together; then 503
  std::optional<net::TlsIdentity> tls{};           ///< with it the port speaks TLS as well as plain HTTP
  std::function<void(const std::string&)> note{};  ///< takes a line for the log; called from any thread
  /// Takes what the server itself refuses: a request that is none, is too long or comes too slowly. May
  /// change the answer. `origin`: the field Origin, as far as the request has come; empty: none. Called from
  /// the server's threads.
  std::function<void(Reply& refusal, std::string_view origin)> refused{};
};

/// How busy a server is. Totals count from its start.
struct ServerCounts {
  std::size_t connections = 0;       ///< open now
  std::size_t buffered = 0;          ///< bytes of unfinished requests and answers now
  std::size_t ready = 0;             ///< connections that wait for their turn now
  std::size_t threads = 0;           ///< that serve
  std::chrono::nanoseconds busy{0};  ///< time that these spent serving, added up
};

class EventLoop;
struct ServerShare;

/// A listening server over epoll: `ServerOptions::threads` loops serve any number of connections, none of
/// which holds a thread, whatever the delivery of its answer. With a certificate the port takes both TLS and
/// plain HTTP. What it answers comes from a Handler, which is called from the server's threads.
class Server {
 public:
  ~Server();

  /// The port that was bound.
  int port() const { return listener_.port(); }

  /// How busy it is. Thread-safe.
  ServerCounts counts() const;

  /// Takes no new connections, lets the requests in flight finish, and returns when all threads have ended.
  /// Idempotent.
  void stop();

 private:
  friend Result<std::unique_ptr<Server>> start_server(Handler handler, const ServerOptions& options);

  Server(Handler handler, const ServerOptions& options, net::Listener listener);
  Result<> prepare();
  void begin();

  std::unique_ptr<ServerShare> share_;
  net::Listener listener_;
  std::vector<std::unique_ptr<EventLoop>> loops_;
  std::vector<std::thread> threads_;
};

/// Starts a server: it can be connected to when this returns. Error kind `usage`: it cannot do what is asked;
/// `unreachable`: the address cannot be bound.
Result<std::unique_ptr<Server>> start_server(Handler handler, const ServerOptions& options);

/// `http://host:port` of a server; an any-address is named by its loopback, both loopbacks by 127.0.0.1.
std::string url_of(std::string_view scheme, const ServerOptions& options, int port);

}  // namespace sellsign::http
