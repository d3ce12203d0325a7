#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/file.h"
#include "base/redactor.h"
#include "base/result.h"
#include "harness/run/exit_codes.h"

namespace sellsign::cli {

using harness::ExitCode;

/// The only way to stdout and stderr. Everything is redacted. Thread-safe: each call writes its text whole.
class Output {
 public:
  explicit Output(Redactor redactor = {}) : redactor_(std::move(redactor)) {}

  const Redactor& redactor() const { return redactor_; }

  /// Results, on stdout. Returns false when they could not be written (a full disk, a closed pipe), after
  /// saying so on stderr, once.
  bool result(std::string_view text) const;

  /// Progress, logs and errors, on stderr, by the thread of `standard_error()`.
  void note(std::string_view text) const;

  /// `sellsign: error: ...` on stderr. Control characters, which a server may have sent, are shown as `\xNN`.
  void error(std::string_view text) const;

 private:
  Redactor redactor_;
};

/// Prints a result. Exit code `held`, or `unreachable` when it could not be written.
ExitCode print(std::string_view text, const Output& output = Output());

/// Prints an error. Exit code `usage` (a bad file among others), `refused`, or else `unreachable`.
ExitCode fail(const Error& error, const Output& output = Output());

/// A variable of the environment; nothing when it is not set, or set to nothing.
std::optional<std::string> environment_variable(const std::string& name);

/// Whether to use colours on a stream: never with NO_COLOR, as FORCE_COLOR says (`0` or `false`: none), else
/// on a screen.
bool wants_colour(int file_descriptor);

/// Whether a stream is a terminal that can do more than print lines.
bool is_screen(int file_descriptor);

}  // namespace sellsign::cli
