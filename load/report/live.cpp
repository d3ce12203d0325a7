#include "load/report/live.h"

#include <algorithm>
#include <cmath>

#include "base/utf8.h"
#include "harness/report/text.h"
#include "load/model/units.h"
#include "load/report/text_table.h"

namespace sellsign::load {
namespace {

using std::chrono::nanoseconds;

std::string time(const std::optional<std::int64_t>& us, const LiveState& state) {
  if (!us) return "-";
  return time_text(static_cast<double>(*us)) + (state.invalid ? " INVALID" : "");
}

/// `7 s`, `2 m 05 s`: to the nearest second.
std::string clock(nanoseconds duration) {
  const std::int64_t seconds = (std::max<std::int64_t>(0, duration.count()) + 500'000'000) / 1'000'000'000;
  if (seconds < 60) return std::to_string(seconds) + " s";
  const std::string rest = std::to_string(seconds % 60);
  return std::to_string(seconds / 60) + " m " + (rest.size() == 1 ? "0" : "") + rest + " s";
}

/// 0 to 1; nothing when the end is not known.
std::optional<double> progress(const LiveState& state) {
  if (state.done) return std::clamp(*state.done, 0.0, 1.0);
  if (!state.total || state.total->count() <= 0) return std::nullopt;
  return std::clamp(static_cast<double>(state.elapsed.count()) / static_cast<double>(state.total->count()),
                    0.0, 1.0);
}

std::string time_words(const LiveState& state) {
  std::string out = clock(state.elapsed);
  if (state.total && state.elapsed <= *state.total)
    out += " of " + clock(*state.total) + ", " + clock(*state.total - state.elapsed) + " left";
  else if (state.total)
    out += ", waiting for the last answers";
  else if (const auto done = progress(state); done && *done > 0)
    out +=
        ", about " +
        clock(nanoseconds(std::llround(static_cast<double>(state.elapsed.count()) * (1 - *done) / *done))) +
        " left";
  return out;
}

std::string bar(double share, std::size_t width) {
  const auto full = static_cast<std::size_t>(std::lround(share * static_cast<double>(width)));
  return "[" + std::string(full, '#') + std::string(width - full, '.') + "]";
}

std::string progress_line(const LiveState& state, std::size_t width) {
  std::string words = time_words(state);
  if (state.warmup) words += ", warm-up";
  const auto share = progress(state);
  if (!share) return words;
  words = std::to_string(static_cast<int>(*share * 100)) + " %  " + words;
  const std::size_t room = width > words.size() + 12 ? width - words.size() - 4 : 8;
  return bar(*share, std::min<std::size_t>(room, 40)) + " " + words;
}

std::string rates(const LiveState& state) {
  return measured_rate(state.reached) +
         (state.intended ? " of " + measured_rate(*state.intended) + " asked" : "");
}

std::string cut(const std::string& line, std::size_t width) {
  if (width_of(line) <= width) return line;
  const std::string first = wrapped(line, "", std::max<std::size_t>(width, 20));
  return first.substr(0, first.find('\n'));
}

void add_lines(std::vector<std::string>& out, std::string text) {
  for (std::size_t end = 0; (end = text.find('\n')) != std::string::npos; text.erase(0, end + 1))
    out.push_back(text.substr(0, end));
}

void add_steps(std::vector<std::string>& out, const LiveState& state, const LiveStyle& style) {
  const std::size_t room = style.height > out.size() + 3 ? style.height - out.size() - 3 : 0;
  const std::size_t shown = std::min(room, state.steps.size());
  if (shown == 0) return;
  TextTable table({"step, service time", "rate", "p50", "p99", "errors"});
  for (std::size_t i = 0; i < shown; ++i) {
    const LiveStep& step = state.steps[i];
    const std::string id = cut(safe_line(step.id), 24);
    table.add({id, measured_rate(step.rate), time(step.service.p50, state), time(step.service.p99, state),
               count_text(step.errors)});
  }
  add_lines(out, table.text(std::size_t{1} << 20U));
  if (shown < state.steps.size())
    out.push_back("  and " + std::to_string(state.steps.size() - shown) + " more steps");
}

}  // namespace

std::vector<std::string> live_lines(const LiveState& state, const LiveStyle& style) {
  std::vector<std::string> out = {progress_line(state, style.width)};
  const auto both = [&](std::string_view name, const LivePercentiles& of) {
    return std::string(name) + " p50 " + time(of.p50, state) + ", p99 " + time(of.p99, state);
  };
  out.push_back("rate " + rates(state) + ", " + count_text(state.in_flight) + " in flight, " +
                count_text(state.errors) + " errors, " + count_text(state.late) + " late starts");
  out.push_back(both("response", state.response));
  out.push_back(both("service ", state.service));
  add_steps(out, state, style);
  for (std::string& line : out) line = cut(line, style.width);
  if (style.colour && (state.errors > 0 || state.late > 0 || state.invalid))
    out[1] = "\x1b[33m" + out[1] + "\x1b[0m";
  if (style.colour) out[0] = "\x1b[1m" + out[0] + "\x1b[0m";
  return out;
}

std::string live_line(const LiveState& state) {
  std::string out = clock(state.elapsed) + (state.warmup ? " warm-up" : "") + ": " + rates(state) + ", " +
                    count_text(state.in_flight) + " in flight, response p50 " +
                    time(state.response.p50, state) + " p99 " + time(state.response.p99, state) +
                    ", service p50 " + time(state.service.p50, state) + " p99 " +
                    time(state.service.p99, state) + ", " + count_text(state.errors) + " errors";
  if (state.late > 0) out += ", " + count_text(state.late) + " late starts";
  return out;
}

std::string LiveScreen::back() const { return drawn_ == 0 ? "" : "\r\x1b[" + std::to_string(drawn_) + "A"; }

void LiveScreen::draw(const std::vector<std::string>& lines) {
  std::string out = back();
  for (const std::string& line : lines) out += "\x1b[2K" + line + "\n";
  if (lines.size() < drawn_) out += "\x1b[J";
  drawn_ = lines.size();
  output_(out);
}

void LiveScreen::clear() {
  if (drawn_ > 0) output_(back() + "\x1b[J");
  drawn_ = 0;
}

}  // namespace sellsign::load
