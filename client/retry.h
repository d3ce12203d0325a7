#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <random>

#include "api/endpoints.h"
#include "client/call.h"
#include "http/client/transport.h"

namespace sellsign::client {

/// When and how often a request that failed for a passing reason is sent again.
struct RetryOptions {
  int attempts = 1;  ///< in all, the first included; 1 never repeats. 3 suits a server behind a proxy
  std::chrono::milliseconds base{100};   ///< bound of the first pause; doubles with each further one
  std::chrono::milliseconds cap{5'000};  ///< bound that the doubling stops at
  std::chrono::milliseconds retry_after_cap{
      30'000};             ///< longest pause that a server's Retry-After can ask for
  std::uint64_t seed = 0;  ///< for the jitter; 0: a different one each time
  std::function<void(std::chrono::milliseconds)>
      sleep{};  ///< empty: really sleeps. Called from the caller's thread
};

/// Whether sending the call a second time does no more than sending it once: reads, and upserts that carry
/// their key. A signatory is found again by its names, e-mail and customer, a free field by its key; a
/// customer without a number would be made twice.
bool safe_to_repeat(const api::Endpoint& endpoint, const Parameters& parameters);

/// Whether the outcome may be different next time: no connection, a broken or silent one, or status 429, 502,
/// 503, 504.
bool may_pass(const Result<http::HttpReply>& outcome);

/// Sends requests again by RetryOptions. Each attempt has deadlines of its own. Thread-safe.
class Retrier {
 public:
  explicit Retrier(RetryOptions options);

  /// One exchange, repeated while it may pass if `safe`; the last outcome. A Retry-After replaces the pause
  /// (up to its cap).
  Result<http::HttpReply> exchange(http::Transport& transport, const http::HttpRequest& request, bool safe);

  /// The pause after the given failed attempt (from 1): between 0 and min(cap, base * 2^(attempt - 1)),
  /// evenly spread.
  std::chrono::milliseconds pause_after(int attempt);

 private:
  std::chrono::milliseconds pause(int attempt, const Result<http::HttpReply>& outcome);

  RetryOptions options_;
  std::mutex mutex_;  // guards random_
  std::mt19937_64 random_;
};

}  // namespace sellsign::client
