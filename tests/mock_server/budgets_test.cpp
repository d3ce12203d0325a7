#include "mock_server/data/generate.h"
#include "tests/catch.h"
#include "tests/support/admin_world.h"

// What a mock holds at most, over all namespaces or for one customer.

namespace sellsign::budgets_test {

using namespace sellsign;
using sellsign::testing::AdminWorld;

TEST_CASE("No snapshot is taken once frozen states hold as much memory as they may") {
  mock::ServiceOptions options = AdminWorld::journaled();
  options.each_namespace.snapshot_bytes = mock::frozen_bytes() + 1'000;
  AdminWorld world(options);
  world.upsert("AM1");
  CHECK(world.ask("PUT", "snapshots/one").status == 200);
  for (int i = 0; i < 10; ++i) world.upsert("B" + std::to_string(i));
  CHECK(world.ask("PUT", "snapshots/two").status == 200);  // the one that goes beyond
  const http::Reply refused = world.ask("PUT", "snapshots/three");
  CHECK(refused.status == 503);
  CHECK_THAT(refused.body, Catch::Contains("--snapshot-bytes") && Catch::Contains("DELETE"));
  world.ask("DELETE", "snapshots/one");
  world.ask("DELETE", "snapshots/two");
  world.ask("DELETE", "state");
  CHECK(world.ask("PUT", "snapshots/three").status == 200);
}

TEST_CASE("Frozen bytes are the memory of layers, however many images hold them") {
  const std::size_t before = mock::frozen_bytes();
  {
    mock::Store store(1);
    mock::generate(store, {.customers = 1'000, .contractors = 2, .properties = 2}, {});
    const mock::StoreImage one = store.freeze(), same = store.freeze();
    const std::size_t held = mock::frozen_bytes() - before;
    CHECK(held > 1'000 * (sizeof(api::Customer) + 2 * sizeof(api::Contractor)));
    CHECK(held < 20'000'000);
    const mock::Store fork(one);
    CHECK(mock::frozen_bytes() - before == held);
  }
  CHECK(mock::frozen_bytes() == before);
}

TEST_CASE("The faults of all namespaces together are bounded, those of the start are not") {
  const mock::FaultBytes bytes{.most = 1'000};
  mock::FaultBook one({.bytes = bytes}), two({.bytes = bytes});
  const std::string fault = R"({"effect":{"status":500,"body":")" + std::string(600, 'x') + R"("}})";
  CHECK(one.put("a", fault).empty());
  CHECK(one.put("a", fault).empty());  // takes the place of the other
  REQUIRE(two.put("a", fault).size() == 1);
  CHECK_THAT(two.put("a", fault)[0].what, Catch::Contains("all namespaces"));
  CHECK(two.names().empty());
  const std::string list = R"({"faults":[{"name":"b",)" + fault.substr(1) + "]}";
  CHECK(two.replace_all(list).size() == 1);
  CHECK(two.start_with(list).empty());
  CHECK(one.remove_all() == 1);
  CHECK(two.replace_all(list).empty());
}

TEST_CASE("A customer has so many signatories and free fields at most") {
  AdminWorld world;
  mock::Store& store = world.service.namespaces().main().store();
  world.upsert("AM1");
  const auto grow_to = [&](std::size_t size) {
    store.change("AM1", [&](mock::CustomerRecord* record) {
      for (std::size_t i = record->properties.size(); i < size; ++i) {
        record->contractors.emplace_back().id = record->properties.emplace_back().id = store.take_id();
        record->contractors.back().customer_number = record->properties.back().customer_number = "AM1";
        record->properties.back().key = "k" + std::to_string(i);
      }
      return true;
    });
  };
  const auto property = [&](const std::string& key) {
    return world.call("customerproperty/update?action=getOrCreateCustomerProperty",
                      "customer_number=AM1&id=-1&value=v&j_token=T&key=" + key);
  };
  grow_to(mock::k_most_of_customer - 1);
  CHECK(property("last").status == 200);
  grow_to(mock::k_most_of_customer);
  CHECK(property("last").status == 200);
  CHECK_THAT(property("more").body, Catch::Contains("10000 free fields"));
  store.change("AM1", [&](mock::CustomerRecord* record) {
    record->contractors.emplace_back(record->contractors.back()).id = store.take_id();
    return true;
  });
  const http::Reply more =
      world.call("contractor/create?action=getOrCreateContractor",
                 "customer_number=AM1&id=-1&civility=MADAME&firstname=A&lastname=B&email=a%40"
                 "b.example&address_1=1&postal_code=1&city=C&country=FR&cell_phone=06&j_token=T");
  CHECK(more.status == 500);
  CHECK_THAT(more.body, Catch::Contains("10000 signatories"));
  std::string state = world.ask("GET", "state").body;
  CHECK(world.ask("PUT", "state", state).status == 200);
  grow_to(mock::k_most_of_customer + 1);
  state = world.ask("GET", "state").body;
  const http::Reply refused = world.ask("PUT", "state", state);
  CHECK(refused.status == 422);
  CHECK_THAT(refused.body, Catch::Contains("more than 10000"));
}

}  // namespace sellsign::budgets_test
