#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sellsign::http {

/// What one request may cost, in bytes where not said otherwise.
struct RequestLimits {
  std::size_t target = 8 * 1024;  ///< request target; longer: 414
  std::size_t head = 32 * 1024;   ///< request line, header fields, trailers, chunk extensions; more: 431
  std::size_t fields = 100;       ///< number of header fields; more: 431
  std::size_t body = 16 * 1024 * 1024;  ///< after the transfer coding is taken off; longer: 413
  std::string_view long_prefix{};       ///< targets that begin so have a limit of their own; empty: none do
  std::size_t long_body = 0;            ///< that limit of theirs

  bool operator==(const RequestLimits&) const = default;
};

/// Why a request is not taken: what to answer before closing.
struct RequestFault {
  int status = 400;
  std::string sentence;
};

/// An incremental HTTP/1.1 request parser over llhttp that keeps no bytes: it remembers where things stand in
/// the caller's buffer. Refuses what requests are smuggled with: both lengths, doubled lengths, bare line
/// feeds, folded fields, NUL, a missing or doubled Host, transfer codings other than chunked. For one thread
/// at a time; not movable.
class RequestParser {
 public:
  enum class Progress : std::uint8_t {
    more,            ///< the request is not whole yet
    wants_go_ahead,  ///< as `more`, and the client waits for 100 Continue; said once
    whole,           ///< the request is there
    refused          ///< `fault()` says why; the parser is of no use until `reset`
  };

  explicit RequestParser(const RequestLimits& limits);
  ~RequestParser();
  RequestParser(const RequestParser&) = delete;
  RequestParser& operator=(const RequestParser&) = delete;

  /// Goes on with a request. `message` begins with the request's first byte and holds all that has come, also
  /// what earlier calls have seen (it may have moved in the meantime).
  Progress feed(std::string_view message);

  /// Ready for the next request.
  void reset();

  /// Whether a byte of a request has been seen since `reset`.
  bool started() const;
  /// Whether the request's head is complete.
  bool head_done() const;
  /// Bytes of memory that it holds for a chunked body.
  std::size_t held() const;
  /// When whole: how many bytes of `message` were this request.
  std::size_t length() const;

  // What follows is valid when whole. Views point into `message`, except a chunked body, which the parser
  // holds until `reset`.
  std::string_view method() const;
  std::string_view target(std::string_view message) const;
  std::size_t field_count() const;
  std::string_view field_name(std::string_view message, std::size_t index) const;
  std::string_view field_value(std::string_view message, std::size_t index) const;
  std::string_view body(std::string_view message) const;
  bool keep_alive() const;  ///< the connection may carry another request
  bool is_http_1_0() const;

  /// Valid when refused.
  const RequestFault& fault() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace sellsign::http
