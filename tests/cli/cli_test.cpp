#include <algorithm>
#include <csignal>
#include <future>
#include <regex>

#include "tests/catch.h"
#include "tests/support/bad_server.h"
#include "tests/support/mock_process.h"

namespace sellsign::cli_test {

using namespace sellsign::testing;
using Catch::Contains;

const std::string k_contract = std::string(SELLSIGN_SOURCE_DIR) + "/scenarios/contract";
constexpr const char* k_secret = "!SENTINEL|c2Vj cmV0+/=\"q'x";

/// A scenario of one reading step with one check.
std::string scenario(const std::string& id, const std::string& check, const std::string& more = "") {
  return "{\n  \"scenario\": \"" + id + "\",\n  \"about\": \"a test\",\n" + more +
         "  \"steps\": [ { \"id\": \"read\", \"call\": \"customer.getCustomer\", \"with\": { \"number\": "
         "\"nobody-${run.id}\" },\n"
         "    \"expect\": [ " +
         check + " ] } ]\n}\n";
}

const std::string k_holds = R"({ "status": 200, "source": "asm.customer.unknown" })";
const std::string k_fails = R"({ "status": 201, "source": "asm.customer.unknown" })";
const std::string k_documented_fails = R"({ "status": 201, "source": "doc.wire.success-json" })";

std::vector<std::string> upsert_parameters(const std::string& number) {
  return {"number=" + number,
          "civility=MADAME",
          "firstname=Zoé",
          "lastname=O'Brien & \"Söhne\"",
          "email=a@example.com",
          "cell_phone=06",
          "address_1=1 $(id) `x`",
          "postal_code=1",
          "city=A;b",
          "country=FR",
          "customer_code=C\\n"};
}

std::vector<std::string> joined(std::vector<std::string> a, const std::vector<std::string>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

TEST_CASE("exit codes of run") {
  const TemporaryFolder folder;
  const std::string good = folder.write("good.json", scenario("good", k_holds));
  const std::string bad = folder.write("bad.json", scenario("bad", k_fails));
  const std::string broken = folder.write("broken.json", "{ \"scenario\": ");
  const std::string writing = folder.write(
      "writing.json",
      R"({"scenario":"w","about":"a","steps":[{"id":"x","http":{"verb":"GET","target":"/"},"expect":[{"status":404,"source":"asm.error.unknown-call"}]}]})");
  const std::string empty = folder.write(
      "empty.json",
      R"({"scenario":"e","about":"a","steps":[{"id":"x","call":"customer.getCustomer","with":{"number":"1"}}]})");
  const std::string no_name(64, 'a');  // longer than a label can be: fails without asking anyone
  struct Row {
    std::vector<std::string> arguments;
    int status;
  };
  for (const Row& row :
       {Row{{"run", good}, 0},
        Row{{"run", bad}, 1},
        Row{{"run", broken}, 2},
        Row{{"run"}, 2},
        Row{{"run", folder.path("absent.json")}, 2},
        Row{{"run", good, "--tag", "none"}, 2},
        Row{{"run", good, "--tag", "none", "--dry-run"}, 2},
        Row{{"run", good, "--dry-run"}, 0},
        Row{{"run", good, "--dry-run", "--target", "http://example.com"}, 6},
        Row{{"run", good, "--nonsense"}, 2},
        Row{{"nonsense"}, 2},
        Row{{}, 2},
        Row{{"run", good, "--target", "http://127.0.0.1:1"}, 3},
        Row{{"run", good, "--target", "http://example.com"}, 6},
        Row{{"run", good, "--target", "ftp://127.0.0.1"}, 2},
        Row{{"run", good, "--target", "http://" + no_name, "--allow-host", no_name}, 3},
        Row{{"run", writing, "--target", "http://" + no_name, "--allow-host", no_name}, 6},
        Row{joined({"call", "customer.selectOrCreateCustomer", "--target", "http://" + no_name,
                    "--allow-host", no_name},
                   upsert_parameters("1")),
            6},
        Row{{"run", good, "--report", "pdf=x"}, 2},
        Row{{"run", good, "--report", "json=/nonexistent/x"}, 2},
        Row{{"run", good, "--report", "json=-", "--report", "tap=-"}, 2},
        Row{{"run", empty}, 2},
        Row{{"lint", empty}, 2},
        Row{{"mock", "--"}, 2},
        Row{{"mock", "--token", ""}, 2},
        Row{{"run", good, "--var", "novalue"}, 2},
        Row{{"run", good, "--coverage"}, 0},
        Row{{"run", good, "--coverage", "--tag", "nosuch"}, 2},
        Row{{"lint", good, bad}, 0},
        Row{{"lint", broken}, 2},
        Row{{"lint"}, 2},
        Row{{"export", "pdf"}, 2},
        Row{{"export", "schema"}, 0},
        Row{{"version"}, 0},
        Row{{"--help"}, 0},
        Row{{"mock", "--help"}, 0},
        Row{{"mock", "--port", "70000"}, 2},
        Row{{"mock", "--set", "bad-token=200"}, 2},
        Row{{"mock", "--mode", "mild"}, 2},
        Row{{"mock", "--host", "192.0.2.1"}, 3},
        Row{{"mock", "--seed-data", broken}, 2},
        Row{{"mock", "--port", "0", "--", "/nonexistent"}, 2},
        Row{{"mock", "--port", "0", "--", "sh", "-c", "exit 7"}, 7},
        Row{{"mock", "--port", "0", "--", "sh", "-c", "kill -9 $$"}, 137},
        Row{{"mock", "--list-settings"}, 0},
        Row{{"version", "--", "x"}, 2},
        Row{{"run", good, "--target", ""}, 2},
        Row{{"call", "customer.getCustomer", "number=1", "--target", ""}, 2},
        Row{{"call"}, 2},
        Row{{"call", "customer.getCustomr"}, 2},
        Row{{"call", "customer.getCustomer", "numbr=1"}, 2},
        Row{{"call", "customer.getCustomer", "number=1", "--target", "http://127.0.0.1:1"}, 3},
        Row{{"call", "customer.getCustomer", "number=1", "--target", "https://example.com"}, 6},
        Row{{"run", writing}, 0}}) {
    std::string line;
    for (const std::string& word : row.arguments) line += word + " ";
    const Ended ended = run_sellsign(row.arguments);
    INFO(line << "\n" << ended.out << ended.err);
    CHECK(ended.status == row.status);
    if (row.status >= 2 && row.status < 7) CHECK((ended.out + ended.err).size() > 30);
  }
}

TEST_CASE("a flag that may be repeated takes one value, and what follows is a file") {
  const TemporaryFolder folder;
  const std::string good = folder.write("good.json", scenario("good", k_holds, "\"tags\": [\"t\"],"));
  CHECK(run_sellsign({"run", "--tag", "t", good}).status == 0);
  CHECK(run_sellsign({"run", "--report", "json=" + folder.path("r.json"), "--tag", "t", good}).status == 0);
}

TEST_CASE("a variable that nothing uses is refused") {
  const TemporaryFolder folder;
  const std::string good = folder.write(
      "good.json", scenario("good", k_holds, "\"vars\": {\"number\": \"1\", \"copy\": \"${number}\"},"));
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{"run", good},
        {"lint", good},
        {"run", good, "--dry-run"},
        {"load", good, "--rate", "1/s", "--duration", "1s", "--dry-run"}}) {
    std::vector<std::string> wrong = command, right = command;
    wrong.insert(wrong.end(), {"--var", "numbr=2"});
    right.insert(right.end(), {"--var", "number=2"});
    INFO(command[0]);
    const auto ended = run_sellsign(wrong);
    CHECK(ended.status == 2);
    CHECK_THAT(ended.err, Contains("--var numbr: no scenario uses it (did you mean \"number\"?)"));
    CHECK(run_sellsign(right).status == 0);
  }
}

