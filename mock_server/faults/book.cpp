#include "mock_server/faults/book.h"

#include <algorithm>
#include <mutex>

#include <nlohmann/json.hpp>

#include "mock_server/faults/draw.h"
#include "mock_server/faults/rate.h"
#include "mock_server/faults/reader.h"

namespace sellsign::mock {
namespace {

bool has_parameter(const api::Arguments& arguments, const std::pair<std::string, std::string>& wanted) {
  return std::ranges::any_of(arguments.all(), [&](const api::Argument& argument) {
    return argument.name == wanted.first && argument.text == wanted.second;
  });
}

bool matches(const FaultMatch& match, const FaultRequest& request) {
  if (match.call != nullptr && match.call != &request.row) return false;
  if (match.number && *match.number != request.number) return false;
  if (match.token && *match.token != request.token) return false;
  return std::ranges::all_of(
      match.parameters, [&](const auto& parameter) { return has_parameter(request.arguments, parameter); });
}

bool is_within(const FaultSchedule& schedule, const Clock& clock) {
  if (!schedule.from && !schedule.until) return true;
  const Timestamp now = clock.now();
  return (!schedule.from || now >= *schedule.from) && (!schedule.until || now < *schedule.until);
}

Problems too_much(std::size_t most) {
  return {{"body", "with it the faults of all namespaces would hold more than " +
                       std::to_string(most >> 20U) + " MiB; delete some first, or shorten their bodies"}};
}

}  // namespace

/// A fault with what it remembers. `meet` may be called by many threads at once.
class FaultBook::Kept {
 public:
  Kept(FaultRule rule, HeldBytes held)
      : held_(std::move(held)),
        rule_(std::move(rule)),
        effect_(std::make_shared<const FaultEffect>(rule_.effect)),
        enabled_(rule_.enabled),
        limiter_(rule_.effect.rate) {}

  std::optional<FaultAction> meet(const FaultRequest& request, const Clock& clock, std::uint64_t seed) {
    if (!enabled_ || !matches(rule_.match, request) || !is_within(rule_.schedule, clock)) return std::nullopt;
    const std::uint64_t ordinal = 1 + seen_.fetch_add(1, std::memory_order_relaxed);
    if (!is_due(ordinal, seed)) return std::nullopt;
    FaultAction action{rule_.name, effect_, {}, 0};
    if (effect_->has(Part::rate_limit)) {
      action.retry_after = limiter_.ask(request.token, clock.now());
      if (action.retry_after == 0) return std::nullopt;
    }
    if (effect_->has(Part::latency))
      action.latency = draw_latency(effect_->latency, seed, rule_.name, ordinal);
    applied_.fetch_add(1, std::memory_order_relaxed);
    return action;
  }

  Json to_json() const {
    Json out = {{"name", rule_.name}, {"enabled", enabled_}};
    for (const char* part : {"match", "schedule", "effect"})
      out[part] = rule_.written->value(part, Json::object());
    out["seen"] = seen_.load(std::memory_order_relaxed);
    out["applied"] = applied_.load(std::memory_order_relaxed);
    return out;
  }

  const std::string& name() const { return rule_.name; }
  std::size_t bytes() const { return held_.bytes(); }
  bool enabled() const { return enabled_; }
  void enable(bool enabled) { enabled_ = enabled; }

 private:
  bool is_due(std::uint64_t ordinal, std::uint64_t seed) const {
    const FaultSchedule& schedule = rule_.schedule;
    if (rule_.match.nth != 0 && ordinal != rule_.match.nth) return false;
    if (schedule.first != 0 && ordinal > schedule.first) return false;
    if (ordinal % schedule.every != 0) return false;
    return schedule.probability >= 1 ||
           draw(seed, rule_.name, ordinal, DrawFor::chance) < schedule.probability;
  }

