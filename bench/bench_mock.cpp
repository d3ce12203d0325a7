// The mock behind its server for compare_mock: filled with customers that have two signatories and three
// free fields each, and with the answers to customers named SLOW... delayed by a second. Prints its port.
//   sellsign_bench_mock [CUSTOMERS]

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>

#include "bench/requests.h"
#include "http/server/server.h"
#include "mock_server/mock/mock.h"

namespace {

using namespace sellsign;

void must(mock::Mock& mock, std::string_view path, const std::string& query) {
  const http::Reply reply = mock.handle({"GET", path, query, {}, ""});
  if (reply.status != 200) throw std::runtime_error(reply.body);
}

void fill(mock::Mock& mock, std::int64_t customers) {
  for (std::int64_t n = 0; n < customers; ++n) {
    must(mock, "/calinda/hub/selling/model/customer/update", bench::upsert_query(n));
    for (int i = 0; i < 2; ++i)
      must(mock, "/calinda/hub/selling/model/contractor/create", bench::contractor_query(n, i));
    for (int i = 0; i < 3; ++i)
      must(mock, "/calinda/hub/selling/model/customerproperty/update", bench::property_query(n, i));
  }
}

http::Reply answer(mock::Mock& mock, const http::Request& request) {
  http::Reply reply = mock.handle(request);
  if (request.query.find("number=SLOW") != std::string_view::npos)
    reply.delivery.delay = std::chrono::seconds(1);
  return reply;
}

}  // namespace

int main(int count, char** arguments) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  mock::Mock mock{mock::MockOptions{}};
  fill(mock, count > 1 ? std::atoll(arguments[1]) : 0);
  http::ServerOptions options;
  options.port = 0;
  const auto front =
      http::start_server([&](const http::Request& request) { return answer(mock, request); }, options);
  if (!front) return std::fprintf(stderr, "%s\n", front.error().message.c_str()), 3;
  std::printf("%d\n", (*front)->port());
  std::fflush(stdout);
  int signal = 0;
  sigwait(&signals, &signal);
  (*front)->stop();
  return 0;
}