TEST_CASE("colours go by NO_COLOR and FORCE_COLOR") {
  const TemporaryFolder folder;
  const std::string good = folder.write("good.json", scenario("good", k_holds));
  const struct {
    std::vector<std::string> environment;
    bool colours;
  } k_rows[] = {{{}, false},
                {{"FORCE_COLOR=1"}, true},
                {{"FORCE_COLOR=0"}, false},
                {{"FORCE_COLOR=false"}, false},
                {{"FORCE_COLOR=1", "NO_COLOR=1"}, false}};
  for (const auto& row : k_rows)
    CHECK(
        (testing::run_program({testing::sellsign_program(), "run", good}, row.environment).out.find('\x1b') !=
         std::string::npos) == row.colours);
}

TEST_CASE("an empty --target is not the default one") {
  const TemporaryFolder folder;
  const std::string good = folder.write("good.json", scenario("good", k_holds));
  const std::string config = folder.write("c.json", R"({"run": {"target": ""}, "call": {"target": ""}})");
  for (const auto& command : {std::vector<std::string>{"run", good}, {"call", "customer.getCustomer"}})
    for (const auto& flag : {std::vector<std::string>{"--target", ""}, {"--config", config}}) {
      const Ended ended = run_sellsign(joined(command, flag));
      CHECK(ended.status == 2);
      CHECK_THAT(ended.err, Contains("--target") && Contains("must not be empty"));
    }
}

