#include <regex>

#include "mock_server/service/uneven_counts.h"
#include "tests/catch.h"
#include "tests/support/admin_world.h"

namespace sellsign::namespaces_test {

using namespace sellsign;
using sellsign::testing::AdminWorld;
using Json = AdminWorld::Json;

mock::ServiceOptions options_of(mock::Isolation isolation, std::size_t most = 1000) {
  mock::ServiceOptions options = AdminWorld::journaled();
  options.isolation = isolation;
  options.namespaces = most;
  return options;
}

TEST_CASE("With isolation by token, tokens never see each other's state, journal, faults, clock and ids") {
  AdminWorld world(options_of(mock::Isolation::token));
  world.upsert("AM1", "alpha");
  CHECK(world.read("AM1", "alpha").body != "null");
  CHECK(world.read("AM1", "beta").body == "null");
  const std::string alpha = mock::namespace_of_token("alpha"), beta = mock::namespace_of_token("beta");
  CHECK(world.json("GET", "customers?namespace=" + alpha)["total"] == 1);
  CHECK(world.json("GET", "customers?namespace=" + beta)["total"] == 0);
  CHECK(world.json("GET", "journal?namespace=" + alpha)["total"] == 2);
  CHECK(world.json("GET", "journal?namespace=" + beta)["total"] == 1);
  world.ask("PUT", "faults/down?namespace=" + beta, R"({"effect":{"status":503}})");
  world.ask("PUT", "clock?namespace=" + beta, R"({"mode":"frozen","now":"2030-01-01T00:00:00Z"})");
  CHECK(world.read("AM1", "beta").status == 503);
  CHECK(world.read("AM1", "alpha").status == 200);
  CHECK(world.json("GET", "clock?namespace=" + alpha)["mode"] == "real");
}

TEST_CASE("A namespace's name says nothing about its token") {
  CHECK(std::regex_match(mock::namespace_of_token("alpha"), std::regex("token-[0-9a-f]{16}")));
  CHECK(mock::namespace_of_token("alpha") != mock::namespace_of_token("alphb"));
}

TEST_CASE("With isolation by header, the header names the namespace, and nothing else does") {
  AdminWorld world(options_of(mock::Isolation::header));
  const AdminWorld::Headers one = {{"X-Mock-Namespace", "one"}}, two = {{"X-Mock-Namespace", "two"}};
  world.upsert("AM1", "T", one);
  CHECK(world.read("AM1", "T", one).body != "null");
  CHECK(world.read("AM1", "T", two).body == "null");
  CHECK(world.read("AM1", "T").body == "null");
  for (const char* name : {"", "a b", "../x", "a/b", "\xC3\xA9"})
    CHECK(world.read("AM1", "T", {{"X-Mock-Namespace", name}}).status == 400);
  Json names = Json::array();
  const Json listed = world.json("GET", "namespaces");
  for (const Json& row : listed["namespaces"]) names.push_back(row["name"]);
  CHECK(names == Json::parse(R"(["default","one","two"])"));
}

TEST_CASE("Namespaces begin with the seeded state and leave it as it is") {
  AdminWorld world(options_of(mock::Isolation::header));
  world.ask("POST", "seed",
            R"({"customers":[{"number":"S1","civility":"MADAME","firstname":"A","lastname":"B",
    "email":"a@example.org","cell_phone":"06","address_1":"1","postal_code":"1","city":"C","country":"FR","customer_code":"c"}]})");
  world.service.namespaces().set_base();
  const AdminWorld::Headers one = {{"X-Mock-Namespace", "one"}};
  CHECK(world.read("S1", "T", one).body != "null");
  world.ask("DELETE", "customers/S1?namespace=one");
  CHECK(world.read("S1", "T", one).body == "null");
  CHECK(world.read("S1", "T").body != "null");
  CHECK(world.read("S1", "T", {{"X-Mock-Namespace", "later"}}).body != "null");
}

TEST_CASE("A namespace is arranged before its first request, by name or as its requests say it") {
  AdminWorld world(options_of(mock::Isolation::token));
  CHECK(world.ask("GET", "faults?namespace=none").status == 404);
  const std::string space = mock::namespace_of_token("alpha");
  CHECK(world.ask("PUT", "faults/down?namespace=" + space, R"({"effect":{"status":503}})").status == 200);
  CHECK(world.read("AM1", "alpha").status == 503);
  CHECK(world.read("AM1", "beta").status == 200);
  const AdminWorld::Headers beta = {{"Host", "localhost"}, {"j_token", "beta"}};
  CHECK(Json::parse(world.ask("GET", "journal", "", beta).body)["total"] == 1);
  CHECK(world.json("GET", "coverage")["exercised"] == 0);
  CHECK(world.json("GET", "coverage?namespace=*")["exercised"] > 0);
  CHECK(world.ask("GET", "journal?namespace=*").status == 400);
}

