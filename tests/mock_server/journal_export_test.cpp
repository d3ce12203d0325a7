#include "mock_server/data/generate.h"
#include "mock_server/journal/api.h"
#include "tests/catch.h"
#include "tests/support/fake_world.h"
#include "tests/support/recorded.h"

namespace sellsign::journal_export_test {

using namespace sellsign;
using namespace sellsign::testing;
using Json = nlohmann::ordered_json;

/// Sends a client's request to a mock without a socket.
Result<http::HttpReply> pass(mock::Mock& mock, const http::HttpRequest& request) {
  const std::string_view target = request.target;
  const std::size_t question = std::min(target.find('?'), target.size());
  std::vector<http::HeaderView> headers;
  for (const auto& [name, value] : request.headers) headers.push_back({name, value});
  const http::Reply reply =
      mock.handle({request.verb, target.substr(0, question),
                   target.substr(std::min(question + 1, target.size())), headers, request.body});
  http::HttpReply answer{
      reply.status, {{"Content-Type", std::string(reply.content_type.text())}}, reply.body, {}};
  return answer;
}

struct Outcome {
  Json scenario;
  harness::RunResult result;
  std::vector<std::string> differences;
};

/// Exports, and replays against a new mock whose ids begin elsewhere, with what `seed` puts there.
Outcome replay(const Recorded& recorded, std::string_view query = "", mock::MockOptions options = {},
               const std::function<void(mock::Store&)>& seed = {}) {
  const http::Reply exported = mock::journal_scenario(recorded.journal, read_query(query), k_now, options);
  INFO(exported.body);
  REQUIRE(exported.status == 200);
  options.settings.first_id = 77'000'000'001;
  options.settings.declared_keys = {};
  mock::Mock fresh(options);
  for (int i = 0; i < 3; ++i) fresh.store().take_count();
  if (seed) seed(fresh.store());
  FakeWorld world;
  world.answer = [&](const http::HttpRequest& request) { return pass(fresh, request); };
  Json scenario = Json::parse(exported.body);
  Json free = scenario;
  free.erase("requires");  // a fixed target has none
  Outcome outcome{scenario, world.run({free.dump()}), {}};
  for (const harness::ScenarioResult& one : outcome.result.scenarios)
    for (const harness::StepResult& step : one.steps) {
      if (!step.message.empty()) outcome.differences.push_back(step.id + ": " + step.message);
      for (const harness::CheckResult& check : step.checks)
        for (const std::string& difference : check.differences)
          outcome.differences.push_back(step.id + ": " + difference);
    }
  return outcome;
}

std::int64_t id_of(const http::Reply& reply) { return parsed(reply)["id"].get<std::int64_t>(); }

constexpr std::string_view k_contractor =
    R"("civility":"MONSIEUR","firstname":" Yann","lastname":"Le \"${x}\" Goff","email":"yann@firm.example","address_1":"1 quai",)"
    R"("postal_code":29200,"city":"Brest","country":"FR","cell_phone":"0611223344","birthdate":"1970-03-04"})";