TEST_CASE("lint doubts a name that is close to a parameter's") {
  const TemporaryFolder folder;
  const std::string step = R"({"id":"a","call":"customer.selectOrCreateCustomer","with":)";
  const std::string rest = R"(,"expect":[{"status":200,"source":"asm.customer.unknown"}],)";
  const std::string file = folder.write(
      "doubt.json", R"({"scenario":"d","about":"a","steps":[)" + step +
                        R"({"firstnam":"A","jobTitle":"T","title":"MADAME","licence":"7"})" + rest +
                        R"("cases":[{"name":"one","with":{"lastnmae":"B"}},{"name":"two"}]}]})");
  const Ended ended = run_sellsign({"lint", file});
  CHECK(ended.status == 0);
  CHECK_THAT(ended.err, Contains("doubt.json:1:") && Contains("\"firstnam\" (did you mean \"firstname\"?)") &&
                            Contains("\"lastnmae\" (did you mean \"lastname\"?)"));
  CHECK(std::count(ended.err.begin(), ended.err.end(), '\n') == 2);
  CHECK(run_sellsign({"lint", k_contract}).err.empty());
}

TEST_CASE("slips of the keyboard are answered with the nearest word") {
  CHECK_THAT(run_sellsign({"mcok"}).err, Contains("did you mean \"mock\""));
  CHECK_THAT(run_sellsign({"mock", "--prot", "1"}).err, Contains("did you mean \"--port\""));
  CHECK_THAT(run_sellsign({"call", "customer.getCustomr"}).err,
             Contains("did you mean \"customer.getCustomer\""));
  CHECK_THAT(run_sellsign({"call", "customer.getCustomer", "nunber=1"}).err,
             Contains("did you mean \"number\""));
  CHECK_THAT(run_sellsign({"mock", "--set", "bad-tokn=401"}).err, Contains("did you mean \"bad-token\""));
}

TEST_CASE("the mock says when it is ready, finishes on a signal, and keeps its port to itself") {
  for (const int signal : {SIGINT, SIGTERM}) {
    const TemporaryFolder folder;
    MockProcess mock({"--port-file", folder.path("port")});
    const std::string port = read_text(folder.path("port"));
    CHECK(mock.url() + "\n" == "http://127.0.0.1:" + port);
    const Ended second = run_sellsign({"mock", "--port", port.substr(0, port.size() - 1)});
    CHECK(second.status == 3);
    CHECK_THAT(second.err, Contains("in use") && Contains("--port 0"));
    CHECK(run_sellsign({"call", "customer.getCustomer", "number=1", "--target", mock.url()},
                       {"SELLSIGN_TOKEN=T"})
              .out == "null\n");
    mock.program().send_signal(signal);
    CHECK(mock.program().wait().status == 0);
  }
}

