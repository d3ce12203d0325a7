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
  bool hang_up = false;      ///< SIGHUP because the terminal is gone, not from somebody who sent it
  bool of_terminal = false;  ///< a key or the end of the terminal, which all programs in it are told
};

/// Blocks signals for the whole process so that one thread can wait for them; make it before any other
/// thread. SIGPIPE and SIGXFSZ are ignored: what cannot be written is an error of the write.
class BlockedSignals {
 public:
  BlockedSignals(std::initializer_list<int> signals);
  /// Waits for the next one. The end of the terminal does not count when SIGHUP was ignored at the start
  /// (nohup).
  CaughtSignal wait() const;
  /// Once one of them has come: another SIGINT or SIGTERM ends the process at once, but one within a second
  /// is the same wish (terminals, `timeout` and process groups send two).
  static void give_back();

 private:
  sigset_t set_;
  bool outlives_terminal_ = false;
  bool has_terminal_ = false;
};

/// While it lives, SIGINT and SIGTERM end the process at once, for work after which nothing has to be saved.
/// For the thread that made the BlockedSignals.
class EndsAtOnce {
 public:
  EndsAtOnce();
  ~EndsAtOnce();
  EndsAtOnce(const EndsAtOnce&) = delete;
  EndsAtOnce& operator=(const EndsAtOnce&) = delete;
};

/// Remembers SIGINT and SIGTERM instead of dying of them, and says so at once. One that comes a second or
/// more later ends the process; sooner it is the same wish (`timeout` and terminals send two).
void remember_interrupts();

/// The signal that was remembered, or 0.
int remembered_interrupt();

/// Whether SIGINT or SIGTERM was remembered, or waits to be taken by `BlockedSignals`: from now on no reader
/// is waited for.
bool stop_is_wanted();

/// A connection is a file; programs start with a lower limit than they may have.
void raise_file_limit();

/// Starts a program with more environment variables (NAME=value), its signals unblocked; the program is
/// looked up in PATH. Returns its process id.
Result<pid_t> start_program(const std::vector<std::string>& command,
                            const std::vector<std::string>& variables);

/// The exit status of an ended child as a shell says it: its code, or 128 + the signal; -1 while it runs.
int status_of_child(pid_t child);

}  // namespace sellsign::cli
