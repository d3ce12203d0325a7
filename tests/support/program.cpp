#include "tests/support/program.h"

#include <array>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <poll.h>
#include <spawn.h>
#include <sstream>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

namespace sellsign::testing {
namespace {

bool is_left_out(std::string_view entry, const std::vector<std::string>& replaced) {
  if (entry.starts_with("SELLSIGN_") || entry.starts_with("GITHUB_ACTIONS=")) return true;
  for (const std::string& other : replaced)
    if (entry.starts_with(other.substr(0, other.find('=') + 1))) return true;
  return false;
}

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> list;
  for (const std::string& text : texts) list.push_back(const_cast<char*>(text.c_str()));
  list.push_back(nullptr);
  return list;
}

std::string next_line(int file_descriptor) {
  std::string line;
  for (char c = 0; read(file_descriptor, &c, 1) == 1 && c != '\n';) line += c;
  return line;
}

}  // namespace

std::string sellsign_program() {
  const char* const named = std::getenv("SELLSIGN_TEST_PROGRAM");
  return named == nullptr ? SELLSIGN_BINARY : named;
}

RunningProgram::RunningProgram(const std::vector<std::string>& command,
                               const std::vector<std::string>& environment) {
  std::array<int, 2> out{};
  std::array<int, 2> err{};
  if (pipe2(out.data(), O_CLOEXEC) != 0 || pipe2(err.data(), O_CLOEXEC) != 0)
    throw std::runtime_error("pipe");
  std::vector<std::string> entries = environment;
  for (char** entry = environ; *entry != nullptr; ++entry)
    if (!is_left_out(*entry, environment)) entries.emplace_back(*entry);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, err[1], STDERR_FILENO);
  const auto arguments = pointers(command);
  const auto variables = pointers(entries);
  const int failed =
      posix_spawnp(&child_, arguments[0], &actions, nullptr, arguments.data(), variables.data());
  posix_spawn_file_actions_destroy(&actions);
  close(out[1]);
  close(err[1]);
  out_ = out[0];
  err_ = err[0];
  if (failed != 0) throw std::runtime_error("cannot run " + command[0]);
}

RunningProgram::~RunningProgram() {
  if (child_ != 0) {
    kill(child_, SIGKILL);
    waitpid(child_, nullptr, 0);
  }
  close(out_);
  close(err_);
}

std::string RunningProgram::read_line() { return next_line(out_); }

std::string RunningProgram::read_error_line() { return next_line(err_); }

void RunningProgram::send_signal(int signal) const { kill(child_, signal); }

Ended RunningProgram::wait() {
  Ended ended;
  std::array<pollfd, 2> open = {pollfd{out_, POLLIN, 0}, pollfd{err_, POLLIN, 0}};
  std::array<std::string*, 2> texts = {&ended.out, &ended.err};
  while (open[0].fd >= 0 || open[1].fd >= 0) {
    poll(open.data(), open.size(), -1);
    for (std::size_t i = 0; i < open.size(); ++i) {
      if (open[i].fd < 0 || open[i].revents == 0) continue;
      std::array<char, 4096> buffer;
      const ssize_t length = read(open[i].fd, buffer.data(), buffer.size());
      if (length <= 0)
        open[i].fd = -1;
      else
        texts[i]->append(buffer.data(), static_cast<std::size_t>(length));
    }
  }
  int status = 0;
  waitpid(child_, &status, 0);
  child_ = 0;
  ended.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return ended;
}

Ended run_program(const std::vector<std::string>& command, const std::vector<std::string>& environment) {
  return RunningProgram(command, environment).wait();
}

TemporaryFolder::TemporaryFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "sellsign-test-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp");
  folder_ = name;
}

TemporaryFolder::~TemporaryFolder() { std::filesystem::remove_all(folder_); }

std::string TemporaryFolder::write(const std::string& name, const std::string& text) const {
  const std::filesystem::path file = path(name);
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
  return file;
}

std::string read_text(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return std::move(text).str();
}

}  // namespace sellsign::testing
