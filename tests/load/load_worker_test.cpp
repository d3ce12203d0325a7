#include "tests/support/load_world.h"

namespace sellsign::testing::load_worker_test {
namespace {

using namespace std::chrono_literals;
using load::Ending;
using std::chrono::nanoseconds;

load::LoadOptions iterations(std::uint64_t count) {
  load::LoadOptions options;
  options.profile = closed_with(1, std::chrono::hours(24));
  options.profile.iterations = count;
  return options;
}

const VirtualExchanges::Serve k_at_once = [](auto, const auto&) { return Fate{1ms}; };

TEST_CASE("how a request ended: one class each") {
  const std::string checked =
      R"({"scenario": "s", "steps": [{"id": "get", "http": {"target": "/"}, "effect": "read",
      "expect": [{"status": 200, "source": "doc.wire.success-json"},
                 {"json": "$.a", "eq": 1, "source": "doc.wire.success-json"}]}]})";
  const std::string refused =
      R"({"scenario": "s", "steps": [{"id": "get", "http": {"target": "/"}, "effect": "read",
      "expect": [{"status": 404, "source": "doc.wire.success-json"}]}]})";
  const struct {
    const char* what;
    const std::string& scenario;
    Fate fate;
    Ending ending;
    std::uint64_t broken;
    bool timed;
  } k_rows[] = {
      {"all holds", checked, {1ms, 200, R"({"a": 1})"}, Ending::ok, 0, true},
      {"a check does not", checked, {1ms, 200, R"({"a": 2})"}, Ending::check_failed, 1, true},
      {"no JSON", checked, {1ms, 200, "x"}, Ending::check_failed, 1, true},
      {"a status that nobody asked for", checked, {1ms, 500, R"({"a": 1})"}, Ending::http_error, 1, true},
      {"a redirect is no error of HTTP, but of the check",
       checked,
       {1ms, 302, R"({"a": 1})"},
       Ending::check_failed,
       1,
       true},
      {"a status of 400 or more that was asked for", refused, {1ms, 404}, Ending::ok, 0, true},
      {"time-out", checked, {1h, 200}, Ending::timeout, 0, true},
      {"reset", checked, {1ms, 200, "", {}, ErrorKind::transport, true}, Ending::reset, 0, false},
      {"not HTTP", checked, {1ms, 200, "", {}, ErrorKind::transport, false}, Ending::not_http, 0, false},
      {"nobody there", checked, {1ms, 200, "", {}, ErrorKind::unreachable}, Ending::unreachable, 0, false},
  };
  for (const auto& row : k_rows) {
    INFO(row.what);
    const LoadedScenarios scenarios({row.scenario});
    const auto result = run_virtually(scenarios, iterations(3), [&](auto, const auto&) { return row.fate; });
    const load::Tally tally = result.tally();
    CHECK(tally.requests() == 3);
    CHECK(tally.of(row.ending) == 3);
    CHECK(tally.checks_broken == 3 * row.broken);
    CHECK(result.iterations.finished == 3);
    CHECK(result.iterations.failed == (row.ending == Ending::ok ? 0 : 3));
    CHECK(result.steps[0].service.count() == (row.timed ? 3 : 0));
    CHECK(result.steps[0].failure == (row.fate.error || row.ending == Ending::timeout ? "made up" : ""));
    CHECK(result.iterations.response.count() == (row.timed ? 3 : 0));
    CHECK(result.steps[0].broken.size() == (row.broken > 0 ? 1 : 0));
    if (row.broken > 0) CHECK(result.steps[0].broken[0].times == 3);
    if (row.broken > 0) CHECK(result.steps[0].broken[0].source == "doc.wire.success-json");
    if (row.ending == Ending::timeout) CHECK(result.steps[0].service.min_us() >= 9'990'000);
  }
}

