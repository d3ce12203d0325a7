#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "harness/scenario/loader.h"
#include "http/client/exchanges.h"
#include "load/engine/engine.h"
#include "load/engine/gatherer.h"
#include "load/engine/verdict.h"
#include "load/result/balance.h"
#include "load/result/shortfalls.h"
#include "tests/catch.h"
#include "tests/support/program.h"

// A clock that stands still while nothing happens, and a server on it: load runs of hours in milliseconds.

namespace sellsign::testing {

/// What a made-up server does with one request.
struct Fate {
  std::chrono::nanoseconds after{};
  int status = 200;
  std::string body = "{}";
  http::Headers headers{};
  std::optional<ErrorKind> error{};  ///< instead of an answer
  bool reset = false;
};

/// Exchanges in virtual time. `serve` is told when a request was sent (since the world's start) and its
/// bytes. Time only passes in `wait`, plus `cost` for each request that is sent.
class VirtualExchanges final : public http::Exchanges {
 public:
  using Serve = std::function<Fate(std::chrono::nanoseconds since_start, const std::string& bytes)>;

  VirtualExchanges(Time start, Serve serve, std::chrono::nanoseconds cost = {})
      : start_(start), now_(start), serve_(std::move(serve)), cost_(cost) {}

  Time now() override { return now_; }

  void send(std::uint64_t key, std::string bytes, bool, Time give_up) override {
    now_ += cost_;
    Fate fate = serve_(now_ - start_, bytes);
    const bool too_late = now_ + fate.after > give_up;
    if (too_late) fate.error = ErrorKind::timeout;
    const Time when = too_late ? give_up : now_ + fate.after;
    due_.emplace(when, Pending{key, now_, std::move(fate)});
    sent.push_back(std::move(bytes));
  }

  void wait(Time until, const std::function<void(const http::Finished&)>& on_finished) override {
    if (due_.empty() || due_.begin()->first > until) {
      idle_until(until);
      return;
    }
    idle_until(due_.begin()->first);
    const Time moment = due_.begin()->first;
    while (!due_.empty() && due_.begin()->first <= moment) {
      const Pending pending = std::move(due_.extract(due_.begin()).mapped());
      const http::HttpReply reply{pending.fate.status, pending.fate.headers, pending.fate.body,
                                  moment - pending.sent};
      const Error error{pending.fate.error.value_or(ErrorKind::transport), "made up", 0, {}};
      const bool answered = !pending.fate.error;
      on_finished({pending.key, pending.sent, moment, answered ? &reply : nullptr,
                   answered ? nullptr : &error, pending.fate.reset, answered ? reply.body.size() : 0});
    }
  }

  void abandon(const std::function<void(const http::Finished&)>& on_finished) override {
    const Error error{ErrorKind::transport, "cut", 0, {}};
    for (const auto& [when, pending] : std::exchange(due_, {}))
      on_finished({pending.key, pending.sent, now_, nullptr, &error, false, 0, false, true});
  }

  http::SpinTime spin_time() const override { return spin_time_; }

  std::vector<std::string> sent;  ///< the bytes of every request, in order
  bool stays_awake = false;       ///< half of the time without anything to do on the core

 private:
  void idle_until(Time when) {
    if (when <= now_) return;
    if (stays_awake) {
      spin_time_.on_core += (when - now_) / 2;
      spin_time_.off_core += (when - now_) / 2;
    }
    now_ = when;
  }

  struct Pending {
    std::uint64_t key;
    Time sent;
    Fate fate;
  };

  Time start_, now_;
  http::SpinTime spin_time_;
  Serve serve_;
  std::chrono::nanoseconds cost_;
  std::multimap<Time, Pending> due_;
};

/// Scenarios of one file, loaded and prepared.
struct LoadedScenarios {
  TemporaryFolder folder;
  harness::Loaded loaded;
  std::vector<load::PreparedScenario> prepared;

  explicit LoadedScenarios(const std::vector<std::string>& texts) {
    std::vector<std::string> files;
    for (std::size_t i = 0; i < texts.size(); ++i)
      files.push_back(folder.write("s" + std::to_string(i) + ".json", texts[i]));
    loaded = harness::load_scenarios(files);
    for (const auto& problem : loaded.problems) UNSCOPED_INFO(problem.where + ": " + problem.what);
    REQUIRE(loaded.problems.empty());
    std::size_t row = 0;
    for (const harness::Scenario& scenario : loaded.scenarios) {
      auto one = load::prepare(scenario, {*http::parse_url("http://127.0.0.1:1"), "T", "R", {}}, row);
      REQUIRE(one);
      for (const load::PreparedRequest& request : one->requests) row = std::max(row, request.row + 1);
      prepared.push_back(*std::move(one));
    }
  }
};

/// A scenario of one step without checks.
inline std::string one_step(const std::string& more = "") {
  return R"({"scenario": "one", "steps": [{"id": "get", "http": {"target": "/x"}, "effect": "read", "expect": []}])" +
         more + "}";
}

/// A steady profile.
inline load::Profile open_at(double rate, std::chrono::nanoseconds duration) {
  load::Profile profile;
  profile.name = "test";
  profile.model = load::Model::open;
  profile.stages = {{rate, rate, duration}};
  return profile;
}
inline load::Profile closed_with(double users, std::chrono::nanoseconds duration) {
  load::Profile profile = open_at(users, duration);
  profile.model = load::Model::closed;
  return profile;
}

/// Runs one worker after the other, each in a world of its own, and gathers what they measured. `serve` may
/// set `stopped` to stop them.
inline load::LoadResult run_virtually(const LoadedScenarios& scenarios, load::LoadOptions options,
                                      const VirtualExchanges::Serve& serve,
                                      std::chrono::nanoseconds cost = {},
                                      std::vector<std::string>* sent = nullptr,
                                      load::StopReason* reason = nullptr,
                                      std::atomic<load::StopReason>* stopped = nullptr) {
  if (options.run_id.empty()) options.run_id = "R";
  const http::Exchanges::Time start{std::chrono::hours(1)};
  load::Gatherer gatherer(scenarios.prepared, options);
  load::SliceQueue queue;
  std::atomic<load::StopReason> own_stop{load::StopReason::none};
  std::atomic<load::StopReason>& stop = stopped == nullptr ? own_stop : *stopped;
  for (std::size_t thread = 0; thread < options.threads; ++thread) {
    const load::WorkPlan plan = load::plan_for(scenarios.prepared, options, thread, start);
    VirtualExchanges world(start, serve, cost);
    load::run_worker(plan, world, queue, stop);
    if (sent != nullptr) sent->insert(sent->end(), world.sent.begin(), world.sent.end());
  }
  for (const load::Slice& slice : queue.take_all()) {
    gatherer.add(slice);
    if (options.threads == 1) gatherer.new_second();
  }
  if (reason != nullptr) *reason = stop.load();
  load::LoadResult result = gatherer.take();
  result.stop = stop;
  CHECK(load::imbalances_of(result) == std::vector<std::string>{});
  load::conclude(result, options);
  return result;
}

}  // namespace sellsign::testing
