#include "load/result/shortfalls.h"

#include <algorithm>
#include <functional>
#include <initializer_list>
#include <optional>

#include "load/model/units.h"
#include "load/result/slo.h"

namespace sellsign::load {
namespace {

using harness::ExitCode;

/// The sum of a number of every step, warm-up included.
template <class Number>
std::uint64_t requests_in(const LoadResult& result, Number number) {
  std::uint64_t sum = 0;
  for (const auto* rows : {&result.steps, &result.warmup})
    for (const StepLoad& step : *rows) sum += std::invoke(number, step.tally);
  return sum;
}

/// Whether an SLO speaks about how much of something there may be.
bool is_about(const SloResult& slo, std::initializer_list<Metric> metrics, std::string_view step) {
  const auto read = parse_slo(slo.text);
  if (!read || std::ranges::find(metrics, read->metric) == metrics.end()) return false;
  if (read->bound != SloBound::at_most && read->bound != SloBound::below) return false;
  return read->step.empty() || read->step == k_all_steps || read->step == step;
}

/// The code of something that only an SLO of one of these metrics allows; nothing when one does.
std::optional<ExitCode> code_without(const LoadResult& result, std::initializer_list<Metric> metrics,
                                     std::string_view step = {}) {
  bool spoken = false;
  for (const SloResult& slo : result.slos) {
    if (!is_about(slo, metrics, step)) continue;
    if (!slo.held) return ExitCode::slo_missed;
    spoken = true;
  }
  return spoken ? std::nullopt : std::optional(ExitCode::check_failed);
}

std::string of_all(std::uint64_t part, std::uint64_t whole) {
  return count_text(part) + " of " + count_text(whole);
}

/// `40 of 40 requests of b failed (http-error 30, reset 10)`.
std::string words_of_failures(const StepLoad& step, std::uint64_t failed) {
  std::string kinds;
  for (std::size_t i = 0; i < k_endings; ++i) {
    const auto ending = static_cast<Ending>(i);
    const bool fault = ending != Ending::ok && ending != Ending::repeated && ending != Ending::cut;
    if (fault && step.tally.of(ending) > 0)
      kinds += (kinds.empty() ? "" : ", ") + std::string(name_of(ending)) + " " +
               count_text(step.tally.of(ending));
  }
  return of_all(failed, step.tally.judged()) + " requests of " + step.id + " failed (" + kinds + ")";
}

void add_failures(std::vector<Shortfall>& out, const LoadResult& result, const StepLoad& step) {
  const std::uint64_t failed = step.tally.errors() - step.tally.of(Ending::cut);
  if (failed == 0) return;
  const bool checks_only = failed == step.tally.of(Ending::check_failed);
  auto code = code_without(result, {Metric::errors}, step.id);
  if (code == ExitCode::check_failed && checks_only)
    code = code_without(result, {Metric::failed_checks}, step.id);
  if (code) out.push_back({Lack::answers, *code, step.id, words_of_failures(step, failed)});
}

std::optional<Shortfall> end_of(const LoadResult& result) {
  const auto early = [&](ExitCode code) { return Shortfall{Lack::completion, code, "", result.message}; };
  switch (result.stop) {
    case StopReason::interrupted:
      return early(ExitCode::interrupted);
    case StopReason::terminated:
      return early(ExitCode::terminated);
    case StopReason::slo:
    case StopReason::full:
      return early(ExitCode::slo_missed);
    case StopReason::none:
    case StopReason::feeder:
    case StopReason::unreachable:
      break;
  }
  return std::nullopt;
}

std::string words_of_unmade(const Starts& starts) {
  std::string why;
  const auto add = [&](std::uint64_t count, std::string_view what) {
    if (count > 0) why += (why.empty() ? "" : ", ") + count_text(count) + " " + std::string(what);
  };
  add(starts.dropped, "dropped because all places were taken");
  add(starts.unstarted, "left over at the end");
  add(starts.rowless, "without a row of a feeder");
  return of_all(starts.unmade(), starts.intended) + " starts were never made (" + why + ")";
}

}  // namespace

bool met_nobody(const LoadResult& result) {
  const std::uint64_t requests = requests_in(result, &Tally::requests);
  return requests > 0 &&
         requests_in(result, [](const Tally& tally) { return tally.of(Ending::unreachable); }) == requests;
}

std::vector<Shortfall> shortfalls_of(const LoadResult& result) {
  std::vector<Shortfall> out;
  if (auto early = end_of(result)) out.push_back(*std::move(early));
  if (met_nobody(result) || result.stop == StopReason::unreachable)
    out.push_back({Lack::connection, ExitCode::unreachable, "", result.message});
  else if (result.tally().requests() == 0)
    out.push_back(
        {Lack::measurement, ExitCode::usage, "", "nothing was measured: no request ended after the warm-up"});
  for (const std::string& fault : result.generator.faults)
    out.push_back({Lack::validity, ExitCode::run_invalid, "", fault});
  for (const StepLoad& step : result.steps) add_failures(out, result, step);
  if (const IterationLoad& iterations = result.iterations; iterations.cut > 0)
    if (const auto code = code_without(result, {Metric::cut}))
      out.push_back(
          {Lack::iterations, *code, "",
           of_all(iterations.cut, iterations.started) +
               " iterations were cut by the end of the run: how long they would have taken is not known"});
  if (result.starts.unmade() > 0)
    if (const auto code = code_without(result, {Metric::dropped}))
      out.push_back({Lack::starts, *code, "", words_of_unmade(result.starts)});
  for (const SloResult& slo : result.slos)
    if (!slo.held) out.push_back({Lack::slo, ExitCode::slo_missed, slo.text, slo.words});
  return out;
}

ExitCode exit_code_of(const LoadResult& result) {
  std::vector<ExitCode> codes;
  for (const Shortfall& shortfall : shortfalls_of(result)) codes.push_back(shortfall.code);
  return harness::pick(codes);
}

}  // namespace sellsign::load