  const HeldBytes held_;
  const FaultRule rule_;
  const std::shared_ptr<const FaultEffect> effect_;
  bool enabled_;  // under the book's lock
  RateLimiter limiter_;
  std::atomic<std::uint64_t> seen_{0};
  std::atomic<std::uint64_t> applied_{0};
};

FaultBook::FaultBook(FaultBookOptions options) : options_(std::move(options)) {}

FaultBook::~FaultBook() = default;

std::optional<FaultAction> FaultBook::decide(const FaultRequest& request, const Clock& clock) {
  if (enabled_.load(std::memory_order_acquire) == 0) return std::nullopt;
  const std::shared_lock lock(mutex_);
  for (const auto& fault : faults_)
    if (auto action = fault->meet(request, clock, options_.seed)) return action;
  return std::nullopt;
}

std::string FaultBook::to_json() const {
  const std::shared_lock lock(mutex_);
  Json list = Json::array();
  for (const auto& fault : faults_) list.push_back(shown(*fault));
  return Json{{"seed", options_.seed}, {"faults", std::move(list)}}.dump();
}

std::optional<std::string> FaultBook::to_json(std::string_view name) const {
  const std::shared_lock lock(mutex_);
  const auto found = find(name);
  if (found == faults_.end()) return std::nullopt;
  return shown(**found).dump();
}

Json FaultBook::shown(const Kept& fault) const {
  Json json = fault.to_json();
  if (!options_.shows_tokens && json["match"].contains("token")) json["match"]["token"] = k_shown_token;
  return json;
}

std::unique_ptr<FaultBook::Kept> FaultBook::keep(FaultRule rule) const {
  HeldBytes held(options_.bytes.held, rule.written->dump().size());
  return std::make_unique<Kept>(std::move(rule), std::move(held));
}

/// Whether all books have too much text, once so many bytes of this one are given back.
bool FaultBook::is_too_much(std::size_t given_back) const {
  return *options_.bytes.held > options_.bytes.most + given_back;
}

Problems FaultBook::replace_all(std::string_view text) { return replace_with(text, true); }

Problems FaultBook::start_with(std::string_view text) { return replace_with(text, false); }

Problems FaultBook::replace_with(std::string_view text, bool is_bounded) {
  Problems problems;
  std::vector<FaultRule> rules = read_faults(text, problems);
  if (!problems.empty()) return problems;
  List fresh;
  for (FaultRule& rule : rules) fresh.push_back(keep(std::move(rule)));
  const std::scoped_lock lock(mutex_);
  std::size_t given_back = 0;
  for (const auto& fault : faults_) given_back += fault->bytes();
  if (is_bounded && is_too_much(given_back)) return too_much(options_.bytes.most);
  faults_.swap(fresh);
  count_enabled();
  return {};
}

Problems FaultBook::put(std::string_view name, std::string_view text) {
  Problems problems;
  auto rule = read_fault(name, text, problems);
  if (!rule) return problems;
  auto fresh = keep(*std::move(rule));
  const std::scoped_lock lock(mutex_);
  const auto found = find(name);
  const bool is_new = found == faults_.end();
  if (is_new && faults_.size() >= k_most_faults)
    return {{"body", "there are " + std::to_string(k_most_faults) + " faults already; delete some first"}};
  if (is_too_much(is_new ? 0 : (*found)->bytes())) return too_much(options_.bytes.most);
  if (is_new)
    faults_.push_back(std::move(fresh));
  else
    faults_[static_cast<std::size_t>(found - faults_.begin())] = std::move(fresh);
  count_enabled();
  return {};
}

bool FaultBook::enable(std::string_view name, bool enabled) {
  const std::scoped_lock lock(mutex_);
  const auto found = find(name);
  if (found == faults_.end()) return false;
  (*found)->enable(enabled);
  count_enabled();
  return true;
}

std::size_t FaultBook::remove(std::string_view name) {
  const std::scoped_lock lock(mutex_);
  const auto found = find(name);
  if (found == faults_.end()) return 0;
  faults_.erase(found);
  count_enabled();
  return 1;
}

std::size_t FaultBook::remove_all() {
  const std::scoped_lock lock(mutex_);
  const std::size_t count = faults_.size();
  faults_.clear();
  count_enabled();
  return count;
}

std::vector<std::string> FaultBook::names() const {
  const std::shared_lock lock(mutex_);
  std::vector<std::string> names;
  for (const auto& fault : faults_) names.push_back(fault->name());
  return names;
}

/// Under the lock.
FaultBook::List::const_iterator FaultBook::find(std::string_view name) const {
  return std::ranges::find_if(faults_, [&](const auto& fault) { return fault->name() == name; });
}

/// Under the lock.
void FaultBook::count_enabled() {
  const auto enabled = std::ranges::count_if(faults_, [](const auto& fault) { return fault->enabled(); });
  enabled_.store(static_cast<std::size_t>(enabled), std::memory_order_release);
}

}  // namespace sellsign::mock
