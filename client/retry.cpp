#include "client/retry.h"

#include <algorithm>
#include <optional>
#include <thread>

#include "base/number.h"

namespace sellsign::client {
namespace {

/// The value of the parameter that carries the row's field, or null.
const ParameterValue* find_value(const api::Endpoint& endpoint, const Parameters& parameters,
                                 std::string_view name) {
  for (const Parameter& parameter : parameters) {
    const api::FieldInfo* row = api::find_parameter(endpoint, parameter.name);
    if (row != nullptr && row->name == name) return &parameter.value;
  }
  return nullptr;
}

bool is_empty(const ParameterValue& value) {
  const auto* text = std::get_if<std::string>(&value);
  return text != nullptr && text->empty();
}

std::optional<std::chrono::seconds> retry_after(const http::HttpReply& reply) {
  const std::string* text = http::find_header(reply.headers, "Retry-After");
  if (text == nullptr) return std::nullopt;
  const auto seconds = read_whole<std::uint32_t>(*text);
  if (!seconds) return std::nullopt;
  return std::chrono::seconds(*seconds);
}

}  // namespace

bool safe_to_repeat(const api::Endpoint& endpoint, const Parameters& parameters) {
  if (endpoint.effect == api::Effect::read) return true;
  switch (endpoint.call) {
    case api::Call::select_or_create_customer: {
      const ParameterValue* number = find_value(endpoint, parameters, "number");
      return number != nullptr && !is_empty(*number);
    }
    case api::Call::get_or_create_contractor:
    case api::Call::get_or_create_customer_property:
      return true;
    default:
      return false;
  }
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
    if (const auto asked = retry_after(*outcome))
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
