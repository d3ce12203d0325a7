#pragma once

#include <optional>
#include <string>

#include "client/transport.h"
#include "harness/result.h"
#include "harness/variables.h"

namespace sellsign::harness {

/// An answer, its body read as JSON once.
class Answer {
 public:
  explicit Answer(const client::HttpReply& reply);

  const client::HttpReply& reply() const { return reply_; }

  /// What the body says at a JSONPath; nothing when it is not there. Error kinds: undecodable (the body is
  /// not JSON), usage (bad path).
  api::Result<std::optional<Json>> at_path(const std::string& path) const;

 private:
  const client::HttpReply& reply_;
  api::Result<JsonPtr> body_;
};

/// Makes one check. A failed one counts as failed when its statement is at least as strong as `fail_on`, else
/// as warned.
CheckResult evaluate(const Check& check, const Answer& answer, const Variables& variables,
                     api::SourceKind fail_on);

/// The value of a capture. Error kinds as `at_path`; `usage` also when there is nothing to capture.
api::Result<Json> captured(const Capture& capture, const Answer& answer);

}  // namespace sellsign::harness
