#include <map>

#include "mock_server/coverage/coverage.h"
#include "tests/catch.h"
#include "tests/support/admin_world.h"

namespace sellsign::coverage_rules_test {

using namespace sellsign;
using sellsign::testing::AdminWorld;
using Json = AdminWorld::Json;

std::map<std::string, std::uint64_t> hits_of(AdminWorld& world) {
  std::map<std::string, std::uint64_t> hits;
  for (const auto& row : world.service.namespaces().main().coverage().hits())
    hits.emplace(row.source->id, row.hits);
  return hits;
}

TEST_CASE("Requests exercise the statements that they are about, and no others") {
  struct Row {
    const char* what;
    void (*ask)(AdminWorld& world);
    std::vector<const char*> exercised;
    std::vector<const char*> not_exercised;
  };
  const Row rows[] = {
      {"nothing", [](AdminWorld&) {}, {}, {"doc.customer.create", "doc.wire.url", "asm.error.text"}},
      {"a first upsert",
       [](AdminWorld& world) { world.upsert("AM1"); },
       {"doc.customer.create", "doc.customer.mandatory", "doc.customer.optional-present", "doc.token.query",
        "doc.customer.birthdate-empty", "doc.wire.url-encoded", "obs.wire.space-as-plus"},
       {"doc.customer.update", "doc.customer.read", "doc.token.header", "doc.contractor.create",
        "asm.customer.empty-number", "doc.customer.verbs"}},
      {"a second upsert",
       [](AdminWorld& world) { world.upsert("AM1"), world.upsert("AM1"); },
       {"doc.customer.update", "asm.customer.sync-moves"},
       {"asm.customer.absent-keeps"}},
      {"a read of a customer that is there",
       [](AdminWorld& world) { world.upsert("AM1"), world.read("AM1"); },
       {"doc.customer.read", "doc.wire.read-verb"},
       {"asm.customer.unknown"}},
      {"a read of one that is not",
       [](AdminWorld& world) { world.read("AM1"); },
       {"asm.customer.unknown"},
       {"doc.customer.read", "doc.customer.answer-keys"}},
      {"no token",
       [](AdminWorld& world) { world.read("AM1", ""); },
       {"asm.token.refused", "asm.error.text"},
       {"doc.token.query", "asm.error.mandatory"}},
      {"the token in a header",
       [](AdminWorld& world) {
         world.read("AM1", "", {{"j_token", "a+b="}});
       },
       {"doc.token.header", "doc.token.characters"},
       {"doc.token.query", "doc.token.cookie"}},
      {"an unknown call",
       [](AdminWorld& world) { world.call("customer/read?action=getCustmer", "j_token=T"); },
       {"asm.error.unknown-call"},
       {"asm.error.not-built", "doc.wire.url"}},
      {"a missing mandatory parameter",
       [](AdminWorld& world) { world.call("customer/read?action=getCustomer", "j_token=T"); },
       {"asm.error.mandatory", "doc.error.refusal"},
       {"asm.error.bad-type"}},
      {"an unreadable number",
       [](AdminWorld& world) {
         world.call("contractor/read?action=getContractorsFor", "number=AM1&offset=x&j_token=T");
       },
       {"asm.error.bad-type"},
       {"asm.error.mandatory"}},
      {"an unknown parameter",
       [](AdminWorld& world) { world.call("customer/read?action=getCustomer", "number=A&x=1&j_token=T"); },
       {"obs.wire.unknown-ignored"},
       {"doc.wire.parameters"}},
  };
  for (const Row& row : rows) {
    INFO(row.what);
    AdminWorld world;
    row.ask(world);
    const auto hits = hits_of(world);
    for (const char* id : row.exercised) CHECK((hits.at(id) > 0 ? "" : id) == std::string());
    for (const char* id : row.not_exercised) CHECK((hits.at(id) == 0 ? "" : id) == std::string());
  }
}

TEST_CASE("What a fault answers exercises nothing") {
  AdminWorld world;
  world.ask("PUT", "faults/down", R"({"effect":{"status":503}})");
  world.upsert("AM1");
  CHECK(world.json("GET", "coverage")["exercised"] == 0);
}

TEST_CASE("Coverage counts requests, adds up, and can be forgotten") {
  AdminWorld world;
  world.upsert("AM1");
  world.upsert("AM2");
  CHECK(hits_of(world).at("doc.customer.create") == 2);
  const Json before = world.json("GET", "coverage");
  CHECK(before["exercised"] > 20);
  CHECK(before["percent"] < 100);
  CHECK(world.json("DELETE", "coverage")["statements"] == before["exercised"]);
  CHECK(world.json("GET", "coverage")["exercised"] == 0);
  CHECK_THAT(world.ask("GET", "coverage.md").body, Catch::Contains("| doc.customer.create | documented | "));
}

}  // namespace sellsign::coverage_rules_test
