#include "cli/commands/mock_program.h"

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <functional>
#include <unistd.h>

#include "cli/commands/start_state.h"
#include "cli/program/note_writer.h"
#include "cli/program/signals.h"
#include "mock_server/calls/refusal.h"
#include "mock_server/service/uneven_counts.h"

namespace sellsign::cli {
namespace {

/// Waits until a signal or the end of the child asks to stop; returns the exit code to give. SIGHUP reloads;
/// when the terminal is gone, it stops. Where there is a child, signals go to it.
int wait_for_end(const BlockedSignals& signals, pid_t child, const std::function<void()>& reload) {
  while (true) {
    const CaughtSignal signal = signals.wait();
    if (signal.number == SIGHUP && !signal.hang_up && child == 0) {
      reload();
    } else if (signal.number != SIGCHLD) {
      if (child == 0) return 0;
      if (!signal.of_terminal) kill(child, signal.number);  // else the terminal has told it
    } else if (child != 0) {
      if (const int status = status_of_child(child); status >= 0) return status;
    }
  }
}

std::string masked(const OptionValue& option) {
  return option.name == "--token" && option.origin != "default" ? "***" : option.value;
}

}  // namespace

MockProgram::MockProgram(ProgramParts parts)
    : parts_(std::move(parts)),
      service_(std::move(parts_.options)),
      admin_(service_, admin_options(std::move(parts_.admin_token))) {}

mock::AdminOptions MockProgram::admin_options(std::string token) {
  mock::AdminOptions options;
  options.token = std::move(token);
  options.version = SELLSIGN_VERSION;
  for (const OptionValue& option : parts_.invocation.options)
    options.config.push_back({option.name, masked(option), option.origin});
  options.front = [this] { return servers_.empty() ? http::ServerCounts{} : servers_.front()->counts(); };
  if (!parts_.service.data.empty()) options.save = [this] { return keeper_->save(); };
  return options;
}

/// Nobody finds the port of an earlier mock. A link stays one.
void MockProgram::remove_port_file() const {
  std::error_code none;
  if (std::filesystem::is_regular_file(parts_.port_file, none))
    std::filesystem::remove(resolved_path(parts_.port_file), none);
}

/// At the end, unless another mock has written its own there.
void MockProgram::withdraw_port() const {
  std::error_code none;
  if (servers_.empty() || !std::filesystem::is_regular_file(parts_.port_file, none)) return;
  const auto text = bytes_of(parts_.port_file);
  if (text && *text == std::to_string(servers_.front()->port()) + "\n") remove_port_file();
}

ExitCode MockProgram::run() {
  remove_port_file();
  const ExitCode ended = serve();
  withdraw_port();
  return ended;
}

ExitCode MockProgram::serve() {
  const BlockedSignals signals({SIGINT, SIGTERM, SIGCHLD, SIGHUP});
  standard_error().never_wait();
  raise_file_limit();
  warn_of_ignored_data_flags();
  if (const auto claimed = claim_file(); !claimed) return fail(claimed.error(), parts_.output);
  if (const EndsAtOnce nothing_to_save; !load()) return ExitCode::usage;
  if (const auto kept = keep_file(); !kept) return fail(kept.error(), parts_.output);
  if (const auto started = start(); !started) return fail(started.error(), parts_.output);
  admin_.set_ready();
  pid_t child = 0;
  if (const auto announced = announce(child); announced != ExitCode::held && !stop_is_wanted())
    return announced;
  const int status = wait_for_end(signals, child, [this] { reload(); });
  BlockedSignals::give_back();
  for (const auto& front : servers_) front->stop();
  const std::vector<std::string> uneven = mock::uneven_counts_of(service_);
  for (const std::string& sentence : uneven) parts_.output.error(sentence);
  if (const auto saved = keeper_ ? keeper_->save() : Result<>(); !saved)
    return parts_.output.error(saved.error().message), ExitCode::unreachable;
  return uneven.empty() ? static_cast<ExitCode>(status) : ExitCode::unreachable;
}

Result<> MockProgram::claim_file() {
  if (parts_.service.data.empty()) return {};
  keeper_ = std::make_unique<mock::DataKeeper>(
      service_.namespaces().main().store(),
      mock::DataKeeper::Options{.path = parts_.service.data, .note = [this](const std::string& sentence) {
                                  parts_.output.note("sellsign: " + sentence + "\n");
                                }});
  return keeper_->claim();
}

/// From now on the file follows the state. A new one is there at once: not when all would be lost.
Result<> MockProgram::keep_file() {
  if (!keeper_) return {};
  keeper_->start();
  return std::filesystem::exists(parts_.service.data) ? Result<>() : keeper_->save();
}

/// An existing --data file wins over --seed-data and --generate; says so where both are given.
void MockProgram::warn_of_ignored_data_flags() const {
  const ServiceFlags& flags = parts_.service;
  if (flags.data.empty() || !std::filesystem::exists(flags.data)) return;
  for (const auto& [flag, value] :
       {std::pair{"--seed-data", &parts_.mock.seed_data}, {"--generate", &flags.generate}})
    if (!value->empty())
      parts_.output.note("sellsign: " + std::string(flag) + " was passed over: the state is that of " +
                         flags.data + ", which is there already\n");
}

/// Loads the state and the faults to start with; says what is wrong and changes nothing then.
bool MockProgram::load() {
  const Problems problems =
      start_with(parts_.mock.seed_data, parts_.service, keeper_.get(), service_.namespaces());
  for (const Problem& problem : problems) parts_.output.error(problem.where + ": " + problem.what);
  return problems.empty();
}

void MockProgram::reload() {
  if (parts_.mock.seed_data.empty() && parts_.service.data.empty() && parts_.service.faults.empty())
    return parts_.output.note("sellsign: SIGHUP: there is no file to read again; the state stays\n");
  if (!load()) {
    if (keeper_) keeper_->leave_file();
    return parts_.output.note("sellsign: nothing was reloaded; the state stays as it is" +
                              (keeper_ ? ", and goes to " + keeper_->path() : "") + "\n");
  }
  const std::size_t customers = service_.namespaces().main().store().size();
  parts_.output.note("sellsign: reloaded: " + std::to_string(customers) +
                     (customers == 1 ? " customer\n" : " customers\n"));
}

/// Leads to the page: what waits for a server, and who opens its address, begins here. A page that asks for a
/// token is for browsers only; others are told what this is.
http::Reply MockProgram::answer_root(const http::Request& request) const {
  const bool is_browser = http::header_value(request, "Accept").find("text/html") != std::string_view::npos;
  const bool leads = !parts_.service.no_admin && (admin_.options().token.empty() || is_browser);
  http::Reply reply;
  reply.body = "This is a mock of SELL&SIGN; its calls are under /calinda/hub/";
  reply.body += parts_.service.no_admin ? ".\n" : ", its page is " + url_of_admin() + "\n";
  reply.date = service_.now();
  if (!leads) return reply;
  reply.status = 302;
  reply.headers.emplace_back("Location", has_admin_beside() ? "/__admin/" : url_of_admin());
  return reply;
}

/// What the server as a whole can do (RFC 9110, 9.3.7).
http::Reply MockProgram::answer_options() const {
  http::Reply reply;
  reply.status = 204;
  reply.date = service_.now();
  reply.headers.emplace_back("Allow", "GET, HEAD, POST, PUT, DELETE, OPTIONS");
  return reply;
}

http::Reply MockProgram::handle(const http::Request& request) {
  if (request.verb == "OPTIONS" && request.path == "*") return answer_options();
  const bool reads = request.verb == "GET" || request.verb == "HEAD";
  if (reads && request.path == "/" && request.query.empty()) return answer_root(request);
  return has_admin_beside() && mock::Admin::owns(request.path) ? admin_.handle(request)
                                                               : service_.handle(request);
}

http::Reply MockProgram::handle_admin(const http::Request& request) {
  if (mock::Admin::owns(request.path)) return admin_.handle(request);
  return mock::refusal(404, "This port has the control API only, under /__admin/.");
}

/// The control API takes longer bodies. Where nobody asked for a limit it follows what the front can hold.
http::RequestLimits MockProgram::limits_with_admin(const http::ServerOptions& front) const {
  http::RequestLimits limits = front.limits;
  const std::size_t wanted = parts_.service.admin_max_body;
  const bool asked = wanted != ServiceFlags::k_admin_max_body;
  limits.long_prefix = "/__admin/";
  limits.long_body = asked ? wanted : std::max(limits.body, std::min(wanted, front.buffered));
  return limits;
}

Result<> MockProgram::open(http::Handler handler, const http::ServerOptions& options) {
  auto front = http::start_server(std::move(handler), options);
  if (!front) return front.error();
  servers_.push_back(*std::move(front));
  return {};
}

Result<> MockProgram::start() {
  const std::optional<int> admin_port = parts_.service.no_admin ? std::nullopt : parts_.service.admin_port;
  http::ServerOptions options = parts_.mock.front;
  if (has_admin_beside()) options.limits = limits_with_admin(options);
  options.tls = parts_.tls.identity;
  options.note = [this](const std::string& line) { parts_.output.note("sellsign: " + line + "\n"); };
  options.refused = [this](http::Reply& refusal, std::string_view origin) {
    service_.note_refused(refusal, origin);
  };
  auto opened = open([this](const http::Request& request) { return handle(request); }, options);
  if (!opened || !admin_port) return opened;
  options.port = *admin_port;
  options.port_flag = "--admin-port";
  options.threads = 1;
  options.limits = limits_with_admin(options);
  options.refused = [this](http::Reply& refusal, std::string_view /*origin*/) {
    service_.note_refused(refusal, "");  // no page of another origin reads what is said on this port
  };
  return open([this](const http::Request& request) { return handle_admin(request); }, options);
}

/// What others wait for or need to trust the mock.
Result<> MockProgram::write_files() const {
  const int port = servers_.front()->port();
  const auto trust = publish_authority(parts_.tls, parts_.mock.clients, port);
  if (!trust) return trust.error();
  parts_.output.note(*trust);
  const std::string& file = parts_.port_file;
  if (file.empty()) return std::monostate{};
  const bool is_pipe = std::filesystem::exists(file) && !std::filesystem::is_regular_file(file);
  const std::string line = std::to_string(port) + "\n";
  return is_pipe ? write_file(file, line, stop_is_wanted) : replace_file(resolved_path(file), line);
}

/// Empty when there is no control API.
std::string MockProgram::url_of_admin() const {
  if (parts_.service.no_admin) return "";
  return http::url_of("http", parts_.mock.front, servers_.back()->port()) + "/__admin/";
}

/// Says where it listens, and starts the command behind `--`.
ExitCode MockProgram::announce(pid_t& child) {
  const int port = servers_.front()->port();
  const std::string url = http::url_of("http", parts_.mock.front, port);
  if (const auto written = write_files(); !written) return fail(written.error(), parts_.output);
  std::string ready = "listening on " + url;
  const std::string secure_url = http::url_of("https", parts_.mock.front, port);
  if (parts_.tls.identity) ready += " and " + secure_url;
  ready += "\n";
  if (const std::string admin = url_of_admin(); !admin.empty())
    parts_.output.note("control API and page on " + admin + "\n");
  if (parts_.invocation.after_dashes.empty()) return print(ready, parts_.output);
  parts_.output.note(ready);  // stdout belongs to the command
  std::vector<std::string> variables = trust_variables(parts_.tls, parts_.mock.clients);
  variables.push_back("SELLSIGN_URL=" + (variables.empty() ? url : secure_url));
  const auto started = start_program(parts_.invocation.after_dashes, variables);
  if (!started) return fail(started.error(), parts_.output);
  child = *started;
  return ExitCode::held;
}

}  // namespace sellsign::cli
