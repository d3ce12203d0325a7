#include "http/server/server.h"

#include <algorithm>
#include <utility>

#include "http/server/event_loop.h"

namespace sellsign::http {
namespace {

/// The client usually shares the machine.
int default_threads() { return std::max(1, static_cast<int>(std::thread::hardware_concurrency() / 2)); }

}  // namespace

Server::Server(Handler handler, const ServerOptions& options, net::Listener listener)
    : share_(std::make_unique<ServerShare>(std::move(handler), options)), listener_(std::move(listener)) {
  if (share_->options.threads == 0) share_->options.threads = default_threads();
}

Server::~Server() { stop(); }

Result<> Server::prepare() {
  const ServerOptions& options = share_->options;
  if (std::max(options.limits.body, options.limits.long_body) > options.buffered)
    return usage_error(
        "a body may not be longer than what may be held in all (--max-body, --admin-max-body, "
        "--max-buffered)");
  for (int i = 0; i < options.threads; ++i) {
    auto poller = net::Poller::make();
    if (!poller) return Error{ErrorKind::unreachable, poller.error().message};
    loops_.push_back(std::make_unique<EventLoop>(*share_, *std::move(poller)));
  }
  return std::monostate{};
}

void Server::begin() {
  std::vector<EventLoop*> all;
  for (const auto& loop : loops_) all.push_back(loop.get());
  loops_.front()->accept_from(listener_, all);
  for (EventLoop* loop : all) threads_.emplace_back([loop] { loop->run(); });
}

ServerCounts Server::counts() const {
  ServerCounts counts{share_->connections, share_->buffered, 0, loops_.size(), {}};
  for (const auto& loop : loops_) {
    counts.ready += loop->ready();
    counts.busy += loop->busy();
  }
  return counts;
}

void Server::stop() {
  share_->stopping = true;
  for (const auto& loop : loops_) loop->wake();
  for (std::thread& thread : threads_)
    if (thread.joinable()) thread.join();
  share_->late.stop();
  listener_.close();
}

Result<std::unique_ptr<Server>> start_server(Handler handler, const ServerOptions& options) {
  auto listener = net::Listener::open(options.host, options.port, options.port_flag);
  if (!listener) return Error{ErrorKind::unreachable, listener.error().message};
  std::unique_ptr<Server> server(new Server(std::move(handler), options, *std::move(listener)));
  if (auto prepared = server->prepare(); !prepared) return prepared.error();
  server->begin();
  return server;
}

std::string url_of(std::string_view scheme, const ServerOptions& options, int port) {
  std::string host = options.host;
  if (host == "0.0.0.0" || host == net::Listener::k_loopback) host = "127.0.0.1";
  if (host == "::") host = "::1";
  if (host.find(':') != std::string::npos) host = "[" + host + "]";
  return std::string(scheme) + "://" + host + ":" + std::to_string(port);
}

}  // namespace sellsign::http
