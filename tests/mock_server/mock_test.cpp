#include "mock_server/mock/mock.h"

#include <nlohmann/json.hpp>

#include "mock_server/mock/seed_data.h"
#include "mock_server/mock/self_check.h"
#include "tests/catch.h"
#include "tests/support/customer.h"

namespace sellsign::mock_test {

using namespace sellsign;
using namespace std::chrono_literals;
using Json = nlohmann::ordered_json;
using testing::customer_json;
using testing::parsed;

constexpr std::string_view k_model = "/calinda/hub/selling/model/";

/// A mock with a clock of its own; requests are plain text.
class Fixture {
 public:
  explicit Fixture(mock::MockOptions options = {}) : mock_(with_clock(std::move(options))) {}

  http::Reply get(const std::string& call, const std::string& query) {
    return send("GET", call, query + "&j_token=T", "", {});
  }
  http::Reply post(const std::string& call, const std::string& body) {
    return send("POST", call, "", body, {{"j_token", "T"}});
  }
  http::Reply send(std::string_view verb, const std::string& call, const std::string& query,
                   std::string_view body, std::vector<http::HeaderView> headers) {
    const std::size_t mark = call.find('?');
    const std::string path = std::string(k_model) + call.substr(0, mark);
    std::string whole = mark == std::string::npos ? "" : call.substr(mark + 1);
    if (!query.empty()) whole += "&" + query;
    return mock_.handle({verb, path, whole, headers, body});
  }

  mock::ManualClock clock{Timestamp{1'456'913'816'030ms}};
  mock::Mock& mock() { return mock_; }

 private:
  mock::MockOptions with_clock(mock::MockOptions options) {
    options.clock = &clock;
    options.self_check = true;
    options.advice = false;
    return options;
  }
  mock::Mock mock_;
};

constexpr const char* k_upsert = "customer/update?action=selectOrCreateCustomer";
constexpr const char* k_read = "customer/read?action=getCustomer";
constexpr const char* k_contractor = "contractor/create?action=getOrCreateContractor";
constexpr const char* k_contractors = "contractor/read?action=getContractorsFor";
constexpr const char* k_property = "customerproperty/update?action=getOrCreateCustomerProperty";

std::string contractor_json(const std::string& number, const std::string& firstname) {
  return R"({"customer_number":")" + number + R"(","id":-1,"civility":"MONSIEUR","firstname":")" + firstname +
         R"(","lastname":"Exemple","email":"x@example.com","address_1":"1","postal_code":"1","city":"P","country":"FR","cell_phone":"+336"})";
}

std::size_t warnings(const http::Reply& reply) {
  return static_cast<std::size_t>(
      std::ranges::count(reply.headers, "X-Mock-Warning", &std::pair<std::string, std::string>::first));
}

TEST_CASE("timestamps come from the clock, and two writes in one millisecond can be told apart") {
  Fixture fixture;
  const Json created = parsed(fixture.post(k_upsert, customer_json("A")));
  CHECK(created["creationDate"] == 1'456'913'816'030);
  CHECK(created["syncTimer"] == 1'456'913'816'030);
  CHECK(parsed(fixture.post(k_upsert, customer_json("A")))["syncTimer"] == 1'456'913'816'031);
  fixture.clock.advance(1s);
  const Json updated = parsed(fixture.post(k_upsert, customer_json("A")));
  CHECK(updated["syncTimer"] == 1'456'913'817'030);
  CHECK(updated["creationDate"] == 1'456'913'816'030);
}

TEST_CASE("birth dates") {
  struct Row {
    std::string_view json, answer;
  };
  for (const Row& row :
       {Row{"", "0"}, Row{R"(,"birthdate":"")", "-1"}, Row{R"(,"birthdate":86400000)", "86400000"},
        Row{R"(,"birthdate":"1970-01-02")", "86400000"}, Row{R"(,"birthdate":"-5")", "-5"},
        Row{R"(,"birthdate":"1970-02-30")", "-1"}, Row{R"(,"birthdate":"02/01/1970")", "-1"},
        Row{R"(,"birthdate":null)", "0"}}) {
    INFO(row.json);
    Fixture fixture;
    std::string body = customer_json("A");
    body.insert(body.size() - 1, row.json);
    CHECK(parsed(fixture.post(k_upsert, body))["birthdate"].dump() == row.answer);
  }
}

