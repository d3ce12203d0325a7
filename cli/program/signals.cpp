#include "cli/program/signals.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <string_view>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fd.h"

namespace sellsign::cli {
namespace {

std::atomic<int> g_interrupt{0};
std::atomic<std::int64_t> g_interrupted_at{0};  // ms since the machine started
static_assert(std::atomic<std::int64_t>::is_always_lock_free);

constexpr std::int64_t k_same_wish = 1'000;  // ms

// What a handler may call is in signal-safety(7).

std::int64_t milliseconds_now() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return std::int64_t{now.tv_sec} * 1'000 + now.tv_nsec / 1'000'000;
}

/// Says it unless nobody reads: nothing may keep a signal from working.
void say_stopping() {
  constexpr std::string_view k_words = "sellsign: stopping; again to give up\n";
  pollfd place{STDERR_FILENO, POLLOUT, 0};
  if (poll(&place, 1, 0) != 1 || (place.revents & POLLOUT) == 0) return;
  if (write(STDERR_FILENO, k_words.data(), k_words.size()) < 0) return;  // there is nobody else to tell
}

extern "C" void on_interrupt(int signal) {
  const int errno_before = errno;
  const std::int64_t now = milliseconds_now();
  std::int64_t first = 0;  // the time is what is set once: another thread may be handling the other signal
  if (g_interrupted_at.compare_exchange_strong(first, now)) {
    g_interrupt = signal;
    say_stopping();
  } else if (now - first >= k_same_wish) {
    _exit(128 + signal);
  }
  errno = errno_before;
}

extern "C" void on_early_end(int signal) { _exit(128 + signal); }

void set_handler(int signal, void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  sigaction(signal, &action, nullptr);
}

constexpr int k_endings[] = {SIGINT, SIGTERM};

void handle_endings(void (*handler)(int)) {
  for (const int signal : k_endings) set_handler(signal, handler);
}

/// `how`: SIG_BLOCK or SIG_UNBLOCK.
void mask_endings(int how) {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : k_endings) sigaddset(&set, signal);
  pthread_sigmask(how, &set, nullptr);
}

/// A reader that is gone, and a file that may not grow, are errors of the write, not the end.
void ignore_ends_of_files() {
  set_handler(SIGPIPE, SIG_IGN);
  set_handler(SIGXFSZ, SIG_IGN);
}

/// Whether the process has a controlling terminal that is still there.
bool has_terminal() { return Fd(open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC)).open(); }

}  // namespace

BlockedSignals::BlockedSignals(std::initializer_list<int> signals) : has_terminal_(has_terminal()) {
  struct sigaction before {};
  outlives_terminal_ = sigaction(SIGHUP, nullptr, &before) == 0 && before.sa_handler == SIG_IGN;
  sigemptyset(&set_);
  for (const int signal : signals) sigaddset(&set_, signal);
  pthread_sigmask(SIG_BLOCK, &set_, nullptr);
  for (const int signal : signals) set_handler(signal, SIG_DFL);  // a parent may have ignored them
  ignore_ends_of_files();
}

CaughtSignal BlockedSignals::wait() const {
  while (true) {
    siginfo_t facts{};
    const int number = sigwaitinfo(&set_, &facts);
    if (number < 0) continue;  // interrupted by one that is not waited for
    const bool is_ours =
        outlives_terminal_ || !has_terminal_ || has_terminal();  // the shell may send it, too
    const bool hang_up = number == SIGHUP && (facts.si_code == SI_KERNEL || !is_ours);
    if (!hang_up || !outlives_terminal_) return {number, hang_up, facts.si_code == SI_KERNEL};
  }
}

void BlockedSignals::give_back() {
  g_interrupted_at = milliseconds_now();  // from here on `on_interrupt` knows which is the same wish
  handle_endings(on_interrupt);
  mask_endings(SIG_UNBLOCK);
}

EndsAtOnce::EndsAtOnce() {
  // Of their own handler: process 1 of a container is not ended by the default one.
  handle_endings(on_early_end);
  mask_endings(SIG_UNBLOCK);
}

EndsAtOnce::~EndsAtOnce() {
  mask_endings(SIG_BLOCK);
  handle_endings(SIG_DFL);
}

void remember_interrupts() {
  handle_endings(on_interrupt);
  ignore_ends_of_files();
}

int remembered_interrupt() { return g_interrupt.load(); }

bool stop_is_wanted() {
  sigset_t waiting;
  if (remembered_interrupt() != 0) return true;
  if (sigpending(&waiting) != 0) return false;
  return std::ranges::any_of(k_endings, [&](int signal) { return sigismember(&waiting, signal) == 1; });
}

void raise_file_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

Result<pid_t> start_program(const std::vector<std::string>& command,
                            const std::vector<std::string>& variables) {
  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  std::vector<char*> environment;
  for (char** entry = environ; *entry != nullptr; ++entry)
    if (std::ranges::none_of(variables, [&](const std::string& variable) {
          return std::string_view(*entry).starts_with(variable.substr(0, variable.find('=') + 1));
        }))
      environment.push_back(*entry);
  for (const std::string& variable : variables) environment.push_back(const_cast<char*>(variable.c_str()));
  environment.push_back(nullptr);

  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&attributes, &none);
  sigset_t defaults;
  sigemptyset(&defaults);
  sigaddset(&defaults, SIGPIPE);
  sigaddset(&defaults, SIGXFSZ);
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  pid_t child = 0;
  const int failed =
      posix_spawnp(&child, arguments.front(), nullptr, &attributes, arguments.data(), environment.data());
  posix_spawnattr_destroy(&attributes);
  if (failed != 0)
    return Error{ErrorKind::usage, "cannot run " + command.front() + ": " + std::strerror(failed)};
  return child;
}

int status_of_child(pid_t child) {
  int status = 0;
  if (waitpid(child, &status, WNOHANG) != child) return -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace sellsign::cli