TEST_CASE("captures go from step to step, cases run, a failed step leaves only finally") {
  const std::string text = R"({"scenario": "s", "vars": {"key": "K-${scenario.id}"}, "steps": [
      {"id": "create", "http": {"target": "/create/${key}"}, "effect": "write", "expect": [],
       "capture": {"cid": {"json": "$.id"}}},
      {"id": "each", "http": {"target": "/each/${cid}/${kind}"}, "effect": "read", "expect": [],
       "cases": [{"name": "a", "vars": {"kind": "A"}}, {"name": "b", "vars": {"kind": "B${cid}"}}]},
      {"id": "last", "http": {"target": "/last"}, "effect": "read", "expect": [{"status": 200, "source": "doc.wire.success-json"}]}],
    "finally": [{"id": "clean", "http": {"verb": "DELETE", "target": "/clean/${cid}"}, "effect": "write", "expect": []},
                {"id": "bye", "http": {"target": "/bye"}, "effect": "read", "expect": []}]})";
  const LoadedScenarios scenarios({text});
  const auto lines = [](const std::vector<std::string>& sent) {
    std::vector<std::string> out;
    for (const std::string& bytes : sent) out.push_back(bytes.substr(0, bytes.find(" HTTP/")));
    return out;
  };
  std::vector<std::string> sent;
  auto result = run_virtually(
      scenarios, iterations(1),
      [](auto, const auto&) {
        return Fate{1ms, 200, R"({"id": 7})"};
      },
      {}, &sent);
  CHECK(lines(sent) == std::vector<std::string>{"GET /create/K-R-1", "GET /each/7/A", "GET /each/7/B7",
                                                "GET /last", "DELETE /clean/7", "GET /bye"});
  CHECK(result.tally().errors() == 0);
  CHECK(result.steps[1].tally.requests() == 2);
  CHECK(result.steps[0].first);
  CHECK(result.steps[0].response.count() == 1);
  CHECK(result.steps[1].response.empty());  // only a first step has an intended start

  sent.clear();  // the capture finds nothing: what needs it cannot be sent
  result = run_virtually(scenarios, iterations(1), k_at_once, {}, &sent);
  CHECK(lines(sent) == std::vector<std::string>{"GET /create/K-R-1", "GET /bye"});
  CHECK(result.steps[0].tally.of(Ending::check_failed) == 1);
  CHECK(result.steps[0].broken.at(0).subject == "capture cid");

  sent.clear();  // a case fails: the other cases still run, the next step does not
  result = run_virtually(
      scenarios, iterations(1),
      [](auto, const std::string& bytes) {
        return Fate{1ms, bytes.find("/each/7/A") == std::string::npos ? 200 : 500, R"({"id": 7})"};
      },
      {}, &sent);
  CHECK(lines(sent) == std::vector<std::string>{"GET /create/K-R-1", "GET /each/7/A", "GET /each/7/B7",
                                                "DELETE /clean/7", "GET /bye"});
  CHECK(result.steps[1].tally.of(Ending::http_error) == 1);
  CHECK(result.iterations.failed == 1);
}

