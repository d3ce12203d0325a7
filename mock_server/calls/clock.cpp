#include "mock_server/calls/clock.h"

#include <algorithm>
#include <array>
#include <optional>

#include <nlohmann/json.hpp>

#include "base/json/object_reader.h"
#include "base/nearest.h"
#include "base/time_text.h"

namespace sellsign::mock {
namespace {

using std::chrono::microseconds;
using std::chrono::steady_clock;

constexpr std::chrono::sys_time<microseconds> k_end = k_latest;
constexpr std::array<std::string_view, 4> k_modes = {"real", "frozen", "shifted", "scaled"};

std::chrono::sys_time<microseconds> machine_now() {
  return std::chrono::floor<microseconds>(std::chrono::system_clock::now());
}

}  // namespace

/// What a body asks for.
struct MockClock::Change {
  std::optional<Mode> mode;
  std::optional<Timestamp> now;
  std::optional<double> scale;

  static void read_mode(const JsonView& view, Change& out) {
    const auto word = read_text(view);
    if (!word) return;
    const auto* const found = std::ranges::find(k_modes, *word);
    if (found == k_modes.end())
      return view.add_problem("no mode is called \"" + *word + "\"" + did_you_mean(*word, k_modes) +
                              "; give real or frozen");
    out.mode = static_cast<Mode>(found - k_modes.begin());
    if (*out.mode == Mode::shifted) view.add_problem("is what \"now\" makes of the clock; give that instead");
    if (*out.mode == Mode::scaled)
      view.add_problem("is what \"scale\" makes of the clock; give that instead");
  }

  void check(const JsonView& view) const {
    if (!mode && !now && !scale) view.add_problem("says nothing; give mode, now or scale");
    if (mode == Mode::real && now)
      view.at("now").add_problem("the real clock cannot be set; leave out mode or now");
    if (mode && scale)
      view.at("scale").add_problem("a clock with a scale is neither real nor frozen; leave out mode");
  }
};

/// What an advance asks for.
struct MockClock::Step {
  std::optional<std::chrono::milliseconds> by;
};

Timestamp MockClock::turned_now() const {
  const std::scoped_lock lock(mutex_);
  return std::chrono::floor<std::chrono::milliseconds>(instant());
}

/// What the clock says. Under the lock.
MockClock::Instant MockClock::instant() const {
  if (mode_ == Mode::real) return machine_now();
  if (mode_ == Mode::frozen) return from_;
  const std::chrono::duration<double, std::micro> moved = (steady_clock::now() - since_) * scale_;
  const std::chrono::duration<double, std::micro> most = k_end - from_;
  return moved >= most ? k_end : from_ + microseconds(static_cast<std::int64_t>(moved.count()));
}

/// Under the lock.
void MockClock::start(Mode mode, Instant from, double scale) {
  mode_ = mode;
  from_ = std::min(from, k_end);
  since_ = steady_clock::now();
  scale_ = scale;
  is_real_ = mode == Mode::real;
}

std::chrono::nanoseconds MockClock::real_time_of(std::chrono::nanoseconds mock_time) const {
  if (is_real_.load()) return mock_time;
  const std::scoped_lock lock(mutex_);
  if (mode_ == Mode::frozen) return std::chrono::nanoseconds{0};
  constexpr double k_most = 9e18;
  const double nanoseconds = static_cast<double>(mock_time.count()) / scale_;
  return std::chrono::nanoseconds(static_cast<std::int64_t>(std::min(nanoseconds, k_most)));
}

std::string MockClock::to_json() const {
  const std::scoped_lock lock(mutex_);
  const auto now = std::chrono::floor<std::chrono::milliseconds>(instant());
  const Json out = {{"mode", k_modes[static_cast<std::size_t>(mode_)]},
                    {"now", show_instant(now)},
                    {"epochMs", now.time_since_epoch().count()},
                    {"scale", scale_}};
  return out.dump();
}

MockClock::Mode MockClock::mode_after(const Change& change) const {
  if (change.mode) return *change.mode;
  if (change.scale && *change.scale != 1) return Mode::scaled;
  if (!change.scale && mode_ != Mode::real) return mode_;
  return change.now || mode_ != Mode::real ? Mode::shifted : Mode::real;
}

Problems MockClock::change(std::string_view text) {
  static constexpr KeyRow<Change> k_keys[] = {{"mode", Change::read_mode},
                                              {"now", into<read_instant, &Change::now>},
                                              {"scale", [](const JsonView& view, Change& out) {
                                                 out.scale = read_number(view, k_slowest, k_fastest);
                                               }}};
  Problems problems;
  const auto body = read_body(text, problems);
  if (!body) return problems;
  Change change;
  const JsonView view(body->value(), problems);
  read_object(view, k_keys, change);
  if (problems.empty()) change.check(view);
  if (!problems.empty()) return problems;
  const std::scoped_lock lock(mutex_);
  is_real_ = false;  // whoever reads the machine's clock from here on waits for the lock
  const Instant from = change.now ? Instant(*change.now) : instant();
  const Mode mode = mode_after(change);
  start(mode, from, mode == Mode::scaled ? change.scale.value_or(scale_) : 1);
  return {};
}

Problems MockClock::advance(std::string_view text) {
  static constexpr KeyRow<Step> k_keys[] = {{"by", [](const JsonView& view, Step& out) {
                                               out.by = read_duration(view, k_latest.time_since_epoch());
                                             }}};
  Problems problems;
  const auto body = read_body(text, problems);
  if (!body) return problems;
  Step step;
  const JsonView view(body->value(), problems);
  read_object(view, k_keys, step);
  if (problems.empty() && !step.by) view.add_problem("says nothing; give by, such as {\"by\":\"90s\"}");
  if (!problems.empty()) return problems;
  const std::scoped_lock lock(mutex_);
  const bool was_real = is_real_.exchange(false);
  const Instant now = instant();
  if (*step.by > k_end - now) {
    is_real_ = was_real;
    view.at("by").add_problem("leads beyond the end of the year 9999");
    return problems;
  }
  start(mode_ == Mode::real ? Mode::shifted : mode_, now + *step.by, scale_);
  return {};
}

void MockClock::reset() {
  const std::scoped_lock lock(mutex_);
  start(Mode::real, {}, 1);
}

void MockClock::follow(const MockClock& other) {
  const std::scoped_lock lock(mutex_, other.mutex_);
  is_real_ = other.is_real_.load();
  mode_ = other.mode_;
  scale_ = other.scale_;
  from_ = other.from_;
  since_ = other.since_;
}

}  // namespace sellsign::mock
