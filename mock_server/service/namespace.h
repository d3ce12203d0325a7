#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "mock_server/calls/clock.h"
#include "mock_server/coverage/coverage.h"
#include "mock_server/faults/book.h"
#include "mock_server/journal/journal.h"
#include "mock_server/mock/mock.h"
#include "mock_server/service/meter.h"

namespace sellsign::mock {

/// What every namespace starts with.
struct NamespaceOptions {
  MockOptions mock;                       ///< its clock and faults are replaced by those of the namespace
  std::optional<JournalOptions> journal;  ///< nothing: no journal
  std::uint64_t seed = 1;                 ///< of every draw
  std::string faults{};                   ///< JSON, sound; empty: none
  bool seconds = false;                   ///< count by second
  std::size_t snapshot_bytes = std::size_t{1} << 30U;  ///< beyond these `frozen_bytes` no snapshot is taken
  FaultBytes fault_bytes{};                            ///< of the faults of all namespaces together
};

/// A state under a name.
struct Snapshot {
  StoreImage image;
  Timestamp at{};
  std::size_t customers = 0;
};

/// One namespace: a mock with its own state, journal, faults, clock, ids and coverage. Thread-safe.
class Namespace {
 public:
  /// `base`: the state to start from; null: an empty one.
  Namespace(std::string name, const NamespaceOptions& options, const StoreImage* base);
  Namespace(const Namespace&) = delete;
  Namespace& operator=(const Namespace&) = delete;

  /// Counts an exchange, notes what it covers, and writes it down.
  void remember(const http::Request& request, const http::Reply& reply, const Trace& trace,
                std::chrono::nanoseconds service);

  /// Writes down what a front refused before it was a request.
  void remember_refused(const http::Reply& reply);

  const std::string& name() const { return name_; }
  /// Requests and p99 of the last 60 whole seconds; empty without `NamespaceOptions::seconds`.
  std::vector<SecondStats> seconds(std::chrono::system_clock::time_point now) const;
  std::uint64_t requests() const { return requests_.load(std::memory_order_relaxed); }
  /// Exchanges that there was no memory to write down.
  std::uint64_t unrecorded() const { return unrecorded_.load(std::memory_order_relaxed); }
  Mock& mock() { return mock_; }
  Store& store() { return mock_.store(); }
  MockClock& clock() { return clock_; }
  FaultBook& faults() { return faults_; }
  Coverage& coverage() { return coverage_; }
  /// Null when the journal is off.
  Journal* journal() { return journal_ ? &*journal_ : nullptr; }

  static constexpr std::size_t k_most_snapshots = 100;

  /// Takes or replaces a snapshot of that name. Error kind `usage`: the name cannot be one, or there are as
  /// many as may be; `limit`: snapshots hold as much memory as they may.
  Result<Snapshot> take_snapshot(const std::string& name);
  /// Runs `work` with the snapshot of that name, which nobody replaces meanwhile. False: there is none.
  bool with_snapshot(const std::string& name, const std::function<void(const Snapshot&)>& work) const;
  std::map<std::string, Snapshot> snapshots() const;
  bool drop_snapshot(const std::string& name);

 private:
  void record(const http::Request& request, const http::Reply& reply, const Trace& trace,
              std::chrono::nanoseconds service);

  std::string name_;
  MockClock clock_;
  FaultBook faults_;
  Coverage coverage_;
  std::optional<Journal> journal_;
  Mock mock_;
  const std::size_t snapshot_bytes_;
  std::atomic<std::uint64_t> requests_{0};
  std::atomic<std::uint64_t> unrecorded_{0};
  mutable std::mutex seconds_mutex_;  // guards what seconds_ points to
  std::unique_ptr<SecondMeter> seconds_;
  mutable std::mutex mutex_;  // guards snapshots_
  std::map<std::string, Snapshot> snapshots_;
};

/// How requests find their namespace.
enum class Isolation : std::uint8_t {
  off,    ///< one for all
  token,  ///< each token has its own
  header  ///< the header X-Mock-Namespace names it
};

}  // namespace sellsign::mock
