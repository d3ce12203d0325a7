#include "client/wire/httplib_transport.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <exception>
#include <fcntl.h>
#include <mutex>
#include <netdb.h>
#include <optional>
#include <poll.h>
#include <sys/socket.h>
#include <utility>
#include <vector>

#include <httplib.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include "base/number.h"
#include "client/wire/watchdog.h"
#include "http/response_parser.h"
#include "net/sigpipe.h"
#include "net/socket.h"

namespace sellsign::client {
namespace {

using Clock = std::chrono::steady_clock;

/// The bytes of one exchange under httplib: it connects, and writes the request; the answer is read by our
/// own parser, with its limits. httplib's would follow a status line by recursion and holds endless lines.
class AnswerStream final : public httplib::Stream {
 public:
  AnswerStream(int socket, SSL* tls, const http::Deadlines& limits, http::ResponseParser& parser)
      : socket_(socket), tls_(tls), limits_(limits), parser_(parser) {}

  /// Why there is no answer, when that is not the connection's end or silence.
  const std::optional<net::WireError>& problem() const { return problem_; }
  /// When something was sent or came.
  Clock::time_point last_news() const { return last_news_; }

  /// Tells httplib, once the answer is whole, that one without a body has come.
  ssize_t read(char* into, std::size_t size) override {
    if (told_.empty() && !fetch()) return -1;
    const std::size_t count = std::min(size, told_.size() - at_);
    std::copy_n(told_.data() + at_, count, into);
    at_ += count;
    return static_cast<ssize_t>(count);
  }

  ssize_t write(const char* bytes, std::size_t size) override {
    for (;;) {
      if (!is_ready(POLLOUT)) return -1;
      const ssize_t put = tls_ == nullptr ? ::send(socket_, bytes, size, MSG_NOSIGNAL) : put_tls(bytes, size);
      if (put >= 0) last_news_ = Clock::now();
      if (put >= 0 || !may_go_on(put)) return put;
    }
  }

  bool is_readable() const override { return net::wait_ready(socket_, POLLIN, Clock::now()).ok(); }
  bool is_writable() const override { return net::wait_ready(socket_, POLLOUT, Clock::now()).ok(); }
  void get_remote_ip_and_port(std::string& ip, int& port) const override { name(::getpeername, ip, port); }
  void get_local_ip_and_port(std::string& ip, int& port) const override { name(::getsockname, ip, port); }
  socket_t socket() const override { return socket_; }

 private:
  /// Reads until the answer is whole.
  bool fetch() {
    std::array<char, 16 * 1024> buffer;
    while (!parser_.done()) {
      const ssize_t got = receive(buffer.data(), buffer.size());
      if (got < 0) return false;
      const std::size_t count = static_cast<std::size_t>(got);
      const auto taken = got > 0 ? parser_.feed({buffer.data(), count}) : ended();
      if (!taken) return problem_ = taken.error(), false;
      is_kept_ = got > 0 && *taken == count;
    }
    is_kept_ = is_kept_ && parser_.response().keep_alive;
    told_ = std::string("HTTP/1.1 204 No Content\r\nConnection: ") + (is_kept_ ? "keep-alive" : "close") +
            "\r\n\r\n";
    return true;
  }

  net::WireResult<std::size_t> ended() {
    const auto finished = parser_.finish();
    if (!finished) return finished.error();
    return std::size_t{0};
  }

  /// How many bytes have come; 0 at the end, -1 when none come.
  ssize_t receive(char* into, std::size_t size) {
    for (;;) {
      const bool is_inside = tls_ != nullptr && SSL_pending(tls_) > 0;
      if (!is_inside && !is_ready(POLLIN)) return -1;
      const ssize_t got = tls_ == nullptr ? ::recv(socket_, into, size, 0) : get_tls(into, size);
      if (got > 0) last_news_ = Clock::now();
      if (got >= 0 || !may_go_on(got)) return got;
    }
  }

  bool is_ready(short events) const {
    const auto silence = std::min(limits_.read, limits_.total);
    return net::wait_ready(socket_, events, Clock::now() + silence).ok();
  }

  bool may_go_on(ssize_t outcome) const {
    if (tls_ == nullptr) return errno == EINTR || errno == EAGAIN;
    const int error = SSL_get_error(tls_, static_cast<int>(outcome));
    return error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE;
  }

  ssize_t get_tls(char* into, std::size_t size) {
    ERR_clear_error();
    const int got = SSL_read(tls_, into, static_cast<int>(size));
    return got <= 0 && SSL_get_error(tls_, got) == SSL_ERROR_ZERO_RETURN ? 0 : got > 0 ? got : -1;
  }

  ssize_t put_tls(const char* bytes, std::size_t size) {
    constexpr std::size_t k_most = 1 << 30;
    ERR_clear_error();
    const int put = SSL_write(tls_, bytes, static_cast<int>(std::min(size, k_most)));
    return put > 0 ? put : -1;
  }

  template <class Ask>
  void name(Ask ask, std::string& ip, int& port) const {
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    std::array<char, NI_MAXHOST> host{};
    std::array<char, NI_MAXSERV> service{};
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    if (ask(socket_, generic, &size) != 0 ||
        ::getnameinfo(generic, size, host.data(), host.size(), service.data(), service.size(),
                      NI_NUMERICHOST | NI_NUMERICSERV) != 0)
      return;
    ip = host.data();
    port = read_whole<int>(service.data()).value_or(0);
  }

  int socket_;
  SSL* tls_;
  const http::Deadlines& limits_;
  http::ResponseParser& parser_;
  std::optional<net::WireError> problem_;
  Clock::time_point last_news_ = Clock::now();
  bool is_kept_ = false;
  std::string told_;
  std::size_t at_ = 0;
};

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
