#include "mock_server/faults/effect_reader.h"

#include <cmath>

#include <nlohmann/json.hpp>

#include "mock_server/faults/draw.h"
#include "mock_server/faults/effect.h"

namespace sellsign::mock {
namespace {

using std::chrono::milliseconds;

constexpr std::int64_t k_most_bytes = std::int64_t{1} << 30U;
constexpr std::int64_t k_most_burst = 1'000'000;
constexpr double k_most_sigma = 10;
constexpr std::size_t k_longest_body = 1U << 20U;

/// What is being read of a latency.
struct LatencyDraft {
  int ways = 0;
  Latency latency;
  std::optional<milliseconds> median;
  std::optional<double> sigma;
};

std::optional<milliseconds> read_time(const Json& value, const Spot& spot) {
  return read_duration(value, spot, k_longest_latency);
}

void read_fixed(const Json& value, const Spot& spot, LatencyDraft& out) {
  ++out.ways;
  if (const auto time = read_time(value, spot)) out.latency = LatencyPoints{{0, *time}};
}

void read_uniform(const Json& value, const Spot& spot, LatencyDraft& out) {
  ++out.ways;
  if (!value.is_array() || value.size() != 2)
    return spot.say("must be a list of two durations, the shortest and the longest");
  const auto shortest = read_time(value[0], spot.at(0));
  const auto longest = read_time(value[1], spot.at(1));
  if (!shortest || !longest) return;
  if (*shortest > *longest) return spot.say("the first duration must not be longer than the second");
  out.latency = LatencyPoints{{0, *shortest}, {1, *longest}};
}

void read_log_normal(const Json& value, const Spot& spot, LatencyDraft& out) {
  static constexpr KeyRow<LatencyDraft> k_keys[] = {
      {"median",
       [](const Json& inner, const Spot& at, LatencyDraft& to) { to.median = read_time(inner, at); }},
      {"sigma", [](const Json& inner, const Spot& at,
                   LatencyDraft& to) { to.sigma = read_number(inner, at, 0, k_most_sigma); }},
  };
  ++out.ways;
  read_object(value, spot, k_keys, out);
  if (!value.is_object()) return;
  for (const char* key : {"median", "sigma"})
    if (!value.contains(key)) spot.say("\"" + std::string(key) + "\" is missing");
  if (out.median && out.sigma) out.latency = LogNormal{*out.median, *out.sigma};
}

/// A point that is to stand behind those before it.
void read_point(const Json& value, const Spot& spot, LatencyPoints& points) {
  if (!value.is_array() || value.size() != 2)
    return spot.say("must be a list of a share and a duration, such as [0.99, \"200ms\"]");
  const auto share = read_number(value[0], spot.at(0), 0, 1);
  const auto time = read_time(value[1], spot.at(1));
  if (!share || !time) return;
  if (!points.empty() && (*share <= points.back().first || *time < points.back().second))
    return spot.say("shares and durations must grow from point to point");
  points.emplace_back(*share, *time);
}

void read_quantiles(const Json& value, const Spot& spot, LatencyDraft& out) {
  ++out.ways;
  if (!value.is_array() || value.size() < 2)
    return spot.say("must be a list of two points or more, such as [[0.5, \"10ms\"], [0.99, \"200ms\"]]");
  LatencyPoints points;
  for (std::size_t i = 0; i < value.size(); ++i) read_point(value[i], spot.at(i), points);
  out.latency = std::move(points);
}

void read_latency(const Json& value, const Spot& spot, FaultEffect& out) {
  static constexpr KeyRow<LatencyDraft> k_keys[] = {{"fixed", read_fixed},
                                                    {"uniform", read_uniform},
                                                    {"logNormal", read_log_normal},
                                                    {"quantiles", read_quantiles}};
  LatencyDraft draft;
  read_object(value, spot, k_keys, draft);
  out.parts = out.parts | Part::latency;
  if (draft.ways != 1) spot.say("give one of fixed, uniform, logNormal and quantiles");
  out.latency = std::move(draft.latency);
}

void read_rate(const Json& value, const Spot& spot, FaultEffect& out) {
  static constexpr KeyRow<Rate> k_keys[] = {
      {"perSecond", [](const Json& inner, const Spot& at,
                       Rate& to) { to.per_second = read_number(inner, at, 0.001, 1e6).value_or(1); }},
      {"burst",
       [](const Json& inner, const Spot& at, Rate& to) {
         to.burst = static_cast<double>(read_integer(inner, at, 1, k_most_burst).value_or(1));
       }},
  };
  read_object(value, spot, k_keys, out.rate);
  out.parts = out.parts | Part::rate_limit;
  if (!value.is_object()) return;
  if (!value.contains("perSecond")) spot.say("\"perSecond\" is missing");
  if (!value.contains("burst")) out.rate.burst = std::max(1.0, std::ceil(out.rate.per_second));
}

void read_status(const Json& value, const Spot& spot, FaultEffect& out) {
  out.parts = out.parts | Part::status;
  out.status = static_cast<int>(read_integer(value, spot, 200, 599).value_or(500));
  if (out.status == 204 || out.status == 304)
    spot.say("an answer with " + std::to_string(out.status) +
             " has no body, but every answer of this mock has one");
}

void read_reply_body(const Json& value, const Spot& spot, FaultEffect& out) {
  out.parts = out.parts | Part::body;
  out.body = read_text(value, spot).value_or("");
  if (out.body.size() > k_longest_body) spot.say("is longer than 1 MiB");
}

void read_close_after(const Json& value, const Spot& spot, FaultEffect& out) {
  out.parts = out.parts | Part::close_after;
  out.close_after = static_cast<std::size_t>(read_integer(value, spot, 0, k_most_bytes).value_or(0));
}

void read_pace(const Json& value, const Spot& spot, FaultEffect& out) {
  out.parts = out.parts | Part::bytes_per_second;
  out.bytes_per_second = static_cast<std::size_t>(read_integer(value, spot, 1, k_most_bytes).value_or(1));
}

/// A part that is there or not.
template <Part part>
void read_switch(const Json& value, const Spot& spot, FaultEffect& out) {
  if (read_boolean(value, spot).value_or(false)) out.parts = out.parts | part;
}

constexpr KeyRow<FaultEffect> k_effect_keys[] = {
    {"latency", read_latency},
    {"status", read_status},
    {"body", read_reply_body},
    {"reset", read_switch<Part::reset>},
    {"closeAfter", read_close_after},
    {"empty", read_switch<Part::empty>},
    {"malformedJson", read_switch<Part::malformed_json>},
    {"bytesPerSecond", read_pace},
    {"noAnswer", read_switch<Part::no_answer>},
    {"rateLimit", read_rate},
    {"before", read_switch<Part::before>},
};

}  // namespace

void read_effect(const Json& value, const Spot& spot, FaultEffect& out) {
  const std::size_t before = spot.problems();
  read_object(value, spot, k_effect_keys, out);
  if (spot.problems() != before) return;
  for (std::string why : find_clashes(out)) spot.say(std::move(why));
}

}  // namespace sellsign::mock
