#include "mock_server/service/namespace.h"

#include <algorithm>
#include <new>

namespace sellsign::mock {
namespace {

MockOptions with(MockOptions options, const MockClock& clock, FaultBook& faults) {
  options.clock = &clock;
  options.faults = &faults;
  return options;
}

bool is_snapshot_name(std::string_view name) {
  constexpr std::size_t k_longest = 100;
  return !name.empty() && name.size() <= k_longest &&
         std::ranges::none_of(name, [](unsigned char c) { return c < 0x20 || c == 0x7F; });
}

}  // namespace

Namespace::Namespace(std::string name, const NamespaceOptions& options, const StoreImage* base)
    : name_(std::move(name)),
      faults_({options.seed, options.journal && options.journal->raw, options.fault_bytes}),
      mock_(with(options.mock, clock_, faults_)),
      snapshot_bytes_(options.snapshot_bytes) {
  if (!options.faults.empty()) faults_.start_with(options.faults);
  if (options.journal) journal_.emplace(*options.journal);
  if (options.seconds) seconds_ = std::make_unique<SecondMeter>();
  if (base != nullptr) store().restore(*base);
}

void Namespace::remember(const http::Request& request, const http::Reply& reply, const Trace& trace,
                         std::chrono::nanoseconds service) {
  requests_.fetch_add(1, std::memory_order_relaxed);
  coverage_.note(seen_of(request, reply, trace));
  record(request, reply, trace, service);
  if (!seconds_) return;
  const std::scoped_lock lock(seconds_mutex_);
  seconds_->count(service, std::chrono::system_clock::now());
}

void Namespace::record(const http::Request& request, const http::Reply& reply, const Trace& trace,
                       std::chrono::nanoseconds service) {
  if (!journal_) return;
  try {
    journal_->record(request, reply, trace, clock_.now(), service);
  } catch (const std::bad_alloc&) {
    unrecorded_.fetch_add(1, std::memory_order_relaxed);
    throw;
  }
}

std::vector<SecondStats> Namespace::seconds(std::chrono::system_clock::time_point now) const {
  const std::scoped_lock lock(seconds_mutex_);
  return seconds_ ? seconds_->seconds(now) : std::vector<SecondStats>{};
}

void Namespace::remember_refused(const http::Reply& reply) {
  http::Request none;
  none.verb = none.path = "";
  Trace trace;
  trace.refused = true;
  record(none, reply, trace, {});
}

Result<Snapshot> Namespace::take_snapshot(const std::string& name) {
  if (!is_snapshot_name(name))
    return usage_error("a snapshot is named by 1 to 100 bytes of text without control characters");
  const std::scoped_lock lock(
      mutex_);  // freezing, too: a later snapshot must not be replaced by an earlier one
  if (snapshots_.size() >= k_most_snapshots && !snapshots_.contains(name))
    return usage_error(
        "there are " + std::to_string(k_most_snapshots) +
        " snapshots, as many as may be; DELETE some under /__admin/snapshots, or take one of a name "
        "that is there");
  if (const std::size_t frozen = frozen_bytes(); frozen >= snapshot_bytes_)
    return Error{ErrorKind::limit, "snapshots and the states they were taken of hold " +
                                       std::to_string(frozen >> 20U) + " MiB, all that --snapshot-bytes " +
                                       "allows; DELETE some under /__admin/snapshots"};
  Snapshot snapshot{store().freeze(), clock_.now(), 0};
  snapshot.customers = snapshot.image.counts().customers;
  return snapshots_.insert_or_assign(name, std::move(snapshot)).first->second;
}

bool Namespace::with_snapshot(const std::string& name,
                              const std::function<void(const Snapshot&)>& work) const {
  const std::scoped_lock lock(mutex_);
  const auto found = snapshots_.find(name);
  if (found == snapshots_.end()) return false;
  work(found->second);
  return true;
}

std::map<std::string, Snapshot> Namespace::snapshots() const {
  const std::scoped_lock lock(mutex_);
  return snapshots_;
}

bool Namespace::drop_snapshot(const std::string& name) {
  decltype(snapshots_)::node_type gone;  // freed when nobody waits for the lock
  const std::scoped_lock lock(mutex_);
  gone = snapshots_.extract(name);
  return !gone.empty();
}

}  // namespace sellsign::mock
