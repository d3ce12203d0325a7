#include "base/utf8.h"
#include "harness/report/text.h"
#include "load/report/live.h"
#include "tests/catch.h"

namespace sellsign::load::load_live_test {
namespace {

using namespace std::chrono_literals;

LiveState sample() {
  LiveState state;
  state.elapsed = 12s;
  state.total = 30s;
  state.intended = 200;
  state.reached = 199.83;
  state.in_flight = 12;
  state.response = {1'200, 12'300};
  state.service = {1'100, 9'800};
  state.errors = 3;
  state.late = 1;
  state.steps = {{"read", 199.8, {1'100, 9'800}, 3}, {std::string(40, 'x') + "\x1b[31m", 0, {}, 0}};
  return state;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string out;
  for (const std::string& line : lines) out += line + "\n";
  return out;
}

TEST_CASE("the live view shows progress, both clocks and the steps") {
  const std::string text = joined(live_lines(sample(), {}));
  CHECK(text ==
        "[################........................] 40 %  12 s of 30 s, 18 s left\n"
        "rate 199.8/s of 200/s asked, 12 in flight, 3 errors, 1 late starts\n"
        "response p50 1.20 ms, p99 12.3 ms\n"
        "service  p50 1.10 ms, p99 9.80 ms\n"
        "  step, service time           rate      p50      p99  errors\n"
        "  read                      199.8/s  1.10 ms  9.80 ms       3\n"
        "  xxxxxxxxxxxxxxxxxxxxxxxx      0/s        -        -       0\n");
}

TEST_CASE("the first line of the live view tells how far the run is") {
  struct Row {
    LiveState state;
    std::string expected;
  };
  const auto with = [](auto change) {
    LiveState state;
    state.elapsed = 65s;
    change(state);
    return state;
  };
  const Row rows[] = {
      {with([](LiveState&) {}), "1 m 05 s"},
      {with([](LiveState& s) { s.done = 0.25; }),
       "[##########..............................] 25 %  1 m 05 s, about 3 m 15 s left"},
      {with([](LiveState& s) { s.done = 0; }), "[........................................] 0 %  1 m 05 s"},
      {with([](LiveState& s) { s.total = 60s; }),
       "[###############################] 100 %  1 m 05 s, waiting for the last answers"},
      {with([](LiveState& s) { s.warmup = true; }), "1 m 05 s, warm-up"}};
  for (const Row& row : rows) {
    CHECK(live_lines(row.state, {}).at(0) == row.expected);
  }
}

TEST_CASE("no live line is wider than the terminal, and no more lines than fit") {
  LiveState state = sample();
  state.steps.resize(50, state.steps[1]);
  state.invalid = true;
  for (const std::size_t width : {std::size_t{20}, std::size_t{40}, std::size_t{80}, std::size_t{200}})
    for (const std::size_t height : {std::size_t{4}, std::size_t{10}, std::size_t{24}}) {
      const auto lines = live_lines(state, {width, height, false});
      CHECK(lines.size() < std::max<std::size_t>(height, 5));
      for (const std::string& line : lines) {
        INFO(line);
        CHECK(width_of(line) <= width);
      }
    }
  const auto lines = live_lines(state, {80, 10, false});
  CHECK(lines.back() == "  and 47 more steps");
}

TEST_CASE("a line for a log") {
  LiveState state = sample();
  CHECK(live_line(state) ==
        "12 s: 199.8/s of 200/s asked, 12 in flight, response p50 1.20 ms p99 12.3 ms, "
        "service p50 1.10 ms p99 9.80 ms, 3 errors, 1 late starts");
  state.invalid = true;
  state.warmup = true;
  CHECK(live_line(state).starts_with("12 s warm-up: "));
  CHECK(live_line(state).find("p99 12.3 ms INVALID") != std::string::npos);
}

TEST_CASE("the screen draws over what it drew") {
  std::vector<std::string> written;
  LiveScreen screen([&](std::string_view text) { written.emplace_back(text); });
  screen.clear();
  CHECK(written.empty());
  screen.draw({"a", "b"});
  screen.draw({"c"});
  screen.clear();
  screen.draw({"d"});
  CHECK(written == std::vector<std::string>{"\x1b[2Ka\n\x1b[2Kb\n", "\r\x1b[2A\x1b[2Kc\n\x1b[J",
                                            "\r\x1b[1A\x1b[J", "\x1b[2Kd\n"});
}

}  // namespace
}  // namespace sellsign::load::load_live_test
