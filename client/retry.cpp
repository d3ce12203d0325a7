#include "client/retry.h"

#include <algorithm>
#include <thread>

namespace sellsign::client {
namespace {

/// Whether the parameters say the key of what the call writes.
bool carries_key(const api::Endpoint& endpoint, const Parameters& parameters) {
  for (const Parameter& parameter : parameters) {
    const api::FieldInfo* row = api::find_parameter(endpoint, parameter.name);
    if (row == nullptr || row->role != api::Role::key) continue;
    const auto* text = std::get_if<std::string>(&parameter.value);
    return text == nullptr || !text->empty();
  }
  return false;
}

}  // namespace

bool safe_to_repeat(const api::Endpoint& endpoint, const Parameters& parameters) {
  if (endpoint.repeat == api::Repeat::with_key) return carries_key(endpoint, parameters);
  return endpoint.repeat == api::Repeat::always;
}

bool may_pass(const Result<http::HttpReply>& outcome) {
  if (outcome) {
    const int status = outcome->status;
    return status == 429 || status == 502 || status == 503 || status == 504;
  }
  const ErrorKind kind = outcome.error().kind;
  return kind == ErrorKind::unreachable || kind == ErrorKind::timeout || kind == ErrorKind::transport;
}

Retrier::Retrier(RetryOptions options)
    : options_(std::move(options)), random_(options_.seed != 0 ? options_.seed : std::random_device{}()) {
  if (!options_.sleep)
    options_.sleep = [](std::chrono::milliseconds time) { std::this_thread::sleep_for(time); };
}

std::chrono::milliseconds Retrier::pause_after(int attempt) {
  constexpr int k_most_doublings = 20;
  const auto doubled = options_.base * (std::int64_t{1} << std::clamp(attempt - 1, 0, k_most_doublings));
  const auto bound = std::max(std::chrono::milliseconds(0), std::min(options_.cap, doubled));
  std::uniform_int_distribution<std::chrono::milliseconds::rep> even(0, bound.count());
  const std::lock_guard lock(mutex_);
  return std::chrono::milliseconds(even(random_));
}

std::chrono::milliseconds Retrier::pause(int attempt, const Result<http::HttpReply>& outcome) {
  if (outcome)
    if (const auto asked = http::retry_after(*outcome))
      return std::min<std::chrono::milliseconds>(*asked, options_.retry_after_cap);
  return pause_after(attempt);
}

Result<http::HttpReply> Retrier::exchange(http::Transport& transport, const http::HttpRequest& request,
                                          bool safe) {
  for (int attempt = 1;; ++attempt) {
    auto outcome = transport.exchange(request);
    if (!safe || attempt >= options_.attempts || !may_pass(outcome)) return outcome;
    options_.sleep(pause(attempt, outcome));
  }
}

}  // namespace sellsign::client
