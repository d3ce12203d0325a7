#include "cli/program/output.h"

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <unistd.h>

namespace sellsign::cli {
namespace {

bool write_all(int file_descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(file_descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

bool is_set(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody changes the environment
  return value != nullptr && *value != '\0';
}

}  // namespace

bool Output::result(std::string_view text) const {
  static std::atomic_flag said;  // each line of a report would say the same
  if (write_all(STDOUT_FILENO, redactor_.clean(text))) return true;
  const std::string reason = std::strerror(errno);
  if (!said.test_and_set()) error("cannot write to standard output: " + reason);
  return false;
}

void Output::note(std::string_view text) const { write_all(STDERR_FILENO, redactor_.clean(text)); }

void Output::error(std::string_view text) const { note("sellsign: error: " + std::string(text) + "\n"); }

bool wants_colour(int file_descriptor) {
  if (is_set("NO_COLOR")) return false;
  return is_set("FORCE_COLOR") || isatty(file_descriptor) == 1;
}

}  // namespace sellsign::cli
