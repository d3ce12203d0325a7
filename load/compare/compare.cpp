#include "load/compare/compare.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <random>

#include "load/compare/subjects.h"
#include "load/model/units.h"
#include "load/result/resample.h"

namespace sellsign::load {
namespace {

using Kind = Statistic::Kind;

constexpr std::array<Statistic, 6> k_statistics = {{{Kind::mean},
                                                    {Kind::percentile, 50},
                                                    {Kind::percentile, 90},
                                                    {Kind::percentile, 99},
                                                    {Kind::percentile, 99.9},
                                                    {Kind::max}}};
constexpr std::size_t k_least_blocks = 5;
constexpr double k_least_beyond = 10;  ///< values above a percentile, for it to mean something
constexpr double k_least_time = 50;    ///< us
constexpr double k_least_change = 0.01;
constexpr double k_least_errors = 0.0005;
constexpr double k_telling_change = 0.25;  ///< an interval that reaches further says nothing
constexpr double k_telling_errors = 0.01;
constexpr double k_least_drawn = 0.5;  ///< us: a draw of a time is never none
constexpr double k_least_rate = 1e-6;

/// Whether the interval would hide a difference that matters.
bool is_noisy(const CompareRow& row) {
  const double telling = row.metric == Metric::errors
                             ? k_telling_errors
                             : std::max(row.is_time() ? k_least_time : 0, k_telling_change * row.a);
  return row.low < -telling || row.high > telling;
}

void judge(CompareRow& row) {
  const double difference = row.b - row.a;
  const double floor = row.metric == Metric::errors       ? k_least_errors
                       : row.metric == Metric::throughput ? k_least_change * row.a
                                                          : std::max(k_least_time, k_least_change * row.a);
  const bool real = (row.low > 0 || row.high < 0) && std::abs(difference) > floor;
  const bool more_is_better = row.metric == Metric::throughput;
  row.judgement = !real && is_noisy(row)               ? Judgement::noisy
                  : !real                              ? Judgement::same
                  : (difference > 0) == more_is_better ? Judgement::better
                                                       : Judgement::worse;
}

/// Times and rates differ by factors: an interval of their ratio, which is one of its logarithm, cannot say
/// that something fell by more than all of it. Shares differ by points.
bool by_factors(const CompareRow& row) { return row.metric != Metric::errors; }

double scaled(const CompareRow& row, double value) {
  return by_factors(row) ? std::log(std::max(value, row.is_time() ? k_least_drawn : k_least_rate)) : value;
}

/// Sets the interval from one on the scale of `scaled`.
void set_interval(CompareRow& row, double low, double high) {
  if (by_factors(row)) {
    row.low = row.a * std::expm1(low);
    row.high = row.a * std::expm1(high);
  } else {
    row.low = std::max(low, -row.a);
    row.high = std::min(high, 1 - row.a);
  }
  judge(row);
}

/// By draws of what each side might have been.
void judge_by_draws(CompareRow& row, const std::vector<double>& a, const std::vector<double>& b) {
  std::vector<double> differences(a.size());
  std::ranges::transform(b, a, differences.begin(),
                         [&](double of_b, double of_a) { return scaled(row, of_b) - scaled(row, of_a); });
  std::ranges::sort(differences);
  const double outside = (1 - k_confidence) / 2 * static_cast<double>(differences.size());
  set_interval(row, differences[static_cast<std::size_t>(outside)],
               differences[differences.size() - 1 - static_cast<std::size_t>(outside)]);
}

/// By the spread of the runs of each side, taken as equal on both.
void judge_by_runs(CompareRow& row, const std::vector<double>& a, const std::vector<double>& b) {
  double squares = 0;
  for (const auto* side : {&a, &b}) {
    double sum = 0;
    for (const double value : *side) sum += scaled(row, value);
    const double mean = sum / static_cast<double>(side->size());
    for (const double value : *side) squares += std::pow(scaled(row, value) - mean, 2);
  }
  const auto runs_a = static_cast<double>(a.size()), runs_b = static_cast<double>(b.size());
  const double freedom = runs_a + runs_b - 2;
  const double half = t_quantile(freedom) * std::sqrt(squares / freedom * (1 / runs_a + 1 / runs_b));
  const double middle = scaled(row, row.b) - scaled(row, row.a);
  set_interval(row, middle - half, middle + half);
}

/// One comparison under way.
class Comparing {
 public:
  Comparing(const Runs& a, const Runs& b, const CompareOptions& options)
      : a_(a),
        b_(b),
        options_(options),
        random_(options.seed),
        by_runs_(a.size() + b.size() >= 4),
        judge_by_(by_runs_ ? judge_by_runs : judge_by_draws) {
    for (const auto& [runs, blocks] : {std::pair{&a, &blocks_a_}, {&b, &blocks_b_}})
      for (const LoadResult& run : *runs)
        for (TimeBlock& block : blocks_of(run)) blocks->push_back(std::move(block));
  }

