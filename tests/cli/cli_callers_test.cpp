#include <filesystem>

#include "tests/support/mock_process.h"

// How programs that were not written for this mock meet it.

namespace sellsign::cli_callers_test {

using namespace sellsign::testing;
using Catch::Contains;

/// What curl gets, head and body.
std::string curl(const std::string& url, std::vector<std::string> more = {}) {
  std::vector<std::string> command = {"curl", "-sS", "-i", "--noproxy", "*", url};
  command.insert(command.end(), more.begin(), more.end());
  const Ended ended = run_program(command);
  return ended.out + ended.err;
}

TEST_CASE("the root leads to the page, wherever it is, or says what this is") {
  MockProcess beside;
  CHECK_THAT(curl(beside.url() + "/", {"-L"}), Contains("HTTP/1.1 302 Found") && Contains("<!doctype html>"));
  CHECK_THAT(curl(beside.url() + "/", {"-I"}),
             Contains("HTTP/1.1 302 Found") && Contains("Location: /__admin/"));
  CHECK_THAT(curl(beside.url() + "/?action=getCustomer"), Contains("HTTP/1.1 404"));
  MockProcess apart({"--admin-port", "0"});
  CHECK_THAT(curl(apart.url() + "/", {"-L"}), Contains("<!doctype html>"));
  MockProcess none({"--no-admin"});
  CHECK_THAT(curl(none.url() + "/"), Contains("HTTP/1.1 200 OK") && Contains("mock of SELL&SIGN"));
  const TemporaryFolder folder;
  MockProcess secret({"--admin-token-file", folder.write("token", "adm1n-made-up\n")});
  CHECK_THAT(curl(secret.url() + "/"), Contains("HTTP/1.1 200 OK"));
  CHECK_THAT(curl(secret.url() + "/", {"-H", "Accept: text/html,*/*"}), Contains("HTTP/1.1 302"));
}

TEST_CASE("the port file is there while the mock listens, and never that of an earlier one") {
  const TemporaryFolder folder;
  const std::string file = folder.write("port", "9999\n");
  const Ended failed = run_sellsign({"mock", "--port", "0", "--port-file", file, "--seed-data", "/nowhere"});
  CHECK(failed.status == 2);
  CHECK_FALSE(std::filesystem::exists(file));
  MockProcess mock({"--port-file", file});
  CHECK(read_text(file) == mock.port() + "\n");
  mock.stop();
  CHECK_FALSE(std::filesystem::exists(file));
  MockProcess first({"--port-file", file});
  MockProcess second({"--port-file", file});
  first.stop();
  CHECK(read_text(file) == second.port() + "\n");
}

TEST_CASE("an address in a variable of a number is passed over, with a note") {
  for (const auto& [name, command] :
       {std::pair{"SELLSIGN_PORT", std::vector<std::string>{"mock", "--list-settings"}},
        {"SELLSIGN_ADMIN_PORT", {"mock", "--list-settings"}},
        {"SELLSIGN_MAX_BODY", {"mock", "--list-settings"}}}) {
    const Ended ended = run_sellsign(command, {std::string(name) + "=tcp://10.96.0.12:8180"});
    INFO(ended.err);
    CHECK(ended.status == 0);
    CHECK_THAT(ended.err, Contains(std::string(name) + " passed over"));
  }
  MockProcess mock;
  const Ended waited =
      run_sellsign({"wait", "--target", mock.url()}, {"SELLSIGN_PORT=tcp://10.96.0.12:8180"});
  INFO(waited.err);
  CHECK(waited.status == 0);
  CHECK(run_sellsign({"mock", "--list-settings"}, {"SELLSIGN_PORT=80x"}).status == 2);
}

TEST_CASE("the command behind -- gets an https URL and what it needs to trust it") {
  const TemporaryFolder folder;
  const std::string authority = folder.path("ca.pem");
  const Ended ended = run_sellsign(
      {"mock", "--port", "0", "--log", "none", "--tls-auto", "--tls-ca-file", authority, "--", "sh", "-c",
       "echo $SELLSIGN_URL $SSL_CERT_FILE $REQUESTS_CA_BUNDLE $NODE_EXTRA_CA_CERTS $SELLSIGN_CA_FILE; "
       "curl -sS --noproxy '*' $SELLSIGN_URL/__admin/livez"},
      {"SSL_CERT_FILE=/nowhere"});
  INFO(ended.out << ended.err);
  CHECK(ended.status == 0);
  CHECK_THAT(ended.out, Contains("https://127.0.0.1:") &&
                            Contains(authority + " " + authority + " " + authority + " " + authority) &&
                            Contains("\nok\n"));
  const Ended plain = run_sellsign({"mock", "--port", "0", "--", "sh", "-c", "echo $SELLSIGN_URL"});
  CHECK_THAT(plain.out, Catch::StartsWith("http://127.0.0.1:"));
}

TEST_CASE("a token is asked for by a sentence that knows the way out, and found where clients put it") {
  MockProcess mock({"--token", "a+b"});
  const std::string read =
      mock.url() + "/calinda/hub/selling/model/customer/read?action=getCustomer&number=A";
  CHECK_THAT(curl(read), Contains("HTTP/1.1 401 Unauthorized") && Contains("--no-auth"));
  CHECK_THAT(curl(read + "&j_token=a%252Bb"), Contains("HTTP/1.1 401") && Contains("encoded once too often"));
  CHECK_THAT(curl(read, {"-H", "Cookie: x=1; j_token=\"a+b\""}), Contains("HTTP/1.1 200 OK"));
  CHECK_THAT(curl(read, {"-H", "Cookie: x=1", "-H", "cookie: j_token=a%2Bb"}), Contains("HTTP/1.1 200 OK"));
}

}  // namespace sellsign::cli_callers_test