TEST_CASE("generated numbers are base64 of count, time and digits, and are keys like others") {
  Fixture fixture;
  const std::string number = parsed(fixture.post(k_upsert, customer_json("")))["number"];
  CHECK(number == "MS4xNDU2OTEzODE2MDMwLjE3OTE5");  // 1.1456913816030.17919
  CHECK(parsed(fixture.get(k_read, "number=" + number))["number"] == number);
  CHECK(parsed(fixture.post(k_upsert, customer_json("")))["number"] != number);
}

TEST_CASE("parameters that cannot be read are refused and named, and nothing is stored") {
  struct Row {
    const char* call;
    std::string body, sentence;
  };
  const std::string contractor = contractor_json("A", "Bo");
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string body = contractor;
    return body.replace(body.find(from), from.size(), to);
  };
  Fixture fixture;
  fixture.post(k_upsert, customer_json("A"));
  for (const Row& row :
       {Row{k_contractor, with("\"id\":-1", "\"id\":\"x\""),
            "Parameter \"id\" must be an integer, not \"x\"."},
        Row{k_contractor, with("\"id\":-1", "\"id\":1.5"),
            "Parameter \"id\" must be an integer, not \"1.5\"."},
        Row{k_contractor, with("\"id\":-1", "\"id\":[1]"),
            "Parameter \"id\" must be an integer, not a JSON object or array."},
        Row{k_contractor, with("\"id\":-1", "\"id\":99999999999999999999"),
            "Parameter \"id\" must be an integer, not \"99999999999999999999\"."},
        Row{k_contractor, with("\"id\":-1", "\"id\":7"),
            "Customer \"A\" has no signatory with the id 7; use -1 to create one."},
        Row{k_contractor, with("\"Bo\"", "{\"a\":1}"),
            "Parameter \"firstname\" must be text, not a JSON object or array."},
        Row{k_contractor, with("\"city\":\"P\"", "\"city\":\"P\",\"is_default\":\"maybe\""),
            "Parameter \"is_default\" must be true or false, not \"maybe\"."},
        Row{k_contractor, with("\"civility\":\"MONSIEUR\",", ""),
            "Parameter \"civility\" (or \"title\") is mandatory for getOrCreateContractor and is missing."},
        Row{k_contractor, with("\"A\"", "\"B\""), "There is no customer with the number \"B\"."}}) {
    INFO(row.body);
    const http::Reply reply = fixture.post(row.call, row.body);
    CHECK(reply.status == 500);
    CHECK(reply.content_type == "text/plain;charset=UTF-8");
    CHECK(reply.body == row.sentence);
  }
  CHECK(parsed(fixture.get(k_contractors, "number=A"))["elements"].empty());
  CHECK(fixture.mock().store().size() == 1);
}

TEST_CASE("bytes that are not UTF-8 are refused") {
  Fixture fixture;
  const http::Reply reply = fixture.get(k_read, "number=%E9");
  CHECK(reply.status == 500);
  CHECK(reply.body == "Parameter \"number\" is not valid UTF-8.");
}

TEST_CASE("names and telephones: which characters are a departure") {
  struct Row {
    std::string_view firstname;
    std::size_t departures;
  };
  for (const Row& row :
       {Row{"Jean-Paul d'Or 2", 0}, Row{"Zoé", 0}, Row{"O’Neil", 0}, Row{"Ωμέγα", 0}, Row{"a.b", 1},
        Row{"a_b", 1}, Row{"x×y", 1}, Row{"a«b", 1}, Row{"a%20b", 2}, Row{"€", 1}}) {
    INFO(row.firstname);
    Fixture fixture;
    fixture.post(k_upsert, customer_json("A"));
    const http::Reply reply = fixture.post(k_contractor, contractor_json("A", std::string(row.firstname)));
    CHECK(reply.status == 200);
    CHECK(warnings(reply) == row.departures);
    CHECK(parsed(reply)["firstname"] == row.firstname);
  }
}

TEST_CASE("at most ten warnings, then a count") {
  Fixture fixture;
  std::string query = "number=A";
  for (int i = 0; i < 13; ++i) query += "&x" + std::to_string(i) + "=1";
  const http::Reply reply = fixture.get(k_read, query);
  REQUIRE(warnings(reply) == 11);
  CHECK(reply.headers.back().second == "and 3 more departures");
}

