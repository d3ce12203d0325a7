#pragma once

#include <memory>
#include <string>
#include <sys/types.h>
#include <vector>

#include "cli/flags/mock.h"
#include "cli/flags/service.h"
#include "cli/program/command.h"
#include "cli/program/output.h"
#include "mock_server/admin/admin.h"
#include "mock_server/data/data_keeper.h"

namespace sellsign::cli {

/// What `sellsign mock` is made from.
struct ProgramParts {
  const MockFlags& mock;
  const ServiceFlags& service;
  const std::string& port_file;  ///< empty: none
  const Invocation& invocation;
  const Output& output;
  TlsSetup tls;
  mock::ServiceOptions options;
  std::string admin_token;
};

/// A running `sellsign mock`: the service, its control API and their fronts.
class MockProgram {
 public:
  explicit MockProgram(ProgramParts parts);

  /// Loads, listens, and serves until a signal or the end of the command behind `--`.
  ExitCode run();

 private:
  ExitCode serve();
  void remove_port_file() const;
  void withdraw_port() const;
  mock::AdminOptions admin_options(std::string token);
  /// Whether the control API is on the mock's own port.
  bool has_admin_beside() const { return !parts_.service.no_admin && !parts_.service.admin_port; }
  http::Reply answer_options() const;
  http::Reply answer_root(const http::Request& request) const;
  http::Reply handle(const http::Request& request);
  http::Reply handle_admin(const http::Request& request);
  void warn_of_ignored_data_flags() const;
  bool load();
  void reload();
  Result<> claim_file();
  Result<> keep_file();
  Result<> start();
  http::RequestLimits limits_with_admin(const http::ServerOptions& front) const;
  Result<> open(http::Handler handler, const http::ServerOptions& options);
  Result<> write_files() const;
  std::string url_of_admin() const;
  ExitCode announce(pid_t& child);

  ProgramParts parts_;
  mock::Service service_;
  mock::Admin admin_;
  std::unique_ptr<mock::DataKeeper> keeper_;            ///< of --data; null without
  std::vector<std::unique_ptr<http::Server>> servers_;  ///< the mock's, then that of --admin-port
};

}  // namespace sellsign::cli