TEST_CASE("a command behind -- gets the mock's URL") {
  const Ended ended = run_sellsign({"mock", "--port", "0", "--log", "none", "--", testing::sellsign_program(),
                                    "call", "customer.getCustomer", "number=1"},
                                   {"SELLSIGN_TOKEN=T"});
  CHECK(ended.status == 0);
  CHECK_THAT(ended.out, Contains("null\n"));
}

TEST_CASE("flag beats environment beats file") {
  const TemporaryFolder folder;
  const std::string config =
      folder.write("c.json", "// settings\n{\"mock\": {\"set\": [\"bad-token=403\"], \"token\": [\"T\"]}}");
  struct Row {
    std::vector<std::string> flags, environment;
    std::string status;
  };
  for (const Row& row :
       {Row{{}, {}, "401"}, Row{{"--config", config}, {}, "403"},
        Row{{}, {"SELLSIGN_CONFIG=" + config}, "403"},
        Row{{"--config", config}, {"SELLSIGN_SET=bad-token=302"}, "302"},
        Row{{"--config", config, "--set", "bad-token=401"}, {"SELLSIGN_SET=bad-token=302"}, "401"}}) {
    MockProcess mock(row.flags, row.environment);
    const Ended ended = run_sellsign({"call", "customer.getCustomer", "number=1", "--target", mock.url()});
    CHECK(ended.status == 1);
    CHECK_THAT(ended.err, Contains("answered " + row.status));
  }
  CHECK_THAT(run_sellsign({"mock"}, {"SELLSIGN_PORT=eighty"}).err, Contains("SELLSIGN_PORT"));
  const std::string stray = folder.write("s.json", "{\"mokc\": {}}");
  CHECK_THAT(run_sellsign({"mock", "--config", stray}).err, Contains("did you mean \"mock\""));
  const std::string wrong = folder.write("w.json", "{\"mock\": {\n  \"prot\": 1}}");
  const Ended ended = run_sellsign({"mock", "--config", wrong});
  CHECK(ended.status == 2);
  CHECK_THAT(ended.err, Contains("w.json:2:3") && Contains("did you mean \"port\""));
}

TEST_CASE("a flag whose variable is named otherwise says so") {
  const Ended help = run_sellsign({"mock", "--help"});
  CHECK_THAT(help.out, Contains("--token: SELLSIGN_MOCK_TOKEN,") &&
                           Contains("--token-file: SELLSIGN_MOCK_TOKEN_FILE)"));
  CHECK(run_sellsign({"run", "--help"}).out.find("SELLSIGN_MOCK") == std::string::npos);
  const TemporaryFolder folder;
  const std::string tokens = folder.write("tokens", "T\n");
  const std::string good = folder.write("good.json", scenario("good", k_holds));
  const std::vector<std::string> mock = {"mock", "--port", "0", "--", "true"};
  const std::vector<std::string> mock_with_file = {"mock", "--port", "0",   "--token-file",
                                                   tokens, "--",     "true"};
  struct Row {
    std::vector<std::string> command;
    std::string variable;
    int status;
    std::string words;
  };
  for (const Row& row :
       {Row{mock, "SELLSIGN_TOKEN_FILE", 2, "--token-file is SELLSIGN_MOCK_TOKEN_FILE"},
        Row{{"run", good}, "SELLSIGN_TOKEN_FILE", 2, "--secret-file is SELLSIGN_SECRET_FILE"},
        Row{mock, "SELLSIGN_MOCK_TOKEN_FILE", 0, ""}, Row{mock_with_file, "SELLSIGN_TOKEN_FILE", 0, ""},
        Row{{"lint", good}, "SELLSIGN_TOKEN_FILE", 0, ""}}) {
    const Ended ended = run_sellsign(row.command, {row.variable + "=" + tokens});
    INFO(row.command.front() << " " << row.variable << "\n" << ended.err);
    CHECK(ended.status == row.status);
    CHECK_THAT(ended.err, Contains(row.words));
  }
}