/// Every call, every wire style and token place, ids used again, refusals, requests of no call.
void play(Recorded& recorded) {
  recorded.get("customer/update", customer_query("AM1"));
  recorded.get("customer/read", "action=getCustomer&number=AM1&j_token=s3cret%7Ct0ken%3D");
  const std::string number = parsed(recorded.get("customer/update", customer_query("")))["number"];
  recorded.post("customer/read", "action=getCustomer", R"({"number":")" + number + "\"}",
                Recorded::Headers{{"j_token", "s3cret"}, {"Content-Type", "application/json"}});
  const std::string contractor(k_contractor);
  const auto write = [&](const std::string& id) {
    return recorded.post("contractor/create", "action=getOrCreateContractor",
                         R"({"customer_number":"AM1","id":)" + id + "," + contractor,
                         Recorded::Headers{{"Cookie", "j_token=s3cret"}});
  };
  const std::string id = std::to_string(id_of(write("-1")));
  write("-1");  // finds the same
  write(id);    // updates it
  write("\"" + id + "\"");
  write("12");  // is refused
  recorded.get("contractor/read", "action=getContractorsFor&number=AM1&offset=0&size=10&j_token=s3cret");
  const std::string field =
      "action=getOrCreateCustomerProperty&customer_number=AM1&key=shoe&value=size%2042&id=";
  const std::string property =
      std::to_string(id_of(recorded.get("customerproperty/update", field + "-1&j_token=s3cret")));
  recorded.get("customerproperty/insert", field + property + "&j_token=s3cret");  // undocumented action type
  recorded.post("customerproperty/update", "action=getOrCreateCustomerProperty&j_token=s3cret",
                "customer_number=AM1&key=shoe&value=43&id=" + property);
  recorded.post("customerproperty/update", "action=getOrCreateCustomerProperty",
                "customer_number=AM1&key=shoe&value=44&j_token=s3cret&id=" + property);
  recorded.get("customerproperty/list", "action=getCustomerPropertyListFor&number=AM1&j_token=s3cret");
  recorded.get("customer/read", "action=getCustomer&number=none&j_token=s3cret");
  recorded.get("customer/update", customer_query("AM2", "&nickname=Zouzou&email=other@firm.example"));
  recorded.get("customer/read", "action=getCustomer&j_token=s3cret");
  recorded.get("customer/read", "action=getCustomer&number=AM1");
  recorded.get("customer/raed", "action=getCustomer&number=AM1&j_token=s3cret");
  recorded.get("contract/create", "action=createContract&j_token=s3cret&title=Secret");
  recorded.post("customer/update", "action=selectOrCreateCustomer&j_token=s3cret", "not a form");
  recorded.post("customer/update", "action=selectOrCreateCustomer&j_token=s3cret", "{\"number\":\"A\" x}");
  recorded.send({"PUT",
                 "/calinda/hub/selling/model/customer/read",
                 "action=getCustomer&number=AM1&j_token=s3cret",
                 {},
                 ""});
  recorded.send(
      {"DELETE", "/calinda/hub/selling/model/customer/read", "action=getCustomer&j_token=s3cret", {}, ""});
  recorded.send({"GET", "/elsewhere", "", {}, ""});
}

constexpr std::size_t k_played = 26;

std::size_t checks_of(const Outcome& outcome) { return outcome.result.check_counts().held; }

TEST_CASE("a recorded scenario replays and all of it holds, redacted and raw", "[journal]") {
  mock::JournalOptions options;
  options.raw = GENERATE(false, true);
  Recorded recorded(options);
  play(recorded);
  const Outcome outcome = replay(recorded);
  INFO(outcome.scenario.dump(1));
  CHECK(outcome.differences == std::vector<std::string>{});
  CHECK(outcome.result.exit_code == harness::ExitCode::held);
  CHECK(outcome.result.step_counts().held == k_played);
  CHECK(checks_of(outcome) >= 50);
  const std::string text = outcome.scenario.dump();
  CHECK(text.find("s3cret") == std::string::npos);
  CHECK((text.find("Kermadec") == std::string::npos) != options.raw);
  CHECK(text.find("${id1}") != std::string::npos);
  CHECK(text.find("${number1}") != std::string::npos);
}

TEST_CASE("a replay notices when the mock answers otherwise", "[journal]") {
  Recorded recorded;
  recorded.get("customer/update", customer_query("AM1"));
  recorded.get("customer/read", "action=getCustomer&number=AM1&j_token=T");
  CHECK(replay(recorded).differences.empty());
  mock::MockOptions other;
  other.settings.actor_id = 9;
  CHECK_FALSE(replay(recorded, "", other).differences.empty());
}

/// Two customers with a signatory and a free field each, as seed data or another test leave them.
void seed_two(mock::Store& store) {
  mock::Settings settings;
  mock::generate(store, {.customers = 2, .contractors = 1, .properties = 1}, settings);
}

