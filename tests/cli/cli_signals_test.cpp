#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <future>
#include <poll.h>
#include <pty.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fd.h"
#include "tests/catch.h"
#include "tests/support/bad_server.h"
#include "tests/support/mock_process.h"

namespace sellsign::cli_signals_test {

using namespace sellsign::testing;
using Catch::Contains;

/// The program in a terminal of its own, started by a shell that says `first` before it becomes the program.
class ProgramInTerminal {
 public:
  ProgramInTerminal(const std::string& first, const std::string& arguments) {
    const std::string script = first + "exec \"$0\" " + arguments;
    const std::string program = testing::sellsign_program();
    int master = -1;
    child_ = forkpty(&master, nullptr, nullptr, nullptr);
    if (child_ == 0) {
      execl("/bin/sh", "sh", "-c", script.c_str(), program.c_str(), nullptr);
      _exit(127);
    }
    terminal_ = Fd(master);
  }
  ~ProgramInTerminal() {
    if (child_ > 0) {
      kill(child_, SIGKILL);
      waitpid(child_, nullptr, 0);
    }
  }
  ProgramInTerminal(const ProgramInTerminal&) = delete;
  ProgramInTerminal& operator=(const ProgramInTerminal&) = delete;

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
  /// Sends the signal again and again until the program has ended. Its exit code, as `end` has it.
  int end_by(int signal) {
    for (pollfd gone{terminal_.get(), POLLIN, 0}; (gone.revents & POLLHUP) == 0; poll(&gone, 1, 20)) {
      send(signal);
      if ((gone.revents & POLLIN) != 0 && !read_more()) break;
    }
    return end();
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

class MockInTerminal : public ProgramInTerminal {
 public:
  MockInTerminal(const std::string& first, const std::string& data)
      : ProgramInTerminal(first, "mock --port 0 --data '" + data + "'") {
    wait_for("listening on");
  }
};

TEST_CASE("a load run whose server never answers: the first ^C lets it finish, a later one ends it at once") {
  const TemporaryFolder folder;
  const std::string file = folder.path("slow.json"), report = folder.path("report.json");
  std::ofstream(file) << R"({"scenario": "slow", "about": "waits for ever", "steps": [
      {"id": "get", "http": {"target": "/"}, "effect": "read", "expect": []}]})";
  std::promise<void> asked;
  testing::BadServer server([&](testing::Peer& peer, int connection) {
    if (connection == 0 && !peer.read_request().empty()) asked.set_value();
    peer.wait_for_client_to_leave();
  });
  ProgramInTerminal load("", "load '" + file + "' --target " + server.url() +
                                 " --users 1 --duration 10m --timeout 600 --report json='" + report + "'");
  asked.get_future().wait();
  load.type('\x03');
  load.wait_for("stopping; again to give up");
  CHECK(load.end_by(SIGINT) == 130);
  CHECK_FALSE(std::filesystem::exists(report));  // it did not get as far
}

TEST_CASE("^C reaches the command of a mock in a terminal once") {
  const TemporaryFolder folder;
  // Whatever the mock passes on of ^C, it does before it passes on the SIGTERM that is asked of it
  // afterwards.
  const std::string command = folder.write("count.py", R"(
import os, signal
ints = 0
def on_int(*_):
    global ints
    ints += 1
    if ints == 1: os.kill(os.getppid(), signal.SIGTERM)
def on_term(*_):
    print("ints:", ints, flush=True)
    os._exit(0)
signal.signal(signal.SIGINT, on_int)
signal.signal(signal.SIGTERM, on_term)
print("counting", flush=True)
while True: signal.pause()
)");
  ProgramInTerminal mock("", "mock --port 0 -- python3 '" + command + "'");
  mock.wait_for("counting");
  mock.type('\x03');
  mock.wait_for("ints: 1");
  CHECK(mock.end() == 0);
}

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

/// A named pipe that is full and that nobody reads.
class FullPipe {
 public:
  explicit FullPipe(const std::string& path) {
    REQUIRE(mkfifo(path.c_str(), 0600) == 0);
    pipe_ = Fd(open(path.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC));
    REQUIRE(pipe_.open());
    const std::string page(4096, '.');
    while (write(pipe_.get(), page.data(), page.size()) > 0) continue;
  }

 private:
  Fd pipe_;
};

TEST_CASE("a reader that never reads does not keep SIGTERM from ending run and load") {
  const TemporaryFolder folder;
  const FullPipe full(folder.path("full"));
  REQUIRE(mkfifo(folder.path("unread").c_str(), 0600) == 0);
  const std::string file = folder.write("slow.json", R"({"scenario": "slow", "about": "a", "steps": [
      {"id": "get", "http": {"target": "/"}, "effect": "read",
       "expect": [{"status": 200, "source": "asm.customer.unknown"}]}]})");
  const std::string run = "run ", load = "load --users 1 --duration 10m --timeout 600 ";
  for (const std::string& command : {run, load})
    for (const std::string where : {"1>full", "2>full", "--report md=full", "--report md=unread"}) {
      const std::string arguments = command + file + " --report json=good.json " + where;
      INFO(arguments);
      std::promise<void> asked, sent;
      auto answer_now = sent.get_future().share();
      testing::BadServer server([&](testing::Peer& peer, int connection) {
        if (connection == 0 && !peer.read_request().empty()) asked.set_value();
        answer_now.wait();
        peer.answer("null");
        peer.wait_for_client_to_leave();
      });
      RunningProgram program(
          {"sh", "-c", "cd '" + folder.path() + "' && exec \"$0\" " + arguments + " --target " + server.url(),
           testing::sellsign_program()});
      asked.get_future().wait();
      program.send_signal(SIGTERM);
      sent.set_value();
      CHECK(program.wait().status == 143);
      CHECK(std::filesystem::remove(folder.path("good.json")));  // it ended as it should, with its reports
    }
}

TEST_CASE("a reader that never reads does not keep SIGTERM from stopping a mock that has just started") {
  const TemporaryFolder folder;
  const FullPipe full(folder.path("full"));
  REQUIRE(mkfifo(folder.path("unread").c_str(), 0600) == 0);
  for (const auto& [where, said] :
       {std::pair{"1>full", "control API and page on"},
        std::pair{"--port-file unread --tls-auto --tls-ca-file ca.pem", "clients that trust"}}) {
    INFO(where);
    RunningProgram mock({"sh", "-c",
                         "cd '" + folder.path() + "' && exec \"$0\" mock --port 0 --data kept.json " + where,
                         testing::sellsign_program()});
    while (mock.read_error_line().find(said) == std::string::npos) continue;
    mock.send_signal(SIGTERM);
    CHECK(mock.wait().status == 0);
    CHECK(std::filesystem::remove(folder.path("kept.json")));
  }
}

TEST_CASE("what can never be opened for writing is not waited for") {
  const TemporaryFolder folder;
  const std::string place = folder.path("socket");
  const Fd listener(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  REQUIRE(place.copy(static_cast<char*>(address.sun_path), sizeof address.sun_path - 1) == place.size());
  REQUIRE(bind(listener.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  const Ended ended = run_sellsign(
      {"run", SELLSIGN_SOURCE_DIR "/scenarios/contract", "--tag", "smoke", "--report", "json=" + place});
  CHECK_THAT(ended.err, Contains("cannot write " + place));
  CHECK(ended.status == 3);
}

}  // namespace sellsign::cli_signals_test
