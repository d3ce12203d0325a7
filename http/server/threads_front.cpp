#include "http/server/threads_front.h"

#include <cerrno>
#include <cstring>
#include <sys/socket.h>
#include <thread>

#include <httplib.h>

#include "net/socket.h"

namespace sellsign::http {
namespace {

constexpr int k_default_threads = 256;
constexpr std::chrono::seconds k_idle{2};

/// Does of a delivery what a thread can do. The answer to send.
Reply deliver(Reply reply) {
  Delivery rest = reply.delivery;
  rest.delay = {};
  if (rest != Delivery{})
    return text_reply(
        501, "This answer's delivery (slow, cut, reset or never) needs the event front (--front event).");
  if (reply.delivery.delay.count() > 0) std::this_thread::sleep_for(reply.delivery.delay);
  return reply;
}

void write_reply(const Reply& reply, httplib::Response& response) {
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

class ThreadsFront final : public Front {
 public:
  ~ThreadsFront() override { stop(); }

  Result<> begin(Handler given, const FrontOptions& options) {
    handler_ = std::move(given);
    configure(options);
    errno = 0;
    bound_ = options.port;
    const bool listens = options.port == 0 ? (bound_ = server_.bind_to_any_port(options.host)) > 0
                                           : server_.bind_to_port(options.host, options.port);
    if (!listens)
      return Error{
          ErrorKind::unreachable,
          "cannot listen on " + options.host + ":" + std::to_string(options.port) + ": " +
              (errno == 0 ? "the host is not an address of this machine" : std::strerror(errno)) +
              (errno == EADDRINUSE ? " (choose another with --port, or --port 0 for any free one)" : ""),
          0, ""};
    listener_ = std::thread([this] { server_.listen_after_bind(); });
    while (!server_.is_running()) std::this_thread::yield();
    return std::monostate{};
  }

  int port() const override { return bound_; }

  FrontCounts counts() const override { return {}; }

  void stop() override {
    if (!listener_.joinable()) return;
    server_.stop();
    listener_.join();
  }

 private:
  void answer(const httplib::Request& request, std::string_view body, httplib::Response& response) const {
    std::vector<HeaderView> headers;
    headers.reserve(request.headers.size());
    for (const auto& [name, value] : request.headers) headers.push_back({name, value});
    const std::string_view target = request.target;
    const std::size_t mark = target.find('?');
    Request seen;
    seen.verb = request.method;
    seen.path = target.substr(0, mark);
    if (mark != std::string_view::npos) seen.query = target.substr(mark + 1);
    seen.query = seen.query.substr(0, seen.query.find('#'));
    seen.headers = headers;
    seen.body = body;
    seen.from_loopback = net::is_loopback(request.remote_addr);
    // The library would cut the answer to a Range; the request object is its own and not constant.
    const_cast<httplib::Request&>(request).ranges.clear();
    Reply reply = handler_(seen);
    write_reply(deliver(reply.later ? reply.later() : std::move(reply)), response);
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

  void configure(const FrontOptions& options) {
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
          if (refused) refused(response.status, sentence);
          response.set_content(sentence, "text/plain;charset=UTF-8");
        });
    server_.set_exception_handler(
        [](const httplib::Request&, httplib::Response& response, const std::exception_ptr&) {
          write_reply(text_reply(500, "mock bug: an exception escaped the handler."), response);
        });
    add_routes();
  }

  httplib::Server server_;
  Handler handler_;
  int bound_ = 0;
  std::size_t longest_body_ = 0;
  std::thread listener_;
};

/// Whether nothing but the longest body was asked for.
bool has_its_limits(const FrontOptions& options) {
  FrontOptions fixed;
  fixed.limits.body = options.limits.body;
  return options.limits == fixed.limits && options.times == fixed.times &&
         options.connections == fixed.connections && options.buffered == fixed.buffered;
}

}  // namespace

Result<std::unique_ptr<Front>> start_threads_front(Handler handler, const FrontOptions& options) {
  if (options.tls) return Error{ErrorKind::usage, "the threads front has no TLS; use --front event"};
  if (!has_its_limits(options))
    return Error{ErrorKind::usage, "the threads front has fixed limits, except --max-body; use --front event",
                 0, ""};
  auto front = std::make_unique<ThreadsFront>();
  if (auto begun = front->begin(std::move(handler), options); !begun) return begun.error();
  return std::unique_ptr<Front>(std::move(front));
}

}  // namespace sellsign::http
