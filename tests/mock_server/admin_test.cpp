#include <algorithm>
#include <set>

#include "mock_server/admin/routes.h"
#include "mock_server/data/generate.h"
#include "mock_server/data/state_file.h"
#include "tests/catch.h"
#include "tests/support/admin_world.h"

namespace sellsign::admin_test {

using namespace sellsign;
using sellsign::testing::AdminWorld;
using Json = AdminWorld::Json;

/// Whether a value is what a schema of the OpenAPI file says: types, required and unknown keys, enums.
std::string misfit(const Json& document, const Json& schema, const Json& value, const std::string& at) {
  if (schema.contains("$ref")) {
    const std::string name =
        schema["$ref"].get<std::string>().substr(std::string("#/components/schemas/").size());
    return misfit(document, document["components"]["schemas"][name], value, at);
  }
  if (schema.contains("enum"))
    return std::find(schema["enum"].begin(), schema["enum"].end(), value) == schema["enum"].end()
               ? at + " is " + value.dump()
               : "";
  const auto fits = [&](const std::string& type) {
    if (type == "integer") return value.is_number_integer();
    if (type == "number") return value.is_number();
    return type == value.type_name();
  };
  const Json types = schema.value("type", Json());
  const bool ok = types.is_array()
                      ? std::any_of(types.begin(), types.end(), [&](const Json& t) { return fits(t); })
                      : types.is_null() || fits(types);
  if (!ok) return at + " is " + value.type_name() + ", not " + types.dump();
  if (value.is_array() && schema.contains("items"))
    for (std::size_t i = 0; i < value.size(); ++i)
      if (auto wrong = misfit(document, schema["items"], value[i], at + "/" + std::to_string(i));
          !wrong.empty())
        return wrong;
  if (!value.is_object() || !schema.contains("properties")) return "";
  for (const auto& key : schema.value("required", Json::array()))
    if (!value.contains(key.get<std::string>())) return at + " has no " + key.dump();
  for (const auto& [key, member] : value.items()) {
    if (!schema["properties"].contains(key)) {
      if (schema.value("additionalProperties", Json(true)) == Json(false))
        return at + " has an undocumented " + key;
      continue;
    }
    if (auto wrong = misfit(document, schema["properties"][key], member, at + "/" + key); !wrong.empty())
      return wrong;
  }
  return "";
}

const Json& document() {
  static const Json parsed = Json::parse(mock::control_api_document());
  return parsed;
}

TEST_CASE("The OpenAPI file of the control API has the rows of the code, with their parameters") {
  std::set<std::string> in_code, in_file;
  for (const mock::AdminRoute& route : mock::admin_routes()) {
    std::string verb(route.verb), query(route.query);
    for (char& c : verb) c = static_cast<char>(std::tolower(c));
    in_code.insert(verb + " /__admin/" + std::string(route.path) + " " + query);
  }
  for (const auto& [path, operations] : document()["paths"].items())
    for (const auto& [verb, operation] : operations.items()) {
      std::string query;
      for (const Json& parameter : operation["parameters"])
        if (parameter.value("in", "") == "query")
          query += (query.empty() ? "" : " ") + parameter["name"].get<std::string>();
      in_file.insert(verb + " " + path + " " + query);
    }
  CHECK(in_code == in_file);
}

TEST_CASE("Every answer of the control API is of the shape that its OpenAPI file says") {
  AdminWorld world;
  world.upsert("AM1");
  world.read("AM1");
  world.read("");
  const std::string fault = R"({"effect":{"latency":{"fixed":"1ms"}},"match":{"number":"AM9"}})";
  const std::string state = world.ask("GET", "state").body;
  const std::string customer =
      R"({"civility":"MADAME","firstname":"Zoe","lastname":"B","email":"z@example.org","cell_phone":"06","address_1":"1",)"
      R"("postal_code":"13100","city":"Aix","country":"FR","customer_code":"C"})";
  struct Row {
    const char* verb;
    std::string path, target, body;
  };
  const std::vector<Row> rows = {
      {"get", "version", "version", ""},
      {"get", "config", "config", ""},
      {"get", "mode", "mode", ""},
      {"put", "mode", "mode", R"({"mode":"strict"})"},
      {"get", "coverage", "coverage", ""},
      {"get", "stats", "stats", ""},
      {"get", "state", "state", ""},
      {"put", "state", "state", state},
      {"get", "customers", "customers?search=am&limit=10", ""},
      {"get", "customers/{number}", "customers/AM1", ""},
      {"put", "customers/{number}", "customers/AM2", customer},
      {"put", "customers/{number}/contractors/{id}", "customers/AM2/contractors/-1",
       R"({"civility":"MADAME","firstname":"Zoe","lastname":"B","email":"z@example.org","cell_phone":"06","address_1":"1",)"
       R"("postal_code":"13100","city":"Aix","country":"FR"})"},
      {"put", "customers/{number}/properties/{id}", "customers/AM2/properties/-1",
       R"({"key":"k","value":"v"})"},
      {"post", "seed", "seed", R"({"customers":[]})"},
      {"put", "snapshots/{name}", "snapshots/a", ""},
      {"get", "snapshots", "snapshots", ""},
      {"post", "snapshots/{name}/fork", "snapshots/a/fork?to=b", ""},
      {"post", "snapshots/{name}/restore", "snapshots/a/restore", ""},
      {"get", "namespaces", "namespaces", ""},
      {"delete", "namespaces/{name}", "namespaces/b", ""},
      {"delete", "snapshots/{name}", "snapshots/a", ""},
      {"get", "journal", "journal?limit=5", ""},
      {"get", "journal/{id}", "journal/1", ""},
      {"get", "journal/count", "journal/count?status=200", ""},
      {"post", "journal/verify", "journal/verify", R"({"number":"AM1","atLeast":1})"},
      {"get", "journal.har", "journal.har", ""},
      {"get", "journal.scenario", "journal.scenario", ""},
      {"put", "faults/{name}", "faults/slow", fault},
      {"get", "faults/{name}", "faults/slow", ""},
      {"get", "faults", "faults", ""},
      {"post", "faults/{name}/disable", "faults/slow/disable", ""},
      {"post", "faults/{name}/enable", "faults/slow/enable", ""},
      {"put", "faults", "faults", R"({"faults":[]})"},
      {"get", "clock", "clock", ""},
      {"put", "clock", "clock", R"({"mode":"frozen"})"},
      {"post", "clock/advance", "clock/advance", R"({"by":"1h"})"},
      {"post", "reset", "reset", ""},
  };
  for (const Row& row : rows) {
    INFO(row.verb << " " << row.target);
    std::string verb(row.verb);
    for (char& c : verb) c = static_cast<char>(std::toupper(c));
    const http::Reply reply = world.ask(verb, row.target, row.body);
    INFO(reply.body);
    REQUIRE(reply.status == 200);
    const Json schema = document()["paths"]["/__admin/" + row.path][row.verb]["responses"]["200"]["content"]
                                  ["application/json"]["schema"];
    REQUIRE(!schema.is_null());
    CHECK(misfit(document(), schema, Json::parse(reply.body), "") == "");
  }
}

TEST_CASE("What the control API cannot do it says, with what to do") {
  AdminWorld world;
  struct Row {
    const char* verb;
    const char* target;
    const char* body;
    int status;
    const char* says;
  };
  const Row rows[] = {
      {"GET", "jurnal", "", 404, "did you mean \"journal\""},
      {"PATCH", "clock", "", 405, "GET, PUT"},
      {"GET", "customers?serch=a", "", 400, "did you mean \"search\""},
      {"GET", "customers?limit=501", "", 400, "up to 500"},
      {"GET", "customers?offset=-1", "", 400, "whole number"},
      {"GET", "customers/NOBODY", "", 404, "NOBODY"},
      {"DELETE", "customers/NOBODY", "", 404, "NOBODY"},
      {"PUT", "customers/AM1", "{}", 422, "civility"},
      {"PUT", "customers/AM1", R"({"number":"AM2"})", 422, "/number"},
      {"PUT", "customers/AM1", "[]", 422, "object"},
      {"PUT", "customers/AM1/contractors/x", "{}", 400, "-1 creates"},
      {"GET", "state?namespace=none", "", 404, "none"},
      {"PUT", "state", "{}", 422, "nextId"},
      {"POST", "seed", R"({"custmers":[]})", 422, "did you mean \"customers\""},
      {"POST", "snapshots/none/restore", "", 404, "none"},
      {"POST", "reset", R"({"what":["state"]})", 400, "takes no body"},
      {"PUT", "customers/%ff", "{}", 400, "UTF-8"},
      {"POST", "reset?what=state,clok", "", 400, "did you mean \"clock\""},
      {"PUT", "mode", R"({"mode":"strikt"})", 422, "strict"},
      {"GET", "journal/999", "", 404, "999"},
      {"GET", "journal?status=abc", "", 400, "status"},
      {"PUT", "faults/a", R"({"efect":{}})", 422, "did you mean \"effect\""},
      {"POST", "faults/none/enable", "", 404, "none"},
      {"PUT", "clock", R"({"mode":"fast"})", 422, "mode"},
      {"DELETE", "namespaces/default", "", 409, "default"},
      {"DELETE", "namespaces/none", "", 404, "none"},
      {"PUT", "snapshots/a%0Ab", "", 409, "control characters"},
      {"POST", "journal/verify", R"({"parameters":{"emial":"a"}})", 422, "see problems"},
  };
  for (const Row& row : rows) {
    INFO(row.verb << " " << row.target);
    const http::Reply reply = world.ask(row.verb, row.target, row.body);
    INFO(reply.body);
    CHECK(reply.status == row.status);
    CHECK_THAT(Json::parse(reply.body)["error"].get<std::string>(), Catch::Contains(row.says));
  }
}

TEST_CASE("Who may use the control API") {
  struct Row {
    const char* what;
    const char* token;  // of the mock
    AdminWorld::Headers headers;
    bool loopback;
    const char* verb;
    const char* target;
    const char* body;
    int status;
  };
  const AdminWorld::Headers here = {{"Host", "localhost:8180"}};
  const Row rows[] = {
      {"this machine", "", here, true, "GET", "version", "", 200},
      {"by IPv6", "", {{"Host", "[::1]:8180"}}, true, "GET", "version", "", 200},
      {"by a name below localhost", "", {{"Host", "mock.localhost"}}, true, "GET", "version", "", 200},
      {"another machine", "", here, false, "GET", "version", "", 403},
      {"another machine asks whether it lives", "", here, false, "GET", "livez", "", 200},
      {"a rebound name", "", {{"Host", "evil.example"}}, true, "GET", "version", "", 403},
      {"a name that looks like one",
       "",
       {{"Host", "localhost.evil.example"}},
       true,
       "GET",
       "version",
       "",
       403},
      {"a name that begins like one", "", {{"Host", "127.evil.example"}}, true, "GET", "version", "", 403},
      {"a name behind an address", "", {{"Host", "[::1].evil.example"}}, true, "GET", "version", "", 403},
      {"through a proxy",
       "",
       {{"Host", "localhost"}, {"X-Forwarded-For", "192.0.2.1"}},
       true,
       "GET",
       "version",
       "",
       403},
      {"through a proxy with the token",
       "s3cret",
       {{"Host", "localhost"}, {"Via", "1.1 p"}, {"Authorization", "Bearer s3cret"}},
       true,
       "GET",
       "version",
       "",
       200},
      {"the page", "", {{"Host", "mock:8180"}}, false, "GET", "", "", 200},
      {"the page behind a token", "s3cret", here, true, "GET", "", "", 401},
      {"no host", "", {}, true, "GET", "version", "", 403},
      {"a token is wanted", "s3cret", here, true, "GET", "version", "", 401},
      {"a wrong token",
       "s3cret",
       {{"Host", "localhost"}, {"Authorization", "Bearer s3creT"}},
       true,
       "GET",
       "version",
       "",
       401},
      {"the token from anywhere by any name",
       "s3cret",
       {{"Host", "mock:8180"}, {"Authorization", "Bearer s3cret"}},
       false,
       "GET",
       "version",
       "",
       200},
      {"the token as a browser sends it",
       "s3cret",
       {{"Host", "mock:8180"}, {"Authorization", "Basic bWU6czNjcmV0"}},
       false,
       "GET",
       "version",
       "",
       200},
      {"a wrong one as a browser sends it",
       "s3cret",
       {{"Host", "mock:8180"}, {"Authorization", "Basic bWU6czNjcmU="}},
       false,
       "GET",
       "version",
       "",
       401},
      {"no base64",
       "s3cret",
       {{"Host", "mock:8180"}, {"Authorization", "Basic ****"}},
       false,
       "GET",
       "version",
       "",
       401},
      {"a form of another site",
       "",
       {{"Host", "localhost"}, {"Content-Type", "application/x-www-form-urlencoded"}},
       true,
       "POST",
       "reset",
       "what=all",
       415},
      {"text of another site",
       "",
       {{"Host", "localhost"}, {"Content-Type", "text/plain"}},
       true,
       "POST",
       "reset",
       "{}",
       415},
      {"a body of no type", "", here, true, "PUT", "mode", R"({"mode":"strict"})", 415},
      {"a page of another site",
       "",
       {{"Host", "localhost:8180"}, {"Origin", "https://evil.example"}},
       true,
       "POST",
       "reset",
       "",
       403},
      {"a page of another port",
       "",
       {{"Host", "localhost:8180"}, {"Origin", "http://localhost:3000"}},
       true,
       "DELETE",
       "state",
       "",
       403},
      {"a browser says cross-site",
       "",
       {{"Host", "localhost:8180"}, {"Sec-Fetch-Site", "cross-site"}},
       true,
       "POST",
       "reset",
       "",
       403},
      {"a sandboxed page",
       "",
       {{"Host", "localhost:8180"}, {"Origin", "null"}},
       true,
       "POST",
       "reset",
       "",
       403},
      {"its own page",
       "",
       {{"Host", "localhost:8180"}, {"Origin", "http://localhost:8180"}},
       true,
       "POST",
       "reset",
       "",
       200},
  };
  for (const Row& row : rows) {
    INFO(row.what);
    mock::AdminOptions options;
    options.token = row.token;
    AdminWorld world(AdminWorld::journaled(), options);
    const http::Reply reply = world.ask(row.verb, row.target, row.body, row.headers, row.loopback);
    INFO(reply.body);
    CHECK(reply.status == row.status);
    for (const auto& [name, value] : reply.headers) CHECK(name.find("Access-Control") == std::string::npos);
  }
}

TEST_CASE("A reset clears what it is told to, and says what that was") {
  AdminWorld world;
  world.upsert("AM1");
  world.ask("PUT", "faults/a", R"({"effect":{"status":503}})");
  const Json some = world.json("POST", "reset?what=journal,faults")["cleared"];
  CHECK(some == Json::parse(R"({"journal":{"entries":1},"faults":{"faults":1}})"));
  CHECK(world.json("GET", "customers")["total"] == 1);
  const Json all = world.json("POST", "reset")["cleared"];
  CHECK(all["state"] == Json::parse(R"({"customers":1,"contractors":0,"properties":0})"));
  CHECK(world.json("GET", "customers")["total"] == 0);
  CHECK(world.ask("GET", "livez").body == "ok\n");
}

TEST_CASE("Customers are edited and deleted by the control API as strictly as by a call") {
  AdminWorld world;
  world.upsert("A/1 +");
  CHECK(world.json("GET", "customers/AM1").contains("error"));
  Json changed = world.json(
      "PUT", "customers/AM1",
      R"({"civility":"MADAME","firstname":"Zoe","lastname":"B","email":"z@example.org","cell_phone":"06",)"
      R"("address_1":"1","postal_code":"13100","city":"Aix","country":"FR","customer_code":"C"})");
  CHECK(changed["customer"]["firstname"] == "Zoe");
  CHECK(world.json("DELETE", "customers/AM1") ==
        Json::parse(R"({"customers":1,"contractors":0,"properties":0})"));
  CHECK(world.ask("GET", "customers/AM1").status == 404);
}

TEST_CASE("The journal says whether an upsert created or updated") {
  AdminWorld world;
  world.upsert("AM1");
  world.upsert("AM1");
  const Json listed = world.json("GET", "journal?order=oldest");
  CHECK(listed["entries"][0]["outcome"] == "created");
  CHECK(listed["entries"][1]["outcome"] == "updated");
}

TEST_CASE("A number in a path is percent-decoded, and a plus sign stays one") {
  AdminWorld world;
  world.upsert("A%2F1%20%2B");
  CHECK(world.json("GET", "customers/A%2F1%20+")["customer"]["number"] == "A/1 +");
}

TEST_CASE("Snapshots bring the state back, and forks begin with it") {
  AdminWorld world;
  world.upsert("AM1");
  CHECK(world.json("PUT", "snapshots/one")["customers"] == 1);
  world.upsert("AM2");
  CHECK(world.json("POST", "snapshots/one/fork?to=other")["customers"] == 1);
  CHECK(world.json("POST", "snapshots/one/restore")["customers"] == 1);
  CHECK(world.read("AM2").body == "null");
  CHECK(world.ask("GET", "customers/AM1?namespace=other").status == 200);
  CHECK(world.ask("POST", "snapshots/one/fork?to=other").status == 409);
  CHECK(world.ask("POST", "snapshots/one/fork?to=no%20name").status == 409);
}

TEST_CASE("The mode can be changed while the mock runs") {
  AdminWorld world;
  const std::string odd = "number=AM1&nonsense=1&j_token=T";
  const auto read = [&] { return world.call("customer/read?action=getCustomer", odd).status; };
  CHECK(read() == 200);
  world.ask("PUT", "mode", R"({"mode":"strict"})");
  CHECK(read() == 500);
}

TEST_CASE("Before the seed data is loaded the mock is not ready") {
  mock::Service service{mock::ServiceOptions{}};
  mock::Admin admin(service, {});
  const std::vector<http::HeaderView> headers = {{"Host", "localhost"}};
  CHECK(admin.handle({"GET", "/__admin/readyz", "", headers, ""}).status == 503);
  admin.set_ready();
  CHECK(admin.handle({"GET", "/__admin/readyz", "", headers, ""}).status == 200);
  const http::Reply moved = admin.handle({"GET", "/__admin", "namespace=one", headers, ""});
  CHECK(moved.status == 308);
  CHECK(moved.headers[0] == std::pair<std::string, std::string>{"Location", "/__admin/?namespace=one"});
  CHECK_FALSE(mock::Admin::owns("/__administrator"));
}

TEST_CASE("What may take long is made where nobody waits for it, by its row and what there is") {
  AdminWorld world;
  const std::vector<http::HeaderView> headers = {{"Host", "localhost"}, {"Content-Type", "application/json"}};
  enum class When { never, large, always };  // with a large state
  struct Row {
    std::string_view verb, path;
    When later;
    std::string body{};
  };
  const Row rows[] = {{"PUT", "/__admin/state", When::always, R"({"customers":[]})"},
                      {"GET", "/__admin/journal.har", When::always},
                      {"GET", "/__admin/journal.scenario", When::always},
                      {"POST", "/__admin/journal/verify", When::always, "{}"},
                      {"POST", "/__admin/snapshots/x/restore", When::always},
                      {"DELETE", "/__admin/namespaces/x", When::always},
                      {"GET", "/__admin/state", When::large},
                      {"GET", "/__admin/customers", When::large},
                      {"GET", "/__admin/journal", When::large},
                      {"GET", "/__admin/journal/count", When::large},
                      {"DELETE", "/__admin/journal", When::large},
                      {"POST", "/__admin/reset", When::large},
                      {"DELETE", "/__admin/state", When::large},
                      {"PUT", "/__admin/mode", When::never, R"({"mode":"lenient"})"},
                      {"GET", "/__admin/customers/x", When::never},
                      {"GET", "/__admin/metrics", When::never}};
  for (const bool is_large : {false, true}) {
    if (is_large)
      mock::generate(world.service.namespaces().main().store(),
                     {.customers = 3'000, .contractors = 0, .properties = 0}, {});
    for (const Row& row : rows) {
      INFO(row.verb << " " << row.path << (is_large ? " large" : ""));
      const http::Reply reply = world.admin.handle({row.verb, row.path, "", headers, row.body});
      CHECK(static_cast<bool>(reply.later) ==
            (row.later == When::always || (row.later == When::large && is_large)));
    }
  }
}

TEST_CASE("What is made later has its headers, too") {
  AdminWorld world;
  const std::vector<http::HeaderView> headers = {{"Host", "localhost"}};
  const http::Reply made = world.admin.handle({"GET", "/__admin/journal.har", "", headers, ""}).later();
  CHECK(made.status == 200);
  CHECK(std::ranges::find(made.headers, std::pair<std::string, std::string>{"Cache-Control", "no-store"}) !=
        made.headers.end());
}

TEST_CASE("There are so many snapshots, and one may be replaced") {
  AdminWorld world;
  for (std::size_t i = 0; i < mock::Namespace::k_most_snapshots; ++i)
    REQUIRE(world.ask("PUT", "snapshots/s" + std::to_string(i)).status == 200);
  const http::Reply more = world.ask("PUT", "snapshots/more");
  CHECK(more.status == 409);
  CHECK_THAT(more.body, Catch::Contains("100 snapshots") && Catch::Contains("DELETE"));
  CHECK(world.ask("PUT", "snapshots/s7").status == 200);
  CHECK(world.ask("PUT", "snapshots/" + std::string(101, 'x')).status == 409);
}

TEST_CASE("A reset of the ids says where they go on") {
  AdminWorld world;
  mock::Store& store = world.service.namespaces().main().store();
  store.take_id();
  const Json reset = world.json("POST", "reset?what=ids")["cleared"]["ids"];
  CHECK(reset == Json({{"nextId", store.first_id()}, {"nextCount", 1}, {"fromTheFirst", true}}));
  mock::generate(store, {.customers = 1, .contractors = 1, .properties = 0}, {});
  const Json kept = world.json("POST", "reset?what=ids")["cleared"]["ids"];
  CHECK(kept == Json({{"nextId", store.first_id() + 1}, {"nextCount", 1}, {"fromTheFirst", false}}));
}

TEST_CASE("The journal names the call that a request of none comes nearest to") {
  AdminWorld world;
  world.read("AM1");
  world.call("customer/raed?action=getCustomer", "number=AM1&j_token=T");
  const Json entries = world.json("GET", "journal?order=oldest")["entries"];
  CHECK(entries[0]["nearest"] == nullptr);
  CHECK(entries[1]["nearest"] == "customer.getCustomer");
}

TEST_CASE("The token that a fault is about is shown as the journal shows it") {
  for (const bool raw : {false, true}) {
    mock::ServiceOptions options = AdminWorld::journaled();
    options.each_namespace.journal->raw = raw;
    AdminWorld world(options);
    const Json put = world.json("PUT", "faults/f", R"({"match":{"token":"s3cret"},"effect":{"status":503}})");
    CHECK(put["match"]["token"] == (raw ? "s3cret" : "***"));
    CHECK(world.json("GET", "faults")["faults"][0]["match"]["token"] == (raw ? "s3cret" : "***"));
    CHECK(world.read("AM1", "s3cret").status == 503);
    CHECK(world.read("AM1", "other").status == 200);
  }
  AdminWorld world;
  const http::Reply back =
      world.ask("PUT", "faults/f", R"({"match":{"token":"***"},"effect":{"status":503}})");
  CHECK(back.status == 422);
  CHECK_THAT(back.body, Catch::Contains("the token itself"));
}

TEST_CASE("no body of the control API is followed deeper than the limit", "[mock]") {
  const std::string deep = std::string(70'000, '[') + std::string(70'000, ']');
  const std::string objects = [] {
    std::string text;
    for (int i = 0; i < 70'000; ++i) text += "{\"a\":";
    return text + "1" + std::string(70'000, '}');
  }();
  std::size_t tried = 0;
  for (const mock::AdminRoute& route : mock::admin_routes()) {
    if (!route.takes_body) continue;
    std::string path(route.path);
    for (std::size_t at = path.find('{'); at != std::string::npos; at = path.find('{', at))
      path.replace(at, path.find('}', at) + 1 - at, "-1");
    for (const std::string& body :
         {deep, objects, "{\"firstname\":" + deep + "}", "{\"customers\":" + deep + "}",
          "{\"faults\":" + objects + "}", "{\"mode\":" + deep + "}", "{\"order\":" + deep + "}"}) {
      INFO(route.verb << " " << path << " " << body.substr(0, 20));
      AdminWorld world;
      const http::Reply reply = world.ask(route.verb, path, body);
      CHECK(reply.status >= 400);
      CHECK(reply.status < 500);
      ++tried;
    }
  }
  CHECK(tried > 50);
}

TEST_CASE("a verification is a bounded number of requests and keys", "[mock]") {
  AdminWorld world;
  std::string order = "{}", parameters = "\"a\":1";
  for (int i = 1; i < 101; ++i) order += ",{}";
  for (int i = 0; i < 1000; ++i) parameters += ",\"a" + std::to_string(i) + "\":1";
  const struct {
    std::string body, problem;
  } k_rows[] = {{"{\"order\":[" + order + "]}", "has more than 100 requests"},
                {"{" + parameters + "}", "has more than 1000 keys"},
                {"{\"parameters\":{" + parameters + "}}", "has more than 1000 keys"}};
  for (const auto& row : k_rows) {
    const http::Reply reply = world.ask("POST", "journal/verify", row.body);
    CHECK(reply.status == 422);
    CHECK(reply.body.find(row.problem) != std::string::npos);
  }
}

}  // namespace sellsign::admin_test
