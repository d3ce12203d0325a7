#pragma once

#include <memory>

#include "http/server/server.h"

namespace sellsign::testing {

/// The oracle for http::Server: another HTTP/1.1 server, over cpp-httplib, for the same handlers. A thread
/// for each connection that is served, `ServerOptions::threads` of them (0: 256); of the other options it
/// knows host, port, `limits.body` and `refused`, and of an answer's delivery nothing.
class ThreadsServer {
 public:
  ThreadsServer(http::Handler handler, const http::ServerOptions& options);
  ~ThreadsServer();

  /// The port that was bound; at most 0 when none was.
  int port() const;

  /// Lets the requests in flight finish. Idempotent.
  void stop();

 private:
  class Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace sellsign::testing
