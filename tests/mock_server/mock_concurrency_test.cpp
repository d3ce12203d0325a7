#include <array>
#include <thread>

#include <nlohmann/json.hpp>

#include "mock_server/mock/mock.h"
#include "tests/catch.h"

namespace sellsign::mock_concurrency_test {

using namespace sellsign;
using Tree = nlohmann::json;

constexpr std::size_t k_threads = 4;

std::string path(std::string_view call) { return "/calinda/hub/selling/model/" + std::string(call); }

http::Reply post(mock::Mock& mock, std::string_view call, std::string_view action, const Tree& body) {
  const std::string target = path(call);
  const std::string query = "action=" + std::string(action) + "&j_token=T";
  const std::string text = body.dump();
  return mock.handle({"POST", target, query, {}, text});
}

/// All fields of one write hold the same word, so that a torn record shows.
Tree customer(const std::string& number, const std::string& word) {
  return {{"number", number}, {"civility", word},   {"firstname", word},    {"lastname", word},
          {"email", word},    {"cell_phone", word}, {"address_1", word},    {"postal_code", word},
          {"city", word},     {"country", "FR"},    {"customer_code", word}};
}

template <class Work>
void in_threads(Work work) {
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < k_threads; ++t) threads.emplace_back(work, t);
  for (std::thread& thread : threads) thread.join();
}

TEST_CASE("concurrent upserts of one number make one record, never torn, and every write is ordered") {
  mock::Mock mock{mock::MockOptions{}};
  constexpr int k_writes = 400;
  std::array<std::vector<std::int64_t>, k_threads> sync_timers;
  in_threads([&](std::size_t t) {
    for (int i = 0; i < k_writes; ++i) {
      const std::string word = std::to_string(t) + "-" + std::to_string(i);
      const http::Reply reply =
          post(mock, "customer/update", "selectOrCreateCustomer", customer("HOT", word));
      const Tree answer = Tree::parse(reply.body);
      if (answer["firstname"] != word || answer["customerCode"] != word) sync_timers[t].push_back(-1);
      sync_timers[t].push_back(answer["syncTimer"].get<std::int64_t>());
    }
  });
  CHECK(mock.store().size() == 1);
  std::vector<std::int64_t> all;
  for (const auto& timers : sync_timers) {
    CHECK(std::ranges::is_sorted(timers));
    all.insert(all.end(), timers.begin(), timers.end());
  }
  std::ranges::sort(all);
  CHECK(all.size() == k_threads * k_writes);
  CHECK(std::ranges::adjacent_find(all) == all.end());  // no two writes shared an instant: none was lost
  CHECK(all.front() > 0);
}

TEST_CASE("readers see whole records while a writer changes them") {
  mock::Mock mock{mock::MockOptions{}};
  post(mock, "customer/update", "selectOrCreateCustomer", customer("HOT", "0"));
  const std::string target = path("customer/read");
  std::array<int, k_threads> torn{};
  in_threads([&](std::size_t t) {
    for (int i = 0; i < 500; ++i) {
      if (t == 0) {
        post(mock, "customer/update", "selectOrCreateCustomer", customer("HOT", std::to_string(i)));
        continue;
      }
      const Tree seen =
          Tree::parse(mock.handle({"GET", target, "action=getCustomer&number=HOT&j_token=T", {}, ""}).body);
      if (seen["firstname"] != seen["customerCode"] || seen["city"] != seen["email"]) ++torn[t];
    }
  });
  CHECK(torn == std::array<int, k_threads>{});
}

TEST_CASE("concurrent creations of one signatory and one free field make one of each") {
  mock::Mock mock{mock::MockOptions{}};
  post(mock, "customer/update", "selectOrCreateCustomer", customer("C", "x"));
  std::array<std::vector<std::int64_t>, k_threads> ids;
  in_threads([&](std::size_t t) {
    for (int i = 0; i < 100; ++i) {
      const Tree contractor = {{"customer_number", "C"}, {"id", -1},           {"civility", "M"},
                               {"firstname", "A"},       {"lastname", "B"},    {"email", "e"},
                               {"address_1", "1"},       {"postal_code", "1"}, {"city", "P"},
                               {"country", "FR"},        {"cell_phone", "1"}};
      const auto made =
          Tree::parse(post(mock, "contractor/create", "getOrCreateContractor", contractor).body);
      ids[t].push_back(made["id"].get<std::int64_t>());
      post(mock, "customerproperty/update", "getOrCreateCustomerProperty",
           {{"customer_number", "C"}, {"key", "k"}, {"value", std::to_string(i)}, {"id", -1}});
    }
  });
  for (const auto& seen : ids)
    for (const std::int64_t id : seen) CHECK(id == ids[0][0]);
  mock.store().read("C", [](const mock::CustomerRecord* record) {
    REQUIRE(record != nullptr);
    CHECK(record->contractors.size() == 1);
    CHECK(record->properties.size() == 1);
  });
}

TEST_CASE("ids are unique across customers and threads") {
  mock::Mock mock{mock::MockOptions{}};
  std::array<std::vector<std::int64_t>, k_threads> ids;
  in_threads([&](std::size_t t) {
    const std::string number = "C" + std::to_string(t);
    post(mock, "customer/update", "selectOrCreateCustomer", customer(number, "x"));
    for (int i = 0; i < 100; ++i) {
      const auto made = Tree::parse(
          post(mock, "customerproperty/update", "getOrCreateCustomerProperty",
               {{"customer_number", number}, {"key", std::to_string(i)}, {"value", "v"}, {"id", -1}})
              .body);
      ids[t].push_back(made["id"].get<std::int64_t>());
    }
  });
  std::vector<std::int64_t> all;
  for (const auto& seen : ids) all.insert(all.end(), seen.begin(), seen.end());
  std::ranges::sort(all);
  CHECK(all.size() == k_threads * 100);
  CHECK(std::ranges::adjacent_find(all) == all.end());
}

}  // namespace sellsign::mock_concurrency_test
