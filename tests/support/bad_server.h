#pragma once

#include <arpa/inet.h>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <mutex>
#include <netinet/in.h>
#include <poll.h>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

#include <openssl/ssl.h>

namespace sellsign::testing {

/// The server's end of one connection, as a script sees it. Blocking.
class Peer {
 public:
  Peer(int fd, SSL* ssl) : fd_(fd), ssl_(ssl) {}

  /// Reads up to the end of a request with as many body bytes as its Content-Length says. Empty when the
  /// client is gone.
  std::string read_request() {
    std::string request;
    char byte = 0;
    while (!request.ends_with("\r\n\r\n"))
      if (read(&byte, 1) == 1)
        request += byte;
      else
        return {};
    const std::size_t length = request.find("Content-Length: ");
    const int body = length == request.npos ? 0 : std::atoi(request.c_str() + length + 16);
    for (int i = 0; i < body && read(&byte, 1) == 1; ++i) request += byte;
    return request;
  }

  /// False when the client does not take it any more.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const long put = ssl_ != nullptr ? SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size()))
                                       : ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (put <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(put));
    }
    return true;
  }

  /// Sends a whole answer.
  bool answer(std::string_view body, std::string_view status = "200 OK", std::string_view header = "") {
    return send("HTTP/1.1 " + std::string(status) + "\r\nContent-Length: " + std::to_string(body.size()) +
                "\r\n" + std::string(header) + "\r\n" + std::string(body));
  }

  /// Sends the bytes one by one, `pace` apart, until the client has had enough.
  void drip(std::string_view bytes, std::chrono::milliseconds pace = std::chrono::milliseconds(10)) {
    for (const char& byte : bytes)
      if (client_left_within(pace) || !send({&byte, 1})) return;
  }

  /// Waits until the client closes, but no longer than this; -1 ms waits for ever.
  bool client_left_within(std::chrono::milliseconds time) {
    pollfd watched{fd_, POLLRDHUP, 0};
    return poll(&watched, 1, static_cast<int>(time.count())) != 0;
  }

  void wait_for_client_to_leave() { client_left_within(std::chrono::milliseconds(-1)); }

  /// Ends the connection at once, so that the client meets a reset.
  void reset() {
    const linger at_once{1, 0};
    setsockopt(fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  }

 private:
  long read(char* into, std::size_t size) {
    return ssl_ != nullptr ? SSL_read(ssl_, into, static_cast<int>(size)) : ::recv(fd_, into, size, 0);
  }

  int fd_;
  SSL* ssl_;
};

/// A loopback port that nobody listens at and that nobody else can take while this lives: a connection to it
/// is refused.
class DeafPort {
 public:
  DeafPort() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)), port_(bind_to_loopback(socket_)) {}
  ~DeafPort() { ::close(socket_); }
  DeafPort(const DeafPort&) = delete;
  DeafPort& operator=(const DeafPort&) = delete;

  int port() const { return port_; }

  /// Binds a socket to any free port of 127.0.0.1, and returns the port.
  static int bind_to_loopback(int socket) {
    sockaddr_in place{};
    place.sin_family = AF_INET;
    place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof place;
    ::bind(socket, reinterpret_cast<sockaddr*>(&place), size);
    ::getsockname(socket, reinterpret_cast<sockaddr*>(&place), &size);
    return ntohs(place.sin_port);
  }

 private:
  int socket_;
  int port_;
};

/// A server on a loopback port of its own that treats each connection by a script and closes it when the
/// script ends. It may misbehave in every way that bytes can. With a TLS context it speaks TLS.
class BadServer {
 public:
  using Script = std::function<void(Peer& peer, int connection)>;  // connections count from 0

  explicit BadServer(Script script, SSL_CTX* tls = nullptr) : script_(std::move(script)), tls_(tls) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    port_ = DeafPort::bind_to_loopback(listener_);
    ::listen(listener_, 64);
    acceptor_ = std::thread([this] { accept_all(); });
  }

  ~BadServer() {
    ::shutdown(listener_, SHUT_RDWR);  // ends accept()
    acceptor_.join();
    {
      const std::lock_guard lock(mutex_);
      for (const int fd : open_) ::shutdown(fd, SHUT_RDWR);
    }
    for (std::thread& thread : threads_) thread.join();
    ::close(listener_);
  }

  BadServer(const BadServer&) = delete;
  BadServer& operator=(const BadServer&) = delete;

  int port() const { return port_; }
  std::string url() const {
    return (tls_ != nullptr ? "https" : "http") + ("://127.0.0.1:" + std::to_string(port_));
  }
  int connections() const { return connections_; }

 private:
  void accept_all() {
    for (;;) {
      const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (fd < 0) return;
      const std::lock_guard lock(mutex_);
      open_.push_back(fd);
      threads_.emplace_back([this, fd, number = connections_++] { serve(fd, number); });
    }
  }

  void serve(int fd, int number) {
    SSL* ssl = nullptr;
    if (tls_ != nullptr) {
      ssl = SSL_new(tls_);
      SSL_set_fd(ssl, fd);
    }
    if (ssl == nullptr || SSL_accept(ssl) == 1) {
      Peer peer(fd, ssl);
      script_(peer, number);
      if (ssl != nullptr) SSL_shutdown(ssl);
    }
    SSL_free(ssl);
    const std::lock_guard lock(mutex_);
    std::erase(open_, fd);
    ::close(fd);
  }

  Script script_;
  SSL_CTX* tls_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<int> connections_ = 0;
  std::mutex mutex_;  // guards what follows
  std::vector<int> open_;
  std::vector<std::thread> threads_;
  std::thread acceptor_;
};

}  // namespace sellsign::testing
