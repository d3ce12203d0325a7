#include "http/client/raw_transport.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <utility>
#include <variant>

#include "http/response_parser.h"
#include "net/socket.h"
#include "net/tls.h"

namespace sellsign::http {

using Clock = std::chrono::steady_clock;

struct RawTransport::State {
  Target target;
  TransportOptions options;
  std::optional<net::WireResult<net::TlsContext>> tls;  ///< only for https
};

namespace {

constexpr std::size_t k_raw_read_size = 16 * 1024;
using Stream = std::variant<net::Socket, net::TlsStream>;

/// A failure after the first byte of the request may have been sent.
Error exchange_error(const Target& target, const net::WireError& error) {
  const bool late = error.kind == net::Failure::timeout;
  return {late ? ErrorKind::timeout : ErrorKind::transport,
          (late ? "no complete answer in time from " : "the exchange broke with ") + place_of(target) + ": " +
              error.message};
}

Result<Stream> open_stream(const Target& target, const net::WireResult<net::TlsContext>* tls,
                           Clock::time_point deadline) {
  if (tls != nullptr && !tls->ok()) return unreachable(target, tls->error().message, k_ca_advice);
  auto socket = net::Socket::connect(target.address, target.url.port, deadline);
  if (!socket) return unreachable(target, socket.error().message, k_connect_advice);
  if (tls == nullptr) return Stream(*std::move(socket));
  auto stream = net::TlsStream::handshake(*std::move(socket), tls->value(), target.url.host, deadline);
  if (!stream) return unreachable(target, stream.error().message, k_tls_advice);
  return Stream(*std::move(stream));
}

net::WireResult<std::size_t> read_some(Stream& stream, std::span<char> buffer, Clock::time_point until,
                                       const Interruption& interruption) {
  for (;;) {
    const auto look = interruption.next_look(until);
    auto got = std::visit([&](auto& open) { return open.read_some(buffer, look); }, stream);
    if (got || got.error().kind != net::Failure::timeout || look >= until) return got;
    if (interruption.came()) return net::WireError{net::Failure::broken, "interrupted while waiting"};
  }
}

net::WireResult<> read_answer(Stream& stream, ResponseParser& parser, std::chrono::milliseconds silence,
                              Clock::time_point deadline, const Interruption& interruption) {
  std::array<char, k_raw_read_size> buffer;
  while (!parser.done()) {
    const auto until = std::min(deadline, Clock::now() + silence);
    const auto got = read_some(stream, buffer, until, interruption);
    if (!got) return got.error();
    if (*got == 0) return parser.finish();
    const auto taken = parser.feed({buffer.data(), *got});
    if (!taken) return taken.error();
    if (Clock::now() >= deadline && !parser.done())
      return net::WireError{net::Failure::timeout, "the answer comes too slowly"};
  }
  return std::monostate{};
}

}  // namespace

std::string raw_bytes(const HttpRequest& request, std::string_view prefix, std::string_view host) {
  std::string bytes = request.verb + " ";
  bytes.append(prefix).append(request.target).append(" HTTP/1.1\r\n");
  if (find_header(request.headers, "Host") == nullptr) bytes.append("Host: ").append(host).append("\r\n");
  for (const auto& [name, value] : request.headers)
    bytes.append(name).append(": ").append(value).append("\r\n");
  if (!request.body.empty() && find_header(request.headers, "Content-Length") == nullptr &&
      find_header(request.headers, "Transfer-Encoding") == nullptr)
    bytes.append("Content-Length: ").append(std::to_string(request.body.size())).append("\r\n");
  return bytes.append("\r\n").append(request.body);
}

RawTransport::RawTransport(Target target, TransportOptions options) {
  auto state = std::make_unique<State>(State{std::move(target), std::move(options), std::nullopt});
  if (state->target.url.tls)
    state->tls = net::TlsContext::make({state->options.verify_tls, state->options.ca_file});
  state_ = std::move(state);
}

RawTransport::~RawTransport() = default;

Result<HttpReply> RawTransport::exchange(const HttpRequest& request) {
  const Target& target = state_->target;
  const Deadlines& deadlines = state_->options.deadlines;
  const Interruption interruption(state_->options.interrupted);
  const auto begin = Clock::now();
  const auto deadline = begin + deadlines.total;
  auto stream = open_stream(target, state_->tls ? &*state_->tls : nullptr,
                            std::min(deadline, begin + deadlines.connect));
  if (!stream) return stream.error();

  const auto sent = Clock::now();
  const std::string bytes = raw_bytes(request, target.url.prefix, host_field(target.url));
  const net::WireResult<> written =
      std::visit([&](auto& open) { return open.write_all(bytes, deadline); }, *stream);
  if (!written && written.error().kind == net::Failure::timeout)
    return exchange_error(target, written.error());

  // A server may answer and close before it has read everything, so a failed write is not the last word.
  ResponseParser parser(request.verb == "HEAD", {.body = state_->options.largest_body});
  const net::WireResult<> read = read_answer(*stream, parser, deadlines.read, deadline, interruption);
  if (!read) return exchange_error(target, written ? read.error() : written.error());

  HttpReply reply;
  reply.service_time = Clock::now() - sent;
  Response response = parser.take();
  reply.status = response.status;
  reply.headers = std::move(response.headers);
  reply.body = std::move(response.body);
  return reply;
}

}  // namespace sellsign::http
