#include "tests/support/threads_server.h"

#include <sys/socket.h>
#include <thread>

#include <httplib.h>

#include "net/socket.h"

namespace sellsign::testing {
namespace {

constexpr int k_default_threads = 256;
constexpr std::chrono::seconds k_idle{2};

void write_reply(const http::Reply& reply, httplib::Response& response) {
  response.status = reply.status;
  for (const auto& [name, value] : reply.headers) response.headers.emplace(name, value);
  response.set_content(std::string(reply.content()), std::string(reply.content_type.text()));
}

/// Only SO_REUSEADDR: the library's default lets two servers share a port, which hides that it is in use.
void set_listener_options(socket_t socket) {
  const int yes = 1;
  setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
}

/// Stops at `longest` bytes: the library's own limit does not see chunked bodies.
bool read_all(const httplib::ContentReader& read, std::size_t longest, std::string& body) {
  return read([&](const char* data, std::size_t length) {
    if (body.size() + length > longest) return false;
    body.append(data, length);
    return true;
  });
}

/// The library gives multipart bodies in parts only. No call that is built takes one, so all that is kept is
/// that it was one: text that the mock refuses as neither JSON nor a form.
bool drop_parts(const httplib::ContentReader& read, std::string& body) {
  body = "--multipart";
  return read([](const httplib::MultipartFormData& /*part*/) { return true; },
              [](const char* /*data*/, std::size_t /*length*/) { return true; });
}

/// What the library refused before a handler saw it.
std::string framing_sentence(int status) {
  switch (status) {
    case 413:
      return "The request body is too long.";
    case 414:
      return "The request target is too long; send the parameters in the body of a POST.";
    default:
      return "The request is not valid HTTP/1.1.";
  }
}

}  // namespace

class ThreadsServer::Inside {
 public:
  Inside(http::Handler given, const http::ServerOptions& options) : handler_(std::move(given)) {
    configure(options);
    bound_ = options.port;
    const bool listens = options.port == 0 ? (bound_ = server_.bind_to_any_port(options.host)) > 0
                                           : server_.bind_to_port(options.host, options.port);
    if (!listens) {
      bound_ = 0;
      return;
    }
    listener_ = std::thread([this] { server_.listen_after_bind(); });
    while (!server_.is_running()) std::this_thread::yield();
  }
  ~Inside() { stop(); }

  int port() const { return bound_; }

  void stop() {
    if (!listener_.joinable()) return;
    server_.stop();
    listener_.join();
  }

 private:
  void answer(const httplib::Request& request, std::string_view body, httplib::Response& response) const {
    std::vector<http::HeaderView> headers;
    headers.reserve(request.headers.size());
    for (const auto& [name, value] : request.headers) headers.push_back({name, value});
    const std::string_view target = request.target;
    const std::size_t mark = target.find('?');
    http::Request seen;
    seen.verb = request.method;
    seen.path = target.substr(0, mark);
    if (mark != std::string_view::npos) seen.query = target.substr(mark + 1);
    seen.query = seen.query.substr(0, seen.query.find('#'));
    seen.headers = headers;
    seen.body = body;
    seen.from_loopback = net::is_loopback(request.remote_addr);
    // The library would cut the answer to a Range; the request object is its own and not constant.
    const_cast<httplib::Request&>(request).ranges.clear();
    http::Reply reply = handler_(seen);
    write_reply(reply.later ? reply.later() : reply, response);
  }

  /// A body is announced by one of two fields; without them the library would wait for the end of the
  /// connection.
  static bool announces_body(const httplib::Request& request) {
    return request.has_header("Transfer-Encoding") ||
           (request.has_header("Content-Length") && request.get_header_value("Content-Length") != "0");
  }

  void add_routes() {
    server_.set_pre_routing_handler([this](const httplib::Request& request, httplib::Response& response) {
      const std::string& verb = request.method;
      const bool reads_body = verb == "POST" || verb == "PUT" || verb == "PATCH" || verb == "DELETE";
      if (reads_body && announces_body(request)) return httplib::Server::HandlerResponse::Unhandled;
      answer(request, "", response);
      return httplib::Server::HandlerResponse::Handled;
    });
    const auto with_body = [this](const httplib::Request& request, httplib::Response& response,
                                  const httplib::ContentReader& read) {
      std::string body;
      const bool whole =
          request.is_multipart_form_data() ? drop_parts(read, body) : read_all(read, longest_body_, body);
      if (whole)
        answer(request, body, response);
      else if (request.has_header("Transfer-Encoding") && !request.is_multipart_form_data())
        response.status = 413;
    };
    server_.Post(".*", with_body).Put(".*", with_body).Patch(".*", with_body).Delete(".*", with_body);
  }

  void configure(const http::ServerOptions& options) {
    const auto threads = static_cast<std::size_t>(options.threads == 0 ? k_default_threads : options.threads);
    server_.new_task_queue = [threads] {
      return new httplib::ThreadPool(threads);
    };  // the library deletes it
    server_.set_socket_options(set_listener_options);
    server_.set_tcp_nodelay(true);
    server_.set_keep_alive_max_count(1'000'000);
    server_.set_keep_alive_timeout(k_idle.count());
    longest_body_ = options.limits.body;
    server_.set_payload_max_length(longest_body_);
    server_.set_error_handler(
        [refused = options.refused](const httplib::Request& /*request*/, httplib::Response& response) {
          if (response.has_header("Content-Type")) return;
          const std::string sentence = framing_sentence(response.status);
          http::Reply reply = http::text_reply(response.status, sentence);
          if (refused) refused(reply, "");
          response.set_content(std::string(reply.content()), std::string(reply.content_type.text()));
        });
    server_.set_exception_handler(
        [](const httplib::Request&, httplib::Response& response, const std::exception_ptr&) {
          write_reply(http::text_reply(500, "mock bug: an exception escaped the handler."), response);
        });
    add_routes();
  }

  httplib::Server server_;
  http::Handler handler_;
  int bound_ = 0;
  std::size_t longest_body_ = 0;
  std::thread listener_;
};

ThreadsServer::ThreadsServer(http::Handler handler, const http::ServerOptions& options)
    : inside_(std::make_unique<Inside>(std::move(handler), options)) {}

ThreadsServer::~ThreadsServer() = default;

int ThreadsServer::port() const { return inside_->port(); }

void ThreadsServer::stop() { inside_->stop(); }

}  // namespace sellsign::testing