TEST_CASE("a step with retry is sent until its checks hold") {
  const LoadedScenarios scenarios(
      {R"({"scenario": "s", "steps": [{"id": "poll", "http": {"target": "/"}, "effect": "read",
      "expect": [{"status": 200, "source": "doc.wire.success-json"}], "retry": {"every": "100ms", "for": "1s"}}]})"});
  int count = 0;
  const auto result = run_virtually(scenarios, iterations(1), [&](auto, const auto&) {
    return Fate{1ms, ++count < 4 ? 503 : 200};
  });
  CHECK(result.tally().requests() == 4);
  CHECK(result.tally().of(Ending::ok) == 1);
  CHECK(result.tally().of(Ending::repeated) == 3);
  CHECK(result.tally().errors() == 0);          // a retry made good what they were
  CHECK(result.steps[0].service.count() == 1);  // times are those of the last attempt, and end with it
  REQUIRE(result.steps[0].response.count() == 1);
  CHECK(result.steps[0].response.min_us() >= 303'000);
  CHECK(result.tally().statuses == std::map<int, std::uint64_t>{{200, 1}, {503, 3}});
  CHECK(result.tally().checks_broken == 0);
  CHECK(result.tally().checks_made == 1);
  CHECK(result.iterations.failed == 0);
  CHECK(result.iterations.response.min_us() >= 303'000);
  const auto never = run_virtually(scenarios, iterations(1), [&](auto, const auto&) {
    return Fate{1ms, 503};
  });
  CHECK(never.iterations.failed == 1);
  CHECK(never.tally().requests() == 10);
  CHECK(never.tally().errors() == 1);
  CHECK(never.tally().judged() == 1);
  CHECK(never.steps[0].broken.at(0).times == 1);
}

TEST_CASE("what becomes of starts while all places are taken") {
  const LoadedScenarios scenarios({one_step()});
  const auto slow = [](auto, const auto&) { return Fate{1s}; };
  load::LoadOptions options;
  options.profile = open_at(10, 10s);
  options.profile.max_in_flight = 5;
  load::StopReason reason = load::StopReason::none;

  auto result =
      run_virtually(scenarios, options, slow);  // queue: 5/s is all it does; what waits at the end is counted
  CHECK(result.starts.intended == 100);
  CHECK(result.iterations.started + result.starts.unstarted == 100);
  CHECK(result.iterations.finished == result.iterations.started);
  CHECK(result.starts.queued > 80);
  CHECK(result.iterations.response.max_us() > 8'000'000);
  CHECK(result.service().max_us() < 1'002'000);
  CHECK(result.starts.late == 0);

  options.profile.on_full = load::OnFull::drop;
  result = run_virtually(scenarios, options, slow);
  CHECK(result.starts.intended == 100);
  CHECK(result.iterations.started + result.starts.dropped == 100);
  CHECK(result.starts.dropped == 50);
  CHECK(result.starts.queued == 0);
  CHECK(result.iterations.response.max_us() < 1'002'000);

  options.profile.on_full = load::OnFull::abort;
  result = run_virtually(scenarios, options, slow, {}, nullptr, &reason);
  CHECK(reason == load::StopReason::full);
  CHECK(result.iterations.started == 5);
}

TEST_CASE("warm-up is measured apart, by the intended start") {
  const LoadedScenarios scenarios({one_step()});
  load::LoadOptions options;
  options.profile = open_at(100, 5s);
  options.profile.warmup = 2s;
  const auto result = run_virtually(scenarios, options, [](nanoseconds since_start, const auto&) {
    return Fate{since_start < 2s ? 500ms : 1ms};
  });
  CHECK(result.warmup[0].tally.requests() == 200);
  CHECK(result.tally().requests() == 300);
  CHECK(result.iterations.started == 300);
  CHECK(result.starts.intended == 300);
  CHECK(result.iterations.response.max_us() < 2'000);
  CHECK(result.warmup[0].service.min_us() >= 499'000);
  CHECK(result.duration < 3'100ms);
  for (const load::Interval& interval : result.intervals) CHECK(interval.warmup == (interval.start < 2s));
}

TEST_CASE("users think between two iterations, and stages bring and take them") {
  const LoadedScenarios scenarios({one_step()});
  load::LoadOptions options;
  options.profile = closed_with(4, 10s);
  options.profile.think_time = 90ms;
  const auto ten_ms = [](auto, const auto&) { return Fate{10ms}; };
  CHECK(run_virtually(scenarios, options, ten_ms).iterations.finished == 4 * 100);
  options.profile.stages = {{2, 2, 5s}, {8, 8, 5s}};
  CHECK(run_virtually(scenarios, options, ten_ms).iterations.finished == Approx(2 * 50 + 8 * 50).margin(8));
  options.profile.iterations = 37;
  CHECK(run_virtually(scenarios, options, ten_ms).iterations.finished == 37);
}

TEST_CASE("checks of a sample of the iterations are made; those of the status always") {
  const LoadedScenarios scenarios(
      {R"({"scenario": "s", "steps": [{"id": "get", "http": {"target": "/"}, "effect": "read",
      "expect": [{"status": 200, "source": "doc.wire.success-json"},
                 {"json": "$.a", "eq": 1, "source": "doc.wire.success-json"}]}]})"});
  load::LoadOptions options = iterations(4'000);
  options.profile.check_share = 0.25;
  const auto result = run_virtually(scenarios, options, [](auto, const auto&) {
    return Fate{1ms, 200, R"({"a": 1})"};
  });
  CHECK(static_cast<double>(result.tally().checks_made) == Approx(5'000).margin(150));
  CHECK(result.check_share == 0.25);
}

TEST_CASE("feeders give each iteration of the test its row, whichever thread it is on") {
  TemporaryFolder rows;
  const auto scenario = [&](const std::string& feeder) {
    return R"({"scenario": "s", "feeders": {"row": )" + feeder + R"(}, "steps": [{"id": "get",
      "http": {"target": "/${row.name}"}, "effect": "read", "expect": []}]})";
  };
  const std::string file = rows.write("rows.csv", "name\nanna\nbert\ncara\n");
  const auto names = [&](const std::string& mode, std::uint64_t count, std::size_t threads,
                         load::StopReason* reason = nullptr) {
    const LoadedScenarios scenarios({scenario(R"({"file": ")" + file + R"(", "mode": ")" + mode + "\"}")});
    load::LoadOptions options = iterations(count);
    options.profile.stages[0] = {2, 2, std::chrono::hours(24)};
    options.threads = threads;
    std::vector<std::string> sent, out;
    run_virtually(scenarios, options, k_at_once, {}, &sent, reason);
    for (const std::string& bytes : sent) out.push_back(bytes.substr(5, 4));
    std::sort(out.begin(), out.end());
    return out;
  };
  using Names = std::vector<std::string>;
  CHECK(names("cycle", 7, 2) == Names{"anna", "anna", "anna", "bert", "bert", "cara", "cara"});
  load::StopReason reason = load::StopReason::none;
  CHECK(names("once", 7, 1, &reason) == Names{"anna", "bert", "cara"});
  CHECK(reason == load::StopReason::feeder);
  CHECK(names("random", 60, 1) == names("random", 60, 2));
  CHECK(names("random", 60, 1) != names("cycle", 60, 1));

  const LoadedScenarios two({R"({"scenario": "s", "feeders": {"a": {"file": ")" + file +
                             R"(", "mode": "random"}, "b": {"file": ")" + file + R"(", "mode": "random"}},
      "steps": [{"id": "get", "http": {"target": "/${a.name}/${b.name}"}, "effect": "read", "expect": []}]})"});
  std::vector<std::string> sent;
  run_virtually(two, iterations(60), k_at_once, {}, &sent);
  const auto alike = std::ranges::count_if(
      sent, [](const std::string& bytes) { return bytes.substr(5, 4) == bytes.substr(10, 4); });
  CHECK(alike > 5);  // by chance a third; all, if both tables were at the same row
  CHECK(alike < 35);
}

