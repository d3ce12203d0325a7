#include "mock_server/store/customer_list.h"

#include <nlohmann/json.hpp>

#include "api/entities.h"
#include "tests/catch.h"

namespace sellsign::customer_list_test {

using namespace sellsign;
using mock::CustomerRecord;
using mock::Store;
using Json = nlohmann::ordered_json;

/// Customers C0 to C11; C7 is Élodie.
void fill(Store& store) {
  for (int i = 0; i < 12; ++i) {
    const std::string number = "C" + std::to_string(i);
    store.upsert(number, [&](CustomerRecord& record, bool) {
      record.customer.number = number;
      record.customer.company_name = "Société " + std::to_string(i);
      record.customer.firstname = i == 7 ? "Élodie" : "Jean";
      record.customer.lastname = "Exemple";
      record.customer.email = "mail" + std::to_string(i) + "@example.org";
      record.customer.city = "Paris";
      record.contractors.resize(static_cast<std::size_t>(i));
      record.properties.resize(1);
    });
  }
}

std::string numbers(const Json& page) {
  std::string all;
  for (const Json& customer : page["customers"]) all += customer["number"].get<std::string>() + " ";
  return all;
}

TEST_CASE("pages of customers are sorted by number and count what belongs to each") {
  struct Row {
    mock::CustomerQuery query;
    std::size_t total;
    const char* numbers;
  };
  static const Row k_rows[] = {
      {{"", 0, 50}, 12, "C0 C1 C10 C11 C2 C3 C4 C5 C6 C7 C8 C9 "},
      {{"", 2, 3}, 12, "C10 C11 C2 "},
      {{"", 10, 50}, 12, "C8 C9 "},
      {{"", 12, 5}, 12, ""},
      {{"", 100, 5}, 12, ""},
      {{"", 0, 0}, 12, ""},
      {{"c1", 0, 50}, 3, "C1 C10 C11 "},
      {{"c1", 1, 1}, 3, "C10 "},
      {{"SOCIÉTÉ 3", 0, 50}, 1, "C3 "},
      {{"élo", 0, 50}, 1, "C7 "},
      {{"ÉLODIE EXEMPLE", 0, 50}, 1, "C7 "},
      {{"MAIL4@", 0, 50}, 1, "C4 "},
      {{"Paris", 0, 50}, 0, ""},
      {{"Exemplemail", 0, 50}, 0, ""},
      {{"nobody", 0, 50}, 0, ""},
  };
  Store store(1);
  fill(store);
  for (const Row& row : k_rows) {
    INFO(row.query.search << " " << row.query.offset << " " << row.query.limit);
    const Json page = Json::parse(mock::list_customers(store, row.query));
    CHECK(page["total"] == row.total);
    CHECK(page["offset"] == row.query.offset);
    CHECK(numbers(page) == row.numbers);
  }
  const Json row = Json::parse(mock::list_customers(store, {"C11", 0, 1}))["customers"][0];
  CHECK(row.size() == api::k_customer_fields.size() + 2);
  CHECK(row["firstname"] == "Jean");
  CHECK(row["contractors"] == 11);
  CHECK(row["properties"] == 1);
}

TEST_CASE("one customer is shown with all that belongs to it") {
  Store store(1);
  fill(store);
  const auto text = mock::show_customer(store, "C2");
  REQUIRE(text);
  const Json shown = Json::parse(*text);
  CHECK(shown["customer"]["companyName"] == "Société 2");
  CHECK(shown["customer"].size() == api::k_customer_fields.size());
  CHECK(shown["contractors"].size() == 2);
  CHECK(shown["contractors"][0]["id"] == -1);
  CHECK(shown["properties"].size() == 1);
  CHECK_FALSE(mock::show_customer(store, "nobody"));
}

}  // namespace sellsign::customer_list_test
