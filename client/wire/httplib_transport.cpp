#include "client/wire/httplib_transport.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <fcntl.h>
#include <mutex>
#include <optional>
#include <sys/socket.h>
#include <utility>
#include <vector>

#include <httplib.h>

#include "base/fd.h"
#include "client/wire/answer_stream.h"
#include "client/wire/watchdog.h"
#include "http/response_parser.h"
#include "net/sigpipe.h"

namespace sellsign::client {
namespace {

using Clock = std::chrono::steady_clock;

/// What one client of httplib lends to its exchange.
struct AnswerReading {
  explicit AnswerReading(const http::TransportOptions& options)
      : limits(options.deadlines), parser(false, {.body = options.largest_body}) {}

  http::Deadlines limits;
  http::ResponseParser parser;
  std::optional<net::WireError> problem;
  Clock::time_point last_news;
};

/// A client of httplib whose answers are read by an AnswerStream.
template <class Base>
class GuardedClient final : public Base {
 public:
  GuardedClient(const http::Url& url, AnswerReading& reading) : Base(url.host, url.port), reading_(reading) {}

 private:
  bool process_socket(const typename Base::Socket& socket,
                      std::function<bool(httplib::Stream&)> exchange) override {
    AnswerStream stream(socket.sock, socket.ssl, reading_.limits, reading_.parser);
    const bool done = exchange(stream);
    reading_.problem = stream.problem();
    reading_.last_news = stream.last_news();
    return done;
  }

  AnswerReading& reading_;
};

/// One httplib client with at most one connection. For one exchange at a time.
class Connection {
 public:
  Connection(const http::Target& target, const http::TransportOptions& options);

  httplib::ClientImpl& http() { return *http_; }
  AnswerReading& reading() { return reading_; }

  /// Why the certificate was refused, when it was: OpenSSL trusts one that is only for another host.
  std::string verdict() const {
    const long result = tls_ == nullptr ? X509_V_OK : tls_->get_openssl_verify_result();
    if (result == X509_V_OK) return "the certificate is not for this host";
    return std::string("the certificate is not trusted: ") + X509_verify_cert_error_string(result);
  }

  /// Ends what is under way, from another thread. httplib's own stop() would wait for a connect or a TLS
  /// handshake to end, so this goes to the socket, by a descriptor of our own that nobody else closes.
  void abort() {
    const std::lock_guard lock(mutex_);
    aborted_ = true;
    if (socket_.open()) ::shutdown(socket_.get(), SHUT_RDWR);
  }

  bool aborted() const {
    const std::lock_guard lock(mutex_);
    return aborted_;
  }

  bool used = false;  ///< has carried an exchange

 private:
  void watch(int fd) {
    const std::lock_guard lock(mutex_);
    socket_ = Fd(::fcntl(fd, F_DUPFD_CLOEXEC, 0));
  }

  AnswerReading reading_;
  std::unique_ptr<httplib::ClientImpl> http_;
  const httplib::SSLClient* tls_ = nullptr;
  mutable std::mutex mutex_;  // guards what follows
  Fd socket_;
  bool aborted_ = false;
};

Connection::Connection(const http::Target& target, const http::TransportOptions& options)
    : reading_(options) {
  if (target.url.tls) {
    auto client = std::make_unique<GuardedClient<httplib::SSLClient>>(target.url, reading_);
    client->enable_server_certificate_verification(options.verify_tls);
    if (!options.ca_file.empty()) client->set_ca_cert_path(options.ca_file);
    tls_ = client.get();
    http_ = std::move(client);
  } else {
    http_ = std::make_unique<GuardedClient<httplib::ClientImpl>>(target.url, reading_);
  }
  const http::Deadlines& limits = options.deadlines;
  http_->set_hostname_addr_map({{target.url.host, target.address}});
  http_->set_connection_timeout(std::min(limits.connect, limits.total));
  http_->set_read_timeout(std::min(limits.read, limits.total));
  http_->set_write_timeout(std::min(limits.read, limits.total));
  http_->set_keep_alive(true);
  http_->set_follow_location(false);
  http_->set_url_encode(false);
  http_->set_tcp_nodelay(true);
  http_->set_socket_options([this](auto fd) { watch(static_cast<int>(fd)); });
}

/// What became of one attempt. `error` is httplib's.
struct Attempt {
  bool ok = false;
  httplib::Error error = httplib::Error::Success;
  http::Response response;
  std::optional<net::WireError> problem;  ///< with the answer
  bool answered = false;                  ///< a byte of the answer has come
  bool was_used = false;                  ///< the connection had carried an exchange before
  bool aborted = false;
  bool interrupted = false;  ///< aborted because the user wants to stop
  std::string verdict;
  Clock::time_point begin;
  Clock::time_point last_news;  ///< when something was sent or came

  bool late(std::chrono::milliseconds read) const { return aborted || Clock::now() - last_news >= read; }
  bool never_connected() const {
    switch (error) {
      case httplib::Error::Connection:
      case httplib::Error::ConnectionTimeout:
      case httplib::Error::BindIPAddress:
      case httplib::Error::SSLConnection:
      case httplib::Error::SSLLoadingCerts:
      case httplib::Error::SSLServerVerification:
        return true;
      default:
        return false;
    }
  }
};

httplib::Request to_httplib(const http::HttpRequest& request, const http::Target& target) {
  httplib::Request made;
  made.method = request.verb;
  made.path = target.url.prefix + request.target;
  for (const auto& [name, value] : request.headers) made.headers.emplace(name, value);
  if (!made.has_header("Host")) made.headers.emplace("Host", http::host_field(target.url));
  if (request.body.empty() || made.has_header("Content-Type")) {
    made.body = request.body;
    return made;
  }
  // A body in `body` would be called text/plain; one from a provider is not given a type.
  made.content_length_ = request.body.size();
  made.content_provider_ = [&body = request.body](std::size_t offset, std::size_t length,
                                                  httplib::DataSink& sink) {
    return sink.write(body.data() + offset, length);
  };
  return made;
}

}  // namespace

struct HttplibTransport::State {
  http::Target target;
  http::TransportOptions options;
  std::mutex mutex;                               // guards idle
  std::vector<std::unique_ptr<Connection>> idle;  // the one used last is at the back
  Watchdog watchdog;

