#include <csignal>
#include <cstdlib>

#include "tests/catch.h"
#include "tests/support/mock_process.h"
#include "tests/support/wire.h"

namespace sellsign::cli_log_test {

using namespace sellsign::testing;
using Catch::Contains;

constexpr std::string_view k_logged = "GET customer/list getCustomer -> 401 in ";

std::size_t count_of(std::string_view text, std::string_view word) {
  std::size_t count = 0;
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) ++count;
  return count;
}

/// Answers to as many requests for one customer, over one connection.
int answered(const std::string& port, int requests) {
  Wire wire(std::atoi(port.c_str()));
  int answers = 0;
  for (int i = 0; i < requests; ++i) {
    wire.send("GET /calinda/hub/selling/model/customer/list?action=getCustomer&number=nobody-" +
              std::to_string(i) + " HTTP/1.1\r\nHost: h\r\n\r\n");
    if (wire.answer().status != 0) ++answers;
  }
  return answers;
}

TEST_CASE("a parent that does not read the log stops neither answers nor the end; what was lost is counted") {
  MockProcess mock({"--log", "all"});
  constexpr int requests = 20'000;  // more than a pipe and the queue hold
  CHECK(answered(mock.port(), requests) == requests);
  mock.program().send_signal(SIGTERM);
  CHECK(mock.program().read_line().empty());  // it has ended, though nobody has read its stderr
  const Ended ended = mock.program().wait();
  CHECK(ended.status == 0);
  const std::size_t logged = count_of(ended.err, k_logged);
  CHECK(logged > 0);
  CHECK(logged < std::size_t{requests});
  CHECK(ended.err.ends_with('\n'));  // whole lines or none
}

TEST_CASE("a closed stderr costs the log, nothing else") {
  RunningProgram mock({"sh", "-c", "exec \"$0\" \"$@\" 2>&-", testing::sellsign_program(), "mock", "--port",
                       "0", "--log", "all"});
  const std::string ready = mock.read_line();
  REQUIRE_THAT(ready, Contains("listening on http://127.0.0.1:"));
  CHECK(answered(ready.substr(ready.rfind(':') + 1), 100) == 100);
  mock.send_signal(SIGTERM);
  CHECK(mock.wait().status == 0);
}

TEST_CASE("a full disk under the log costs the log, nothing else") {
  RunningProgram mock({"sh", "-c", "exec \"$0\" \"$@\" 2>/dev/full", testing::sellsign_program(), "mock",
                       "--port", "0", "--log", "all"});
  const std::string ready = mock.read_line();
  REQUIRE_THAT(ready, Contains("listening on http://127.0.0.1:"));
  CHECK(answered(ready.substr(ready.rfind(':') + 1), 100) == 100);
  mock.send_signal(SIGTERM);
  CHECK(mock.wait().status == 0);
}

TEST_CASE("a log that is read late is whole when it found room") {
  MockProcess mock({"--log", "all"});
  CHECK(answered(mock.port(), 2'000) == 2'000);  // more than a pipe holds
  const std::string log = mock.stop();
  CHECK(count_of(log, k_logged) == 2'000);
}

TEST_CASE("no token is in the log, wherever it stood") {
  MockProcess mock({"--log", "all"});
  Wire wire(std::atoi(mock.port().c_str()));
  for (const std::string target :
       {"/x;jsessionid=S3CRET", "/calinda/hub/selling/model/customer/read?action=getCustomer?j_token=S3CRET",
        "/calinda/hub/selling/model/customer/read?action=getCustomer%26j_token=S3CRET",
        "/calinda/hub/selling/model/customer/read%3Fj_token%3DS3CRET"}) {
    wire.send("GET " + target + " HTTP/1.1\r\nHost: h\r\n\r\n");
    CHECK(wire.answer().status >= 400);
  }
  CHECK_THAT(mock.stop(), !Contains("S3CRET"));
}

}  // namespace sellsign::cli_log_test