TEST_CASE("a hostile parameter name cannot break out of the warning header") {
  Fixture fixture;
  const http::Reply reply = fixture.get(k_read, "number=A&x%0d%0aSet-Cookie:%20a=1");
  REQUIRE(warnings(reply) == 1);
  for (const char c : reply.headers.front().second) CHECK((c >= 0x20 && c < 0x7F));
}

TEST_CASE("tokens") {
  struct Row {
    std::string query, header, cookie;
    int status;
  };
  mock::MockOptions options;
  options.tokens.only = {"L|a+b/c==", "T2"};
  for (const Row& row :
       {Row{"j_token=L%7Ca%2Bb%2Fc%3D%3D", "", "", 200}, Row{"", "L|a+b/c==", "", 200},
        Row{"", "", "x=1; j_token=L|a+b/c==; y=2", 200}, Row{"", "", "j_token=L%7Ca%2Bb/c%3D%3D", 200},
        Row{"j_token=L%7Ca+b%2Fc%3D%3D", "", "", 401}, Row{"", "", "", 401}, Row{"", "", "xj_token=T2", 401},
        Row{"j_token=", "", "", 401}, Row{"j_token=T2", "L|a+b/c==", "", 200},
        Row{"j_token=wrong", "T2", "", 401}, Row{"", "  T2 ", "", 200}}) {
    INFO(row.query << " | " << row.header << " | " << row.cookie);
    Fixture fixture(options);
    std::vector<http::HeaderView> headers;
    if (!row.header.empty()) headers.push_back({"J_Token", row.header});
    if (!row.cookie.empty()) headers.push_back({"cookie", row.cookie});
    CHECK(fixture.send("GET", k_read, "number=A" + (row.query.empty() ? "" : "&" + row.query), "", headers)
              .status == row.status);
  }
  mock::MockOptions off;
  off.tokens.off = true;
  Fixture open(off);
  CHECK(open.send("GET", k_read, "number=A", "", {}).status == 200);
}

TEST_CASE("a refused token is never repeated in the answer") {
  mock::MockOptions options;
  options.tokens.only = {"right"};
  Fixture fixture(options);
  const http::Reply reply = fixture.send("GET", k_read, "number=A&j_token=sentinel", "", {});
  CHECK(reply.status == 401);
  CHECK(reply.body.find("sentinel") == std::string::npos);
}

TEST_CASE("the trace knows the nearest call, whatever became of the request") {
  struct Row {
    std::string verb, path, query, nearest;
    bool matched;
  };
  const std::string model = "/calinda/hub/selling/model/";
  for (const Row& row :
       {Row{"GET", model + "customer/read", "action=getCustomer&number=A", "customer.getCustomer", true},
        Row{"GET", model + "customer/raed", "action=getCustomer", "customer.getCustomer", false},
        Row{"DELETE", model + "customer/read", "action=getCustomer", "customer.getCustomer", false},
        Row{"GET", "/calinda/hub/selling/do", "m=getContracts", "do.getContracts", true},
        Row{"GET", "/nowhere", "m=GetCustomer", "customer.getCustomer", false}}) {
    INFO(row.verb << " " << row.path << "?" << row.query);
    Fixture fixture;
    mock::Trace trace;
    fixture.mock().handle({row.verb, row.path, row.query, {}, ""}, trace);
    REQUIRE(trace.nearest != nullptr);
    CHECK(trace.nearest->id == row.nearest);
    CHECK((trace.row != nullptr) == row.matched);
  }
}

