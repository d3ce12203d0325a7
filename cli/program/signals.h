#pragma once

#include <csignal>
#include <initializer_list>
#include <string>
#include <vector>

#include "base/result.h"

namespace sellsign::cli {

/// A signal that came.
struct CaughtSignal {
  int number = 0;
  bool hang_up = false;  ///< SIGHUP because the terminal is gone, not from somebody who sent it
};

/// Blocks signals for the whole process so that one thread can wait for them; make it before any other
/// thread. SIGPIPE is ignored.
class BlockedSignals {
 public:
  BlockedSignals(std::initializer_list<int> signals);
  /// Waits for the next one. The end of the terminal does not count when SIGHUP was ignored at the start
  /// (nohup).
  CaughtSignal wait() const;
  /// From now on SIGINT and SIGTERM end the process at once, as by default.
  static void give_back();

 private:
  sigset_t set_;
  bool outlives_terminal_ = false;
  bool has_terminal_ = false;
};

/// Remembers SIGINT and SIGTERM instead of dying of them, and says so at once. One that comes a second or
/// more later ends the process; sooner it is the same wish (`timeout` and terminals send two).
void remember_interrupts();

/// The signal that was remembered, or 0.
int remembered_interrupt();

/// A connection is a file; programs start with a lower limit than they may have.
void raise_file_limit();

/// Starts a program with more environment variables (NAME=value), its signals unblocked; the program is
/// looked up in PATH. Returns its process id.
Result<pid_t> start_program(const std::vector<std::string>& command,
                            const std::vector<std::string>& variables);

/// The exit status of an ended child as a shell says it: its code, or 128 + the signal; -1 while it runs.
int status_of_child(pid_t child);

}  // namespace sellsign::cli
