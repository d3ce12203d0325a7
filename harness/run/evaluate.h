#pragma once

#include <optional>
#include <string>
#include <vector>

#include "harness/json/json_path.h"
#include "harness/run/result.h"
#include "harness/scenario/variables.h"
#include "http/client/transport.h"

namespace sellsign::harness {

/// An answer, its body read as JSON when that is asked for, once. For one thread.
class Answer {
 public:
  explicit Answer(const http::HttpReply& reply) : reply_(reply) {}

  const http::HttpReply& reply() const { return reply_; }

  /// The body as JSON. Error kind `undecodable`.
  const Result<JsonPtr>& body() const;

 private:
  const http::HttpReply& reply_;
  mutable std::optional<Result<JsonPtr>> body_;
};

/// A check made ready to be made often: its path is read, and what holds no variable is not filled in again.
/// Immutable.
class PreparedCheck {
 public:
  explicit PreparedCheck(const Check& check);

  /// What differs, a line each; none when the check holds.
  std::vector<std::string> differences(const Answer& answer, const Values& values) const;

  /// What it looks at, for reports: `status`, `json $.number`.
  const std::string& subject() const { return subject_; }

 private:
  std::vector<std::string> look_and_match(const Json& wanted, const Answer& answer,
                                          const Values& values) const;
  std::vector<std::string> match_json(const Json& wanted, const std::string& name, const JsonPath& path,
                                      const Answer& answer) const;

  Subject what_;
  std::string name_;  // may hold `${...}`
  std::string subject_;
  JsonPtr matchers_;
  bool fill_name_, fill_matchers_;
  std::optional<JsonPath> path_;  // of a `json` check whose path holds no variable
};

/// A capture made ready to be made often. Immutable.
class PreparedCapture {
 public:
  explicit PreparedCapture(const Capture& capture);

  /// The value to keep. Error kinds: `undecodable` (the body is not JSON), `usage` (there is nothing).
  Result<Json> from(const Answer& answer) const;

 private:
  Subject what_;
  std::string from_;
  std::optional<Result<JsonPath>> path_;
};

/// Makes one check. A failed one counts as failed when its statement is at least as strong as `fail_on`, else
/// as warned.
CheckResult evaluate(const Check& check, const Answer& answer, const Values& values, api::SourceKind fail_on);

}  // namespace sellsign::harness
