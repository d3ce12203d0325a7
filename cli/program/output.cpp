#include "cli/program/output.h"

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>
#include <sys/stat.h>
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

Error file_error(std::string_view verb, const std::string& path) {
  return {ErrorKind::internal, "cannot " + std::string(verb) + " " + path + ": " + std::strerror(errno), 0,
          ""};
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

Result<> write_file(const std::string& path, std::string_view text) {
  errno = 0;
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  if (!file) return file_error("write", path);
  return std::monostate{};
}

Result<> replace_file(const std::string& path, std::string_view text) {
  const auto failed = [&path](const char* why) {
    return Error{ErrorKind::usage, "cannot write " + path + ": " + why};
  };
  struct stat now {};
  if (stat(path.c_str(), &now) == 0 && !S_ISREG(now.st_mode)) return failed("it is no ordinary file");
  std::string part = path + ".XXXXXX";
  const int file = mkstemp(part.data());
  if (file < 0) return failed(std::strerror(errno));
  const bool whole =
      write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && fchmod(file, 0644) == 0;
  const int reason = errno;
  close(file);
  if (whole && std::rename(part.c_str(), path.c_str()) == 0) return std::monostate{};
  const std::string why = std::strerror(whole ? errno : reason);
  unlink(part.c_str());
  return failed(why.c_str());
}

Result<std::string> read_file(const std::string& path) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (!file || !(text << file.rdbuf())) {
    if (file && file.peek() == std::ifstream::traits_type::eof() && errno == 0) return std::string{};
    return file_error("read", path);
  }
  return std::move(text).str();
}

}  // namespace sellsign::cli
