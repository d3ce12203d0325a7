#include "mock_server/faults/effect_reader.h"

#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "http/message.h"
#include "mock_server/faults/draw.h"
#include "mock_server/faults/effect.h"

namespace sellsign::mock {
namespace {

using std::chrono::milliseconds;

constexpr std::int64_t k_most_bytes = std::int64_t{1} << 30U;
constexpr std::int64_t k_most_burst = 1'000'000;
constexpr int k_most_sigma = 10;
constexpr std::size_t k_longest_body = 1U << 20U;

/// What is being read of a latency.
struct LatencyDraft {
  int ways = 0;
  Latency latency;
  std::optional<milliseconds> median;
  std::optional<double> sigma;
};

std::optional<milliseconds> read_time(const JsonView& view) { return read_duration(view, k_longest_latency); }

void read_fixed(const JsonView& view, LatencyDraft& out) {
  ++out.ways;
  if (const auto time = read_time(view)) out.latency = LatencyPoints{{0, *time}};
}

void read_uniform(const JsonView& view, LatencyDraft& out) {
  ++out.ways;
  if (!view.value().is_array() || view.value().size() != 2)
    return view.add_problem("must be a list of two durations, the shortest and the longest");
  const auto shortest = read_time(view.at(0));
  const auto longest = read_time(view.at(1));
  if (!shortest || !longest) return;
  if (*shortest > *longest) return view.add_problem("the first duration must not be longer than the second");
  out.latency = LatencyPoints{{0, *shortest}, {1, *longest}};
}

constexpr KeyRow<LatencyDraft> k_log_normal_keys[] = {
    {"median", into<read_time, &LatencyDraft::median>, true},
    {"sigma", into<read_number, &LatencyDraft::sigma, 0, k_most_sigma>, true}};

void read_log_normal(const JsonView& view, LatencyDraft& out) {
  ++out.ways;
  read_object(view, k_log_normal_keys, out);
  if (out.median && out.sigma) out.latency = LogNormal{*out.median, *out.sigma};
}

/// A point that is to stand behind those before it.
void read_point(const JsonView& view, LatencyPoints& points) {
  if (!view.value().is_array() || view.value().size() != 2)
    return view.add_problem("must be a list of a share and a duration, such as [0.99, \"200ms\"]");
  const auto share = read_number(view.at(0), 0, 1);
  const auto time = read_time(view.at(1));
  if (!share || !time) return;
  if (!points.empty() && (*share <= points.back().first || *time < points.back().second))
    return view.add_problem("shares and durations must grow from point to point");
  points.emplace_back(*share, *time);
}

void read_quantiles(const JsonView& view, LatencyDraft& out) {
  ++out.ways;
  if (!view.value().is_array() || view.value().size() < 2)
    return view.add_problem(
        "must be a list of two points or more, such as [[0.5, \"10ms\"], [0.99, \"200ms\"]]");
  LatencyPoints points;
  for (const JsonView& element : view.elements()) read_point(element, points);
  out.latency = std::move(points);
}

constexpr KeyRow<LatencyDraft> k_latency_keys[] = {{"fixed", read_fixed},
                                                   {"uniform", read_uniform},
                                                   {"logNormal", read_log_normal},
                                                   {"quantiles", read_quantiles}};

void read_latency(const JsonView& view, FaultEffect& out) {
  LatencyDraft draft;
  read_object(view, k_latency_keys, draft);
  if (draft.ways != 1) view.add_problem("give one of fixed, uniform, logNormal and quantiles");
  out.latency = std::move(draft.latency);
}

constexpr KeyRow<Rate> k_rate_keys[] = {
    {"perSecond",
     [](const JsonView& view, Rate& out) { out.per_second = read_number(view, 0.001, 1e6).value_or(1); },
     true},
    {"burst", into<read_integer, &Rate::burst, 1, k_most_burst>}};

void read_rate(const JsonView& view, FaultEffect& out) {
  read_object(view, k_rate_keys, out.rate);
  if (!view.has("burst")) out.rate.burst = std::max(1.0, std::ceil(out.rate.per_second));
}

void read_status(const JsonView& view, FaultEffect& out) {
  out.status = static_cast<int>(read_integer(view, 200, 599).value_or(500));
  if (out.status == 204 || out.status == 304)
    view.add_problem("an answer with " + std::to_string(out.status) +
                     " has no body, but every answer of this mock has one");
}

void read_reply_body(const JsonView& view, FaultEffect& out) {
  out.body = read_text(view).value_or("");
  if (out.body.size() > k_longest_body) view.add_problem("is longer than 1 MiB");
}

/// Notes that a part is there, and reads it.
template <Part part, auto read>
void read_part(const JsonView& view, FaultEffect& out) {
  out.parts = out.parts | part;
  read(view, out);
}

/// What the front writes itself: an answer with two of them could not be read.
bool is_of_the_front(std::string_view name) {
  constexpr std::string_view k_names[] = {"Connection", "Content-Length",    "Keep-Alive",
                                          "Trailer",    "Transfer-Encoding", "Upgrade"};
  return std::ranges::any_of(k_names, [&](std::string_view own) { return equal_ignoring_case(own, name); });
}

std::optional<std::string> read_field_value(const JsonView& view) {
  auto text = read_text(view);
  if (text && std::ranges::any_of(*text, [](unsigned char c) { return c < 0x20 || c >= 0x7F; })) {
    view.add_problem("must be printable ASCII: it is the value of a header field");
    return std::nullopt;
  }
  return text;
}

void read_content_type(const JsonView& view, FaultEffect& out) {
  out.content_type = read_field_value(view).value_or("");
}

void read_headers(const JsonView& view, FaultEffect& out) {
  if (!view.value().is_object())
    return view.add_problem("must be an object of header fields, such as {\"Retry-After\": \"120\"}");
  for (const JsonView& field : view.members()) {
    const std::string& name = field.name();
    if (!http::is_field_name(name)) field.add_problem("is no name of a header field");
    if (is_of_the_front(name)) field.add_problem("is written by the mock itself; leave it out");
    if (equal_ignoring_case(name, "Content-Type"))
      read_content_type(field, out);
    else
      out.headers.emplace_back(name, read_field_value(field).value_or(""));
  }
}

/// A part that is there or not.
template <Part part>
void read_switch(const JsonView& view, FaultEffect& out) {
  if (read_boolean(view).value_or(false)) out.parts = out.parts | part;
}

constexpr auto read_close_after = into<read_integer, &FaultEffect::close_after, 0, k_most_bytes>;
constexpr auto read_pace = into<read_integer, &FaultEffect::bytes_per_second, 1, k_most_bytes>;

constexpr KeyRow<FaultEffect> k_effect_keys[] = {
    {"latency", read_part<Part::latency, read_latency>},
    {"status", read_part<Part::status, read_status>},
    {"body", read_part<Part::body, read_reply_body>},
    {"headers", read_part<Part::headers, read_headers>},
    {"contentType", read_part<Part::headers, read_content_type>},
    {"reset", read_switch<Part::reset>},
    {"closeAfter", read_part<Part::close_after, read_close_after>},
    {"empty", read_switch<Part::empty>},
    {"malformedJson", read_switch<Part::malformed_json>},
    {"bytesPerSecond", read_part<Part::bytes_per_second, read_pace>},
    {"noAnswer", read_switch<Part::no_answer>},
    {"rateLimit", read_part<Part::rate_limit, read_rate>},
    {"before", read_switch<Part::before>},
};

}  // namespace

void read_effect(const JsonView& view, FaultEffect& out) {
  const std::size_t before = view.problems();
  read_object(view, k_effect_keys, out);
  if (view.problems() != before) return;
  for (std::string why : find_clashes(out)) view.add_problem(std::move(why));
}

}  // namespace sellsign::mock
