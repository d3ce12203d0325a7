#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

#include <httplib.h>
#include <openssl/ssl.h>

#include "http/client/transport.h"
#include "http/response_parser.h"

namespace sellsign::client {

/// The bytes of one exchange under httplib: it connects, and writes the request; the answer is read by our
/// own parser, with its limits. httplib's would follow a status line by recursion and holds endless lines.
/// For one thread; what it is given must outlive it.
class AnswerStream final : public httplib::Stream {
 public:
  using Clock = std::chrono::steady_clock;

  /// `tls` is null for plain HTTP.
  AnswerStream(int socket, SSL* tls, const http::Deadlines& limits, http::ResponseParser& parser)
      : socket_(socket), tls_(tls), limits_(limits), parser_(parser) {}

  /// Why there is no answer, when that is not the connection's end or silence.
  const std::optional<net::WireError>& problem() const { return problem_; }
  /// When something was sent or came.
  Clock::time_point last_news() const { return last_news_; }

  /// Tells httplib, once the answer is whole, that one without a body has come.
  ssize_t read(char* into, std::size_t size) override;
  ssize_t write(const char* bytes, std::size_t size) override;
  bool is_readable() const override;
  bool is_writable() const override;
  void get_remote_ip_and_port(std::string& ip, int& port) const override;
  void get_local_ip_and_port(std::string& ip, int& port) const override;
  socket_t socket() const override { return socket_; }

 private:
  bool fetch();
  net::WireResult<std::size_t> ended();
  ssize_t receive(char* into, std::size_t size);
  bool is_ready(short events) const;
  bool may_go_on(ssize_t outcome) const;
  ssize_t get_tls(char* into, std::size_t size);
  ssize_t put_tls(const char* bytes, std::size_t size);

  int socket_;
  SSL* tls_;
  const http::Deadlines& limits_;
  http::ResponseParser& parser_;
  std::optional<net::WireError> problem_;
  Clock::time_point last_news_ = Clock::now();
  bool is_kept_ = false;
  std::string ready_bytes_;
  std::size_t at_ = 0;
};

}  // namespace sellsign::client
