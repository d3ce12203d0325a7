#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace sellsign::http {

/// Header fields in the order they are sent or were received; names keep their case.
using Headers = std::vector<std::pair<std::string, std::string>>;

/// One request, ready for the wire. `target` is path and query, already percent-encoded.
struct HttpRequest {
  std::string verb = "GET";
  std::string target = "/";
  Headers headers{};
  std::string body{};
};

/// One answer. `service_time` runs from the first byte sent to the last byte received.
struct HttpReply {
  int status = 0;
  Headers headers{};
  std::string body{};
  std::chrono::nanoseconds service_time{};
};

/// The first header of that name (case does not count), or null. The pointer lives as long as `headers`.
const std::string* find_header(const Headers& headers, std::string_view name);

/// Limits of one exchange. Each is its own clock; `total` covers everything from resolve to last byte.
struct Deadlines {
  std::chrono::milliseconds connect{5'000};
  std::chrono::milliseconds read{10'000};  ///< longest silence while an answer is awaited
  std::chrono::milliseconds total{30'000};

  /// For an exchange that may take `total`, all of it in silence; a connection still has to come about as
  /// soon as usual.
  static Deadlines within(std::chrono::milliseconds total);
};

/// Carries requests to one server. The only virtual thing between a caller and the wire.
/// Thread-safe: any number of threads may call `exchange` at once.
class Transport {
 public:
  virtual ~Transport() = default;

  /// Sends the request, waits for the whole answer. Any HTTP status is a success here; errors are
  /// `unreachable`, `timeout` and `transport`. Never follows a redirect.
  virtual Result<HttpReply> exchange(const HttpRequest& request) = 0;
};

}  // namespace sellsign::http