TEST_CASE("only the given tokens are let in") {
  const TemporaryFolder folder;
  const std::string tokens = folder.write("tokens", "# made up\nFILE|a+b/c==\r\n");
  MockProcess mock({"--token", "T1", "--token-file", tokens});
  for (const auto& [token, status] : {std::pair{"T1", 0}, {"FILE|a+b/c==", 0}, {"T2", 1}})
    for (const char* place : {"query", "header", "cookie"})
      CHECK(run_sellsign(
                {"call", "customer.getCustomer", "number=1", "--target", mock.url(), "--token-place", place},
                {std::string("SELLSIGN_TOKEN=") + token})
                .status == status);
  MockProcess open({"--no-auth"});
  CHECK(run_sellsign({"call", "customer.getCustomer", "number=1", "--target", open.url()}).status == 0);
}

TEST_CASE("the curl line does the same as the call, whatever the bytes and wherever the token is") {
  constexpr const char* k_cookie_secret = "!SENTINEL|c2VjcmV0+/=q'x";  // a raw cookie holds no space or quote
  for (const char* wire : {"query-get", "query-post", "json-post", "form-post"}) {
    for (const auto& [place, secret] :
         {std::pair{"query", k_secret}, {"header", k_secret}, {"cookie", k_cookie_secret}}) {
      MockProcess mock({"--log", "none", "--token", secret});
      const auto call = joined({"call", "customer.selectOrCreateCustomer", "--target", mock.url(), "--wire",
                                wire, "--token-place", place},
                               upsert_parameters("N1"));
      const std::vector<std::string> token = {std::string("SELLSIGN_TOKEN=") + secret};
      const Ended line = run_sellsign(joined(call, {"--curl"}), token);
      CHECK(line.status == 0);
      CHECK(line.out.find("SENTINEL") == std::string::npos);
      CHECK((line.out.find("-H \"j_token: ") != std::string::npos) == (place == std::string("header")));
      const Ended by_curl = run_program({"sh", "-c", line.out}, token);
      INFO(line.out << by_curl.err);
      const Ended by_call = run_sellsign(call, token);
      const std::regex timer("\"syncTimer\":[0-9]+");
      CHECK(std::regex_replace(by_curl.out, timer, "") + "\n" == std::regex_replace(by_call.out, timer, ""));
      CHECK_THAT(by_call.out, Contains("O\\u0027Brien"));
    }
  }
}

TEST_CASE(
    "the shipped scenarios hold on a mock in another process, in lenient mode, with those that need settings "
    "skipped") {
  MockProcess mock({"--log", "none"});
  const Ended ended = run_sellsign({"run", k_contract, "--target", mock.url()}, {"SELLSIGN_TOKEN=T"});
  INFO(ended.out << ended.err);
  CHECK(ended.status == 0);
  CHECK_THAT(ended.out, Contains("skipped") && Contains("that tokens are known, and the target has any"));
}

