#pragma once

#include <atomic>
#include <cstdint>
#include <functional>

#include "http/server/server.h"
#include "mock_server/service/cors.h"
#include "mock_server/service/meter.h"
#include "mock_server/service/namespaces.h"

namespace sellsign::mock {

/// What `sellsign mock` adds around the mock itself. The defaults are those of the program.
struct ServiceOptions {
  NamespaceOptions each_namespace;
  Isolation isolation = Isolation::off;
  std::size_t namespaces = 1000;  ///< at most, the default one included
  CorsRule cors;
  bool server_timing = false;  ///< every answer says how long the mock took (header Server-Timing)
  /// Called after each request of the vendor's API; from any thread.
  std::function<void(const http::Request&, const http::Reply&, std::chrono::nanoseconds service)> log{};
  /// Called after each request that a front refused; from any thread.
  std::function<void(int status, const std::string& sentence)> log_refused{};
};

/// The vendor's side of a running mock: finds the namespace of each request, answers, counts and remembers.
/// Thread-safe.
class Service {
 public:
  explicit Service(ServiceOptions options);

  /// Answers a request of the vendor's API.
  http::Reply handle(const http::Request& request);

  /// Counts, logs and writes down what a front refused before it was a request (ServerOptions::refused), and
  /// gives the answer its form and what lets the page of `origin` read it. The default namespace's journal
  /// has it, as an entry without verb and path.
  void note_refused(http::Reply& refusal, std::string_view origin);

  /// The time by the clock of the default namespace.
  Timestamp now() const { return namespaces_.main().clock().now(); }

  Namespaces& namespaces() { return namespaces_; }
  const Meter& meter() const { return meter_; }
  /// How many requests were refused because they named a namespace that could not be.
  std::uint64_t unplaced() const { return unplaced_.load(std::memory_order_relaxed); }
  const ServiceOptions& options() const { return options_; }

 private:
  http::Reply finished(const http::Request& request, http::Reply reply, std::chrono::nanoseconds took) const;
  void give_form(http::Reply& reply) const;

  ServiceOptions options_;
  Namespaces namespaces_;
  Meter meter_;
  std::atomic<std::uint64_t> unplaced_{0};
};

}  // namespace sellsign::mock
