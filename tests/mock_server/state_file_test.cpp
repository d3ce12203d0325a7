#include "mock_server/data/state_file.h"

#include <nlohmann/json.hpp>

#include "api/entities.h"
#include "mock_server/data/generate.h"
#include "tests/catch.h"

namespace sellsign::state_file_test {

using namespace sellsign;
using mock::Counts;
using mock::CustomerRecord;
using mock::Store;
using Json = nlohmann::ordered_json;

/// Gives every member a value of its own; texts hold what is hard to write.
template <class E>
E filled(std::int64_t& n) {
  E entity;
  api::for_each_row<E>([&]<std::size_t Row>() {
    auto& member = entity.*api::member_of<E, Row>;
    using Value = std::remove_reference_t<decltype(member)>;
    ++n;
    if constexpr (std::is_same_v<Value, std::string>)
      member = std::to_string(n) + " é \"q\" \\ / \n\t\r\b\f \x01 <&='> 😀";
    else if constexpr (std::is_same_v<Value, bool>)
      member = true;
    else if constexpr (std::is_same_v<Value, Timestamp>)
      member = Timestamp{std::chrono::milliseconds{n % 2 == 0 ? n : -n}};
    else
      member = n;
  });
  return entity;
}

void keep(Store& store, const CustomerRecord& record) {
  store.upsert(record.customer.number, [&](CustomerRecord& kept, bool) { kept = record; });
}

void keep_named(Store& store, const std::string& number) {
  CustomerRecord record;
  record.customer.number = number;
  keep(store, record);
}

CustomerRecord record_of(const Store& store, const std::string& number) {
  return store.read(
      number, [](const CustomerRecord* record) { return record == nullptr ? CustomerRecord{} : *record; });
}

/// A store with customers B and A; A has two signatories and a free field.
void fill(Store& store) {
  store.set_next_id(10);
  store.set_next_count(4);
  for (const char* number : {"B", "A"}) {
    CustomerRecord record;
    record.customer.number = number;
    if (record.customer.number == "A") {
      for (std::int64_t id : {5, 7}) {
        record.contractors.emplace_back().id = id;
        record.contractors.back().customer_number = number;
      }
      record.properties.emplace_back().id = 6;
      record.properties.back().customer_number = number;
    }
    keep(store, record);
  }
}

std::string small_state() {
  Store store(1);
  fill(store);
  return mock::export_state(store);
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

TEST_CASE("every member, both ids and every character survive an export and import") {
  std::int64_t n = 1'000'000;
  CustomerRecord record{filled<api::Customer>(n), {}, {}};
  for (int i = 0; i < 2; ++i) {
    record.contractors.push_back(filled<api::Contractor>(n));
    record.properties.push_back(filled<api::Property>(n));
    record.contractors.back().customer_number = record.properties.back().customer_number =
        record.customer.number;
  }
  Store store(1);
  keep(store, record);
  store.set_next_id(5'000'000'000);
  store.set_next_count(77);
  const std::string text = mock::export_state(store);

  Store other(9);
  keep(other, CustomerRecord{filled<api::Customer>(n), {}, {}});
  Counts counts;
  const auto problems = mock::import_state(other, "s.json", text, counts);
  for (const auto& problem : problems) FAIL(problem.where << ": " << problem.what);
  CHECK(counts == Counts{1, 2, 2});
  CHECK(other.counts() == counts);
  CHECK(record_of(other, record.customer.number) == record);
  CHECK(other.next_id() == 5'000'000'000);
  CHECK(other.next_count() == 77);
  CHECK(mock::export_state(other) == text);
}

TEST_CASE("an export has the shape of the answers, a line for each customer, sorted by number") {
  const std::string text = small_state();
  const Json state = Json::parse(text);
  CHECK(state["nextId"] == 10);
  CHECK(state["nextCount"] == 4);
  REQUIRE(state["customers"].size() == 2);
  CHECK(state["customers"][0]["number"] == "A");
  CHECK(state["customers"][0]["contractors"][1]["id"] == 7);
  CHECK(state["customers"][0]["properties"][0]["customerNumber"] == "A");
  CHECK(state["customers"][1]["contractors"].empty());
  CHECK(state["customers"][0].size() == api::k_customer_fields.size() + 2);
  CHECK(std::ranges::count(text, '\n') == 4);
  CHECK(mock::export_state(Store(1)) == "{\"nextId\":1,\"nextCount\":1,\"customers\":[\n]}\n");
}

TEST_CASE("made-up data and layers come back byte for byte") {
  Store store(1);
  mock::GenerateOptions options;
  options.customers = 300;
  mock::generate(store, options, {});
  store.freeze();
  store.erase("GEN-000003");
  const std::string text = mock::export_state(store);
  Store other(1);
  Counts counts;
  CHECK(mock::import_state(other, "s", text, counts).empty());
  CHECK(counts == Counts{299, 598, 1'495});
  CHECK(mock::export_state(other) == text);
}

TEST_CASE("a state that people wrote may have its keys, white space and ids in any order") {
  const std::string text = small_state();
  Json state = Json::parse(text);
  std::swap(state["customers"][0]["contractors"][0], state["customers"][0]["contractors"][1]);
  std::swap(state["customers"][0], state["customers"][1]);
  const nlohmann::json sorted_keys = nlohmann::json::parse(state.dump());
  Store store(1);
  Counts counts;
  CHECK(mock::import_state(store, "s", sorted_keys.dump(2, ' ', true), counts).empty());
  CHECK(mock::export_state(store) == text);
}

TEST_CASE("what is wrong with a state is said with its place, and nothing is changed") {
  struct Row {
    const char *from, *to, *where, *what;
    std::size_t problems = 1;
  };
  static const Row k_rows[] = {
      {"\"nextId\":10", "\"nextId\":\"10\"", "f:1:11", "/nextId: must be a whole number, not text"},
      {"\"nextId\":10", "\"nextId\":0", "f:1:11", "/nextId: must be from 1 to 8070450532247928831"},
      {"\"nextId\":10", "\"nextId\":9223372036854775807", "f:1:11", "/nextId: must be from 1 to"},
      {"\"nextId\":10", "\"nextId\":8070450532247928832", "f:1:11", "/nextId: must be from 1 to"},
      {"\"nextId\":10", "\"nextId\":1e3", "f:1:11", "not a number that is not whole"},
      {"\"nextId\":10", "\"nextId\":99999999999999999999", "f:1:11", "does not fit into 64 bits"},
      {"\"nextId\":10,", "", "f:1:1", "the file: the key \"nextId\" is missing"},
      {"\"nextId\":10", "\"nextId\":7",
       "f:2:", "/customers/0/contractors/1/id: must be smaller than nextId, 7"},
      {"\"nextCount\"", "\"nextcount\"", "f:1:14", "unknown key \"nextcount\" (did you mean \"nextCount\"?)",
       2},
      {"\"nextCount\":4", "\"nextCount\":4,\"nextCount\":5", "f:1:28", "/nextCount: this key stands twice"},
      {"\"customers\":[\n", "\"customers\":[3,", "f:1:41",
       "/customers/0: must be an object, not a whole number"},
      {"{\"number\":\"B\"", "{\"number\":null", "f:3:11", "/customers/1/number: must be text, not null"},
      {"{\"number\":\"B\"", "{\"number\":\"\"", "f:3:1", "/customers/1/number: must not be empty"},
      {"{\"number\":\"B\",\"actorId\":0,\"s", "{\"number\":\"B\",\"s", "f:3:1",
       "/customers/1: the key \"actorId\" is missing"},
      {"{\"number\":\"B\"", "{\"number\":\"A\"", "f:3:1", "a customer with the number \"A\" stands above"},
      {"\"civility\":\"\"", "\"civilty\":\"\"",
       "f:2:", "/customers/0: unknown key \"civilty\" (did you mean \"civility\"?)", 2},
      {"\"isDefault\":false", "\"isDefault\":0",
       "f:2:", "/contractors/0/isDefault: must be true or false, not a whole number"},
      {"\"customerNumber\":\"A\"", "\"customerNumber\":\"B\"",
       "f:2:", "/contractors/0/customerNumber: must be the number of the customer it stands in, \"A\""},
      {"{\"id\":7", "{\"id\":5",
       "f:2:", "/customers/0/contractors/1/id: the id 5 is also that of /customers/0/contractors/0"},
      {"{\"id\":6", "{\"id\":-1", "f:2:", "/customers/0/properties/0/id: must be 1 or more"},
      {"\"properties\":[]", "\"properties\":{}",
       "f:3:", "/customers/1/properties: must be a list, not an object"},
      {"\"city\":\"\"", "\"city\":\"\\ud800\"", "f:2:", "hex digits"},
      {"\"city\":\"\"", "\"city\":\"\\x\"", "f:2:", "is not followed by one of"},
      {"\"city\":\"\"", "\"city\":\"\xC3\"", "f:2:", "not UTF-8"},
      {"\"city\":\"\"", "\"city\" \"\"", "f:2:", "a colon is missing"},
      {"\"city\":\"\"", "\"city\":oops", "f:2:", "only true, false, null"},
      {"\"city\":\"\",", "\"city\":\"\"", "f:2:", "a comma is missing"},
      {"\n]}", "\n,]}", "f:4:2", "comma in front of this ]"},
      {"\n]}\n", "\n]} x\n", "f:4:4", "more text after the end"},
  };
  const std::string text = small_state();
  for (const Row& row : k_rows) {
    INFO(row.from << " -> " << row.to);
    Store store(1);
    store.take_id();
    keep_named(store, "before");
    const std::string before = mock::export_state(store);
    Counts counts{1, 2, 3};
    const auto problems = mock::import_state(store, "f", replaced(text, row.from, row.to), counts);
    std::string all;
    for (const auto& problem : problems) all += problem.where + " " + problem.what + "\n";
    INFO(all);
    CHECK(problems.size() == row.problems);
    CHECK(all.starts_with(row.where));
    CHECK_THAT(all, Catch::Contains(row.what));
    CHECK(mock::export_state(store) == before);
    CHECK(counts == Counts{1, 2, 3});
  }
}

TEST_CASE("all problems of a state are listed, up to a hundred") {
  std::string text = "{\"nextId\":1,\"nextCount\":1,\"customers\":[";
  for (int i = 0; i < 200; ++i) text += (i == 0 ? "\n" : ",\n") + std::to_string(i);
  Store store(1);
  Counts counts;
  const auto problems = mock::import_state(store, "f", text + "]}", counts);
  REQUIRE(problems.size() == 101);
  CHECK(problems[99].where == "f:101:1");
  CHECK(problems[100].what == "100 more problems are not listed");
}

TEST_CASE("a state that is cut anywhere, or has any byte changed, never half arrives") {
  const std::string text = small_state();
  Store store(1);
  const std::string empty = mock::export_state(store);
  Counts counts;
  for (std::size_t length = 0; length + 1 < text.size(); ++length) {
    const auto problems = mock::import_state(store, "f", text.substr(0, length), counts);
    if (problems.empty()) FAIL("taken when cut after " << length);
  }
  CHECK(mock::export_state(store) == empty);
  for (std::size_t i = 0; i < text.size(); ++i)
    for (const char c : {'"', '{', ']', ',', '7', '\\', '\0', '\xFF'}) {
      std::string changed = text;
      changed[i] = c;
      Store target(1);
      const bool taken = mock::import_state(target, "f", changed, counts).empty();
      if ((mock::export_state(target) == empty) == taken) FAIL("half taken: byte " << i);
    }
}

}  // namespace sellsign::state_file_test
