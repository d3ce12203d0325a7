// The mock behind the event front, with the answers to customers named SLOW... delayed by a second. Prints
// its port.

#include <csignal>
#include <cstdio>

#include "mock_server/front.h"
#include "mock_server/mock.h"

int main() {
  using namespace sellsign;
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  mock::Mock mock{mock::MockOptions{}};
  mock::FrontOptions options;
  options.port = 0;
  const auto front = mock::start_front(
      "event",
      [&](const mock::Request& request) {
        mock::Reply reply = mock.handle(request);
        if (request.query.find("number=SLOW") != std::string_view::npos)
          reply.delivery.delay = std::chrono::seconds(1);
        return reply;
      },
      options);
  if (!front) return std::fprintf(stderr, "%s\n", front.error().message.c_str()), 3;
  std::printf("%d\n", (*front)->port());
  std::fflush(stdout);
  int signal = 0;
  sigwait(&signals, &signal);
  (*front)->stop();
  return 0;
}
