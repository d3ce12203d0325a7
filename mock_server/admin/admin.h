#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/percent.h"
#include "base/result.h"
#include "mock_server/service/service.h"

namespace sellsign::mock {

/// One flag of the running program.
struct ConfigRow {
  std::string name;    ///< with its dashes
  std::string value;   ///< secrets are `***`
  std::string origin;  ///< default, file, environment or flag
};

/// What the control API needs to know beside the service. Functions are called from the server's threads.
struct AdminOptions {
  std::string token;    ///< clients have to send it as a bearer token; empty: loopback only
  std::string version;  ///< of the program
  std::vector<ConfigRow> config;
  std::function<http::ServerCounts()> front{};  ///< how busy the server is
  std::function<Result<>()> save{};  ///< writes the state to the file of --data; empty: there is none
};

class Admin;

/// One request of the control API, matched.
struct AdminCall {
  Admin& admin;
  Service& service;
  Namespace& space;
  std::string_view body;
  std::vector<std::string> parts;  ///< the values of the {...} of the path, decoded
  QueryPairs query;
  Timestamp now;                     ///< by the clock of the namespace, when it was asked
  std::shared_ptr<Namespace> keeps;  ///< of `space`, for an answer that is made later

  /// The value of a query parameter, or null.
  const std::string* find(std::string_view name) const;
};

/// How long an answer to a request without a long body takes to make. What takes long is made where nobody
/// else waits for it (`Reply::later`).
enum class Cost : std::uint8_t {
  brief,     ///< a moment
  of_state,  ///< grows with what the namespace holds: a moment while that is little (`is_small`)
  late       ///< long
};

/// One row: a verb and a path of the control API, and what it does.
struct AdminRoute {
  std::string_view verb;
  std::string_view path;   ///< behind `/__admin/`, with {name} for a part that varies
  std::string_view query;  ///< parameters it takes, separated by spaces; all take `namespace`
  std::string_view about;
  http::Reply (*run)(AdminCall& call);
  bool takes_body = false;
  Cost cost = Cost::brief;
};

/// Every route.
std::span<const AdminRoute> admin_routes();

/// The control API under `/__admin/`. Thread-safe.
class Admin {
 public:
  static constexpr std::string_view k_prefix = "/__admin";

  Admin(Service& service, AdminOptions options) : service_(service), options_(std::move(options)) {}

  /// Whether a path belongs to the control API, whatever is behind the prefix.
  static bool owns(std::string_view path);

  /// Answers a request: JSON, or a refusal as JSON with `error`. Long ones are to be made by `Reply::later`.
  http::Reply handle(const http::Request& request);

  /// Seed data is loaded: `readyz` says so from now on.
  void set_ready() { ready_ = true; }
  bool ready() const { return ready_; }
  const AdminOptions& options() const { return options_; }

 private:
  http::Reply answer(const http::Request& request);
  Result<std::shared_ptr<Namespace>> namespace_for(const http::Request& request,
                                                   const std::string* name) const;

  Service& service_;
  AdminOptions options_;
  std::atomic<bool> ready_{false};
};

}  // namespace sellsign::mock