TEST_CASE("what rests on seed data replays with and without it, and is checked as far as it can be",
          "[journal]") {
  Recorded recorded;
  seed_two(recorded.mock.store());
  const std::string of = "number=GEN-000001&j_token=T";
  recorded.get("customer/read", "action=getCustomer&" + of);  // 1
  recorded.get("contractor/read", "action=getContractorsFor&" + of);
  const std::string seeded = std::to_string(
      recorded.mock.store().read("GEN-000001", [](const auto* one) { return one->contractors[0].id; }));
  const auto write = [&](const std::string& id, const std::string& email = "yann@firm.example") {
    std::string body(k_contractor);
    body.replace(body.find("yann@firm.example"), 17, email);
    return recorded.post("contractor/create", "action=getOrCreateContractor&j_token=T",
                         R"({"customer_number":"GEN-000001","id":)" + id + "," + body);
  };
  const std::string created = std::to_string(id_of(write("-1")));  // 3
  write(created);
  write(seeded, "other@firm.example");
  recorded.post("customerproperty/update", "action=getOrCreateCustomerProperty&j_token=T",
                "customer_number=GEN-000001&key=shoe&value=44&id=-1");
  recorded.get("customerproperty/list", "action=getCustomerPropertyListFor&" + of);  // 7
  recorded.get("customer/update", customer_query("GEN-000002"));
  recorded.get("customer/read", "action=getCustomer&number=GEN-000002&j_token=T");
  recorded.get("customer/read", "action=getCustomer&number=NOBODY&j_token=T");  // 10
  const bool seeds = GENERATE(false, true);
  const Outcome outcome = replay(recorded, "", {}, seeds ? seed_two : std::function<void(mock::Store&)>{});
  INFO(outcome.scenario.dump(1));
  CHECK(outcome.differences == std::vector<std::string>{});
  CHECK(outcome.result.exit_code == harness::ExitCode::held);
  std::map<std::string, std::size_t> checks;
  for (const Json& step : outcome.scenario["steps"])
    checks[step["id"]] = step.contains("expect") ? step["expect"].size() : 0;
  CHECK(checks == std::map<std::string, std::size_t>{{"getCustomer-1", 1},
                                                     {"getContractorsFor-2", 1},
                                                     {"given-3", 1},
                                                     {"getOrCreateContractor-3", 3},
                                                     {"getOrCreateContractor-4", 3},
                                                     {"getOrCreateContractor-5", 0},
                                                     {"getOrCreateCustomerProperty-6", 3},
                                                     {"getCustomerPropertyListFor-7", 1},
                                                     {"selectOrCreateCustomer-8", 3},
                                                     {"getCustomer-9", 2},
                                                     {"getCustomer-10", 2}});
}

TEST_CASE("what the control API changes between the requests is not held against a replay", "[journal]") {
  Recorded recorded;
  const std::string read = "action=getCustomer&number=AM1&j_token=T";
  recorded.get("customer/update", customer_query("AM1"));
  recorded.mock.store().change("AM1", [](auto* record) { record->customer.city = "Brest"; });
  recorded.get("customer/read", read);
  recorded.mock.store().clear();
  recorded.get("customer/read", read);
  recorded.get("customer/update", customer_query("AM1"));
  recorded.get("customer/read", read);
  const Outcome outcome = replay(recorded);
  INFO(outcome.scenario.dump(1));
  CHECK(outcome.differences == std::vector<std::string>{});
  CHECK_THAT(outcome.scenario["about"].get<std::string>(), Catch::Contains("of 4 only"));
}

TEST_CASE("a scenario that would check nothing is not made", "[journal]") {
  mock::MockOptions options;
  options.settings.unknown_customer = "404";
  Recorded recorded({}, options);
  seed_two(recorded.mock.store());
  recorded.get("customer/read", "action=getCustomer&number=GEN-000001&j_token=T");
  const http::Reply none = mock::journal_scenario(recorded.journal, {}, k_now, options);
  CHECK(none.status == 404);
  CHECK_THAT(none.body, Catch::Contains("check nothing"));
}

TEST_CASE("a strict mock's refusals replay too, and the file says what it needs", "[journal]") {
  mock::MockOptions strict;
  strict.mode = mock::Mode::strict;
  strict.settings.refused_status = 400;
  Recorded recorded({}, strict);
  recorded.get("customer/update", customer_query("AM1"));
  recorded.get("customer/update", customer_query("AM2", "&email=two@firm.example"));
  recorded.get("customer/read", "action=getCustomer&number=AM1&city=Quimper&j_token=T");
  recorded.get("customer/read", "action=getCustomer&number=AM1&city=100%&j_token=T");
  const Outcome outcome = replay(recorded, "", strict);
  CHECK(outcome.differences == std::vector<std::string>{});
  CHECK(outcome.result.step_counts().held == 4);
  CHECK(outcome.scenario["requires"] ==
        Json::parse(R"({"mode":"strict","settings":{"refused-status":"400"}})"));
}

