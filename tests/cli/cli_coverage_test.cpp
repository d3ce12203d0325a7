#include <mutex>

#include <nlohmann/json.hpp>

#include "tests/catch.h"
#include "tests/support/bad_server.h"
#include "tests/support/mock_process.h"
#include "tests/support/program.h"

namespace sellsign::cli_coverage_test {
namespace {

using Catch::Contains;
using testing::BadServer;
using testing::Ended;
using testing::Peer;
using testing::run_sellsign;
using testing::TemporaryFolder;

std::string coverage_answer(int hits) {
  const auto statement = [](const std::string& id, const std::string& kind, int times) {
    return R"({"id":")" + id + R"(","kind":")" + kind + R"(","topic":"wire","text":"text | of )" + id +
           R"(","origin":"page","hits":)" + std::to_string(times) + "}";
  };
  return R"({"exercised":2,"total":4,"percent":50,"statements":[)" + statement("doc.a", "documented", hits) +
         "," + statement("doc.b", "documented", 0) + "," + statement("asm.c", "assumed", 7) + "," +
         statement("obs.d", "observed", 0) + "]}";
}

/// Answers /__admin/coverage as told, and remembers the last request.
struct CoverageServer {
  explicit CoverageServer(std::string body, std::string status = "200 OK")
      : server([this, body, status](Peer& peer, int) {
          std::string request = peer.read_request();
          {
            const std::lock_guard lock(mutex);
            last = std::move(request);
          }
          peer.answer(body, status);
        }) {}
  std::string request() {
    const std::lock_guard lock(mutex);
    return last;
  }
  std::mutex mutex;
  std::string last;
  BadServer server;  // last: its threads use what stands above
};

TEST_CASE("coverage shows what was never exercised first") {
  CoverageServer server(coverage_answer(3));
  const Ended text = run_sellsign({"coverage", "--target", server.server.url()});
  CHECK(text.status == 0);
  CHECK(text.out ==
        "2 of 4 statements exercised (50.0%)\n"
        "\n"
        "never exercised (2)\n"
        "  documented  doc.b\n"
        "      text | of doc.b\n"
        "  observed  obs.d\n"
        "      text | of obs.d\n"
        "\n"
        "exercised (2)\n"
        "         3  documented  doc.a\n"
        "         7  assumed     asm.c\n");
  CHECK(server.request().starts_with("GET /__admin/coverage?namespace=%2A HTTP/1.1\r\n"));
  CHECK(server.request().find("Authorization") == std::string::npos);

  const Ended markdown = run_sellsign(
      {"coverage", "--target", server.server.url(), "--format", "markdown", "--kind", "documented"});
  CHECK(
      markdown.out ==
      "**1 of 2 statements exercised (50.0%)**\n\n| hits | kind | statement | |\n| ---: | --- | --- | --- |\n"
      "| **never** | documented | `doc.b` | text \\| of doc.b |\n"
      "| 3 | documented | `doc.a` | text \\| of doc.a |\n");

  const auto json = nlohmann::json::parse(run_sellsign({"coverage", "--target", server.server.url(),
                                                        "--format", "json", "--kind", "documented,assumed"})
                                              .out);
  CHECK(json["exercised"] == 2);
  CHECK(json["total"] == 3);
  CHECK(json["statements"].size() == 3);
  CHECK(
      json["statements"][2] ==
      nlohmann::json::parse(
          R"({"id":"asm.c","kind":"assumed","topic":"wire","text":"text | of asm.c","origin":"page","hits":7})"));
}

TEST_CASE("a server's coverage commands no terminal") {
  CoverageServer server(
      R"({"exercised":0,"total":1,"percent":0,"statements":[{"id":"a\u001b[2J","kind":"documented\u009b",
          "topic":"wire","text":"rings\u0007 twice","origin":"page","hits":0}]})");
  for (const char* format : {"text", "markdown", "json"}) {
    const Ended ended = run_sellsign({"coverage", "--target", server.server.url(), "--format", format});
    INFO(ended.out << ended.err);
    CHECK(ended.status == 0);
    CHECK_THAT(ended.out, Contains("rings"));
    for (const char* forbidden : {"\x1b", "\x07", "\xc2\x9b"})
      CHECK(ended.out.find(forbidden) == std::string::npos);
  }
}