TEST_CASE("outside this machine: a limit on requests, and Retry-After is obeyed") {
  const LoadedScenarios scenarios({one_step()});
  load::LoadOptions options;
  options.profile = closed_with(20, 10s);
  options.max_rate = 10;
  CHECK(run_virtually(scenarios, options, k_at_once).tally().requests() <=
        121);  // 20 wait for their turn at the end

  options.max_rate = 0;
  options.profile = open_at(10, 10s);
  options.honour_retry_after = true;
  std::vector<nanoseconds> when;
  const auto busy = [&](nanoseconds since_start, const auto&) {
    when.push_back(since_start);
    return since_start < 1s ? Fate{1ms, 429, "", {{"Retry-After", "5"}}} : Fate{1ms};
  };
  const auto result = run_virtually(scenarios, options, busy);
  REQUIRE(when.size() > 2);
  CHECK(when[1] >= 5s);
  CHECK(result.starts.late == 0);  // it was told to wait
  CHECK(result.iterations.response.max_us() > 4'000'000);
}

TEST_CASE("a user who finds no connection tries again, but not as fast as the machine can") {
  const LoadedScenarios scenarios({one_step()});
  load::LoadOptions options;
  options.profile = closed_with(2, 10s);
  const auto result = run_virtually(scenarios, options, [](auto, const auto&) {
    return Fate{nanoseconds(10), 200, "", {}, ErrorKind::unreachable};
  });
  CHECK(result.tally().requests() <= 2 * 101);
  CHECK(load::met_nobody(result));
  CHECK(result.generator.valid());  // there is no figure to doubt
  CHECK(result.message == "no request found a connection: made up");
  CHECK(result.exit_code == harness::ExitCode::unreachable);
}

}  // namespace
TEST_CASE("a thread that only looks whether there is something to do does not need its core") {
  const LoadedScenarios scenarios({one_step()});
  load::LoadOptions options;
  options.profile = open_at(10, 10s);
  const http::Exchanges::Time start{1h};
  for (const bool stays_awake : {false, true}) {
    CAPTURE(stays_awake);
    VirtualExchanges world(start, k_at_once);
    world.stays_awake = stays_awake;
    load::WorkPlan plan = load::plan_for(scenarios.prepared, options, 0, start);
    plan.usage = [&] { return load::Usage{(world.now() - start) / 2, (world.now() - start) / 2}; };
    load::SliceQueue queue;
    std::atomic<load::StopReason> stop{load::StopReason::none};
    load::run_worker(plan, world, queue, stop);
    load::Gatherer gatherer(scenarios.prepared, options);
    for (const load::Slice& slice : queue.take_all()) gatherer.add(slice);
    CHECK(gatherer.so_far().generator.busy == Approx(stays_awake ? 0 : 0.5).margin(0.001));
    CHECK(gatherer.so_far().generator.starved == Approx(stays_awake ? 0 : 0.5).margin(0.001));
    CHECK(load::faults_of(gatherer.so_far(), options).empty() == stays_awake);
  }
}

}  // namespace sellsign::testing::load_worker_test