TEST_CASE("what cannot be replayed is left out and counted", "[journal]") {
  mock::JournalOptions options;
  options.body = 100;
  Recorded recorded(options);
  recorded.get("customer/update", customer_query("AM1"));
  recorded.post("customer/read", "action=getCustomer&j_token=T", "number=AM1&x=" + std::string(200, 'x'));
  recorded.get("customer/read", "action=getCustomer&number=\xFF&j_token=T");
  recorded.send(
      {"GET", "/calinda/hub/selling/model/customer/read", "action=getCustomer&number=AM1&j_token=T", {}, ""},
      "slow");
  recorded.send({"GET", "/elsewhere", "", {}, ""}, "gone");
  const Outcome outcome = replay(recorded);
  CHECK(outcome.differences == std::vector<std::string>{});
  CHECK_THAT(outcome.scenario["about"].get<std::string>(),
             Catch::Contains("2 requests; 3 more are left out"));
  CHECK_FALSE(outcome.scenario["steps"][1].contains("expect"));
  CHECK(outcome.scenario["steps"][0]["expect"].size() == 1);  // its answer was cut
  recorded.journal.clear();
  const http::Reply none = mock::journal_scenario(recorded.journal, {}, k_now, {});
  CHECK(none.status == 404);
  CHECK_THAT(none.body, Catch::Contains("nothing to replay"));
}

TEST_CASE("an archive has what HAR 1.2 asks for", "[journal]") {
  Recorded recorded;
  play(recorded);
  const Recorded::Headers headers = {
      {"Host", "mock.example:81"}, {"Cookie", "a=b; j_token=T"}, {"Content-Type", "text/x"}};
  recorded.post("customer/read", "action=getCustomer&number=A%20B", "{\"number\":\"\xFF\"}", headers);
  const http::Reply reply = mock::journal_har(recorded.journal, read_query("limit=2"), k_now, "1.2.3");
  REQUIRE(reply.status == 200);
  const Json log = Json::parse(reply.body)["log"];
  CHECK(log["version"] == "1.2");
  CHECK(log["creator"] == Json{{"name", "sellsign"}, {"version", "1.2.3"}});
  REQUIRE(log["entries"].size() == 2);
  for (const Json& entry : log["entries"]) {
    for (const char* key : {"startedDateTime", "time", "request", "response", "cache", "timings"})
      CHECK(entry.contains(key));
    for (const char* key :
         {"method", "url", "httpVersion", "cookies", "headers", "queryString", "headersSize", "bodySize"})
      CHECK(entry["request"].contains(key));
    for (const char* key : {"status", "statusText", "httpVersion", "cookies", "headers", "content",
                            "redirectURL", "headersSize", "bodySize"})
      CHECK(entry["response"].contains(key));
    for (const char* key : {"size", "mimeType", "text"}) CHECK(entry["response"]["content"].contains(key));
    for (const char* key : {"send", "wait", "receive"}) CHECK(entry["timings"][key].is_number());
  }
  const Json& last = log["entries"][1];  // oldest first
  CHECK(last["startedDateTime"] == "2026-01-01T00:00:26.123Z");
  CHECK(last["time"] == 0.012);
  CHECK(last["request"]["url"] ==
        "http://mock.example:81/calinda/hub/selling/model/customer/read?action=getCustomer&number=A%20B");
  CHECK(last["request"]["queryString"][1] == Json{{"name", "number"}, {"value", "A B"}});
  CHECK(last["request"]["cookies"].size() == 2);
  CHECK(last["request"]["cookies"][1] == Json{{"name", "j_token"}, {"value", "***"}});
  CHECK(last["request"]["postData"]["mimeType"] == "text/x");
  CHECK(last["request"]["bodySize"] == 14);
}

}  // namespace sellsign::journal_export_test
