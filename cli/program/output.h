#pragma once

#include <string>
#include <string_view>

#include "base/file.h"
#include "base/redactor.h"
#include "base/result.h"

namespace sellsign::cli {

/// The only way to stdout and stderr. Everything is redacted. Thread-safe: each call writes its text whole.
class Output {
 public:
  explicit Output(Redactor redactor = {}) : redactor_(std::move(redactor)) {}

  const Redactor& redactor() const { return redactor_; }

  /// Results, on stdout. Returns false when they could not be written (a full disk, a closed pipe), after
  /// saying so on stderr, once.
  bool result(std::string_view text) const;

  /// Progress, logs and errors, on stderr.
  void note(std::string_view text) const;

  /// `sellsign: error: ...` on stderr.
  void error(std::string_view text) const;

 private:
  Redactor redactor_;
};

/// Whether to use colours on a stream: never with NO_COLOR, always with FORCE_COLOR, else on a terminal.
bool wants_colour(int file_descriptor);

}  // namespace sellsign::cli