TEST_CASE("the secret never leaves, in no form, in no output") {
  const TemporaryFolder folder;
  MockProcess mock;
  const std::string bad =
      folder.write("bad.json", R"({"scenario":"leaky","about":"shows the token wherever it can",
    "vars": {"copy": "${token}"},
    "steps":[{"id":"a","call":"customer.selectOrCreateCustomer","wire":"json-post","token":"header","with":{"number":"${copy}","civility":"x ${token} y"},
              "expect":[{"json":"$.number","eq":"${token}","source":"doc.customer.key"}]}],
    "finally":[{"id":"b","http":{"verb":"POST","target":"/calinda/hub/${token}?j_token=${token}","headers":[["X-A","${token}"]],"body":"${token}"},
              "effect":"read","expect":[{"status":299,"source":"asm.error.unknown-call"},{"body":true,"eq":"${token}","source":"asm.error.text"}]}]})");
  std::string everything;
  for (const char* report : {"junit", "json", "tap", "md"}) {
    const std::string file = folder.path(report);
    const Ended ended =
        run_sellsign({"run", bad, "--target", mock.url(), "--report", std::string(report) + "=" + file},
                     {std::string("SELLSIGN_TOKEN=") + k_secret, "GITHUB_ACTIONS=true"});
    CHECK(ended.status == 1);
    CHECK_THAT(ended.out, Contains("$SELLSIGN_TOKEN"));
    everything += ended.out + ended.err + read_text(file);
  }
  const Ended dry = run_sellsign({"run", bad, "--dry-run"}, {std::string("SELLSIGN_TOKEN=") + k_secret});
  CHECK(dry.status == 0);
  everything += dry.out + dry.err;
  MockProcess strict({"--token", k_secret});
  const std::vector<std::string> secret = {std::string("SELLSIGN_TOKEN=") + k_secret};
  const auto add = [&](const Ended& ended) { everything += ended.out + ended.err; };
  add(run_sellsign(
      {"call", "customer.getCustomer", std::string("number=") + k_secret, "--target", strict.url()}, secret));
  add(run_sellsign(
      {"call", "customer.getCustomer", std::string("numbr=") + k_secret, "--target", strict.url()}, secret));
  add(run_sellsign({"lint", bad}, secret));
  add(run_sellsign({"run", bad, "--coverage"}, secret));
  strict.program().send_signal(SIGTERM);
  add(strict.program().wait());
  CHECK(everything.size() > 2000);
  for (const char* form : {"SENTINEL", "U0VOVElORU", "NFTlRJTkVM", "TRU5USU5FT", "c2Vj"}) {
    INFO(form);
    CHECK(everything.find(form) == std::string::npos);
  }
}