TEST_CASE("unknown calls name the nearest one") {
  struct Row {
    std::string path, query;
    int status;
    std::string words;
  };
  for (const Row& row :
       {Row{"/calinda/hub/selling/model/customer/update", "action=selectOrCreateCustomr", 404,
            "?action=selectOrCreateCustomer."},
        Row{"/calinda/hub/selling/model/custmer/read", "action=getCustomer", 404,
            "/customer/read?action=getCustomer."},
        Row{"/calinda/hub/selling/model/customer/read", "", 404, "\"action\" is missing"},
        Row{"/calinda/hub/selling/model/customer/read", "number=AM1", 404,
            "/customer/read?action=getCustomer."},
        Row{"/calinda/hub/selling/model/customer/updat", "action=", 404,
            "/customer/update?action=selectOrCreateCustomer."},
        Row{"/calinda/hub/selling/model/customerproperty/list", "", 404, "/customerproperty/list?action="},
        Row{"/calinda/hub/selling/model/customer/delete", "action=getCustomer", 404,
            "/customer/read?action=getCustomer."},
        Row{"/", "", 404, "this is a mock of SELL&SIGN"},
        Row{"/calinda/hub/selling/do", "m=getContracts", 501, "do.getContracts"},
        Row{"/calinda/hub/selling/do", "m=getContract", 404, "?m=getContracts."},
        Row{"/calinda/hub/createTemporaryToken.action", "", 501, "hub.createTemporaryToken"},
        Row{"/calinda/hub/selling/model/contract/create", "action=createContract", 501,
            "contract.createContract"}}) {
    INFO(row.path << "?" << row.query);
    Fixture fixture;
    const http::HeaderView token{"j_token", "T"};
    const http::Reply reply = fixture.mock().handle({"GET", row.path, row.query, {&token, 1}, ""});
    CHECK(reply.status == row.status);
    CHECK_THAT(reply.body, Catch::Contains(row.words));
    if (row.status == 501) CHECK(fixture.mock().handle({"GET", row.path, row.query, {}, ""}).status == 401);
  }
}

TEST_CASE("verbs") {
  Fixture fixture;
  CHECK(fixture.send("DELETE", k_read, "number=A&j_token=T", "", {}).status == 405);
  CHECK(fixture.send("HEAD", k_read, "number=A&j_token=T", "", {}).status == 200);
  CHECK(warnings(fixture.send("POST", k_read, "number=A&j_token=T", "", {})) == 1);
  CHECK(warnings(fixture.send("GET", k_read, "number=A&j_token=T", "", {})) == 0);
}

TEST_CASE("a huge page is no overflow") {
  Fixture fixture;
  fixture.post(k_upsert, customer_json("A"));
  for (const char* name : {"Ann", "Bob", "Cid"}) fixture.post(k_contractor, contractor_json("A", name));
  struct Row {
    const char* page;
    std::size_t count;
  };
  for (const Row& row :
       {Row{"offset=0&size=9223372036854775807", 3}, Row{"offset=9223372036854775807&size=2", 0},
        Row{"offset=1&size=1", 1}, Row{"offset=2&size=9223372036854775807", 1}, Row{"offset=&size=", 3}}) {
    INFO(row.page);
    CHECK(parsed(fixture.get(k_contractors, std::string("number=A&") + row.page))["elements"].size() ==
          row.count);
  }
}

TEST_CASE("an id of one customer is no id of another") {
  Fixture fixture;
  fixture.post(k_upsert, customer_json("A"));
  fixture.post(k_upsert, customer_json("B"));
  const auto id =
      parsed(fixture.post(k_property, R"({"customer_number":"A","key":"k","value":"v","id":-1})"))["id"]
          .dump();
  CHECK(fixture.post(k_property, R"({"customer_number":"B","key":"k","value":"w","id":)" + id + "}").status ==
        500);
  CHECK(parsed(fixture.post(
            k_property, R"({"customer_number":"A","key":"k2","value":"w","id":)" + id + "}"))["key"] == "k2");
}

TEST_CASE("the self-check finds each kind of misfit") {
  const api::Endpoint& row = api::endpoint(api::Call::get_or_create_customer_property);
  const std::string good =
      R"({"id":1,"key":"k","value":"v","customerNumber":"A","syncTimer":1,"lastModificationPlace":"SERVER"})";
  struct Case {
    std::string from, to, bug;
  };
  const mock::Settings settings;
  const auto check = [&](const std::string& body) {
    http::Reply reply;
    reply.body = body;
    return mock::find_mock_bug(row, reply, settings).value_or("");
  };
  CHECK(check(good).empty());
  for (const Case& item :
       {Case{"\"id\":1", "\"id\":\"1\"", "$.id is not of type integer"},
        Case{"\"id\":1,\"key\"", "\"key\"", "$.id is expected where key stands"},
        Case{",\"lastModificationPlace\":\"SERVER\"", "", "$.lastModificationPlace is missing"},
        Case{"\"SERVER\"", "\"SERVER\",\"x\":1", "$.x is not declared"},
        Case{"{", "[{", "the answer is not JSON"}}) {
    std::string body = good;
    body.replace(body.find(item.from), item.from.size(), item.to);
    CHECK(check(body) == item.bug);
  }
}

