#include "load/engine/judge.h"

#include <algorithm>
#include <string>

#include <nlohmann/json.hpp>

namespace sellsign::load {
namespace {

using std::chrono::nanoseconds;

JudgedRequest judge_failure(const http::Finished& over) {
  if (over.cut) return {Ending::cut, true};
  switch (over.error->kind) {
    case ErrorKind::timeout:
      return {Ending::timeout, true};
    case ErrorKind::usage:
    case ErrorKind::refused:  // its values kept it from being sent
      return {Ending::unsent, false};
    case ErrorKind::transport:
      return {over.reset ? Ending::reset : Ending::not_http, false};
    default:
      return {Ending::unreachable, false};
  }
}

/// How long a 429 or 503 asks to wait.
std::optional<nanoseconds> pause_of(const http::HttpReply& reply) {
  if (reply.status != 429 && reply.status != 503) return std::nullopt;
  const auto asked = http::retry_after(reply);
  return asked ? std::optional<nanoseconds>(*asked) : std::nullopt;
}

void note_broken(StepSlice& step, const void* key, const BrokenCheck& check) {
  ++step.tally.checks_broken;
  ++step.broken.try_emplace(key, check).first->second.times;
}

struct Checked {
  bool held = true;
  bool status_held = false;  ///< a check asked for the status that came
};

Checked make_checks(const harness::Answer& answer, const PreparedRequest& request, const Session& session,
                    StepSlice& step) {
  Checked out;
  for (std::size_t i = 0; i < request.checks.size(); ++i) {
    const harness::Check& check = *request.check_rows[i];
    const bool of_status = check.subject == harness::Subject::status;
    if (!of_status && !session.checked) continue;
    ++step.tally.checks_made;
    const auto differences = request.checks[i].differences(answer, session);
    if (differences.empty()) {
      out.status_held = out.status_held || of_status;
      continue;
    }
    out.held = false;
    const std::string source(check.source == nullptr ? "" : check.source->id);
    note_broken(step, &check, {check.at.text(), request.checks[i].subject(), source, 0, differences.front()});
  }
  return out;
}

/// Whether everything was there. Nothing is said of it when a check has already failed, which would hide
/// that.
bool make_captures(const harness::Answer& answer, const PreparedRequest& request, bool say, Session& session,
                   StepSlice& step) {
  bool all = true;
  for (std::size_t i = 0; i < request.captures.size(); ++i) {
    const auto& [slot, capture] = request.captures[i];
    auto value = capture.from(answer);
    if (value) {
      session.set(slot, *std::move(value));
      continue;
    }
    all = false;
    if (!say) continue;
    ++step.tally.checks_made;
    const harness::Capture& row = *request.capture_rows[i];
    note_broken(step, &row, {row.at.text(), "capture " + row.name, "", 0, value.error().message});
  }
  return all;
}

}  // namespace

JudgedRequest judge(const http::Finished& over, const PreparedRequest& request, Session& session,
                    StepSlice& step) {
  if (over.error != nullptr) {
    if (step.failure.empty()) step.failure = over.error->message;
    return judge_failure(over);
  }
  const http::HttpReply& reply = *over.reply;
  ++step.tally.statuses[reply.status];
  const harness::Answer answer(reply);
  const Checked checked = make_checks(answer, request, session, step);
  const bool held = make_captures(answer, request, checked.held, session, step) && checked.held;
  const bool unasked = reply.status >= 400 && !checked.status_held;
  return {unasked ? Ending::http_error : held ? Ending::ok : Ending::check_failed, true, pause_of(reply)};
}

}  // namespace sellsign::load
