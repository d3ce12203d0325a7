#include "harness/run/sent_check.h"

#include <algorithm>
#include <string>

#include <nlohmann/json.hpp>

#include "tests/support/fake_world.h"

namespace sellsign::harness::sent_check_test {
namespace {

using testing::FakeWorld;

constexpr const char* k_expect = R"("expect": [{"status": 200, "source": "doc.wire.success-json"}])";

std::string scenario(const std::string& steps, const std::string& rest = "") {
  return R"({"scenario": "s", )" + rest + R"("steps": [)" + steps + "]}";
}

std::string raw(const std::string& target, const std::string& effect, const std::string& rest = "") {
  return R"({"id": "r", "http": {"target": ")" + target + "\"" + rest + R"(}, "effect": ")" + effect +
         "\", " + k_expect + "}";
}

TEST_CASE("a step cannot say less than its request does") {
  const std::string command = "/calinda/hub/selling/do?m=contractReady";
  const std::string update = "/calinda/hub/selling/model/customer/update?action=selectOrCreateCustomer";
  const struct {
    std::string text;
    bool is_understated;
  } k_rows[] = {
      {scenario(raw(command, "read")), true},
      {scenario(raw(command, "write")), true},
      {scenario(raw(command, "bill")), false},
      {scenario(raw(update, "read")), true},
      {scenario(raw(update, "write")), false},
      {scenario(raw("/calinda/hub/selling/do", "read", R"(, "verb": "POST", "body": "m=contractReady")")),
       true},
      {scenario(raw("/calinda/hub/selling/do?m=${m}", "read"), R"("vars": {"m": "contractReady"}, )"), true},
      {scenario(raw("/calinda/hub/selling/do?m=${m}", "read"), R"("vars": {"m": "other"}, )"), false},
      {scenario(
           R"({"id": "c", "call": "customer.getCustomer", "with": {"number": "1", "m": "contractReady"}, )" +
           std::string(k_expect) + "}"),
       true},
      {scenario(R"({"id": "c", "call": "customer.getCustomer", "with": {"number": "1"}, )" +
                std::string(k_expect) + "}"),
       false},
      {scenario(
           R"({"id": "c", "http": {"target": "/calinda/hub/selling/do?m=${m}"}, "effect": "read", "cases": [
                    {"name": "a", "vars": {"m": "x"}}, {"name": "b", "vars": {"m": "contractReady"}}], )" +
           std::string(k_expect) + "}"),
       true}};
  for (const auto& row : k_rows) {
    INFO(row.text);
    const auto loaded = FakeWorld::load({row.text});
    REQUIRE(loaded.size() == 1);
    const Problems problems = understated_effects(loaded[0]);
    CHECK(problems.size() == (row.is_understated ? 1 : 0));
    if (!problems.empty()) CHECK_THAT(problems[0].what, Catch::Contains("whose effect is \""));
  }
}

TEST_CASE("outside this machine the bytes decide what may be sent") {
  const auto reads_only = [](api::Effect effect) { return effect == api::Effect::read; };
  const std::string host = " HTTP/1.1\r\nHost: h\r\n";
  const struct {
    std::string bytes, problem;  // empty: it may be sent
  } k_rows[] = {
      {"GET /calinda/hub/selling/model/customer/read?action=getCustomer&number=1" + host + "\r\n", ""},
      {"GET /unknown" + host + "\r\n", ""},
      {"GET /calinda/hub/selling/do?m=contractReady" + host + "\r\n", "may not be sent there"},
      {"POST /calinda/hub/selling/do" + host + "Content-Length: 15\r\n\r\nm=contractReady",
       "may not be sent there"},
      {"POST /calinda/hub/selling/do" + host +
           "Transfer-Encoding: chunked\r\n\r\n2\r\nm=\r\nd\r\ncontractReady\r\n0\r\n\r\n",
       "may not be sent there"},
      {"POST /x" + host + "Content-Length: 1\r\n\r\naGET /calinda/hub/selling/do?m=contractReady" + host +
           "\r\n",
       "one at a time"},
      {"GET /x" + host + "\r\nGET /y" + host + "\r\n", "one at a time"},
      {"POST /x" + host + "Content-Length: 9\r\n\r\na", "one at a time"},
      {"GET /x" + host + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\na",
       "only well-formed requests"},
      {"nonsense\r\n\r\n", "only well-formed requests"}};
  for (const auto& row : k_rows) {
    INFO(row.bytes);
    const auto may = check_sent(row.bytes, reads_only);
    CHECK(may.ok() == row.problem.empty());
    if (!may) CHECK(may.error().kind == ErrorKind::refused);
    if (!may) CHECK_THAT(may.error().message, Catch::Contains(row.problem));
  }
}

TEST_CASE("a run sends nothing weightier than may be, whatever a captured value makes of a step") {
  FakeWorld world;
  world.base_url = "http://192.0.2.1";  // a number of no machine; nothing is sent, and nobody is asked
  world.options.guard.allowed_hosts = {"192.0.2.1"};
  std::string captured;
  world.answer = [&](const http::HttpRequest&) {
    return FakeWorld::reply(200, Json{{"m", captured}}.dump());
  };
  const std::string steps =
      R"({"id": "a", "http": {"target": "/"}, "effect": "read", "capture": {"m": {"json": "$.m"}}, )" +
      std::string(k_expect) + "}, " + raw("/calinda/hub/selling/do?m=${m}", "read");
  const struct {
    std::string captured, problem;
  } k_rows[] = {{"nothing", ""},
                {"contractReady", "whose effect"},
                {"a b", "the target has a space"},
                {"x HTTP/1.1\r\nHost: h\r\n\r\nGET /", "the target has a space"},
                {std::string("x\0y", 3), "the target has a space or a control character"}};
  for (const auto& row : k_rows) {
    captured = row.captured;
    world.sent.clear();
    const RunResult result = world.run({scenario(steps)});
    INFO(row.captured);
    const StepResult& second = result.scenarios.at(0).steps.at(1);
    CHECK(world.sent.size() == (row.problem.empty() ? 2 : 1));
    CHECK_THAT(second.message, Catch::Contains(row.problem));
  }
}

TEST_CASE("a value cannot end a header field or the verb") {
  FakeWorld world;
  std::string captured;
  world.answer = [&](const http::HttpRequest&) {
    return FakeWorld::reply(200, Json{{"v", captured}}.dump());
  };
  for (const char* part :
       {R"("target": "/", "headers": [["X", "${v}"]])", R"("target": "/", "headers": [["${v}", "x"]])",
        R"("target": "/", "verb": "${v}")"})
    for (const std::string& bad : {std::string("a\r\nB: c"), std::string("a\nb"), std::string("a\0b", 3)}) {
      captured = bad;
      world.sent.clear();
      const RunResult result = world.run({scenario(
          R"({"id": "a", "http": {"target": "/"}, "effect": "read", "capture": {"v": {"json": "$.v"}}, )" +
          std::string(k_expect) + R"(}, {"id": "b", "http": {)" + part + R"(}, "effect": "read", )" +
          k_expect + "}")});
      INFO(part);
      CHECK(world.sent.size() == 1);
      CHECK(result.scenarios.at(0).steps.at(1).outcome == RunOutcome::failed);
    }
}

}  // namespace
}  // namespace sellsign::harness::sent_check_test
