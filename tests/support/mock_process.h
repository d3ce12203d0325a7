#pragma once

#include <csignal>
#include <string>
#include <utility>
#include <vector>

#include "tests/catch.h"
#include "tests/support/program.h"

namespace sellsign::testing {

inline Ended run_sellsign(std::vector<std::string> arguments,
                          const std::vector<std::string>& environment = {}) {
  arguments.insert(arguments.begin(), sellsign_program());
  return run_program(arguments, environment);
}

/// A mock in a process of its own.
class MockProcess {
 public:
  /// `first`: a command of the shell that starts it then, such as `ulimit -f 8`; empty: no shell.
  explicit MockProcess(std::vector<std::string> flags = {}, const std::vector<std::string>& environment = {},
                       const std::string& first = "")
      : program_(command(std::move(flags), first), environment) {
    ready_ = program_.read_line();
    REQUIRE_THAT(ready_, Catch::Contains("listening on http://127.0.0.1:"));
    const std::size_t from = ready_.find("http");
    url_ = ready_.substr(from, ready_.find(' ', from) - from);
  }
  /// The line that it writes when it is there.
  const std::string& ready() const { return ready_; }
  const std::string& url() const { return url_; }
  std::string port() const { return url_.substr(url_.rfind(':') + 1); }
  RunningProgram& program() { return program_; }
  /// What it has written to stderr, once it has been stopped.
  std::string stop() {
    program_.send_signal(SIGTERM);
    return program_.wait().err;
  }

 private:
  static std::vector<std::string> command(std::vector<std::string> flags, const std::string& first) {
    flags.insert(flags.begin(), {sellsign_program(), "mock", "--port", "0"});
    if (!first.empty()) flags.insert(flags.begin(), {"sh", "-c", first + "; exec \"$0\" \"$@\""});
    return flags;
  }
  RunningProgram program_;
  std::string ready_, url_;
};

}  // namespace sellsign::testing
