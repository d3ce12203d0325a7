#include "base/text.h"
#include "load/model/units.h"
#include "load/report/parts.h"

namespace sellsign::load {
namespace {

/// `p50 12 us, p99 80 us, p99.9 120 us, max 1.20 ms`.
std::string spread(const Histogram& times, const LoadResult& result) {
  if (times.empty()) return "nothing measured";
  std::string out;
  for (const double percentile : {50.0, 99.0, 99.9})
    out += percentile_name(percentile) + " " + percentile_text(percentile, times, result) + ", ";
  return out + "max " + percentile_text(100, times, result);
}

/// A measured length of the run, to the tenth of a second.
std::string length(std::chrono::nanoseconds duration) { return tenth_text(in_seconds(duration)) + " s"; }

std::string limits(const Profile& profile) {
  if (profile.model == Model::closed) return {};
  return "at most " + count_text(profile.max_in_flight) + " in flight, else " +
         std::string(name_of(profile.on_full));
}

std::string bytes(std::uint64_t count) {
  constexpr std::string_view k_units[] = {" B", " kB", " MB", " GB", " TB"};
  auto value = static_cast<double>(count);
  std::size_t unit = 0;
  for (; value >= 1000 && unit + 1 < std::size(k_units); ++unit) value /= 1000;
  return tenth_text(value) + std::string(k_units[unit]);
}

}  // namespace

std::vector<Fact> start_facts(const LoadResult& result) {
  const Starts& starts = result.starts;
  const auto part = [&](std::string_view name, std::uint64_t count) {
    return Fact{std::string(name), part_text(count, starts.intended), count > 0};
  };
  return {{"intended", count_text(starts.intended)},
          part("queued", starts.queued),
          part("dropped", starts.dropped),
          part("unstarted", starts.unstarted),
          part("without a row", starts.rowless),
          part("late by more than " + time_text(static_cast<double>(starts.late_limit.count()) / 1e3),
               starts.late),
          {"lateness", spread(starts.lateness, result)}};
}

std::vector<Fact> generator_facts(const LoadResult& result) {
  const Generator& generator = result.generator;
  return {{"verdict", generator.valid() ? "kept up" : "INVALID", !generator.valid()},
          {"threads", std::to_string(generator.threads)},
          {"busiest thread ran", share_text(generator.busy) + " of the time"},
          {"wanted to run, had no core", share_text(generator.starved) + " of the time"},
          {"timers late by", spread(generator.overshoot, result)}};
}

std::vector<Fact> run_facts(const LoadResult& result) {
  const Profile& profile = result.profile;
  std::vector<Fact> facts = {{"scenarios", joined_texts(result.scenarios)}, {"profile", profile.name}};
  facts.push_back({"in words", words_of(profile)});
  if (const std::string text = limits(profile); !text.empty()) facts.push_back({"limits", text});
  facts.push_back({"seed", std::to_string(result.seed)});
  facts.push_back({"run", result.run_id});
  facts.push_back({"started", show_second(result.started)});
  const bool warmed = profile.warmup.count() > 0;
  facts.push_back({"measured", length(result.duration) +
                                   (warmed ? " of " + length(result.whole) + " with warm-up" : "")});
  facts.push_back({"checks made in", share_text(result.check_share) + " of the iterations"});
  if (result.shard.count > 1)
    facts.push_back({"shard", std::to_string(result.shard.index) + " of " +
                                  std::to_string(result.shard.count) + ", counted from 0"});
  if (result.merged > 1)
    facts.push_back({"merged from", std::to_string(result.merged) + " results, histogram by histogram"});
  return facts;
}

std::vector<Fact> environment_facts(const LoadResult& result) {
  const Environment& environment = result.environment;
  std::vector<Fact> facts = {{"sellsign", environment.version},
                             {"target", environment.target},
                             {"machine", environment.host},
                             {"system", environment.system},
                             {"cores", std::to_string(environment.cores)}};
  for (const auto& [name, text] : environment.more) facts.push_back({name, text});
  return facts;
}

std::vector<Fact> all_run_facts(const LoadResult& result) {
  std::vector<Fact> all = run_facts(result);
  for (Fact& fact : environment_facts(result)) all.push_back(std::move(fact));
  return all;
}

std::vector<Fact> count_facts(const LoadResult& result) {
  const Tally all = result.tally();
  const IterationLoad& iterations = result.iterations;
  const std::string asked = result.profile.model == Model::open
                                ? ", intended " + measured_rate(result.rate_of(result.starts.intended))
                                : "";
  return {{"rate", measured_rate(result.rate_of(iterations.finished)) + " iterations finished" + asked},
          {"iterations",
           count_text(iterations.started) + " started, " + count_text(iterations.finished) + " finished, " +
               count_text(iterations.cut) + " cut by the end",
           iterations.cut > 0},
          {"failed iterations", part_text(iterations.failed, iterations.finished), iterations.failed > 0},
          {"requests", count_text(all.requests()) + ", " + measured_rate(result.throughput())},
          {"attempts sent again", part_text(all.of(Ending::repeated), all.requests()),
           all.of(Ending::repeated) > 0},
          {"resent on a fresh connection", part_text(all.resent, all.requests()), all.resent > 0},
          {"errors", part_text(all.errors(), all.judged()), all.errors() > 0},
          {"failed checks", part_text(all.checks_broken, all.checks_made), all.checks_broken > 0},
          {"bytes", bytes(all.bytes_out) + " sent, " + bytes(all.bytes_in) + " received"}};
}

}  // namespace sellsign::load