  std::vector<CompareRow> rows() {
    std::vector<CompareRow> out;
    const std::vector<StepName> steps = common_steps(a_, b_);
    for (const ComparedClock& clock : clocks_of(steps)) add_clock(out, clock);
    for (const ComparedRatio& ratio : ratios_of(steps)) add_ratio(out, ratio);
    return out;
  }

  std::string noise() const {
    const std::string percent = number_text(k_confidence * 100) + " % intervals from ";
    if (by_runs_)
      return percent + "the spread of " + std::to_string(a_.size()) + " and " + std::to_string(b_.size()) +
             " repeated runs";
    if (!has_blocks())
      return "unknown: the runs have fewer than " + std::to_string(k_least_blocks) + " intervals";
    return percent + std::to_string(options_.resamples) + " resamples of " +
           std::to_string(blocks_a_.size()) + " and " + std::to_string(blocks_b_.size()) +
           " blocks of time, seed " + std::to_string(options_.seed);
  }

 private:
  bool has_blocks() const { return std::min(blocks_a_.size(), blocks_b_.size()) >= k_least_blocks; }

  /// Why single runs cannot tell; empty when they can.
  std::string unjudged(const Statistic& statistic, std::uint64_t fewest) const {
    if (fewest == 0) return "one side has no values";
    if (by_runs_) return "";
    if (!has_blocks())
      return "the runs are too short: fewer than " + std::to_string(k_least_blocks) + " intervals";
    if (statistic.kind == Kind::max) return "the maximum is one request: repeat the runs to judge it";
    if (statistic.kind == Kind::percentile &&
        static_cast<double>(fewest) * (1 - statistic.percentile / 100) < k_least_beyond - 1e-6)
      return "fewer than " + number_text(k_least_beyond) + " values lie above it";
    return "";
  }

  /// Each statistic of each run, or of draws.
  Draws side_of(const ComparedClock& clock, const Runs& runs, const std::vector<TimeBlock>& blocks,
                const Histogram& histogram) {
    if (by_runs_) return values_of_runs(runs, clock);
    std::vector<const Buckets*> parts;
    for (const TimeBlock& block : blocks)
      parts.push_back(clock.subject == k_all_steps ||
                              (clock.subject != "iterations" && clock.metric == Metric::service)
                          ? &block.service
                          : &block.response);
    const bool own =
        clock.subject == k_all_steps || (clock.subject == "iterations" && clock.metric == Metric::response);
    return own ? resample(parts, k_statistics, options_.resamples, random_)
               : resample_like(histogram, parts, k_statistics, options_.resamples, random_);
  }

  void add_clock(std::vector<CompareRow>& out, const ComparedClock& clock) {
    const Histogram a = sum_of(a_, clock), b = sum_of(b_, clock);
    if (a.empty() && b.empty()) return;
    Draws side_a, side_b;
    if (by_runs_ || (has_blocks() && !a.empty() && !b.empty())) {
      side_a = side_of(clock, a_, blocks_a_, a);
      side_b = side_of(clock, b_, blocks_b_, b);
    }
    for (std::size_t i = 0; i < k_statistics.size(); ++i) {
      const Statistic& statistic = k_statistics[i];
      CompareRow row{.subject = clock.subject,
                     .metric = clock.metric,
                     .statistic = statistic,
                     .a = statistic.of(a),
                     .b = statistic.of(b),
                     .why = unjudged(statistic, std::min(a.count(), b.count()))};
      if (row.why.empty()) judge_by_(row, side_a[i], side_b[i]);
      out.push_back(std::move(row));
    }
  }