  std::unique_ptr<Connection> take_idle() {
    const std::lock_guard lock(mutex);
    if (idle.empty()) return nullptr;
    auto connection = std::move(idle.back());
    idle.pop_back();
    return connection;
  }

  void keep(std::unique_ptr<Connection> connection) {
    const std::lock_guard lock(mutex);
    idle.push_back(std::move(connection));
  }

  Attempt attempt(const http::HttpRequest& request, Clock::time_point deadline,
                  std::unique_ptr<Connection> connection);
  Error explain(const Attempt& attempt) const;
};

Attempt HttplibTransport::State::attempt(const http::HttpRequest& request, Clock::time_point deadline,
                                         std::unique_ptr<Connection> connection) {
  if (connection == nullptr) connection = std::make_unique<Connection>(target, options);
  Attempt made;
  made.was_used = std::exchange(connection->used, true);
  httplib::Request sent = to_httplib(request, target);
  httplib::Response told;
  AnswerReading& reading = connection->reading();
  reading.parser.restart(request.verb == "HEAD");
  reading.problem.reset();
  made.begin = reading.last_news = Clock::now();
  {
    const http::Interruption interruption(options.interrupted);
    const auto bark = [&]() -> std::optional<Clock::time_point> {
      made.interrupted = interruption.came();
      if (!made.interrupted && Clock::now() < deadline) return interruption.next_look(deadline);
      connection->abort();
      return std::nullopt;
    };
    const Watchdog::Watch watch(watchdog, interruption.next_look(deadline), bark);
    made.ok = connection->http().send(sent, told, made.error);
  }
  made.problem = reading.problem;
  made.answered = reading.parser.started();
  made.last_news = reading.last_news;
  made.aborted = connection->aborted();
  made.ok = made.ok && !made.aborted;  // its end is no end of an answer
  if (made.error == httplib::Error::SSLServerVerification) made.verdict = connection->verdict();
  if (made.ok) made.response = reading.parser.take();
  if (made.ok) keep(std::move(connection));
  return made;
}

Error HttplibTransport::State::explain(const Attempt& attempt) const {
  if (attempt.interrupted)
    return {ErrorKind::transport, "interrupted while waiting for " + http::place_of(target)};
  switch (attempt.error) {
    case httplib::Error::SSLLoadingCerts:
      return http::unreachable(target, "cannot read the CA file " + options.ca_file, http::k_ca_advice);
    case httplib::Error::SSLServerVerification:
      return http::unreachable(target, attempt.verdict, http::k_tls_advice);
    case httplib::Error::SSLConnection:
      return http::unreachable(target, "the TLS handshake failed", http::k_tls_advice);
    default:
      break;
  }
  if (attempt.never_connected())
    return http::unreachable(target,
                             attempt.error == httplib::Error::ConnectionTimeout ? "it did not answer in time"
                                                                                : "refused, or no way there",
                             http::k_connect_advice);
  if (attempt.problem && !attempt.aborted)
    return {ErrorKind::transport,
            "the exchange broke with " + http::place_of(target) + ": " + attempt.problem->message};
  const std::string progress = attempt.answered ? " in the answer" : " before an answer";
  if (attempt.late(std::min(options.deadlines.read, options.deadlines.total)))
    return {ErrorKind::timeout,
            "no complete answer in time from " + http::place_of(target) + ": time ran out" + progress};
  return {ErrorKind::transport, "the connection to " + http::place_of(target) + " broke" + progress + " (" +
                                    httplib::to_string(attempt.error) + ")"};
}

HttplibTransport::HttplibTransport(http::Target target, http::TransportOptions options)
    : state_(std::make_unique<State>()) {
  state_->target = std::move(target);
  state_->options = std::move(options);
}

HttplibTransport::~HttplibTransport() {
  const net::SigpipeGuard guard;
  state_.reset();
}

Result<http::HttpReply> HttplibTransport::exchange(const http::HttpRequest& request) {
  if (std::string fault = http::framing_fault(request); !fault.empty()) return usage_error(std::move(fault));
  const net::SigpipeGuard guard;
  State& state = *state_;
  const auto deadline = Clock::now() + state.options.deadlines.total;
  try {
    Attempt made = state.attempt(request, deadline, state.take_idle());
    const bool stale = !made.ok && made.was_used && !made.answered && !made.never_connected() &&
                       !made.late(std::min(state.options.deadlines.read, state.options.deadlines.total));
    if (stale && state.options.resend_when_stale) made = state.attempt(request, deadline, nullptr);
    if (!made.ok) return state.explain(made);
    http::HttpReply reply;
    reply.service_time = Clock::now() - made.begin;
    reply.status = made.response.status;
    reply.headers = std::move(made.response.headers);
    reply.body = std::move(made.response.body);
    return reply;
  } catch (const std::exception& exception) {
    return Error{ErrorKind::internal, std::string("cpp-httplib failed: ") + exception.what()};
  }
}

}  // namespace sellsign::client
