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

std::string rate(double per_second) { return rate_text(std::round(per_second * 10) / 10); }

std::string count(std::uint64_t value) { return number_text(static_cast<double>(value)); }

std::string time(const std::optional<std::int64_t>& us, const Snapshot& snapshot) {
  if (!us) return "-";
  return time_text(static_cast<double>(*us)) + (snapshot.invalid ? " INVALID" : "");
}

/// `7 s`, `2 m 05 s`: to the nearest second.
std::string clock(nanoseconds duration) {
  const std::int64_t seconds = (std::max<std::int64_t>(0, duration.count()) + 500'000'000) / 1'000'000'000;
  if (seconds < 60) return std::to_string(seconds) + " s";
  const std::string rest = std::to_string(seconds % 60);
  return std::to_string(seconds / 60) + " m " + (rest.size() == 1 ? "0" : "") + rest + " s";
}

/// 0 to 1; nothing when the end is not known.
std::optional<double> progress(const Snapshot& snapshot) {
  if (snapshot.done) return std::clamp(*snapshot.done, 0.0, 1.0);
  if (!snapshot.total || snapshot.total->count() <= 0) return std::nullopt;
  return std::clamp(
      static_cast<double>(snapshot.elapsed.count()) / static_cast<double>(snapshot.total->count()), 0.0, 1.0);
}

std::string time_words(const Snapshot& snapshot) {
  std::string out = clock(snapshot.elapsed);
  if (snapshot.total && snapshot.elapsed <= *snapshot.total)
    out += " of " + clock(*snapshot.total) + ", " + clock(*snapshot.total - snapshot.elapsed) + " left";
  else if (snapshot.total)
    out += ", waiting for the last answers";
  else if (const auto done = progress(snapshot); done && *done > 0)
    out += ", about " +
           clock(nanoseconds(
               std::llround(static_cast<double>(snapshot.elapsed.count()) * (1 - *done) / *done))) +
           " left";
  return out;
}

std::string bar(double share, std::size_t width) {
  const auto full = static_cast<std::size_t>(std::lround(share * static_cast<double>(width)));
  return "[" + std::string(full, '#') + std::string(width - full, '.') + "]";
}

std::string progress_line(const Snapshot& snapshot, std::size_t width) {
  std::string words = time_words(snapshot);
  if (snapshot.warmup) words += ", warm-up";
  const auto share = progress(snapshot);
  if (!share) return words;
  words = std::to_string(static_cast<int>(*share * 100)) + " %  " + words;
  const std::size_t room = width > words.size() + 12 ? width - words.size() - 4 : 8;
  return bar(*share, std::min<std::size_t>(room, 40)) + " " + words;
}

std::string rates(const Snapshot& snapshot) {
  return rate(snapshot.reached) + (snapshot.intended ? " of " + rate(*snapshot.intended) + " asked" : "");
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

void add_steps(std::vector<std::string>& out, const Snapshot& snapshot, const LiveStyle& style) {
  const std::size_t room = style.height > out.size() + 3 ? style.height - out.size() - 3 : 0;
  const std::size_t shown = std::min(room, snapshot.steps.size());
  if (shown == 0) return;
  TextTable table({"step, service time", "rate", "p50", "p99", "errors"});
  for (std::size_t i = 0; i < shown; ++i) {
    const LiveStep& step = snapshot.steps[i];
    const std::string id = cut(safe_line(step.id), 24);
    table.add({id, rate(step.rate), time(step.service.p50, snapshot), time(step.service.p99, snapshot),
               count(step.errors)});
  }
  add_lines(out, table.text(std::size_t{1} << 20U));
  if (shown < snapshot.steps.size())
    out.push_back("  and " + std::to_string(snapshot.steps.size() - shown) + " more steps");
}

}  // namespace

std::vector<std::string> live_lines(const Snapshot& snapshot, const LiveStyle& style) {
  std::vector<std::string> out = {progress_line(snapshot, style.width)};
  const auto both = [&](std::string_view name, const LivePercentiles& of) {
    return std::string(name) + " p50 " + time(of.p50, snapshot) + ", p99 " + time(of.p99, snapshot);
  };
  out.push_back("rate " + rates(snapshot) + ", " + count(snapshot.in_flight) + " in flight, " +
                count(snapshot.errors) + " errors, " + count(snapshot.late) + " late starts");
  out.push_back(both("response", snapshot.response));
  out.push_back(both("service ", snapshot.service));
  add_steps(out, snapshot, style);
  for (std::string& line : out) line = cut(line, style.width);
  if (style.colour && (snapshot.errors > 0 || snapshot.late > 0 || snapshot.invalid))
    out[1] = "\x1b[33m" + out[1] + "\x1b[0m";
  if (style.colour) out[0] = "\x1b[1m" + out[0] + "\x1b[0m";
  return out;
}

std::string live_line(const Snapshot& snapshot) {
  std::string out = clock(snapshot.elapsed) + (snapshot.warmup ? " warm-up" : "") + ": " + rates(snapshot) +
                    ", " + count(snapshot.in_flight) + " in flight, response p50 " +
                    time(snapshot.response.p50, snapshot) + " p99 " + time(snapshot.response.p99, snapshot) +
                    ", service p50 " + time(snapshot.service.p50, snapshot) + " p99 " +
                    time(snapshot.service.p99, snapshot) + ", " + count(snapshot.errors) + " errors";
  if (snapshot.late > 0) out += ", " + count(snapshot.late) + " late starts";
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
