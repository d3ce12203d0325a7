#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <nlohmann/json.hpp>

#include "tests/support/mock_process.h"

namespace sellsign::cli_control_test {

using namespace sellsign::testing;
using Catch::Contains;
using Json = nlohmann::ordered_json;

/// Asks the control API with a client that is not ours; the status stands on a last line of its own.
std::string ask(const std::string& url, const std::vector<std::string>& more = {}) {
  std::vector<std::string> command = {"curl", "-sS", "-w", "\n%{http_code}", url};
  command.insert(command.end(), more.begin(), more.end());
  return run_program(command).out;
}

Json json(const std::string& url, const std::vector<std::string>& more = {}) {
  const std::string text = ask(url, more);
  return Json::parse(text.substr(0, text.rfind('\n')));
}

std::string upsert_url(const std::string& url, const std::string& number) {
  return url + "/calinda/hub/selling/model/customer/update?action=selectOrCreateCustomer&number=" + number +
         "&civility=MADAME&firstname=Ada&lastname=Exemple&email=ada%40example.org&cell_phone=0600000000"
         "&address_1=1&postal_code=13100&city=Aix&country=FR&customer_code=C1&j_token=T";
}

std::string seed_of(const std::string& number) {
  return R"({"customers":[{"number":")" + number +
         R"(","civility":"MADAME","firstname":"A","lastname":"B","email":"a@example.org","cell_phone":"06",
  "address_1":"1","postal_code":"1","city":"C","country":"FR","customer_code":"c"}]})";
}

int total(const std::string& url) { return json(url + "/__admin/customers")["total"].get<int>(); }

TEST_CASE(
    "with --data the state is there again after a stop, and after a kill as the last snapshot left it") {
  const TemporaryFolder folder;
  const std::string file = folder.path("state.json");
  {
    MockProcess mock({"--data", file});
    ask(upsert_url(mock.url(), "AM1"));
    mock.program().send_signal(SIGTERM);
    CHECK(mock.program().wait().status == 0);
  }
  {
    MockProcess mock({"--data", file});
    CHECK(total(mock.url()) == 1);
    ask(upsert_url(mock.url(), "AM2"));
    ask(mock.url() + "/__admin/snapshots/now", {"-X", "PUT"});
    ask(upsert_url(mock.url(), "AM3"));
    mock.program().send_signal(SIGKILL);
    mock.program().wait();
  }
  MockProcess mock({"--data", file});
  CHECK(total(mock.url()) == 2);
}

TEST_CASE("a file that may not grow is a full disk, not the end") {
  const TemporaryFolder folder;
  const std::string file = folder.path("state.json");
  MockProcess mock({"--log", "none", "--data", file}, {}, "ulimit -f 8");
  for (int i = 0; i < 40; ++i) ask(upsert_url(mock.url(), "AM" + std::to_string(i)));
  while (mock.program().read_error_line().find("it is tried again each second") == std::string::npos) {
  }
  CHECK(total(mock.url()) == 40);
  mock.program().send_signal(SIGTERM);
  CHECK(mock.program().wait().status == 3);  // the last save said so, too
}

TEST_CASE("two signals at once are one wish: the last second is saved") {
  const TemporaryFolder folder;
  const std::string file = folder.path("state.json");
  for (int round = 1; round <= 5; ++round) {
    MockProcess mock({"--data", file});
    ask(upsert_url(mock.url(), "AM" + std::to_string(round)));
    mock.program().send_signal(SIGINT);
    mock.program().send_signal(SIGTERM);
    mock.program().send_signal(SIGINT);
    CHECK(mock.program().wait().status == 0);
  }
  MockProcess mock({"--data", file});
  CHECK(total(mock.url()) == 5);
}

TEST_CASE("a signal ends a mock that still makes its data") {
  RunningProgram mock({sellsign_program(), "mock", "--port", "0", "--generate", "customers=50000000"});
  // Signals are caught before anything is made; one that comes still earlier ends it by default.
  mock.send_signal(SIGTERM);
  CHECK(mock.wait().status == 128 + SIGTERM);
}

