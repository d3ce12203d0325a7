#include "cli/load/load_view.h"

#include <algorithm>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/time_text.h"
#include "load/engine/verdict.h"

namespace sellsign::cli {
namespace {

load::LivePercentiles percentiles_of(const load::Histogram& histogram) {
  if (histogram.empty()) return {};
  return {histogram.at_us(50), histogram.at_us(99)};
}

load::LivePercentiles percentiles_of(const std::vector<load::Histogram::Bucket>& buckets) {
  load::Histogram histogram;
  histogram.add(buckets);
  return percentiles_of(histogram);
}

load::LiveStyle style_of(int terminal) {
  load::LiveStyle style;
  winsize size{};
  if (ioctl(terminal, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    style.width = size.ws_col;
    style.height = size.ws_row;
  }
  style.colour = wants_colour(terminal);
  return style;
}

/// The state of a run for the view.
load::LiveState live_state_of(const load::LoadProgress& progress, const load::LoadOptions& options) {
  const load::Interval& last = progress.last;
  const double seconds = std::max(1e-9, in_seconds(last.length));
  load::LiveState out;
  out.elapsed = last.start + last.length;
  const load::Profile& profile = options.profile;
  if (profile.iterations)
    out.done = static_cast<double>(progress.so_far.iterations.finished * options.shard.count) /
               static_cast<double>(*profile.iterations);
  if (profile.duration() < std::chrono::hours(24)) out.total = profile.duration();
  if (profile.model == load::Model::open) out.intended = static_cast<double>(last.intended) / seconds;
  out.reached = static_cast<double>(last.finished) / seconds;
  out.in_flight = last.in_flight;
  out.response = percentiles_of(last.response);
  out.service = percentiles_of(last.service);
  out.errors = progress.so_far.tally().errors();
  out.late = progress.so_far.starts.late;
  out.warmup = last.warmup;
  out.invalid = !last.warmup && !load::faults_of(progress.so_far, options).empty();
  for (std::size_t i = 0; i < progress.last_steps.size() && i < progress.so_far.steps.size(); ++i) {
    const load::StepSlice& step = progress.last_steps[i];
    out.steps.push_back({progress.so_far.steps[i].id, static_cast<double>(step.tally.requests()) / seconds,
                         percentiles_of(step.service), progress.so_far.steps[i].tally.errors()});
  }
  return out;
}

}  // namespace

LoadView::LoadView(const load::LoadOptions& options, const Output& output, bool quiet)
    : options_(options),
      output_(output),
      quiet_(quiet),
      terminal_(is_screen(STDERR_FILENO)),
      screen_([&output](std::string_view text) { output.note(text); }) {}

void LoadView::show(const load::LoadProgress& progress) {
  if (quiet_) return;
  const load::LiveState state = live_state_of(progress, options_);
  if (terminal_)
    screen_.draw(load::live_lines(state, style_of(STDERR_FILENO)));
  else
    output_.note(load::live_line(state) + "\n");
}

void LoadView::end() {
  if (!quiet_ && terminal_) screen_.clear();
}

}  // namespace sellsign::cli
