#include <cstdlib>
#include <fcntl.h>
#include <unistd.h>

#include "cli/program/command_line.h"
#include "cli/program/output.h"

namespace sellsign::cli {
namespace {

/// A descriptor that the parent closed would be given to the next socket, and output would go there. Standard
/// output is opened so that writing fails, which is noticed.
void fill_closed_descriptors() {
  for (const auto& [descriptor, mode] :
       {std::pair{STDIN_FILENO, O_RDONLY}, {STDOUT_FILENO, O_RDONLY}, {STDERR_FILENO, O_WRONLY}})
    if (fcntl(descriptor, F_GETFD) == -1 && open("/dev/null", mode) != descriptor) std::abort();
}

}  // namespace
}  // namespace sellsign::cli

int main(int count, char** arguments) {
  try {
    sellsign::cli::fill_closed_descriptors();
    return sellsign::harness::to_int(sellsign::cli::run_command_line(count, arguments));
  } catch (const std::exception& error) {
    sellsign::cli::Output().error(std::string("internal: ") + error.what());
    return sellsign::harness::to_int(sellsign::harness::ExitCode::unreachable);
  }
}