TEST_CASE("Namespaces begin with the faults to start with and the clock of the default one") {
  AdminWorld world(options_of(mock::Isolation::header));
  CHECK(world.service.namespaces()
            .start_faults(R"({"faults":[{"name":"d","effect":{"status":503}}]})")
            .empty());
  world.ask("PUT", "clock", R"({"mode":"frozen","now":"2030-01-01T00:00:00Z"})");
  CHECK(world.read("AM1", "T", {{"X-Mock-Namespace", "one"}}).status == 503);
  CHECK(world.json("GET", "clock?namespace=one")["now"] == "2030-01-01T00:00:00.000Z");
}

TEST_CASE("A token that is not let in begins no namespace") {
  mock::ServiceOptions options = options_of(mock::Isolation::token, 2);
  options.each_namespace.mock.tokens.only = {"good"};
  AdminWorld world(std::move(options));
  for (const char* token : {"bad1", "bad2", "bad3"}) CHECK(world.read("AM1", token).status == 401);
  CHECK(world.read("AM1", "good").status == 200);
}

TEST_CASE("A header that names a namespace in vain is answered with a warning") {
  AdminWorld world;
  const http::Reply reply = world.read("AM1", "T", {{"X-Mock-Namespace", "one"}});
  REQUIRE(reply.headers.size() == 1);
  CHECK(reply.headers[0].first == "X-Mock-Warning");
}

TEST_CASE("There are no more namespaces than may be, and deleting one makes room") {
  AdminWorld world(options_of(mock::Isolation::header, 2));
  CHECK(world.read("AM1", "T", {{"X-Mock-Namespace", "one"}}).status == 200);
  const http::Reply full = world.read("AM1", "T", {{"X-Mock-Namespace", "two"}});
  CHECK(full.status == 503);
  CHECK_THAT(full.body, Catch::Contains("--max-namespaces"));
  CHECK(world.json("DELETE", "namespaces/one") == Json::parse(R"({"namespaces":1})"));
  CHECK(world.read("AM1", "T", {{"X-Mock-Namespace", "two"}}).status == 200);
}

TEST_CASE(
    "All journals together hold what one may hold, and a namespace that goes leaves its share to the "
    "others") {
  mock::ServiceOptions options = options_of(mock::Isolation::header);
  const std::size_t most = options.each_namespace.journal->bytes = 200'000;
  AdminWorld world(options);
  const auto held = [&] {
    std::size_t sum = 0;
    for (const auto& space : world.service.namespaces().all()) sum += space->journal()->totals().bytes;
    return sum;
  };
  const auto fill = [&](const std::string& name) {
    for (int i = 0; i < 300; ++i) world.read("AM1", "T", {{"X-Mock-Namespace", name}});
  };
  for (const char* name : {"default", "one", "two", "three", "four", "five"}) {
    fill(name);
    CHECK(held() <= most);
    CHECK(world.service.namespaces().find(name)->journal()->totals().kept > 10);
  }
  for (const char* name : {"two", "three", "four", "five"})
    world.ask("DELETE", "namespaces/" + std::string(name));
  fill("one");
  CHECK(held() > most / 3);
  CHECK(held() <= most);
}

TEST_CASE("The figures by second are those of a namespace where one is named") {
  AdminWorld world(options_of(mock::Isolation::header));
  world.read("AM1", "T", {{"X-Mock-Namespace", "one"}});
  world.read("AM1", "T", {{"X-Mock-Namespace", "one"}});
  world.read("AM1", "T", {{"X-Mock-Namespace", "two"}});
  const auto soon = std::chrono::system_clock::now() + std::chrono::seconds(2);
  const auto requests = [&](const std::string& name) {
    std::uint64_t sum = 0;
    for (const auto& second : world.service.namespaces().find(name)->seconds(soon)) sum += second.requests;
    return sum;
  };
  CHECK(requests("one") == 2);
  CHECK(requests("two") == 1);
  CHECK(requests("default") == 0);
  CHECK(world.json("GET", "stats?namespace=one")["seconds"].size() == 60);
  CHECK(world.json("GET", "stats")["seconds"].size() == 60);
}

TEST_CASE("metrics, namespaces and journals count the same requests, whatever is cleared and removed") {
  AdminWorld world(options_of(mock::Isolation::header, 3));
  const auto in = [](const char* name) { return AdminWorld::Headers{{"X-Mock-Namespace", name}}; };
  for (const char* name : {"one", "two", "full", "a/b", "one"}) world.read("AM1", "T", in(name));
  world.read("AM1", "");
  http::Reply refused = http::text_reply(400, "none");
  world.service.note_refused(refused, "");
  CHECK(mock::uneven_counts_of(world.service).empty());
  world.ask("DELETE", "journal");
  world.ask("POST", "reset");
  world.ask("DELETE", "namespaces/one");
  world.read("AM1", "T", in("one"));
  CHECK(mock::uneven_counts_of(world.service).empty());
  CHECK(world.service.namespaces().requests() == 5);
  world.service.namespaces().main().journal()->record({}, {}, {}, {}, {});  // that nobody else counted
  CHECK(mock::uneven_counts_of(world.service).size() == 1);
}

}  // namespace sellsign::namespaces_test
