#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/endpoints.h"
#include "harness/run/exit_codes.h"
#include "load/model/profile.h"
#include "load/result/histogram.h"

// What a load run leaves behind: plain values that reports, SLOs, `compare` and `merge` read, and that the
// JSON report holds whole. Every text in it has been through the Redactor. Two clocks everywhere: service
// time runs from the first byte sent to the last byte received; response time from the intended start to the
// last byte.

namespace sellsign::load {

/// How one request ended. Each request ends in exactly one way.
enum class Ending : std::uint8_t {
  ok,            ///< answered, and every check that was made held
  check_failed,  ///< answered, and a check did not hold
  http_error,    ///< answered with a status of 400 or more that no check asked for
  timeout,       ///< no complete answer in time
  reset,         ///< the connection ended before the answer was complete
  unreachable,   ///< no connection, or TLS failed
  not_http,      ///< what came back is not an HTTP/1.1 answer, or is too long
  unsent,        ///< its values would have changed its framing or made it too long
  repeated,      ///< answered, but its step was sent again (`retry`): the last attempt alone is judged
  cut            ///< under way when the run ended
};
inline constexpr std::size_t k_endings = 10;

/// `ok`, `check-failed`, `http-error`, `timeout`, `reset`, `unreachable`, `not-http`,
/// `unsent`, `repeated`, `cut`.
std::string_view name_of(Ending ending);

/// How many of each. `endings` sum up to the requests sent.
struct Tally {
  std::array<std::uint64_t, k_endings> endings{};
  std::uint64_t sent = 0;    ///< requests that were begun; once the run is over each has an ending
  std::uint64_t resent = 0;  ///< of them, those that went out once more, on a fresh connection, because a
                             ///< kept one had been closed
  std::uint64_t checks_made = 0;
  std::uint64_t checks_broken = 0;
  std::uint64_t bytes_out = 0;
  std::uint64_t bytes_in = 0;
  std::map<int, std::uint64_t> statuses;  ///< of the answers

  std::uint64_t requests() const;  ///< that ended
  /// Without those that were only a step's earlier attempts.
  std::uint64_t judged() const { return requests() - of(Ending::repeated); }
  std::uint64_t errors() const { return judged() - of(Ending::ok); }
  std::uint64_t of(Ending ending) const { return endings[static_cast<std::size_t>(ending)]; }
  void count(Ending ending) { ++endings[static_cast<std::size_t>(ending)]; }
  void add(const Tally& other);
  bool operator==(const Tally&) const = default;
};

/// A check that did not hold, under load.
struct BrokenCheck {
  std::string at;       ///< `file:line:col` of the check
  std::string subject;  ///< `status`, `json $.number`
  std::string source;   ///< id of the statement
  std::uint64_t times = 0;
  std::string example;  ///< what differed the first time
};

/// Adds a check to those that did not hold: counts it when it is there.
void add_broken(std::vector<BrokenCheck>& all, const BrokenCheck& one);

/// What is measured of one step. Of its attempts only the last one has times.
struct StepCounts {
  Histogram service;   ///< of the requests that were answered, gave up waiting or were cut
  Histogram response;  ///< up to the last attempt's end; only for the first step of a scenario: later ones
                       ///< have no intended start
  Tally tally;
  std::string failure;  ///< why the first request without an answer had none; empty: all were answered

  void add(const StepCounts& other);
  void clear();
};

/// One step, all its cases.
struct StepLoad : StepCounts {
  std::string id;    ///< `create`; with several scenarios `scenario:create`
  std::string call;  ///< id of the endpoint row, empty for a raw request
  api::Effect effect = api::Effect::read;
  bool first = false;
  std::vector<BrokenCheck> broken;
};

/// Iterations: one scenario from its first to its last step. Each one that was started is finished or cut.
struct IterationLoad {
  Histogram service;   ///< first byte sent to last byte received, pauses between steps included
  Histogram response;  ///< intended start to last byte received
  std::uint64_t started = 0;
  std::uint64_t finished = 0;
  std::uint64_t failed = 0;  ///< of the finished: at least one request of it did not end `ok`
  std::uint64_t cut = 0;     ///< ended by the end of the run, before their last step

