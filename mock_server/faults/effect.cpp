#include "mock_server/faults/effect.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "base/utf8.h"
#include "mock_server/calls/refusal.h"

namespace sellsign::mock {
namespace {

using std::chrono::nanoseconds;

constexpr unsigned k_silent = Part::reset | Part::empty | Part::no_answer;
constexpr unsigned k_refusing = Part::status | Part::rate_limit;
constexpr unsigned k_seen = Part::status | Part::rate_limit | Part::body | Part::malformed_json |
                            Part::close_after | Part::bytes_per_second | Part::headers;

constexpr unsigned only(Part part) { return static_cast<unsigned>(part); }

bool has_two_of(unsigned parts, unsigned of) {
  const unsigned both = parts & of;
  return (both & (both - 1)) != 0;
}

/// One way to make no sense.
struct Clash {
  bool (*clashes)(unsigned parts);
  std::string_view why;
};

constexpr Clash k_clashes[] = {
    {[](unsigned parts) { return (parts & ~only(Part::before)) == 0; },
     "does nothing; give latency, status, rateLimit, reset, closeAfter, empty, malformedJson, "
     "bytesPerSecond, "
     "noAnswer, headers or contentType"},
    {[](unsigned parts) { return has_two_of(parts, k_silent); },
     "a connection ends in one way: give one of reset, empty and noAnswer"},
    {[](unsigned parts) { return (parts & k_silent) != 0 && (parts & k_seen) != 0; },
     "with reset, empty or noAnswer no byte of an answer is sent; leave out status, body, rateLimit, "
     "malformedJson, closeAfter, bytesPerSecond, headers and contentType"},
    {[](unsigned parts) { return has_two_of(parts, k_refusing); },
     "rateLimit answers with 429; leave out status"},
    {[](unsigned parts) { return (parts & only(Part::body)) != 0 && (parts & k_refusing) == 0; },
     "body is the text of a refusal; give status or rateLimit with it"},
    {[](unsigned parts) { return (parts & only(Part::malformed_json)) != 0 && (parts & k_refusing) != 0; },
     "a refusal is text, no JSON that could be cut; leave out malformedJson"},
    {[](unsigned parts) {
       return (parts & (Part::latency | Part::no_answer)) == (Part::latency | Part::no_answer);
     },
     "an answer that never comes cannot be late; leave out latency or noAnswer"},
    {[](unsigned parts) { return (parts & only(Part::before)) != 0 && (parts & k_silent) == 0; },
     "before goes with reset, empty or noAnswer only: status and rateLimit never perform the call, and the "
     "others "
     "need its answer"},
};

/// How the delivery of an answer ends by itself.
struct EndingRow {
  Part part;
  http::Delivery::AfterLastByte ending;
};

constexpr EndingRow k_endings[] = {{Part::reset, http::Delivery::AfterLastByte::reset},
                                   {Part::empty, http::Delivery::AfterLastByte::close},
                                   {Part::no_answer, http::Delivery::AfterLastByte::never}};

/// What a pace in mock time is in real time; 0: no limit.
std::size_t real_pace(std::size_t bytes_per_second, const Clock& clock) {
  const std::chrono::duration<double> second = clock.real_time_of(std::chrono::seconds{1});
  if (second.count() <= 0) return 0;
  const double pace = std::ceil(static_cast<double>(bytes_per_second) / second.count());
  return static_cast<std::size_t>(std::clamp(pace, 1.0, 1e15));
}

/// About half of it; never in the middle of a character.
std::string first_half(std::string_view text) {
  return std::string(text.substr(0, whole_characters(text, text.size() / 2)));
}

}  // namespace

std::vector<std::string> find_clashes(const FaultEffect& effect) {
  std::vector<std::string> found;
  for (const Clash& row : k_clashes)
    if (row.clashes(effect.parts)) found.emplace_back(row.why);
  return found;
}

bool performs_call(const FaultEffect& effect) { return !effect.has_any(k_refusing | Part::before); }

http::Reply answer_instead(const FaultAction& action) {
  const FaultEffect& effect = *action.effect;
  const bool limited = effect.has(Part::rate_limit);
  const int status = limited ? 429 : effect.status;
  std::string sentence = limited ? "Too many requests with this token; send the next one in " +
                                       std::to_string(action.retry_after) + " s"
                                 : "The request was not carried out";
  sentence += " (fault \"" + action.name + "\" of this mock).";
  http::Reply reply = refusal(status, effect.has(Part::body) ? effect.body : sentence);
  reply.kind = http::ReplyKind::fault;
  if (limited) reply.headers.emplace_back("Retry-After", std::to_string(action.retry_after));
  return reply;
}

void apply(const FaultAction& action, const Clock& clock, http::Reply& reply) {
  const FaultEffect& effect = *action.effect;
  if (effect.has(Part::malformed_json)) {
    reply.body = first_half(reply.content());
    reply.shared_body.reset();
  }
  for (const auto& [name, value] : effect.headers) {
    std::erase_if(reply.headers,
                  [&name = name](const auto& field) { return equal_ignoring_case(field.first, name); });
    reply.headers.emplace_back(name, value);
  }
  if (!effect.content_type.empty()) reply.content_type = http::MediaType(effect.content_type);
  http::Delivery& delivery = reply.delivery;
  if (effect.has(Part::latency))
    delivery.delay = std::chrono::round<std::chrono::milliseconds>(clock.real_time_of(action.latency));
  if (effect.has(Part::bytes_per_second))
    delivery.bytes_per_second = real_pace(effect.bytes_per_second, clock);
  if (effect.has(Part::close_after)) {
    delivery.cut_after = effect.close_after;
    delivery.ending = http::Delivery::AfterLastByte::close;
  }
  for (const EndingRow& row : k_endings) {
    if (!effect.has(row.part)) continue;
    delivery.cut_after = 0;
    delivery.ending = row.ending;
  }
}

}  // namespace sellsign::mock
