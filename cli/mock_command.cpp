#include <chrono>
#include <csignal>
#include <sys/resource.h>
#include <unistd.h>

#include <CLI/CLI.hpp>

#include "cli/command.h"
#include "cli/mock_flags.h"
#include "cli/output.h"
#include "cli/signals.h"
#include "mock_server/seed_data.h"

namespace sellsign::cli {
namespace {

struct Flags {
  MockFlags mock;
  std::string port_file;
  std::string log = "all";
};

/// The value of `action` or `m` as it stands in the query.
std::string_view method_of(const mock::Request& request) {
  for (std::string_view rest = request.query; !rest.empty();) {
    const std::string_view pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
    for (const std::string_view name : {"action=", "m="})
      if (pair.starts_with(name)) return pair.substr(name.size());
  }
  return {};
}

/// `POST customer/update selectOrCreateCustomer -> 200 in 0.1 ms`, and a line for each warning and for a
/// refusal's reason. Parameters are not logged: they hold personal data and tokens.
std::string log_lines(const mock::Request& request, const mock::Reply& reply, std::chrono::nanoseconds took) {
  constexpr std::string_view k_model = "/calinda/hub/selling/model/";
  std::string_view path = request.path;
  if (path.starts_with(k_model)) path.remove_prefix(k_model.size());
  char milliseconds[32];
  std::snprintf(milliseconds, sizeof milliseconds, "%.2f", static_cast<double>(took.count()) / 1e6);
  std::string lines = api::printable(request.verb, 10) + " " + api::printable(path) + " " +
                      api::printable(method_of(request)) + " -> " + std::to_string(reply.status) + " in " +
                      milliseconds + " ms\n";
  if (reply.status >= 400)
    lines += "    " + api::printable(reply.body.substr(0, reply.body.find('\n')), 300) + "\n";
  for (const auto& [name, value] : reply.headers)
    if (name == "X-Mock-Warning") lines += "    warning: " + value + "\n";
  return lines;
}

mock::Handler make_handler(mock::Mock& mock, const Output& output, const std::string& log) {
  if (log == "none") return [&mock](const mock::Request& request) { return mock.handle(request); };
  const bool all = log == "all";
  return [&mock, &output, all](const mock::Request& request) {
    const auto start = std::chrono::steady_clock::now();
    mock::Reply reply = mock.handle(request);
    if (all || reply.status >= 400 || !reply.headers.empty())
      output.note(log_lines(request, reply, std::chrono::steady_clock::now() - start));
    return reply;
  };
}

/// Waits until a signal or the end of the child asks to stop; returns the exit code to give.
int wait_for_end(const BlockedSignals& signals, pid_t child) {
  while (true) {
    const int signal = signals.wait();
    if (signal != SIGCHLD) {
      if (child == 0) return 0;
      kill(child, signal);
    } else if (child != 0) {
      if (const int status = status_of_child(child); status >= 0) return status;
    }
  }
}

client::Redactor redactor_for(const mock::MockOptions& options) {
  client::Redactor redactor;
  for (const std::string& token : options.tokens.only) redactor.add_token("token", token);
  return redactor;
}

ExitCode code_for(const api::Error& error) {
  return error.kind == api::ErrorKind::usage || error.kind == api::ErrorKind::internal
             ? ExitCode::usage
             : ExitCode::unreachable;
}

/// A connection is a file; programs start with a lower limit than they may have.
void raise_file_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

ExitCode serve(const Flags& flags, const Invocation& invocation, const Output& output, mock::Mock& mock) {
  const BlockedSignals signals({SIGINT, SIGTERM, SIGCHLD});
  raise_file_limit();
  mock::FrontOptions options = flags.mock.front;
  options.note = [&output](const std::string& line) { output.note("sellsign: " + line + "\n"); };
  auto front = mock::start_front(flags.mock.front_name, make_handler(mock, output, flags.log), options);
  if (!front) return output.error(front.error().message), code_for(front.error());
  const std::string url = mock::url_of("http", options, (*front)->port());
  if (!flags.port_file.empty())
    if (const auto written = write_file(flags.port_file, std::to_string((*front)->port()) + "\n"); !written)
      return output.error(written.error().message), ExitCode::usage;
  std::string ready = "listening on " + url;
  if (!options.tls_certificate.empty()) ready += " and " + mock::url_of("https", options, (*front)->port());
  ready += "\n";
  pid_t child = 0;
  if (invocation.after_dashes.empty()) {
    if (!output.result(ready)) return ExitCode::unreachable;
  } else {
    output.note(ready);  // stdout belongs to the command
    const auto started = start_program(invocation.after_dashes, "SELLSIGN_URL=" + url);
    if (!started) return output.error(started.error().message), ExitCode::usage;
    child = *started;
  }
  const int status = wait_for_end(signals, child);
  BlockedSignals::give_back();
  (*front)->stop();
  return static_cast<ExitCode>(status);
}

ExitCode run_mock(const Flags& flags, const Invocation& invocation) {
  if (flags.mock.list_settings)
    return Output().result(settings_help()) ? ExitCode::held : ExitCode::unreachable;
  auto options = mock_options(flags.mock);
  if (!options) return Output().error(options.error().message), code_for(options.error());
  const Output output(redactor_for(*options));
  mock::Mock mock(*std::move(options));
  if (!flags.mock.seed_data.empty()) {
    const auto text = read_file(flags.mock.seed_data);
    if (!text) return output.error(text.error().message), ExitCode::usage;
    const api::Problems problems = mock::seed(mock, flags.mock.seed_data, *text);
    for (const api::Problem& problem : problems) output.error(problem.where + ": " + problem.what);
    if (!problems.empty()) return ExitCode::usage;
  }
  return serve(flags, invocation, output, mock);
}

}  // namespace

Action add_mock(CLI::App& app) {
  auto flags = std::make_shared<Flags>();
  add_mock_flags(app, flags->mock);
  app.add_option("--port-file", flags->port_file, "Write the port here once it is listening")
      ->type_name("FILE")
      ->group("Network");
  app.add_option("--log", flags->log, "Requests to log on stderr: all, problems or none")
      ->check(CLI::IsMember({"all", "problems", "none"}))
      ->capture_default_str()
      ->group("Behaviour");
  return [flags](const Invocation& invocation) { return run_mock(*flags, invocation); };
}

}  // namespace sellsign::cli
