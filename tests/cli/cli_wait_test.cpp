#include <chrono>

#include "tests/catch.h"
#include "tests/support/bad_server.h"
#include "tests/support/certificate.h"
#include "tests/support/mock_process.h"
#include "tests/support/program.h"

namespace sellsign::cli_wait_test {
namespace {

using namespace std::chrono_literals;
using Catch::Contains;
using testing::BadServer;
using testing::Ended;
using testing::Peer;
using testing::run_sellsign;

/// Checks that `wait` ends with the status, and says the sentence once it was given time enough to see that
/// much.
void gives_up(const std::vector<std::string>& flags, int status, const std::string& sentence) {
  const bool has_timeout = flags.front() == "--timeout";
  Ended ended;
  for (auto time = 60ms; time < 60s; time *= 4) {
    std::vector<std::string> command = {"wait"};
    if (!has_timeout) command.insert(command.end(), {"--timeout", std::to_string(time.count()) + "ms"});
    command.insert(command.end(), flags.begin(), flags.end());
    ended = run_sellsign(command);
    INFO(ended.err);
    REQUIRE(ended.status == status);
    if (has_timeout || ended.err.find(sentence) != std::string::npos) break;
  }
  CHECK_THAT(ended.err, Contains(sentence));
}

TEST_CASE("wait comes back when readyz or livez says 200, or a port accepts") {
  BadServer server([](Peer& peer, int connection) {
    const std::string request = peer.read_request();
    if (connection < 3)
      peer.answer("starting", "503 Service Unavailable");
    else if (request.starts_with("GET /__admin/readyz ") || request.starts_with("GET /__admin/livez "))
      peer.answer("ready");
  });
  const std::string port = std::to_string(server.port());
  const Ended ready = run_sellsign({"wait", "--target", server.url()});
  INFO(ready.err);
  CHECK(ready.status == 0);
  CHECK((ready.out + ready.err).empty());
  CHECK(server.connections() == 4);
  CHECK(run_sellsign({"wait", "--port", port, "--for", "livez", "--timeout", "60"}).status == 0);
  CHECK(run_sellsign({"wait", "--for", port, "--timeout", "60s"}).status == 0);
  CHECK(run_sellsign({"wait", "--timeout", "60s"}, {"SELLSIGN_PORT=" + port}).status == 0);
  CHECK(run_sellsign({"wait", "--timeout", "60s"}, {"SELLSIGN_URL=" + server.url()}).status == 0);
  CHECK(
      run_sellsign({"wait", "--timeout", "60s"}, {"SELLSIGN_URL=http://127.0.0.1:1", "SELLSIGN_PORT=" + port})
          .status == 0);
}

TEST_CASE("wait over https asks for the CA file") {
  const testing::Certificate certificate("IP:127.0.0.1");
  BadServer server(
      [](Peer& peer, int) {
        peer.read_request();
        peer.answer("ready");
      },
      certificate.server());
  CHECK(run_sellsign({"wait", "--target", server.url(), "--ca-file", certificate.file(), "--timeout", "60s"})
            .status == 0);
  gives_up({"--target", server.url()}, 3, "self-signed");
}

TEST_CASE("wait gives up in time and says what it saw last") {
  BadServer starting([](Peer& peer, int) {
    peer.read_request();
    peer.answer("starting", "503 Service Unavailable");
  });
  BadServer silent([](Peer& peer, int) { peer.wait_for_client_to_leave(); });
  BadServer another([](Peer& peer, int) {
    peer.read_request();
    peer.answer("<html>It works!</html>");
  });
  const std::string no_name(64, 'a');  // longer than a label can be: fails without asking anyone
  struct Row {
    std::vector<std::string> flags;
    int status;
    std::string sentence;
  };
  for (const Row& row :
       {Row{{"--target", starting.url()}, 3, "seen last: it answered 503 starting"},
        Row{{"--target", another.url()},
            3,
            "another server than a sellsign mock does: <html>It works!</html>"},
        Row{{"--target", silent.url()}, 3, "no complete answer in time"},
        Row{{"--target", "http://127.0.0.1:1"}, 3, "http://127.0.0.1:1/__admin/readyz was not ready within "},
        Row{{"--for", "1"}, 3, "127.0.0.1:1 was not ready"},
        Row{{"--target", "http://" + no_name, "--allow-host", no_name}, 3, "was not ready"},
        Row{{"--target", "http://example.com"}, 6, "--allow-host example.com"},
        Row{{"--for", "1", "--target", "http://example.com"}, 6, "--allow-host example.com"},
        Row{{"--target", "ftp://a"}, 2, "http://"}, Row{{"--target", ""}, 2, "must not be empty"},
        Row{{"--for", "redyz"}, 2, "readyz"}, Row{{"--for", "70000"}, 2, "a port"},
        Row{{"--for", "0"}, 2, "a port"}, Row{{"--timeout", "soon"}, 2, "--timeout"}}) {
    gives_up(row.flags, row.status, row.sentence);
  }
}

}  // namespace
}  // namespace sellsign::cli_wait_test