TEST_CASE("coverage below --min is exit code 1 with a sentence") {
  CoverageServer server(coverage_answer(3));
  struct Row {
    std::vector<std::string> flags;
    int status;
    std::string sentence;
  };
  for (const Row& row :
       {Row{{"--min", "50%"}, 0, ""}, Row{{"--min", "50"}, 0, ""},
        Row{{"--min", "50.1%"}, 1, "2 of 4 statements exercised (50.0%): less than --min 50.1%"},
        Row{{"--min", "100%", "--kind", "assumed"}, 0, ""},
        Row{{"--min", "1%", "--kind", "observed"}, 1, "0 of 1 statements"},
        Row{{"--min", "101%"}, 2, "no percentage"}, Row{{"--min", "many"}, 2, "no percentage"},
        Row{{"--min", ""}, 2, "no percentage"}, Row{{"--kind", "doc"}, 2, "documented"},
        Row{{"--format", "xml"}, 2, "markdown"}}) {
    std::vector<std::string> command = {"coverage", "--target", server.server.url()};
    command.insert(command.end(), row.flags.begin(), row.flags.end());
    const Ended ended = run_sellsign(command);
    INFO(ended.err);
    CHECK(ended.status == row.status);
    CHECK_THAT(ended.err, Contains(row.sentence));
  }
}

TEST_CASE("coverage sends the control API's token and shows it nowhere") {
  const TemporaryFolder folder;
  const std::string file = folder.write("token", "made-up-admin-token\nmore\n");
  CoverageServer server("no entry for made-up-admin-token", "401 Unauthorized");
  const Ended ended = run_sellsign({"coverage", "--target", server.server.url(), "--admin-token-file", file});
  CHECK_THAT(server.request(), Contains("\r\nAuthorization: Bearer made-up-admin-token\r\n"));
  CHECK(ended.status == 3);
  CHECK_THAT(ended.err, Contains("answered 401") && Contains("--admin-token-file"));
  CHECK(ended.err.find("made-up-admin-token") == std::string::npos);
  CHECK(run_sellsign({"coverage", "--admin-token-file", folder.path("absent")}).status == 2);
  CHECK(run_sellsign({"coverage", "--admin-token-file", folder.write("empty", "\n")}).status == 2);
}

TEST_CASE("what is no coverage is exit code 3 with a sentence") {
  CHECK(run_sellsign({"coverage", "--target", "http://127.0.0.1:1"}).status == 3);
  CHECK(run_sellsign({"coverage", "--target", "http://example.com"}).status == 6);
  CHECK(run_sellsign({"coverage", "--target", "x"}).status == 2);
  for (const auto& [body, sentence] :
       {std::pair{"", "no coverage"},
        {"<html>", "no coverage"},
        {"[]", "no list \"statements\""},
        {R"({"statements":[7]})", "no object"},
        {R"({"statements":[{"id":"a"}]})", "no text \"kind\""},
        {R"({"statements":[{"id":"a","kind":"k","topic":"t","text":"x","origin":"o","hits":"1"}]})",
         "hits"}}) {
    CoverageServer server(body);
    const Ended ended = run_sellsign({"coverage", "--target", server.server.url()});
    INFO(ended.err);
    CHECK(ended.status == 3);
    CHECK_THAT(ended.err, Contains(sentence));
  }
  CoverageServer absent("Unknown path", "404 Not Found");
  CHECK_THAT(run_sellsign({"coverage", "--target", absent.server.url()}).err,
             Contains("answered 404: Unknown path") && Contains("control API"));
}

}  // namespace
}  // namespace sellsign::cli_coverage_test
