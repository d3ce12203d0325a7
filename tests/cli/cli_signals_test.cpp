#include <csignal>
#include <cstdlib>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fd.h"
#include "tests/catch.h"
#include "tests/support/mock_process.h"

namespace sellsign::cli_signals_test {

using namespace sellsign::testing;
using Catch::Contains;

/// A mock in a terminal of its own, started by a shell that says `first` before it becomes the mock.
class MockInTerminal {
 public:
  MockInTerminal(const std::string& first, const std::string& data) {
    const std::string program = testing::sellsign_program();
    int master = -1;
    child_ = forkpty(&master, nullptr, nullptr, nullptr);
    if (child_ == 0) {
      const std::string script = first + "exec \"$0\" mock --port 0 --data \"$1\"";
      execl("/bin/sh", "sh", "-c", script.c_str(), program.c_str(), data.c_str(), nullptr);
      _exit(127);
    }
    terminal_ = Fd(master);
    while (seen_.find("listening on") == std::string::npos) REQUIRE(read_more());
  }
  ~MockInTerminal() {
    if (child_ > 0) {
      kill(child_, SIGKILL);
      waitpid(child_, nullptr, 0);
    }
  }
  MockInTerminal(const MockInTerminal&) = delete;
  MockInTerminal& operator=(const MockInTerminal&) = delete;

  void close_terminal() { terminal_.reset(); }
  void type(char key) const { REQUIRE(write(terminal_.get(), &key, 1) == 1); }
  void send(int signal) const { kill(child_, signal); }
  /// Reads until the text comes.
  void wait_for(const std::string& text) {
    while (seen_.find(text) == std::string::npos) REQUIRE(read_more());
  }
  /// Its exit code, or 128 + the signal.
  int end() {
    int status = 0;
    waitpid(child_, &status, 0);
    child_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

 private:
  bool read_more() {
    char part[4096];
    const ssize_t got = read(terminal_.get(), part, sizeof part);
    if (got > 0) seen_.append(part, static_cast<std::size_t>(got));
    return got > 0;
  }

  pid_t child_ = 0;
  Fd terminal_;
  std::string seen_;
};

TEST_CASE("a mock in a terminal: what a key, a signal and the end of the terminal do") {
  const TemporaryFolder folder;
  const std::string data = folder.path("state.json");
  {
    INFO("^C stops it");
    MockInTerminal mock("", data);
    mock.type('\x03');
    CHECK(mock.end() == 0);
  }
  {
    INFO("SIGHUP from somebody reloads");
    MockInTerminal mock("", data);
    mock.send(SIGHUP);
    mock.wait_for("reloaded: 0 customers");
    mock.send(SIGTERM);
    CHECK(mock.end() == 0);
  }
  {
    INFO("the end of the terminal stops it");
    MockInTerminal mock("", data);
    mock.close_terminal();
    CHECK(mock.end() == 0);
  }
  {
    INFO("unless it was started to outlive it");
    MockInTerminal mock("trap '' HUP; ", data);
    mock.close_terminal();
    mock.send(SIGHUP);  // nobody can see what it does: it is only to be alive afterwards
    mock.send(SIGTERM);
    CHECK(mock.end() == 0);
  }
}

}  // namespace sellsign::cli_signals_test
