#include <algorithm>
#include <csignal>
#include <filesystem>
#include <sys/stat.h>

#include "tests/catch.h"
#include "tests/support/certificate.h"
#include "tests/support/mock_process.h"
#include "tests/support/program.h"

namespace sellsign::cli_clients_test {
namespace {

using Catch::Contains;
using testing::Ended;
using testing::MockProcess;
using testing::run_sellsign;
using testing::TemporaryFolder;

Ended call(const std::string& url, const std::string& ca_file) {
  return run_sellsign({"call", "customer.getCustomer", "number=AM1", "--target", url, "--ca-file", ca_file},
                      {"SELLSIGN_TOKEN=made-up"});
}

TEST_CASE("--tls-auto serves https that clients of its CA file trust, and only they") {
  const TemporaryFolder folder;
  const std::string ca_file = folder.path("ca.pem");
  MockProcess mock({"--tls-auto", "--tls-ca-file", ca_file, "--tls-name", "mock.example"});
  CHECK_THAT(mock.ready(), Contains(" and https://127.0.0.1:" + mock.port()));

  const std::string pem = testing::read_text(ca_file);
  CHECK(pem.starts_with("-----BEGIN CERTIFICATE-----\n"));
  CHECK(pem.find("PRIVATE") == std::string::npos);
  struct stat status {};
  REQUIRE(stat(ca_file.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777U) == 0644U);
  CHECK(std::distance(std::filesystem::directory_iterator(std::filesystem::path(ca_file).parent_path()),
                      {}) == 1);

  CHECK(call("https://localhost:" + mock.port(), ca_file).out == "null\n");
  CHECK(call("https://127.0.0.1:" + mock.port(), ca_file).status == 0);
  CHECK(call("http://127.0.0.1:" + mock.port(), ca_file).status == 0);
  const Ended stranger = call("https://localhost:" + mock.port(), "");
  CHECK(stranger.status == 3);
  for (const char* name : {"cloud.sellandsign.com", "mock.example"}) {
    INFO(name);
    const std::string place = std::string(name) + ":443";
    const Ended curl = testing::run_program(
        {"curl", "-sS", "--max-time", "10", "--cacert", ca_file, "--connect-to",
         place + ":127.0.0.1:" + mock.port(),
         "https://" + place +
             "/calinda/hub/selling/model/customer/read?action=getCustomer&number=1&j_token=t"});
    INFO(curl.err);
    CHECK(curl.out == "null");
  }
  const std::string help = mock.stop();
  for (const char* words :
       {"curl --cacert ", "php -d curl.cainfo=", "NODE_EXTRA_CA_CERTS=", "keytool -importcert",
        "--connect-to cloud.sellandsign.com:443:127.0.0.1:", "/etc/hosts"})
    CHECK_THAT(help, Contains(words) && Contains(ca_file));
}

TEST_CASE("a second start puts its CA in the place of the first one's") {
  const TemporaryFolder folder;
  const std::string ca_file = folder.write("ca.pem", std::string(100'000, 'x'));
  std::string before;
  for (int i = 0; i < 2; ++i) {
    MockProcess mock({"--tls-auto", "--tls-ca-file", ca_file});
    const std::string now = testing::read_text(ca_file);
    CHECK(now != before);
    CHECK(now.size() < 2'000);
    CHECK(call("https://localhost:" + mock.port(), ca_file).status == 0);
    before = now;
  }
}

TEST_CASE("a mock that cannot start leaves the CA of the one that runs") {
  const TemporaryFolder folder;
  const std::string ca_file = folder.path("ca.pem");
  MockProcess mock({"--tls-auto", "--tls-ca-file", ca_file});
  const std::string pem = testing::read_text(ca_file);
  CHECK(run_sellsign({"mock", "--port", mock.port(), "--tls-auto", "--tls-ca-file", ca_file}).status == 3);
  CHECK(testing::read_text(ca_file) == pem);
}

TEST_CASE("flags for clients that do not go together, or name nothing") {
  const TemporaryFolder folder;
  const testing::Certificate certificate("IP:127.0.0.1");
  struct Row {
    std::vector<std::string> flags;
    std::string sentence;
  };
  for (const Row& row :
       {Row{{"--tls-cert", certificate.file()}, "--tls-key"},
        Row{{"--tls-key", certificate.key_file()}, "--tls-cert"},
        Row{{"--tls-cert", "/nonexistent/c.pem", "--tls-key", "/nonexistent/k.pem"}, "/nonexistent/c.pem"},
        Row{{"--tls-cert", certificate.file(), "--tls-key", certificate.file()}, "key " + certificate.file()},
        Row{{"--tls-auto", "--tls-cert", certificate.file(), "--tls-key", certificate.key_file()},
            "leave one"},
        Row{{"--tls-name", "a.example"}, "add --tls-auto"}, Row{{"--tls-ca-file", "a.pem"}, "add --tls-auto"},
        Row{{"--tls-auto", "--tls-name", "http://a"}, "neither a host name"},
        Row{{"--tls-auto", "--tls-ca-file", "/nonexistent/ca.pem"}, "cannot write /nonexistent/ca.pem"},
        Row{{"--tls-auto", "--tls-ca-file", "/dev/null"}, "no ordinary file"},
        Row{{"--front", "threads"}, "--threads N sets the number of event loops"},
        Row{{"--cors", "localhost:3000"}, "is no origin"}, Row{{"--cors", "*,http://a/b"}, "is no origin"}}) {
    std::vector<std::string> command = {"mock", "--port", "0"};
    command.insert(command.end(), row.flags.begin(), row.flags.end());
    command.insert(command.end(), {"--", "true"});
    const Ended ended = run_sellsign(command);
    INFO(ended.err);
    CHECK(ended.status == 2);
    CHECK_THAT(ended.err, Contains(row.sentence));
  }
  CHECK(std::filesystem::is_character_file("/dev/null"));
}

TEST_CASE("--cors opens the mock to pages, from flags and the environment") {
  MockProcess mock({"--cors", "http://a.example,http://b.example", "--cors", "http://c.example"});
  const std::string url = "http://127.0.0.1:" + mock.port() + "/calinda/hub/selling/do?m=x";
  for (const auto& [origin, named] :
       {std::pair{"http://a.example", true}, {"http://c.example", true}, {"http://d.example", false}}) {
    const Ended curl = testing::run_program(
        {"curl", "-si", "--max-time", "10", "-H", "Origin: " + std::string(origin), url});
    CHECK((curl.out.find("Access-Control-Allow-Origin: " + std::string(origin)) != std::string::npos) ==
          named);
    CHECK_THAT(curl.out, Contains("Vary: Origin"));
  }
}

}  // namespace
}  // namespace sellsign::cli_clients_test
