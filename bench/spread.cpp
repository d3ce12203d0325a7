// How evenly a server serves its connections: keeps one request in flight on each for some seconds, and
// prints how many answers the unluckiest, the median and the luckiest got.
//   sellsign_spread PORT CONNECTIONS SECONDS REQUEST_FILE

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <sys/resource.h>
#include <vector>

#include "http/response_parser.h"
#include "net/poller.h"
#include "net/socket.h"
#include "net/stream.h"

namespace {

using namespace sellsign;
using Clock = std::chrono::steady_clock;

struct Lane {
  net::Stream stream;
  http::ResponseParser parser;
  long answers = 0;
};

Lane connect(int port) {
  auto socket = net::connect("127.0.0.1", port, Clock::now() + std::chrono::seconds(10));
  if (!socket) throw std::runtime_error(socket.error().message);
  return {net::Stream(*std::move(socket)), http::ResponseParser(), 0};
}

void send(Lane& lane, const std::string& request) {
  if (lane.stream.write_some(request).bytes != request.size())
    throw std::runtime_error("a connection does not take a request");
}

/// Takes what has come; asks again when an answer is whole.
void advance(Lane& lane, const std::string& request) {
  static char buffer[64 * 1024];
  const auto got = lane.stream.read_some(buffer);
  if (got.state != net::Stream::State::done) throw std::runtime_error("a connection ended");
  if (!lane.parser.feed({buffer, got.bytes})) throw std::runtime_error("an answer is not HTTP");
  if (!lane.parser.done()) return;
  if (lane.parser.response().status != 200) throw std::runtime_error("an answer is not 200");
  ++lane.answers;
  lane.parser = http::ResponseParser();
  send(lane, request);
}

int run(int port, std::size_t connections, int seconds, const std::string& request) {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  auto poller = net::Poller::make();
  if (!poller) throw std::runtime_error(poller.error().message);
  std::vector<Lane> lanes;
  for (std::size_t i = 0; i < connections; ++i) {
    lanes.push_back(connect(port));
    poller->add(lanes.back().stream.fd(), i, EPOLLIN);
  }
  for (Lane& lane : lanes) send(lane, request);
  const auto end = Clock::now() + std::chrono::seconds(seconds);
  while (Clock::now() < end)
    for (const epoll_event& event : poller->wait(end - Clock::now())) advance(lanes[event.data.u64], request);
  std::vector<long> answers;
  for (const Lane& lane : lanes) answers.push_back(lane.answers);
  std::ranges::sort(answers);
  std::printf("%ld %ld %ld\n", answers.front(), answers[answers.size() / 2], answers.back());
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 5) {
    std::fputs("usage: sellsign_spread PORT CONNECTIONS SECONDS REQUEST_FILE\n", stderr);
    return 2;
  }
  try {
    std::ifstream file(arguments[4], std::ios::binary);
    const std::string request((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    return run(std::atoi(arguments[1]), static_cast<std::size_t>(std::atoi(arguments[2])),
               std::atoi(arguments[3]), request);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "sellsign_spread: %s\n", error.what());
    return 3;
  }
}
