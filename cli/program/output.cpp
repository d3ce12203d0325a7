#include "cli/program/output.h"

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <unistd.h>

#include "base/fd.h"
#include "base/safe_text.h"
#include "cli/program/note_writer.h"
#include "cli/program/signals.h"

namespace sellsign::cli {
bool Output::result(std::string_view text) const {
  standard_error().drain();      // on a terminal both are read together
  static std::atomic_flag said;  // each line of a report would say the same
  if (write_all(STDOUT_FILENO, redactor_.clean(text), stop_is_wanted)) return true;
  const std::string reason = errno == ECANCELED ? "nobody reads it" : std::strerror(errno);
  if (!said.test_and_set()) error("cannot write to standard output: " + reason);
  return false;
}

void Output::note(std::string_view text) const { standard_error().add(redactor_.clean(text)); }

void Output::error(std::string_view text) const { note("sellsign: error: " + safe_text(text) + "\n"); }

ExitCode print(std::string_view text, const Output& output) {
  return output.result(text) ? ExitCode::held : ExitCode::unreachable;
}

ExitCode fail(const Error& error, const Output& output) {
  output.error(error.message);
  switch (error.kind) {
    case ErrorKind::usage:
    case ErrorKind::internal:
      return ExitCode::usage;
    case ErrorKind::refused:
      return ExitCode::refused;
    default:
      return ExitCode::unreachable;
  }
}

std::optional<std::string> environment_variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());  // NOLINT(concurrency-mt-unsafe): nobody changes them
  return value == nullptr || *value == '\0' ? std::nullopt : std::optional<std::string>(value);
}

bool wants_colour(int file_descriptor) {
  if (environment_variable("NO_COLOR")) return false;
  if (const auto forced = environment_variable("FORCE_COLOR")) return *forced != "0" && *forced != "false";
  return is_screen(file_descriptor);
}

bool is_screen(int file_descriptor) {
  return isatty(file_descriptor) == 1 && environment_variable("TERM") != "dumb";
}

}  // namespace sellsign::cli
