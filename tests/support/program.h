#pragma once

#include <string>
#include <sys/types.h>
#include <vector>

namespace sellsign::testing {

/// The sellsign that is tested: the one that SELLSIGN_TEST_PROGRAM names, else that of this build.
std::string sellsign_program();

/// How a program ended and what it wrote.
struct Ended {
  int status = -1;  ///< exit code, or 128 + the signal
  std::string out, err;
};

/// Runs a program (looked up in PATH) to its end. `environment` holds NAME=value entries that go over the
/// inherited ones; all inherited SELLSIGN_ variables and GITHUB_ACTIONS are left out.
Ended run_program(const std::vector<std::string>& command, const std::vector<std::string>& environment = {});

/// A program that is running with its stdout and stderr in pipes. Ended by SIGKILL if it still runs at
/// destruction.
class RunningProgram {
 public:
  explicit RunningProgram(const std::vector<std::string>& command,
                          const std::vector<std::string>& environment = {});
  ~RunningProgram();
  RunningProgram(const RunningProgram&) = delete;
  RunningProgram& operator=(const RunningProgram&) = delete;

  /// Waits for the next line of stdout, without its end; empty at the end of the output.
  std::string read_line();

  /// The same for stderr.
  std::string read_error_line();

  void send_signal(int signal) const;

  /// Waits for the end.
  Ended wait();

 private:
  pid_t child_ = 0;
  int out_ = -1;
  int err_ = -1;
};

/// A folder of its own that is removed at destruction.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::string& path() const { return folder_; }
  std::string path(const std::string& name) const { return folder_ + "/" + name; }
  /// Writes a file in the folder, in folders in it that are made for it, and returns its path.
  std::string write(const std::string& name, const std::string& text) const;

 private:
  std::string folder_;
};

std::string read_text(const std::string& path);

}  // namespace sellsign::testing
