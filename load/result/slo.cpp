#include "load/result/slo.h"

#include <algorithm>
#include <optional>

#include "base/nearest.h"
#include "load/model/units.h"
#include "load/result/slo_parts.h"

namespace sellsign::load {
namespace {

std::string show(SloUnit unit, double value) {
  return unit == SloUnit::time    ? time_text(value)
         : unit == SloUnit::share ? share_text(value)
                                  : rate_text(value);
}

/// The measured value, with all its digits where rounding would hide on which side of the limit it is.
std::string show_got(SloUnit unit, double got, double limit) {
  std::string text = show(unit, got);
  if (got == limit || text != show(unit, limit)) return text;
  return unit == SloUnit::time
             ? number_text(got) + " us"
             : number_text(got * (unit == SloUnit::share ? 100 : 1)) + (unit == SloUnit::share ? " %" : "/s");
}

std::optional<double> share_of(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return std::nullopt;
  return static_cast<double>(part) / static_cast<double>(whole);
}

std::optional<double> rate_of(std::uint64_t count, const LoadResult& result) {
  if (result.duration.count() <= 0) return std::nullopt;
  return result.rate_of(count);
}

/// What was measured, and whether that is only a lower bound.
struct Measured {
  std::optional<double> value;
  bool at_least = false;

  Measured(std::optional<double> got) : value(got) {}  // NOLINT: most values are no bounds
  Measured(const Statistic& statistic, const Histogram& times) : at_least(statistic.is_lower_bound(times)) {
    if (!times.empty()) value = statistic.of(times);
  }
};

Measured clock_value(const Slo& slo, const StepLoad* step, const LoadResult& result) {
  const bool service = slo.metric == Metric::service;
  if (slo.step == k_all_steps) return {slo.statistic, result.service()};
  if (step != nullptr) return {slo.statistic, service ? step->service : step->response};
  return {slo.statistic, service ? result.iterations.service : result.iterations.response};
}

Measured measure(const Slo& slo, const StepLoad* step, const LoadResult& result) {
  const Tally tally = step != nullptr ? step->tally : result.tally();
  const Starts& starts = result.starts;
  switch (slo.metric) {
    case Metric::service:
    case Metric::response:
      return clock_value(slo, step, result);
    case Metric::errors:
      return share_of(tally.errors(), tally.judged());
    case Metric::failed_checks:
      return share_of(tally.checks_broken, tally.checks_made);
    case Metric::throughput:
      return rate_of(tally.requests(), result);
    case Metric::iterations:
      return rate_of(result.iterations.finished, result);
    case Metric::late_starts:
      return share_of(starts.late, result.iterations.started);
    case Metric::dropped:
      return share_of(starts.unmade(), starts.intended);
    case Metric::cut:
      return share_of(result.iterations.cut, result.iterations.started);
  }
  return std::optional<double>();
}

/// Whether a lower bound of a value says that the value keeps to the limit.
bool can_tell(const Measured& got, SloBound bound) {
  return !got.at_least || bound == SloBound::at_least || bound == SloBound::above;
}

bool names_a_step(const Slo& slo) { return !slo.step.empty() && slo.step != k_all_steps; }

/// Why these steps cannot have what the SLO asks for; empty when they can.
std::string mismatch(const Slo& slo, std::span<const StepName> steps) {
  const auto found = std::ranges::find(steps, slo.step, &StepName::id);
  if (slo.step == k_all_steps && found != steps.end())
    return "\"all\" means all requests, and one step has that id; rename the step";
  if (slo.step == k_all_steps && slo.metric == Metric::response)
    return "requests have no response clock of their own; response." + slo.statistic.text() +
           " is that of the iterations";
  if (!names_a_step(slo)) return "";
  if (found == steps.end()) {
    std::vector<std::string_view> ids{k_all_steps};
    for (const StepName& step : steps) ids.push_back(step.id);
    return "there is no step \"" + slo.step + "\"" + did_you_mean(slo.step, ids);
  }
  if (slo.metric == Metric::response && !found->first)
    return "step " + slo.step + " has no response clock: only a first step has an intended start; use " +
           slo.step + ".service." + slo.statistic.text() + " or response." + slo.statistic.text();
  return "";
}

std::string subject_of(const Slo& slo) {
  const MetricRow& row = row_of(slo.metric);
  const std::string who = names_a_step(slo)                                      ? slo.step + ": "
                          : row.unit == SloUnit::time && slo.step == k_all_steps ? "all requests: "
                          : row.unit == SloUnit::time                            ? "iterations: "
                                                                                 : "";
  std::string metric(row.name);
  std::ranges::replace(metric, '_', ' ');
  return who + metric + (row.unit == SloUnit::time ? " " + slo.statistic.text() : "");
}

std::vector<StepName> names_of(const std::vector<StepLoad>& steps) {
  std::vector<StepName> out;
  for (const StepLoad& step : steps) out.push_back({step.id, step.first});
  return out;
}

}  // namespace

Problems check_slos(std::span<const Slo> slos, std::span<const StepName> steps) {
  Problems problems;
  for (const Slo& slo : slos)
    if (std::string what = mismatch(slo, steps); !what.empty())
      problems.push_back({slo.text, std::move(what)});
  return problems;
}

SloResult judge_slo(const Slo& slo, const LoadResult& result) {
  SloResult out{slo.text, {}, false, {}};
  const std::vector<StepName> names = names_of(result.steps);
  if (out.words = mismatch(slo, names); !out.words.empty()) return out;
  const auto step = std::ranges::find(result.steps, slo.step, &StepLoad::id);
  const Measured got = measure(slo, step == result.steps.end() ? nullptr : &*step, result);
  out.got = got.value;
  const SloUnit unit = row_of(slo.metric).unit;
  const BoundRow& bound = row_of(slo.bound);
  const std::string wanted = std::string(bound.words) + " " + show(unit, slo.limit);
  out.held = out.got && bound.holds(*out.got, slo.limit) && can_tell(got, slo.bound);
  out.words = subject_of(slo) +
              (out.got ? (got.at_least ? " is at least " : " is ") + show_got(unit, *out.got, slo.limit)
                       : " was not measured: there was nothing") +
              ", wanted " + wanted;
  return out;
}

}  // namespace sellsign::load