  void add(const IterationLoad& other);
  void clear();
};

/// What happened to starts that the profile intended. Each was made, dropped, unstarted or rowless.
struct Starts {
  std::uint64_t intended = 0;
  std::uint64_t queued = 0;   ///< waited for one of `max_in_flight` places; the wait is in the response time
  std::uint64_t dropped = 0;  ///< never started: all places were taken (`on_full: drop`)
  std::uint64_t unstarted = 0;  ///< never started: the run ended before their turn
  std::uint64_t rowless = 0;    ///< never started: a feeder with mode "once" had no more rows
  std::uint64_t late = 0;       ///< started later than `late_limit` through the generator's own fault
  std::chrono::nanoseconds late_limit{};
  Histogram lateness;  ///< actual start minus the moment at which it could have started

  void add(const Starts& other);  ///< all but `late_limit`
  void clear();                   ///< all but `late_limit`
  std::uint64_t unmade() const { return dropped + unstarted + rowless; }
};

/// What one second (or more, see `length`) of the run was like, warm-up included.
struct Interval {
  std::chrono::nanoseconds start{};  ///< since the start of the run
  std::chrono::nanoseconds length{};
  bool warmup = false;
  std::uint64_t intended = 0;  ///< iterations that the profile wanted to start
  std::uint64_t started = 0;
  std::uint64_t finished = 0;               ///< iterations
  std::uint64_t requests = 0;               ///< that ended
  std::uint64_t errors = 0;                 ///< of them
  std::uint64_t in_flight = 0;              ///< iterations at its end
  std::vector<Histogram::Bucket> service;   ///< of requests
  std::vector<Histogram::Bucket> response;  ///< of iterations
};

/// The generator's own state: whether its numbers can be trusted.
struct Generator {
  std::size_t threads = 1;
  double busy = 0;      ///< largest share of the measured time that one thread was running, 0 to 1
  double starved = 0;   ///< largest share that one thread wanted to run but had no core
  Histogram overshoot;  ///< how much later than asked the timers came
  std::vector<std::string> faults;  ///< why the run is INVALID, one sentence each; empty: it is valid

  bool valid() const { return faults.empty(); }
};

/// An SLO and what became of it.
struct SloResult {
  std::string text;           ///< `read.service.p99<=40ms`
  std::optional<double> got;  ///< in the unit of the SLO (us, a share from 0 to 1, or a rate per second);
                              ///< nothing when there was nothing to measure, which counts as missed
  bool held = false;
  std::string words;  ///< `read: service p99 is 38.1 ms, wanted at most 40 ms`
};

/// Why a run ended before its time.
enum class StopReason : std::uint8_t {
  none,
  interrupted,
  terminated,
  slo,     ///< one with `abort_on_fail` did not hold
  full,    ///< all places were taken (`on_full: abort`)
  feeder,  ///< no more rows
  unreachable
};
inline constexpr std::size_t k_stop_reasons = 7;

/// `none`, `interrupted`, `terminated`, `slo`, `full`, `feeder`, `unreachable`.
std::string_view name_of(StopReason reason);

/// Which part of a test this process did.
struct Shard {
  std::size_t index = 0;
  std::size_t count = 1;
};

/// Where it ran.
struct Environment {
  std::string version;       ///< of sellsign
  std::string command;       ///< the exact command line, redacted
  std::string target;        ///< base URL, or `embedded`
  std::string host, system;  ///< name of the machine; kernel and architecture
  std::size_t cores = 0;
  std::vector<std::pair<std::string, std::string>>
      more;  ///< whatever else: CPU model, load average at the start
};

/// The whole run. Everything but `intervals` and `warmup` is of the measured part only.
struct LoadResult {
  std::string run_id;
  std::vector<std::string> scenarios;
  Profile profile;
  std::uint64_t seed = 0;
  Shard shard;
  std::size_t merged = 1;  ///< results that went into this one
  std::chrono::system_clock::time_point started;
  std::chrono::nanoseconds duration{};  ///< of the measured part: end of the warm-up to the last moment that
                                        ///< counted: the end of the profile, the last answer or cut
  std::chrono::nanoseconds whole{};     ///< with warm-up
  double check_share = 1;               ///< share of the iterations whose checks were made
  std::vector<StepLoad> steps;
  IterationLoad iterations;
  Starts starts;
  std::vector<StepLoad> warmup;
  std::vector<Interval> intervals;
  Generator generator;
  std::vector<SloResult> slos;
  Environment environment;
  StopReason stop = StopReason::none;
  std::string message;  ///< why the run ended early; else empty
  harness::ExitCode exit_code = harness::ExitCode::usage;

  Tally tally() const;        ///< of all steps
  Histogram service() const;  ///< of all requests
  /// How many of something were counted a second; 0 when nothing was measured.
  double rate_of(std::uint64_t count) const;
  double throughput() const { return rate_of(tally().requests()); }  ///< requests a second
};

}  // namespace sellsign::load