  static Draws values_of_runs(const Runs& runs, const ComparedClock& clock) {
    Draws out(k_statistics.size());
    for (const LoadResult& run : runs) {
      const Histogram histogram = clock.of(run);
      for (std::size_t i = 0; i < k_statistics.size(); ++i) out[i].push_back(k_statistics[i].of(histogram));
    }
    return out;
  }

  /// The ratio of each run, or draws of it. Blocks know the errors of all requests only: those of a step vary
  /// more than chance as much as they do.
  std::vector<double> side_of(const ComparedRatio& ratio, const Runs& runs,
                              const std::vector<TimeBlock>& blocks) {
    std::vector<double> out;
    if (by_runs_) {
      for (const LoadResult& run : runs) out.push_back(value_of({run}, ratio));
      return out;
    }
    std::vector<double> part, whole;
    for (const TimeBlock& block : blocks) {
      part.push_back(ratio.metric == Metric::throughput ? block.requests : block.errors);
      whole.push_back(ratio.metric == Metric::throughput ? block.seconds : block.requests);
    }
    out = resample_ratio(part, whole, options_.resamples, random_);
    if (ratio.subject == k_all_steps) return out;
    const double requests = whole_of(runs, ratio), errors = value_of(runs, ratio) * requests;
    const double overall = std::accumulate(out.begin(), out.end(), 0.0) / static_cast<double>(out.size());
    const double all_requests = std::accumulate(whole.begin(), whole.end(), 0.0);
    const double chance = std::sqrt(std::max(overall * all_requests, 1.0)) / std::max(all_requests, 1.0);
    const double own_chance = std::sqrt(std::max(errors, 1.0)) / requests;
    for (double& draw : out) draw = errors / requests + (draw - overall) / chance * own_chance;
    return out;
  }

  void add_ratio(std::vector<CompareRow>& out, const ComparedRatio& ratio) {
    const bool empty = whole_of(a_, ratio) <= 0 || whole_of(b_, ratio) <= 0;
    CompareRow row{.subject = ratio.subject,
                   .metric = ratio.metric,
                   .a = value_of(a_, ratio),
                   .b = value_of(b_, ratio),
                   .why = unjudged({}, empty ? 0 : 1)};
    if (row.why.empty()) {
      const auto side_a = side_of(ratio, a_, blocks_a_), side_b = side_of(ratio, b_, blocks_b_);
      judge_by_(row, side_a, side_b);
    }
    out.push_back(std::move(row));
  }

  const Runs& a_;
  const Runs& b_;
  const CompareOptions options_;
  std::mt19937_64 random_;
  const bool by_runs_;
  void (*const judge_by_)(CompareRow& row, const std::vector<double>& a, const std::vector<double>& b);
  std::vector<TimeBlock> blocks_a_, blocks_b_;
};

}  // namespace

std::string_view name_of(Judgement judgement) {
  constexpr std::array<std::string_view, 5> k_names = {"no real difference", "too noisy to tell", "better",
                                                       "worse", "not judged"};
  return k_names[static_cast<std::size_t>(judgement)];
}

double CompareRow::relative(double difference) const {
  if (metric == Metric::errors || difference == 0) return difference;
  return a == 0 ? std::copysign(HUGE_VAL, difference) : difference / a;
}

std::string CompareRow::name() const {
  if (metric == Metric::throughput) return std::string(name_of(metric));
  if (metric == Metric::errors)
    return (subject == k_all_steps ? "" : subject + ".") + std::string(name_of(metric));
  return (subject == "iterations" ? "" : subject + ".") + std::string(name_of(metric)) + "." +
         statistic.text();
}

Comparison compare(const Runs& a, const Runs& b, const CompareOptions& options) {
  Comparing comparing(a, b, options);
  return {comparing.rows(), compare_warnings(a, b), comparing.noise()};
}

}  // namespace sellsign::load