TEST_CASE("the curl line of a failed raw request runs as it stands, the token coming from the environment") {
  const TemporaryFolder folder;
  MockProcess mock({"--token", k_secret, "--log", "none"});
  const std::string file = folder.write(
      "raw.json", R"({"scenario":"raw","about":"a raw request that fails its check","steps":[{"id":"b",
    "http":{"verb":"POST","target":"/calinda/hub/selling/model/customer/read?action=getCustomer&number=it's","headers":[["j_token","${token}"]]},
    "effect":"read","expect":[{"status":299,"source":"asm.customer.unknown"}]}]})");
  const std::vector<std::string> token = {std::string("SELLSIGN_TOKEN=") + k_secret};
  const Ended ended =
      run_sellsign({"run", file, "--target", mock.url(), "--report", "json=" + folder.path("r.json")}, token);
  CHECK(ended.status == 1);
  const std::string report = read_text(folder.path("r.json"));
  std::smatch found;
  REQUIRE(std::regex_search(report, found, std::regex(R"re("curl": "((?:[^"\\]|\\.)*)")re")));
  const std::string line = std::regex_replace(found[1].str(), std::regex(R"(\\(.))"), "$1");
  INFO(line);
  CHECK(run_program({"sh", "-c", line}, token).out == "null");
}

TEST_CASE("a short made-up token leaves outputs as they are") {
  const TemporaryFolder folder;
  MockProcess mock({"--token", "t", "--log", "none"});
  const std::vector<std::string> token = {"SELLSIGN_TOKEN=t"};
  CHECK(run_sellsign({"call", "customer.getCustomer", "number=t", "--target", mock.url()}, token).out ==
        "null\n");
  const std::string good = folder.write("good.json", scenario("good", k_holds));
  CHECK(
      run_sellsign({"run", good, "--target", mock.url(), "--report", "junit=" + folder.path("j.xml")}, token)
          .status == 0);
  CHECK(run_program({"xmllint", "--noout", folder.path("j.xml")}).status == 0);
}

TEST_CASE("output never goes where it does not belong") {
  MockProcess mock({"--log", "none"});
  const std::string call =
      testing::sellsign_program() + " call customer.getCustomer number=1 --target " + mock.url();
  for (const char* broken : {" >&-", " >/dev/full"}) {
    INFO(broken);
    CHECK(run_program({"sh", "-c", call + broken}, {"SELLSIGN_TOKEN=T"}).status == 3);
    CHECK(run_program({"sh", "-c", testing::sellsign_program() + " --help" + broken}).status == 3);
  }
  CHECK(run_program({"sh", "-c", call + " 2>&- <&-"}, {"SELLSIGN_TOKEN=T"}).out == "null\n");
}

TEST_CASE("what cannot be written is said, once") {
  const TemporaryFolder folder;
  const std::string good = folder.write("good.json", scenario("good", k_holds));
  const std::string words = "sellsign: error: cannot write to standard output: ";
  for (const std::string& command :
       {"run " + good, "run " + good + " --coverage", "run " + good + " --dry-run", "lint " + good,
        std::string("export openapi"), std::string("version"), std::string("--help")}) {
    const Ended ended =
        run_program({"sh", "-c", testing::sellsign_program() + " " + command + " >/dev/full"});
    INFO(command << "\n" << ended.err);
    CHECK(ended.status == 3);
    CHECK(ended.err == words + "No space left on device\n");
  }
  CHECK(run_program({"sh", "-c", testing::sellsign_program() + " version >&-"}).err ==
        words + "Bad file descriptor\n");
}

TEST_CASE("errors say the word or file that is wrong, once") {
  const Ended bogus = run_sellsign({"bogus"});
  CHECK(bogus.status == 2);
  CHECK_THAT(bogus.err, Contains("there is no subcommand \"bogus\""));
  const Ended absent = run_sellsign({"mock", "--config", "/nonexistent"});
  CHECK(absent.status == 2);
  CHECK(absent.err == "sellsign: error: --config: cannot read /nonexistent: No such file or directory\n");
}

TEST_CASE("a report that is not for a terminal keeps its lines whole") {
  const TemporaryFolder folder;
  std::string text = scenario("bad", k_fails);
  const std::string number(120, 'x');
  text.replace(text.find("nobody"), 6, number);
  const Ended ended = run_sellsign({"run", folder.write("bad.json", text)});
  CHECK(ended.status == 1);
  CHECK_THAT(ended.out,
             Contains("GET /calinda/hub/selling/model/customer/read?action=getCustomer&number=" + number));
}

TEST_CASE("the mock stops on a signal that its parent ignored") {
  const Ended ended = run_program({"sh", "-c",
                                   "trap '' INT CHLD; exec " + testing::sellsign_program() +
                                       " mock --port 0 -- sh -c 'kill -INT $PPID; exit 9'"});
  CHECK((ended.status == 9 || ended.status == 130));
}

TEST_CASE("on the embedded mock an assumed statement counts; --fail-on turns it into a warning") {
  const TemporaryFolder folder;
  const std::string assumed = folder.write("a.json", scenario("assumed", k_fails));
  const std::string documented = folder.write("d.json", scenario("documented", k_documented_fails));
  CHECK(run_sellsign({"run", assumed}).status == 1);
  CHECK(run_sellsign({"run", assumed, "--fail-on", "documented"}).status == 0);
  CHECK(run_sellsign({"run", documented, "--fail-on", "documented"}).status == 1);
  const Ended failed = run_sellsign({"run", documented});
  CHECK_THAT(failed.out, Contains("d.json:5:") && Contains("expected 201, got 200") &&
                             Contains("doc.wire.success-json") && Contains("curl "));
}

TEST_CASE("reports are valid for programs that we did not write") {
  const TemporaryFolder folder;
  const std::string bad = folder.write("bad.json", scenario("bad", k_fails));
  run_sellsign({"run", bad, k_contract, "--report", "junit=" + folder.path("j.xml"), "--report",
                "json=" + folder.path("r.json")});
  const Ended xml =
      run_program({"xmllint", "--noout", "--schema",
                   std::string(SELLSIGN_SOURCE_DIR) + "/tests/data/junit.xsd", folder.path("j.xml")});
  INFO(xml.err);
  CHECK(xml.status == 0);
  CHECK_THAT(read_text(folder.path("j.xml")), Contains("failures=\"1\""));
  CHECK_THAT(read_text(folder.path("r.json")), Contains("\"exit_code\": 1"));
}

TEST_CASE("what is exported is what the repository holds") {
  CHECK(run_sellsign({"export", "schema"}).out ==
        read_text(std::string(SELLSIGN_SOURCE_DIR) + "/scenarios/schema.json"));
  CHECK(run_sellsign({"export", "markdown"}).out ==
        read_text(std::string(SELLSIGN_SOURCE_DIR) + "/docs/api-reference.md"));
  CHECK_THAT(run_sellsign({"export", "openapi"}).out,
             Contains("\"openapi\": \"3.1.0\"") && Contains("customerproperty/list"));
}

TEST_CASE("an interrupted run reports what it did") {
  const TemporaryFolder folder;
  const std::string slow = folder.write(
      "slow.json",
      R"({"scenario":"slow","about":"waits for what never comes","steps":[{"id":"w","call":"customer.getCustomer",
    "with":{"number":"nobody"},"retry":{"every":"10ms","for":"60s"},"expect":[{"status":299,"source":"asm.customer.unknown"}]}]})");
  MockProcess mock;
  RunningProgram run({testing::sellsign_program(), "run", slow, "--target", mock.url(), "--report",
                      "json=" + folder.path("r.json")},
                     {"SELLSIGN_TOKEN=T"});
  CHECK_THAT(mock.program().read_error_line(), Contains("/__admin/"));
  CHECK_THAT(mock.program().read_error_line(), Contains("getCustomer -> 200"));  // it is under way
  run.send_signal(SIGINT);
  const Ended ended = run.wait();
  CHECK(ended.status == 130);
  CHECK_THAT(read_text(folder.path("r.json")), Contains("\"exit_code\": 130"));
}

TEST_CASE("an interruption ends a request that waits for its answer, and finally still gets its own") {
  using sellsign::testing::BadServer;
  using sellsign::testing::Peer;
  for (const std::string& step : {std::string(R"("call":"customer.getCustomer","with":{"number":"1"})"),
                                  std::string(R"("http":{"target":"/"},"effect":"read")")}) {
    INFO(step);
    const TemporaryFolder folder;
    const std::string expect = R"(,"expect":[{"status":200,"source":"asm.customer.unknown"}]})";
    const std::string file =
        folder.write("silent.json", R"({"scenario":"silent","about":"waits","steps":[{"id":"w",)" + step +
                                        expect + R"(],"finally":[{"id":"f",)" + step + expect + "]}");
    std::promise<void> asked;
    std::promise<bool> left;
    BadServer server([&](Peer& peer, int connection) {
      peer.read_request();
      if (connection > 0) return void(peer.answer("null"));
      asked.set_value();
      left.set_value(peer.client_left_within(std::chrono::seconds(8)));
    });
    RunningProgram run(
        {testing::sellsign_program(), "run", file, "--target", server.url(), "--timeout", "60"});
    asked.get_future().wait();
    run.send_signal(SIGINT);
    CHECK(left.get_future().get());
    const Ended ended = run.wait();
    CHECK(ended.status == 130);
    CHECK_THAT(ended.out, Contains("interrupted"));
    CHECK(server.connections() == 2);
  }
}

}  // namespace sellsign::cli_test
