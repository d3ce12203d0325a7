#include "load/report/parts.h"

#include <algorithm>
#include <cmath>

#include "load/model/units.h"
#include "load/result/shortfalls.h"

namespace sellsign::load {
namespace {

using harness::ExitCode;

std::size_t missed(const LoadResult& result) {
  return static_cast<std::size_t>(
      std::count_if(result.slos.begin(), result.slos.end(), [](const SloResult& slo) { return !slo.held; }));
}

std::string capital(std::string_view text) {
  std::string out(text);
  out[0] = static_cast<char>(out[0] - 'a' + 'A');  // every row begins with a small letter
  return out;
}

/// What failed, when it was no SLO.
std::string words_of_failure(const LoadResult& result) {
  const auto shortfalls = shortfalls_of(result);
  const auto lacks = [&](Lack lack) {
    return std::ranges::any_of(shortfalls, [&](const Shortfall& shortfall) {
      return shortfall.lack == lack && shortfall.code == ExitCode::check_failed;
    });
  };
  const Tally all = result.tally();
  if (lacks(Lack::answers))
    return all.errors() > all.of(Ending::check_failed) ? "Requests failed" : "Checks failed";
  return lacks(Lack::starts) ? "Starts were never made" : "Iterations were cut";
}

std::string headline(const LoadResult& result) {
  const std::string all = std::to_string(result.slos.size());
  if (!result.generator.valid()) {
    const std::string invalid =
        "INVALID: the load generator was late or saturated; its figures say nothing about the target";
    return result.exit_code == ExitCode::run_invalid
               ? invalid
               : invalid + " (" + std::string(harness::row_of(result.exit_code).about) + ")";
  }
  switch (result.exit_code) {
    case ExitCode::slo_missed:
      if (missed(result) == 0 && !result.message.empty()) return capital(result.message);
      return "SLO missed: " + std::to_string(missed(result)) + " of " + all;
    case ExitCode::check_failed:
      return words_of_failure(result) +
             (missed(result) == 0 ? ""
                                  : ", and SLO missed: " + std::to_string(missed(result)) + " of " + all);
    case ExitCode::held:
      if (result.slos.empty()) return "Held: the run is valid; no SLO was set";
      return result.slos.size() == 1 ? "Held: the SLO and the run's validity"
                                     : "Held: all " + all + " SLOs and the run's validity";
    default:
      return capital(harness::row_of(result.exit_code).about);
  }
}

std::string few_values(std::uint64_t count) {
  const double most = 100 * (1 - 1 / static_cast<double>(count));
  if (count == 0) return "No iteration of the measured part has a time.";
  return "Only " + count_text(count) + (count == 1 ? " iteration" : " iterations") +
         " ended in the measured part: every percentile above p" + number_text(std::floor(most * 10) / 10) +
         " is simply the maximum.";
}

void add_steps(std::vector<Times>& out, const std::vector<StepLoad>& steps) {
  for (const StepLoad& step : steps) {
    if (step.first) out.push_back({&step, "response", &step.response});
    out.push_back({&step, "service", &step.service});
  }
}

std::uint64_t clipped(const LoadResult& result) {
  std::uint64_t count = 0;
  for (const Times& row : times_of(result)) count += row.times->clipped();
  return count;
}

}  // namespace

RunVerdict verdict_of(const LoadResult& result) {
  RunVerdict verdict{Tone::good, headline(result), result.generator.faults};
  if (!result.generator.valid())
    verdict.tone = Tone::invalid;
  else if (result.exit_code != ExitCode::held)
    verdict.tone = Tone::bad;
  if (!result.message.empty()) verdict.reasons.push_back(result.message);
  const std::string mark = result.generator.valid() ? "" : " (INVALID)";
  for (const Shortfall& shortfall : shortfalls_of(result))
    if (shortfall.lack != Lack::validity && shortfall.words != result.message)
      verdict.reasons.push_back(shortfall.words + (shortfall.lack == Lack::slo ? mark : ""));
  if (const Tally all = result.tally(); all.checks_broken > 0)
    verdict.reasons.push_back(part_text(all.checks_broken, all.checks_made) + " checks did not hold");
  return verdict;
}

std::vector<std::string> notes_of(const LoadResult& result) {
  std::vector<std::string> notes;
  const Starts& starts = result.starts;
  if (result.iterations.response.count() < 1'000)
    notes.push_back(few_values(result.iterations.response.count()));
  const std::uint64_t ended = result.iterations.finished + result.iterations.cut;
  if (const std::uint64_t timeless = ended - std::min(ended, result.iterations.response.count());
      timeless > 0)
    notes.push_back(part_text(timeless, ended) +
                    " iterations have no time, because one of their requests got no answer.");
  if (const auto from = result.iterations.response.bounded_from_us())
    notes.push_back(
        part_text(result.iterations.cut, result.iterations.started) +
        " iterations were cut by the end of the run. Each counts with the time that it had taken by "
        "then, so that response times from " +
        time_text(static_cast<double>(*from)) + " on are lower bounds: they are marked with >.");
  if (const Tally all = result.tally(); all.of(Ending::repeated) > 0)
    notes.push_back(
        part_text(all.of(Ending::repeated), all.requests()) +
        " requests were attempts that a step with retry made good later: they are no errors, and only "
        "a step's last attempt has times.");
  if (const Tally all = result.tally(); all.resent > 0)
    notes.push_back(
        part_text(all.resent, all.requests()) +
        " requests went out once more, on a fresh connection, because the target had closed a kept "
        "one without an answer.");
  for (const StepLoad& step : result.steps)
    if (!step.failure.empty())
      notes.push_back("First request without an answer, " + step.id + ": " + step.failure);
  if (starts.queued > 0)
    notes.push_back(count_text(starts.queued) + " starts waited for one of the " +
                    count_text(result.profile.max_in_flight) +
                    " places: their wait is in the response time, not in the service time.");
  if (starts.dropped > 0)
    notes.push_back(part_text(starts.dropped, starts.intended) +
                    " starts were dropped because all places were taken. They have no time and are in no "
                    "percentile: these figures are too kind.");
  if (starts.unstarted > 0)
    notes.push_back(
        part_text(starts.unstarted, starts.intended) +
        " starts never came about because the run ended before their turn. They are in no percentile.");
  if (starts.rowless > 0)
    notes.push_back(part_text(starts.rowless, starts.intended) +
                    " starts never came about because a feeder with mode \"once\" had no more rows.");
  if (const std::uint64_t count = clipped(result); count > 0)
    notes.push_back(count_text(count) + " times were longer than an hour and are counted as an hour.");
  if (result.check_share < 1)
    notes.push_back("Checks were made in " + share_text(result.check_share) + " of the iterations.");
  if (result.profile.model == Model::closed)
    notes.push_back(
        "Closed model: a user starts again only after an answer, so a slow target is asked less often. "
        "For what visitors would feel who come on their own, use an open profile.");
  if (result.shard.count > 1 && result.merged == 1)
    notes.push_back("This is shard " + std::to_string(result.shard.index) + " of " +
                    std::to_string(result.shard.count) + " (counted from 0) alone, not the whole test.");
  return notes;
}

std::string percentile_name(double percentile) { return "p" + number_text(percentile); }

std::string marked_time(double microseconds, const LoadResult& result) {
  return time_text(microseconds) + (result.generator.valid() ? "" : " INVALID");
}

std::string statistic_text(const Statistic& statistic, const Histogram& times, const LoadResult& result) {
  if (times.empty()) return "-";
  return (statistic.is_lower_bound(times) ? "> " : "") + marked_time(statistic.of(times), result);
}

std::string percentile_text(double percentile, const Histogram& times, const LoadResult& result) {
  return statistic_text({Statistic::Kind::percentile, percentile}, times, result);
}

std::string Times::name() const { return step == nullptr ? "all iterations" : step->id; }

Cells Times::cells(Cells first, const LoadResult& result) const {
  for (const double percentile : k_shown) first.push_back(percentile_text(percentile, *times, result));
  first.push_back(percentile_text(100, *times, result));
  return first;
}

Cells times_head(Cells first) {
  for (const double percentile : k_shown) first.push_back(percentile_name(percentile));
  first.emplace_back("max");
  return first;
}

std::vector<Times> times_of(const LoadResult& result) {
  std::vector<Times> out = {{nullptr, "response", &result.iterations.response},
                            {nullptr, "service", &result.iterations.service}};
  add_steps(out, result.steps);
  return out;
}

std::vector<Times> warmup_times_of(const LoadResult& result) {
  std::vector<Times> out;
  add_steps(out, result.warmup);
  return out;
}

std::vector<Ending> endings_of(const std::vector<StepLoad>& steps) {
  Tally all;
  for (const StepLoad& step : steps) all.add(step.tally);
  std::vector<Ending> out;
  for (std::size_t i = 0; i < k_endings; ++i)
    if (const auto ending = static_cast<Ending>(i); ending == Ending::ok || all.of(ending) > 0)
      out.push_back(ending);
  return out;
}

Cells ending_cells(const StepLoad& step, const std::vector<Ending>& endings) {
  Cells out = {step.id, count_text(step.tally.requests())};
  for (const Ending ending : endings) out.push_back(count_text(step.tally.of(ending)));
  return out;
}

Cells endings_head(std::string first, const std::vector<Ending>& endings) {
  Cells out = {std::move(first), "requests"};
  for (const Ending ending : endings) out.emplace_back(name_of(ending));
  return out;
}

std::vector<Cells> broken_rows(const LoadResult& result) {
  std::vector<Cells> out;
  for (const StepLoad& step : result.steps)
    for (const BrokenCheck& check : step.broken)
      out.push_back({step.id, check.subject, check.at, check.source, count_text(check.times), check.example});
  return out;
}

std::string statuses_text(const Tally& tally) {
  std::string out;
  for (const auto& [status, count] : tally.statuses)
    out += (out.empty() ? "" : ", ") + std::to_string(status) + ": " + count_text(count);
  return out.empty() ? "none" : out;
}

std::string part_text(std::uint64_t part, std::uint64_t whole) {
  std::string out = count_text(part) + " of " + count_text(whole);
  if (whole > 0) out += " (" + share_text(static_cast<double>(part) / static_cast<double>(whole)) + ")";
  return out;
}

}  // namespace sellsign::load
