#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "net/failure.h"

namespace sellsign::http {

/// What an answer may cost in memory, in bytes.
struct ResponseLimits {
  std::size_t reason = 8 * 1024;        ///< phrase of the status line
  std::size_t header = 64 * 1024;       ///< status line, header fields, trailers and chunk extensions
  std::size_t body = 64 * 1024 * 1024;  ///< after the transfer coding is taken off
};

/// One HTTP answer. Header fields in the order in which they came, names in their own case.
struct Response {
  int status = 0;
  std::string reason;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  bool keep_alive = false;  ///< the connection may carry another exchange
};

/// An incremental HTTP/1.1 response parser. Interim answers (1xx except 101) are skipped, trailers are
/// dropped. Movable; for one thread at a time.
class ResponseParser {
 public:
  /// `head` says that the answer belongs to a HEAD request and so has no body whatever its header says.
  explicit ResponseParser(bool head = false, ResponseLimits limits = {});
  ResponseParser(ResponseParser&&) noexcept;
  ResponseParser& operator=(ResponseParser&&) noexcept;
  ~ResponseParser();

  /// Ready for the next answer; keeps its memory.
  void restart(bool head);

  /// Takes bytes as they come and says how many belonged to this answer: all of them, unless it ended
  /// earlier. Failures `protocol` and `limit`; the parser is of no use afterwards.
  net::WireResult<std::size_t> feed(std::string_view bytes);

  /// The peer has closed: completes an answer whose body lasts until then. net::Failure `broken` when the
  /// answer is cut short.
  net::WireResult<> finish();

  /// Whether the answer is complete.
  bool done() const;

  /// Whether any byte has come.
  bool started() const;

  /// The answer, as far as it has come. Complete when `done()`.
  const Response& response() const;

  /// Moves the answer out; the parser is then only good for `restart` or destruction.
  Response take();

  /// Gives the answer in exchange for another one, whose memory is used for the next.
  void swap(Response& other);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace sellsign::http