TEST_CASE("an empty name is no parameter, and civility comes before title") {
  Fixture fixture;
  fixture.post(k_upsert, customer_json("A"));
  CHECK(fixture.get(k_read, "=A").status == 500);
  CHECK(fixture.post(k_read, R"({"":"A"})").status == 500);
  for (const char* both : {R"("title":"T","civility":"C")", R"("civility":"C","title":"T")"}) {
    std::string body = contractor_json("A", "Bo");
    body.replace(body.find("\"civility\":\"MONSIEUR\""), 21, both);
    const http::Reply reply = fixture.post(k_contractor, body);
    CHECK(parsed(reply)["civility"] == "C");
    CHECK(warnings(reply) == 1);
    fixture.post(k_upsert, customer_json("A"));
  }
}

TEST_CASE("seed data is checked like requests, and problems have places") {
  Fixture fixture;
  const std::string contractor =
      R"({"civility":"M","firstname":"Al","lastname":"B","email":"a@example.com","address_1":"1","postal_code":"1","city":"P","country":"FR","cell_phone":"06"})";
  std::string customer = customer_json("S1");
  customer.insert(customer.size() - 1, ",\n \"contractors\": [" + contractor +
                                           "], \"properties\": [{\"key\":\"k\",\"value\":\"v\"}]");
  CHECK(seed(fixture.mock(), "seed.json", "// a comment\n{\"customers\": [" + customer + "]}").empty());
  CHECK(parsed(fixture.get(k_contractors, "number=S1"))["elements"].size() == 1);
  const Problems problems =
      seed(fixture.mock(), "seed.json", "{\"customers\": [\n  {\"number\": \"S2\"},\n  7], \"custmers\": 1}");
  REQUIRE(problems.size() == 3);
  CHECK(problems[0].where == "seed.json:2:3");
  CHECK_THAT(problems[0].what, Catch::Contains("\"civility\" is mandatory"));
  CHECK(problems[1].where == "seed.json:3:3");
  CHECK_THAT(seed(fixture.mock(), "s.json",
                  "{\"customers\": [" + customer_json("D") + "," + customer_json("D") + "]}")
                 .at(0)
                 .what,
             Catch::Contains("stands above"));
  CHECK(problems[2].what == "unknown key \"custmers\" (did you mean \"customers\"?)");
}

TEST_CASE("seed data that the mock would merge silently is a problem with a place") {
  const auto contractor = [](const std::string& name, const std::string& rest = "") {
    return R"({"civility":"M","firstname":")" + name +
           R"(","lastname":"B","email":"a@example.com","address_1":"1","postal_code":"1","city":"P","country":"FR","cell_phone":"06")" +
           rest + "}";
  };
  struct Row {
    std::string list, first, second, problem;
  };
  for (const Row& row :
       {Row{"contractors", contractor("Al"), contractor("Al"), "the same first name, last name and email"},
        Row{"contractors", contractor("Al"), contractor(" Al ", R"(,"id":-1)"), "a signatory"},
        Row{"contractors", contractor("Al"), contractor("Bo"), ""},
        Row{"properties", R"({"key":"k","value":"v"})", R"({"key":"k","value":"w"})", "the same key"},
        Row{"properties", R"({"key":"k","value":"v"})", R"({"key":"l","value":"v"})", ""}}) {
    Fixture fixture;
    std::string one = customer_json("S1"), two = customer_json("S2");
    one.insert(one.size() - 1, ",\n\"" + row.list + "\": [" + row.first + ",\n" + row.second + "]");
    two.insert(two.size() - 1, ",\n\"" + row.list + "\": [" + row.first + "]");
    const Problems problems =
        seed(fixture.mock(), "seed.json", "{\"customers\": [\n" + one + ",\n" + two + "]}");
    INFO(row.second);
    REQUIRE(problems.size() == (row.problem.empty() ? 0 : 1));
    if (row.problem.empty()) continue;
    CHECK(problems[0].where == "seed.json:4:1");
    CHECK(problems[0].what.starts_with("/customers/0/" + row.list + "/1: "));
    CHECK_THAT(problems[0].what, Catch::Contains(row.problem) && Catch::Contains("stands above"));
  }
}

}  // namespace sellsign::mock_test
