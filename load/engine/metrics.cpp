#include "load/engine/metrics.h"

#include <array>
#include <cstdio>

#include "base/time_text.h"

namespace sellsign::load {
namespace {

std::string label(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\' || c == '"') out += '\\';
    if (c == '\n')
      out += "\\n";
    else
      out += c;
  }
  return out;
}

std::string number(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.9g", value);
  return text.data();
}

/// Writes one family after the other.
class Text {
 public:
  void family(std::string_view name, std::string_view type, std::string_view help) {
    name_ = "sellsign_load_" + std::string(name);
    out_ +=
        "# HELP " + name_ + " " + std::string(help) + "\n# TYPE " + name_ + " " + std::string(type) + "\n";
  }
  void value(double value, const std::string& labels = {}, std::string_view suffix = {}) {
    out_ +=
        name_ + std::string(suffix) + (labels.empty() ? "" : "{" + labels + "}") + " " + number(value) + "\n";
  }
  /// A summary: quantiles, sum and count, in seconds.
  void summary(const Histogram& histogram, const std::string& labels) {
    constexpr double k_quantiles[] = {0.5, 0.9, 0.99, 0.999};
    const std::string comma = labels.empty() ? "" : labels + ",";
    for (const double quantile : k_quantiles)
      value(static_cast<double>(histogram.at_us(quantile * 100)) / 1e6,
            comma + "quantile=\"" + number(quantile) + "\"");
    value(histogram.mean_us() * static_cast<double>(histogram.count()) / 1e6, labels, "_sum");
    value(static_cast<double>(histogram.count()), labels, "_count");
  }
  std::string take() { return std::move(out_); }

 private:
  std::string name_, out_;
};

}  // namespace

std::string render_metrics(const LoadProgress& progress) {
  const LoadResult& run = progress.so_far;
  Text text;
  text.family("requests_total", "counter", "Requests that ended, by step and how they ended.");
  for (const StepLoad& step : run.steps)
    for (std::size_t i = 0; i < k_endings; ++i)
      text.value(
          static_cast<double>(step.tally.endings[i]),
          "step=\"" + label(step.id) + "\",ending=\"" + std::string(name_of(static_cast<Ending>(i))) + "\"");
  text.family("checks_failed_total", "counter", "Checks that did not hold.");
  for (const StepLoad& step : run.steps)
    text.value(static_cast<double>(step.tally.checks_broken), "step=\"" + label(step.id) + "\"");
  text.family("service_time_seconds", "summary", "First byte sent to last byte received, by step.");
  for (const StepLoad& step : run.steps) text.summary(step.service, "step=\"" + label(step.id) + "\"");
  text.family("iteration_response_time_seconds", "summary", "Intended start to last byte of an iteration.");
  text.summary(run.iterations.response, {});
  text.family("iteration_service_time_seconds", "summary", "First byte sent to last byte of an iteration.");
  text.summary(run.iterations.service, {});
  text.family("start_lateness_seconds", "summary",
              "How late iterations started through the generator's own fault.");
  text.summary(run.starts.lateness, {});
  text.family("iterations_total", "counter", "Iterations that ended.");
  text.value(static_cast<double>(run.iterations.finished));
  text.family("starts_dropped_total", "counter", "Starts that were intended and not made.");
  text.value(static_cast<double>(run.starts.dropped));
  text.family("starts_late_total", "counter", "Starts later than the limit.");
  text.value(static_cast<double>(run.starts.late));
  text.family("in_flight", "gauge", "Iterations under way.");
  text.value(static_cast<double>(progress.last.in_flight));
  const double seconds = in_seconds(progress.last.length);
  text.family("intended_rate", "gauge", "Iterations a second that the profile wanted in the last second.");
  text.value(seconds > 0 ? static_cast<double>(progress.last.intended) / seconds : 0);
  text.family("reached_rate", "gauge", "Iterations that ended in the last second.");
  text.value(seconds > 0 ? static_cast<double>(progress.last.finished) / seconds : 0);
  text.family("generator_busy_ratio", "gauge",
              "Largest share of the time for which a thread needed its core.");
  text.value(run.generator.busy + run.generator.starved);
  text.family("warmup", "gauge", "1 during the warm-up, which the totals do not hold.");
  text.value(progress.last.warmup ? 1 : 0);
  return text.take();
}

}  // namespace sellsign::load
