#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>
#include <sys/utsname.h>
#include <thread>

#include "base/shell.h"
#include "cli/load/load_job.h"
#include "load/model/units.h"

namespace sellsign::cli {
namespace {

/// The command line as a shell reads it back.
std::string command_line() {
  std::ifstream file("/proc/self/cmdline", std::ios::binary);
  std::string out;
  for (std::string word; std::getline(file, word, '\0');) out += (out.empty() ? "" : " ") + shell_word(word);
  return out;
}

std::string first_line_after(const std::string& file, std::string_view key) {
  std::ifstream stream(file);
  for (std::string line; std::getline(stream, line);)
    if (line.starts_with(key))
      if (const auto colon = line.find(": "); colon != std::string::npos) return line.substr(colon + 2);
  return {};
}

}  // namespace

load::Environment environment_of(const LoadJob& job) {
  load::Environment out;
  utsname system{};
  uname(&system);
  out.version = SELLSIGN_VERSION;
  out.command = job.redactor.clean(command_line());
  out.target = job.target_name;
  out.host = system.nodename;
  out.system = std::string(system.sysname) + " " + system.release + " " + system.machine;
  out.cores = std::thread::hardware_concurrency();
  if (const std::string cpu = first_line_after("/proc/cpuinfo", "model name"); !cpu.empty())
    out.more.emplace_back("CPU", cpu);
  if (double load = 0; getloadavg(&load, 1) == 1)
    out.more.emplace_back("load average at the end", load::number_text(load));
  return out;
}

}  // namespace sellsign::cli
