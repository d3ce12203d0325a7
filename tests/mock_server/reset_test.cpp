#include "tests/catch.h"
#include "tests/support/admin_world.h"

namespace sellsign::reset_test {

using testing::AdminWorld;
using Json = AdminWorld::Json;

constexpr const char* k_seed =
    R"({"customers":[{"number":"S1","civility":"MADAME","firstname":"Ada","lastname":"Exemple",)"
    R"("email":"ada@example.org","cell_phone":"0600000000","address_1":"1","postal_code":"1","city":"Aix",)"
    R"("country":"FR","customer_code":"C","properties":[{"key":"k","value":"v"}]}]})";
constexpr const char* k_faults = R"({"faults":[{"name":"slow","effect":{"latency":{"fixed":"1ms"}}}]})";

mock::ServiceOptions strict_and_isolated() {
  mock::ServiceOptions options = AdminWorld::journaled();
  options.each_namespace.mock.mode = mock::Mode::strict;
  options.isolation = mock::Isolation::header;
  return options;
}

/// All that a reset gives back, as the control API shows it.
std::string shown(AdminWorld& world, const std::string& space) {
  const std::string query = "?namespace=" + space;
  Json state = world.json("GET", "state" + query);
  return state.dump() + world.ask("GET", "faults" + query).body + world.ask("GET", "mode" + query).body +
         world.json("GET", "clock" + query)["mode"].dump() +
         world.json("GET", "journal" + query)["entries"].dump();
}

/// Changes all of it.
void change(AdminWorld& world, const std::string& space) {
  const std::string query = "?namespace=" + space;
  world.ask("DELETE", "customers/S1" + query);
  world.read("S1", "T", {{"X-Mock-Namespace", space}});
  world.ask("PUT", "mode" + query, R"({"mode":"lenient"})");
  world.ask("DELETE", "faults" + query);
  world.ask("PUT", "faults/down" + query, R"({"effect":{"status":503}})");
  world.ask("PUT", "clock" + query, R"({"mode":"frozen"})");
}

TEST_CASE("a reset makes everything what it was at the start, in whatever namespace") {
  AdminWorld world(strict_and_isolated());
  REQUIRE(world.ask("POST", "seed", k_seed).status == 200);
  world.service.namespaces().set_base();
  REQUIRE(world.service.namespaces().start_faults(k_faults).empty());
  for (const std::string space : {"default", "other"}) {
    INFO(space);
    world.ask("POST", "reset?namespace=" + space);  // begins it
    const std::string before = shown(world, space);
    CHECK_THAT(before, Catch::Contains("S1") && Catch::Contains("slow") && Catch::Contains("strict"));
    change(world, space);
    CHECK(shown(world, space) != before);
    const Json cleared = world.json("POST", "reset?namespace=" + space)["cleared"];
    CHECK(cleared["mode"]["mode"] == "strict");
    CHECK(cleared["journal"]["entries"] == 1);
    CHECK(shown(world, space) == before);
  }
}

TEST_CASE("a reset of some parts leaves the others") {
  struct Row {
    std::string what, path, given_back;
  };
  for (const Row& row : {Row{"state", "state", "S1"}, Row{"faults", "faults", "slow"},
                         Row{"mode", "mode", "\"mode\":\"strict\""}, Row{"clock", "clock", "real"}}) {
    INFO(row.what);
    AdminWorld world(strict_and_isolated());
    REQUIRE(world.ask("POST", "seed", k_seed).status == 200);
    world.service.namespaces().set_base();
    REQUIRE(world.service.namespaces().start_faults(k_faults).empty());
    change(world, "default");
    const Json cleared = world.json("POST", "reset?what=" + row.what)["cleared"];
    CHECK(cleared.size() == 1);
    for (const std::string path : {"state", "faults", "mode", "clock"}) {
      const std::string body = world.ask("GET", path).body;
      const std::string word = path == "state"    ? "S1"
                               : path == "faults" ? "slow"
                               : path == "mode"   ? "\"mode\":\"strict\""
                                                  : "\"mode\":\"real\"";
      CHECK((body.find(word) != std::string::npos) == (path == row.path));
    }
  }
}

}  // namespace sellsign::reset_test
