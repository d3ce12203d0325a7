#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "api/endpoints.h"
#include "api/fields.h"
#include "base/json/json.h"

namespace sellsign::mock {

/// What is shown in place of a token.
inline constexpr std::string_view k_shown_token = "***";

/// Which requests a fault is about; what is not given matches all.
struct FaultMatch {
  const api::Endpoint* call = nullptr;
  std::optional<std::string> number;  ///< of the customer
  std::optional<std::string> token;
  std::vector<std::pair<std::string, std::string>> parameters;  ///< request name, exact value
  std::uint64_t nth = 0;  ///< only the n-th request that matches the rest; 0: all of them
};

/// When a fault is applied to the requests that match.
struct FaultSchedule {
  std::uint64_t first = 0;         ///< only to so many; 0: no end
  std::uint64_t every = 1;         ///< to every k-th
  double probability = 1;          ///< then by chance
  std::optional<Timestamp> from;   ///< in mock time; included
  std::optional<Timestamp> until;  ///< in mock time; not included
};

/// Times by the share of answers that take no longer, ascending; between them a straight line, outside the
/// nearest one. One point: a fixed time.
using LatencyPoints = std::vector<std::pair<double, std::chrono::nanoseconds>>;

/// Times whose logarithm is normally distributed.
struct LogNormal {
  std::chrono::nanoseconds median{0};
  double sigma = 0;
};

using Latency = std::variant<LatencyPoints, LogNormal>;

/// A bucket for each token.
struct Rate {
  double per_second = 1;
  double burst = 1;
};

/// The keys of an effect, as bits.
enum class Part : std::uint16_t {
  latency = 1U << 0U,
  status = 1U << 1U,
  body = 1U << 2U,
  reset = 1U << 3U,
  close_after = 1U << 4U,
  empty = 1U << 5U,
  malformed_json = 1U << 6U,
  bytes_per_second = 1U << 7U,
  no_answer = 1U << 8U,
  rate_limit = 1U << 9U,
  before = 1U << 10U,  ///< the call is not performed
  headers = 1U << 11U
};

constexpr unsigned operator|(Part a, Part b) { return static_cast<unsigned>(a) | static_cast<unsigned>(b); }
constexpr unsigned operator|(unsigned a, Part b) { return a | static_cast<unsigned>(b); }

/// What a fault does. What is not among its parts has no meaning.
struct FaultEffect {
  unsigned parts = 0;  ///< of `Part`
  Latency latency;
  int status = 500;
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;  ///< beside those of the answer
  std::string content_type;                                  ///< empty: that of the answer
  std::size_t close_after = 0;
  std::size_t bytes_per_second = 0;  ///< in mock time
  Rate rate;

  bool has(Part part) const { return (parts & static_cast<unsigned>(part)) != 0; }
  bool has_any(unsigned of) const { return (parts & of) != 0; }
};

/// One fault. Immutable once read.
struct FaultRule {
  std::string name;
  bool enabled = true;
  FaultMatch match;
  FaultSchedule schedule;
  FaultEffect effect;
  JsonPtr written;  ///< the object that it was read from
};

/// What is done to one request.
struct FaultAction {
  std::string name;  ///< of the fault
  std::shared_ptr<const FaultEffect> effect;
  std::chrono::nanoseconds latency{0};  ///< in mock time
  std::int64_t retry_after = 0;         ///< seconds of mock time; of a rate limit
};

}  // namespace sellsign::mock
