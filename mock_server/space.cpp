#include "mock_server/space.h"

namespace sellsign::mock {
namespace {

MockOptions with(MockOptions options, const MockClock& clock, FaultBook& faults) {
  options.clock = &clock;
  options.faults = &faults;
  return options;
}

}  // namespace

Space::Space(std::string name, const SpaceOptions& options, const StoreImage* base)
    : name_(std::move(name)), faults_(options.seed), mock_(with(options.mock, clock_, faults_)) {
  if (!options.faults.empty()) faults_.replace_all(options.faults);
  if (options.journal) journal_.emplace(*options.journal);
  if (base != nullptr) store().restore(*base);
}

void Space::remember(const Request& request, const Reply& reply, const Trace& trace,
                     std::chrono::nanoseconds service) {
  requests_.fetch_add(1, std::memory_order_relaxed);
  coverage_.note(seen_of(request, reply, trace));
  if (journal_) journal_->record(request, reply, trace, clock_.now(), service);
}

void Space::remember_refused(const Reply& reply) {
  if (!journal_) return;
  Request none;
  none.verb = none.path = "";
  Trace trace;
  trace.refused = true;
  journal_->record(none, reply, trace, clock_.now(), {});
}

Snapshot Space::take_snapshot(const std::string& name) {
  Snapshot snapshot{store().freeze(), clock_.now(), store().size()};
  const std::scoped_lock lock(mutex_);
  return snapshots_.insert_or_assign(name, std::move(snapshot)).first->second;
}

std::optional<Snapshot> Space::find_snapshot(const std::string& name) const {
  const std::scoped_lock lock(mutex_);
  const auto found = snapshots_.find(name);
  return found == snapshots_.end() ? std::nullopt : std::optional(found->second);
}

std::map<std::string, Snapshot> Space::snapshots() const {
  const std::scoped_lock lock(mutex_);
  return snapshots_;
}

bool Space::drop_snapshot(const std::string& name) {
  const std::scoped_lock lock(mutex_);
  return snapshots_.erase(name) > 0;
}

}  // namespace sellsign::mock
