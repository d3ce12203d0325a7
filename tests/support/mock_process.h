#pragma once

#include <string>
#include <utility>
#include <vector>

#include "tests/catch.h"
#include "tests/support/program.h"

namespace sellsign::testing {

inline Ended run_sellsign(std::vector<std::string> arguments,
                          const std::vector<std::string>& environment = {}) {
  arguments.insert(arguments.begin(), SELLSIGN_BINARY);
  return run_program(arguments, environment);
}

/// A mock in a process of its own.
class MockProcess {
 public:
  explicit MockProcess(std::vector<std::string> flags = {}, const std::vector<std::string>& environment = {})
      : program_(command(std::move(flags)), environment) {
    const std::string line = program_.read_line();
    REQUIRE_THAT(line, Catch::Contains("listening on http://127.0.0.1:"));
    const std::size_t from = line.find("http");
    url_ = line.substr(from, line.find(' ', from) - from);
  }
  const std::string& url() const { return url_; }
  RunningProgram& program() { return program_; }

 private:
  static std::vector<std::string> command(std::vector<std::string> flags) {
    flags.insert(flags.begin(), {SELLSIGN_BINARY, "mock", "--port", "0"});
    return flags;
  }
  RunningProgram program_;
  std::string url_;
};

}  // namespace sellsign::testing
