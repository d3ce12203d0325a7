#include <algorithm>
#include <charconv>
#include <optional>

#include "base/nearest.h"
#include "base/number.h"
#include "base/result.h"
#include "load/model/units.h"
#include "load/result/slo_parts.h"

namespace sellsign::load {
namespace {

constexpr std::array<std::string_view, 10> k_left_sides = {
    "service.p99", "response.p99", "errors",  "failed_checks", "throughput",
    "iterations",  "late_starts",  "dropped", "cut",           "service.mean"};

std::string without_spaces(std::string_view text) {
  std::string out(text);
  std::erase_if(out, [](char c) { return c == ' ' || c == '\t'; });
  return out;
}

/// What stands left of the sign: a step, a metric and a statistic.
struct Left {
  std::string_view step;
  Metric metric;
  std::optional<Statistic> statistic;
};

/// `left` as STEP.METRIC or METRIC.
std::optional<Left> split_metric(std::string_view left) {
  for (std::size_t i = 0; i < k_metrics.size(); ++i) {
    const std::string_view name = k_metrics[i].name;
    if (!left.ends_with(name)) continue;
    const std::string_view before = left.substr(0, left.size() - name.size());
    if (before.empty()) return Left{{}, static_cast<Metric>(i), {}};
    if (before.size() > 1 && before.ends_with('.'))
      return Left{before.substr(0, before.size() - 1), static_cast<Metric>(i), {}};
  }
  return std::nullopt;
}

/// The statistic is the longest ending that is one, so that steps and percentiles may have points.
std::optional<Left> split_clock(std::string_view left) {
  for (std::size_t at = left.find('.'); at != std::string_view::npos; at = left.find('.', at + 1)) {
    const auto statistic = parse_statistic(left.substr(at + 1));
    if (!statistic) continue;
    auto out = split_metric(left.substr(0, at));
    if (!out || row_of(out->metric).unit != SloUnit::time) continue;
    out->statistic = *statistic;
    return out;
  }
  return std::nullopt;
}

std::string what_is_wrong_with(std::string_view left) {
  if (left.empty()) return "nothing stands before the sign";
  if (const auto metric = split_metric(left); metric && row_of(metric->metric).unit == SloUnit::time)
    return "a statistic is missing, like " + std::string(left) + ".p99 (p and a number, mean, min or max)";
  for (const std::string_view clock : {"service", "response"})
    if (const std::size_t at = left.rfind(std::string(clock) + "."); at != std::string_view::npos)
      if (const auto statistic = parse_statistic(left.substr(at + clock.size() + 1)); !statistic)
        return statistic.error().message;
  const std::size_t point = left.rfind('.');
  const std::string_view tail = point == std::string_view::npos ? left : left.substr(point + 1);
  std::string hint = did_you_mean(left, k_left_sides);
  if (hint.empty()) hint = did_you_mean(tail, k_left_sides);
  return "\"" + std::string(left) + "\" is no metric" + hint +
         ": [STEP.]service.STAT, [STEP.]response.STAT, [STEP.]errors, [STEP.]failed_checks, throughput, "
         "iterations, late_starts, dropped or cut";
}

Result<double> parse_limit(SloUnit unit, std::string_view text) {
  if (unit == SloUnit::share) return parse_share(text);
  if (unit == SloUnit::rate) return parse_rate(text);
  const auto time = parse_time(text);
  if (!time) return time.error();
  return static_cast<double>(time->count()) / 1000;
}

}  // namespace

std::string_view name_of(Metric metric) { return row_of(metric).name; }

double Statistic::of(const Histogram& histogram) const {
  switch (kind) {
    case Kind::percentile:
      return static_cast<double>(histogram.at_us(percentile));
    case Kind::mean:
      return histogram.mean_us();
    case Kind::min:
      return static_cast<double>(histogram.min_us());
    case Kind::max:
      return static_cast<double>(histogram.max_us());
  }
  return 0;
}

bool Statistic::is_lower_bound(const Histogram& histogram) const {
  switch (kind) {
    case Kind::percentile:
      return histogram.is_lower_bound(percentile);
    case Kind::min:
      return histogram.is_lower_bound(0);
    case Kind::mean:
    case Kind::max:
      return histogram.at_least() > 0;
  }
  return false;
}

std::string Statistic::text() const {
  constexpr std::array<std::string_view, 4> k_names = {"p", "mean", "min", "max"};
  std::string out(k_names[static_cast<std::size_t>(kind)]);
  if (kind != Kind::percentile) return out;
  std::array<char, 32> digits{};
  const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), percentile);
  return out.append(digits.data(), written.ptr);
}

Result<Statistic> parse_statistic(std::string_view text) {
  using Kind = Statistic::Kind;
  if (text == "mean") return Statistic{Kind::mean};
  if (text == "min") return Statistic{Kind::min};
  if (text == "max") return Statistic{Kind::max};
  if (text.starts_with('p'))
    if (const auto percentile = read_decimal(text.substr(1)); percentile > 0 && percentile <= 100)
      return Statistic{Kind::percentile, *percentile};
  constexpr std::array<std::string_view, 6> k_usual = {"mean", "min", "max", "p50", "p99", "p99.9"};
  return usage_error("\"" + std::string(text) + "\" is no statistic" + did_you_mean(text, k_usual) +
                     ": p and a number over 0 to 100 (p50, p99.9), mean, min or max");
}

Result<SloSubject> parse_subject(std::string_view text) {
  auto found = split_clock(text);
  if (!found) found = split_metric(text);
  if (!found || (row_of(found->metric).unit == SloUnit::time && !found->statistic))
    return usage_error(what_is_wrong_with(text));
  const MetricRow& row = row_of(found->metric);
  if (!found->step.empty() && !row.of_a_step)
    return usage_error(std::string(row.name) + " is of the whole run: without a step before it");
  return SloSubject{std::string(found->step), found->metric, found->statistic.value_or(Statistic{})};
}

Result<Slo> parse_slo(std::string_view written) {
  Slo slo;
  slo.text = without_spaces(written);
  const std::string_view text = slo.text;
  const auto wrong = [&](const std::string& what) {
    return usage_error("SLO \"" + slo.text + "\": " + what);
  };
  const std::size_t sign = text.find_first_of("<>=");
  if (sign == std::string_view::npos)
    return wrong("there is no <=, <, >= or > in it, as in service.p99<=40ms");
  const std::string_view left = text.substr(0, sign);
  std::string_view right = text.substr(sign);
  const auto* const bound =
      std::ranges::find_if(k_bounds, [&](const BoundRow& row) { return right.starts_with(row.sign); });
  if (bound == k_bounds.end()) return wrong("the sign has to be <=, <, >= or >");
  right.remove_prefix(bound->sign.size());
  const auto subject = parse_subject(left);
  if (!subject) return wrong(subject.error().message);
  const auto limit = parse_limit(row_of(subject->metric).unit, right);
  if (!limit) return wrong(limit.error().message);
  slo.step = subject->step;
  slo.metric = subject->metric;
  slo.statistic = subject->statistic;
  slo.bound = static_cast<SloBound>(bound - k_bounds.begin());
  slo.limit = *limit;
  return slo;
}

}  // namespace sellsign::load