TEST_CASE("a port file that is a link stays one") {
  const TemporaryFolder folder;
  const std::string file = folder.path("port"), link = folder.path("link");
  std::filesystem::create_symlink("port", link);
  MockProcess mock({"--port-file", link});
  CHECK(std::filesystem::is_symlink(link));
  CHECK(read_text(file) == mock.port() + "\n");
  mock.stop();
  CHECK(std::filesystem::is_symlink(link));
  CHECK_FALSE(std::filesystem::exists(file));
}

TEST_CASE("a request for which there is no memory ends its connection, not the mock") {
  if (std::getenv("SELLSIGN_TEST_PROGRAM") != nullptr) return;  // sanitizers need all of the address space
  const TemporaryFolder folder;
  const std::string body = folder.path("body");
  std::ofstream(body) << std::string(200U << 20U, 'x');
  MockProcess mock({"--log", "none"}, {}, "ulimit -v 450000");
  for (int i = 0; i < 3; ++i) ask(mock.url() + "/__admin/state", {"-X", "PUT", "--data-binary", "@" + body});
  CHECK_THAT(ask(mock.url() + "/__admin/livez"), Contains("ok\n\n200"));
  mock.program().send_signal(SIGTERM);
  CHECK(mock.program().wait().status == 0);
}

TEST_CASE("a broken --data file stops the start and stays as it is") {
  const TemporaryFolder folder;
  const std::string file = folder.write("state.json", "{\"customers\": [1]}");
  const Ended ended = run_sellsign({"mock", "--port", "0", "--data", file});
  CHECK(ended.status == 2);
  CHECK_THAT(ended.err, Contains("state.json:1:"));
  CHECK(read_text(file) == "{\"customers\": [1]}");
}

TEST_CASE("SIGHUP reads the seed data again, and keeps the state when there is something wrong with it") {
  const TemporaryFolder folder;
  const std::string file = folder.write("seed.json", seed_of("S1"));
  MockProcess mock({"--seed-data", file, "--log", "none"});
  mock.program().read_error_line();  // where the control API is
  ask(upsert_url(mock.url(), "AM1"));
  CHECK(total(mock.url()) == 2);
  folder.write("seed.json", "{\"customers\": [{}]}");
  mock.program().send_signal(SIGHUP);
  CHECK_THAT(mock.program().read_error_line(), Contains("seed.json:1:"));
  CHECK_THAT(mock.program().read_error_line(), Contains("nothing was reloaded"));
  CHECK(total(mock.url()) == 2);
  folder.write("seed.json", seed_of("S2"));
  mock.program().send_signal(SIGHUP);
  CHECK_THAT(mock.program().read_error_line(), Contains("reloaded: 1 customer"));
  CHECK(total(mock.url()) == 1);
}

TEST_CASE("SIGHUP without a file changes nothing, and a broken data file is never written over") {
  MockProcess plain({"--log", "none"});
  plain.program().read_error_line();
  ask(upsert_url(plain.url(), "AM1"));
  plain.program().send_signal(SIGHUP);
  CHECK_THAT(plain.program().read_error_line(), Contains("the state stays"));
  CHECK(total(plain.url()) == 1);

  const TemporaryFolder folder;
  const std::string file = folder.path("state.json");
  MockProcess mock({"--data", file, "--log", "none"});
  ask(upsert_url(mock.url(), "AM1"));
  folder.write("state.json", "{ a slip");
  mock.program().send_signal(SIGHUP);
  for (std::string line; line.find("nothing was reloaded") == std::string::npos;)
    line = mock.program().read_error_line();
  mock.program().send_signal(SIGTERM);
  CHECK(mock.program().wait().status == 0);
  CHECK(read_text(file) == "{ a slip");
  CHECK_THAT(read_text(file + ".unsaved"), Contains("AM1"));
}

TEST_CASE("a data file that cannot be written stops the start") {
  const Ended ended = run_sellsign({"mock", "--port", "0", "--data", "/nowhere/at/all/state.json"});
  CHECK(ended.status == 2);
  CHECK_THAT(ended.err, Contains("/nowhere/at/all"));
}

