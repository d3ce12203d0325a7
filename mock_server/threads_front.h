#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "api/result.h"
#include "mock_server/mock.h"

namespace sellsign::mock {

/// Where and how to listen.
struct FrontOptions {
  std::string host = "127.0.0.1";
  int port = 8180;                                           ///< 0: any free port
  int threads = 256;                                         ///< connections served at once; the others wait
  std::size_t longest_body = std::size_t{16} * 1024 * 1024;  ///< bytes; a longer body is answered with 413
  std::chrono::seconds keep_alive{2};  ///< idle time after which a connection is closed; also the longest
                                       ///< that `stop` waits for idle connections
};

/// HTTP/1.1 over cpp-httplib: a thread for each connection that is served. Portable and simple; connections
/// beyond `threads` wait for one to end. A body sent with a GET is not read.
class ThreadsFront {
 public:
  /// Binds and listens; ready to be connected to when it returns. Error kind `unreachable` when the address
  /// cannot be bound, with the reason. `handler` is called from many threads.
  static api::Result<std::unique_ptr<ThreadsFront>> start(Handler handler, const FrontOptions& options);

  /// Stops as `stop` does.
  ~ThreadsFront();

  /// The port that was bound.
  int port() const;

  /// `http://host:port`; an any-address is named by its loopback.
  std::string url() const;

  /// Takes no new connections, lets the requests in flight finish, and returns when all threads have ended.
  /// Idempotent.
  void stop();

 private:
  ThreadsFront();
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace sellsign::mock