TEST_CASE("a token in the path is never shown") {
  MockProcess mock;
  mock.program().read_error_line();
  const std::string path =
      "/calinda/hub/selling/model/customer/read&action=getCustomer&j_token=s3cret-made-up";
  CHECK_THAT(ask(mock.url() + path), !Contains("s3cret"));
  CHECK_THAT(mock.program().read_error_line(), !Contains("s3cret"));
  CHECK_THAT(ask(mock.url() + "/__admin/journal"), !Contains("s3cret"));
}

TEST_CASE("a large refused request is answered soon, without advice") {
  std::string body;
  for (int i = 0; i < 20'000; ++i) body += "p" + std::to_string(i) + "=1&";
  const TemporaryFolder folder;
  MockProcess mock({"--log", "none"});
  const std::string answer =
      ask(mock.url() + "/calinda/hub/selling/model/customer/update?action=selectOrCreateCustomer&j_token=T",
          {"--max-time", "20", "--data-binary", "@" + folder.write("body", body)});
  CHECK_THAT(answer, Contains("No advice") && Contains("\n500"));
  CHECK_THAT(ask(mock.url() + "/__admin/journal", {"--max-time", "20"}), Contains("\n200"));
}

TEST_CASE("the control API may have a port of its own, and may be left out") {
  MockProcess mock({"--admin-port", "0", "--log", "none"});
  const std::string line = mock.program().read_error_line();
  const std::string admin = line.substr(line.find("http"));
  CHECK(ask(admin + "livez") == "ok\n\n200");
  CHECK_THAT(ask(mock.url() + "/__admin/livez"), Contains("\n404"));
  CHECK_THAT(ask(upsert_url(admin.substr(0, admin.find("/__admin")), "AM1")), Contains("\n404"));
  MockProcess none({"--no-admin"});
  CHECK_THAT(ask(none.url() + "/__admin/livez"), Contains("\n404"));
}

TEST_CASE("a token guards the control API, and never stands in its configuration") {
  const TemporaryFolder folder;
  const std::string file = folder.write("token", "adm1n-t0ken-made-up\n");
  MockProcess mock({"--admin-token-file", file, "--token", "t0p-s3cret-made-up"}, {"SELLSIGN_MODE=strict"});
  CHECK_THAT(ask(mock.url() + "/__admin/version"), Contains("\n401"));
  const std::vector<std::string> allowed = {"-H", "Authorization: Bearer adm1n-t0ken-made-up"};
  const Json config = json(mock.url() + "/__admin/config", allowed);
  CHECK_THAT(config.dump(), !Contains("made-up"));
  const auto row = [&](const std::string& name) {
    for (const Json& option : config["options"])
      if (option["name"] == name) return option.dump();
    return std::string();
  };
  CHECK(row("--mode") == R"({"name":"--mode","value":"strict","origin":"environment"})");
  CHECK(row("--token") == R"({"name":"--token","value":"***","origin":"flag"})");
  CHECK(row("--port") == R"({"name":"--port","value":"0","origin":"flag"})");
  CHECK(row("--journal") == R"({"name":"--journal","value":"on","origin":"default"})");
}

TEST_CASE("made-up customers and faults to start with") {
  const TemporaryFolder folder;
  const std::string faults =
      folder.write("f.json", R"({"faults":[{"name":"down","effect":{"status":503}}]})");
  MockProcess mock({"--generate", "customers=25,contractors=1,properties=0", "--faults", faults});
  CHECK(total(mock.url()) == 25);
  CHECK_THAT(ask(upsert_url(mock.url(), "AM1")), Contains("\n503"));
  const std::string bad = folder.write("bad.json", R"({"faults":[{"name":"x","effect":{"statsu":503}}]})");
  const Ended ended = run_sellsign({"mock", "--port", "0", "--faults", bad});
  CHECK(ended.status == 2);
  CHECK_THAT(ended.err,
             Contains("bad.json") && Contains("/faults/0/effect") && Contains("did you mean \"status\""));
  CHECK_THAT(run_sellsign({"mock", "--port", "0", "--generate", "custmers=1"}).err,
             Contains("did you mean \"customers\""));
}

TEST_CASE("with the journal off there is none") {
  MockProcess mock({"--journal", "off"});
  ask(upsert_url(mock.url(), "AM1"));
  CHECK_THAT(ask(mock.url() + "/__admin/journal"), Contains("--journal off") && Contains("\n404"));
}

TEST_CASE("answers say on request how long the mock took") {
  MockProcess mock({"--server-timing"});
  const std::string answer = ask(upsert_url(mock.url(), "AM1"), {"-i"});
  CHECK_THAT(answer, Contains("Server-Timing: mock;dur="));
}

TEST_CASE("promtool has nothing to say against the metrics") {
  if (run_program({"sh", "-c", "command -v promtool"}).status != 0) {
    WARN("promtool (Debian package prometheus) is not here: not checked");
    return;
  }
  MockProcess mock;
  ask(upsert_url(mock.url(), "AM1"));
  const Ended checked =
      run_program({"sh", "-c", "curl -sS " + mock.url() + "/__admin/metrics | promtool check metrics"});
  CHECK(checked.out + checked.err == "");
  CHECK(checked.status == 0);
}

TEST_CASE("the help of the mock fits a screen, and --help-all has every flag") {
  const Ended brief = run_sellsign({"mock", "--help"});
  CHECK(brief.status == 0);
  CHECK(std::ranges::count(brief.out, '\n') <= 30);
  std::istringstream lines(brief.out);
  for (std::string line; std::getline(lines, line);) {
    INFO(line);
    CHECK(line.size() <= 80);
  }
  const Ended all = run_sellsign({"mock", "--help-all"});
  CHECK(all.status == 0);
  for (const char* flag : {"--max-body", "--journal-raw", "--isolate", "--tls-auto", "--cors", "--seed-data"})
    CHECK_THAT(all.out, Contains(flag));
}

TEST_CASE("data to start with that a data file goes before is said to be passed over") {
  const TemporaryFolder folder;
  const std::string file = folder.path("state.json");
  { MockProcess first({"--data", file}); }
  MockProcess mock({"--data", file, "--generate", "customers=3", "--log", "none"});
  CHECK_THAT(mock.program().read_error_line(),
             Contains("--generate was passed over") && Contains("state.json, which is there"));
  CHECK(total(mock.url()) == 0);
}

TEST_CASE("a busy port of the control API is said with its own flag") {
  MockProcess first;
  const std::string port = first.url().substr(first.url().rfind(':') + 1);
  const Ended ended = run_sellsign({"mock", "--port", "0", "--admin-port", port});
  CHECK(ended.status == 3);
  CHECK_THAT(ended.err, Contains("choose another with --admin-port"));
}

TEST_CASE("what the front refuses is in the log, the metrics and the journal") {
  MockProcess mock;
  mock.program().read_error_line();
  CHECK_THAT(ask(mock.url() + "/" + std::string(9'000, 'a')), Contains("\n414"));
  CHECK_THAT(mock.program().read_error_line(), Contains("refused before it was a request -> 414"));
  CHECK_THAT(ask(mock.url() + "/__admin/metrics"), Contains("refusals_total{status=\"414\"} 1\n"));
  CHECK(json(mock.url() + "/__admin/journal?status=414")["entries"].size() == 1);
}

TEST_CASE("imports may be longer than requests of the vendor's API") {
  const TemporaryFolder folder;
  MockProcess full({"--generate", "customers=2000,contractors=2,properties=5"});
  const std::string file = folder.path("state.json");
  run_program({"curl", "-sS", "-o", file, full.url() + "/__admin/state"});
  MockProcess mock({"--max-body", "100000"});
  const std::vector<std::string> put = {"-X", "PUT", "-H", "Content-Type: application/json", "-T", file};
  CHECK_THAT(ask(mock.url() + "/__admin/state", put), Contains("\n200"));
  CHECK(total(mock.url()) == 2'000);
  CHECK_THAT(ask(mock.url() + "/calinda/x", put), Contains("\n413"));
  MockProcess small({"--admin-max-body", "100000"});
  CHECK_THAT(ask(small.url() + "/__admin/state", put), Contains("\n413"));
}

}  // namespace sellsign::cli_control_test
