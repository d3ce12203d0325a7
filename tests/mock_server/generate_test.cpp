#include "mock_server/data/generate.h"

#include <map>
#include <set>

#include <nlohmann/json.hpp>

#include "api/entities.h"
#include "mock_server/data/state_file.h"
#include "mock_server/mock/mock.h"
#include "tests/catch.h"

namespace sellsign::generate_test {

using namespace sellsign;
using mock::Counts;
using mock::CustomerRecord;
using mock::GenerateOptions;
using mock::Store;
using Json = nlohmann::ordered_json;

std::string state(const GenerateOptions& options) {
  Store store(100);
  mock::generate(store, options, {});
  return mock::export_state(store);
}

/// An entity as the body of a request: its parameters by their request names.
template <class E>
Json request_of(const E& entity) {
  Json request;
  api::for_each_row<E>([&]<std::size_t Row>() {
    constexpr const api::FieldInfo& info = api::fields_of<E>[Row].info;
    if constexpr (info.need != api::Need::answer) {
      const auto& value = entity.*api::member_of<E, Row>;
      if constexpr (std::is_same_v<std::decay_t<decltype(value)>, Timestamp>)
        request[std::string(info.name)] = value.time_since_epoch().count();
      else
        request[std::string(info.name)] = value;
    }
  });
  return request;
}

bool starts_with_one_of(const std::string& text, std::initializer_list<const char*> starts) {
  return std::ranges::any_of(starts, [&](const char* start) { return text.starts_with(start); });
}

/// Whether the last digit is the check digit of the others (Luhn), as a real SIRET has it.
bool passes_luhn(const std::string& digits) {
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const int digit = (digits[i] - '0') * ((digits.size() - i) % 2 == 0 ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum % 10 == 0;
}

template <class Check>
void for_some(Check check) {
  Store store(100);
  GenerateOptions options;
  options.customers = 400;
  mock::generate(store, options, {});
  store.for_each(check);
}

TEST_CASE("what to generate is read from a list of numbers") {
  CHECK(*mock::parse_generate("customers=100000,contractors=2,properties=7") ==
        GenerateOptions{100'000, 2, 7, 1});
  CHECK(*mock::parse_generate("seed=42,customers=0") == GenerateOptions{0, 2, 5, 42});

  struct Row {
    const char *text, *what;
  };
  static const Row k_rows[] = {
      {"custmers=5", "unknown key \"custmers\" (did you mean \"customers\"?)"},
      {"customers=1,,seed=1", "unknown key \"\""},
      {"", "customers=1000"},
      {"customers", "customers must be a whole number from 0 to 10000000, not \"\""},
      {"contractors=-1", "contractors must be a whole number from 0 to 1000, not \"-1\""},
      {"properties=2x", "not \"2x\""},
      {"customers=10000001", "from 0 to 10000000"},
      {"customers=99999999999999999999", "from 0 to 10000000"},
      {"seed=1,seed=2", "seed is given twice"},
  };
  for (const Row& row : k_rows) {
    INFO(row.text);
    const auto options = mock::parse_generate(row.text);
    REQUIRE_FALSE(options);
    CHECK(options.error().kind == ErrorKind::usage);
    CHECK_THAT(options.error().message, Catch::Contains(row.what));
  }
}

TEST_CASE("one seed makes one state, another seed another; customers do not depend on their number") {
  const GenerateOptions options{50, 2, 10, 7};
  const std::string text = state(options);
  CHECK(text == state(options));
  CHECK(text != state({50, 2, 10, 8}));
  const std::string fewer = state({20, 2, 10, 7});
  const auto customers_at = fewer.find('\n');
  const std::string common = fewer.substr(customers_at, fewer.size() - customers_at - 4);
  CHECK(common.size() > 10'000);
  CHECK(text.find(common) != std::string::npos);
}

TEST_CASE("as much is made as was asked for, and it is counted") {
  Store store(100);
  CHECK(mock::generate(store, {30, 3, 12, 1}, {}) == Counts{30, 90, 360});
  CHECK(store.counts() == Counts{30, 90, 360});
  CHECK(store.next_id() == 100 + 90 + 360);
  CHECK(mock::generate(store, {30, 0, 0, 2}, {}) == Counts{30, 0, 0});
  CHECK(store.counts() == Counts{30, 0, 0});
}

TEST_CASE("free fields have the declared keys, where some are declared") {
  mock::Settings settings;
  settings.declared_keys = {"colour", "size"};
  Store store(100);
  CHECK(mock::generate(store, {1, 0, 5, 1}, settings) == Counts{1, 0, 2});
  store.read("GEN-000001", [](const CustomerRecord* record) {
    CHECK(record->properties[0].key == "colour");
    CHECK(record->properties[1].key == "size");
  });
}

TEST_CASE("nobody who was made up exists") {
  const auto is_fiction = [](const std::string& phone) {
    return starts_with_one_of(
               phone, {"019900", "026191", "035301", "046571", "053649", "063998", "+493023125", "+496990009",
                       "+494066969", "+492214710", "+498999998", "+4917139200", "+44207946", "+441614960",
                       "+441214960", "+447700900"}) ||
           (phone.size() == 12 && phone.starts_with("+1") && phone.substr(5, 5) == "55501");
  };
  const auto is_example = [](const std::string& mail) {
    return mail.ends_with("@example.org") || mail.ends_with("@example.com") || mail.ends_with("@example.net");
  };
  const auto check = [&](const auto& person) {
    CHECK(is_fiction(person.phone));
    CHECK(is_fiction(person.cell_phone));
    CHECK(is_example(person.email));
    CHECK((person.civility == "MONSIEUR" || person.civility == "MADAME"));
    if (person.country == "FR" && !person.registration_number.empty()) {
      CHECK(person.registration_number.size() == 14);
      CHECK_FALSE(passes_luhn(person.registration_number));
    }
  };
  for_some([&](const CustomerRecord& record) {
    INFO(record.customer.number << " " << record.customer.phone << " " << record.customer.cell_phone);
    check(record.customer);
    std::ranges::for_each(record.contractors, check);
    CHECK(std::ranges::is_sorted(record.contractors, {}, &api::Contractor::id));
    CHECK(record.customer.sync_timer >= record.customer.creation_date);
  });
}

TEST_CASE("post codes belong to their towns, and there are accents and several countries") {
  std::map<std::string, std::string> towns;
  std::set<std::string> countries;
  int accents = 0;
  for_some([&](const CustomerRecord& record) {
    const api::Customer& customer = record.customer;
    const auto [known, fresh] = towns.emplace(customer.postal_code, customer.city);
    CHECK(known->second == customer.city);
    countries.insert(customer.country);
    accents += customer.lastname.find('\xC3') != std::string::npos ? 1 : 0;
  });
  CHECK(towns.at("13100") == "Aix-en-Provence");
  CHECK(countries == std::set<std::string>{"DE", "FR", "GB", "US"});
  CHECK(accents > 50);
}

TEST_CASE("what was made up passes the strict check of the calls") {
  mock::MockOptions options;
  options.mode = mock::Mode::strict;
  options.self_check = true;
  mock::Mock mock(options);
  const auto post = [&](const std::string& path, const std::string& action, const Json& body) {
    const std::string target = "/calinda/hub/selling/model/" + path;
    const std::string query = "action=" + action + "&j_token=T";
    const std::string text = body.dump();
    const http::Reply reply = mock.handle({"POST", target, query, {}, text});
    INFO(text);
    CHECK(reply.status == 200);
    CHECK(reply.headers.empty());
    if (reply.status != 200) FAIL(reply.body);
    return Json::parse(reply.body);
  };
  for_some([&](const CustomerRecord& record) {
    const Json customer = post("customer/update", "selectOrCreateCustomer", request_of(record.customer));
    CHECK(customer["firstname"] == record.customer.firstname);
    for (const api::Contractor& contractor : record.contractors) {
      Json request = request_of(contractor);
      request["id"] = -1;
      CHECK(post("contractor/create", "getOrCreateContractor", request)["email"] == contractor.email);
    }
    for (const api::Property& property : record.properties) {
      Json request = request_of(property);
      request["id"] = -1;
      CHECK(post("customerproperty/update", "getOrCreateCustomerProperty", request)["value"] ==
            property.value);
    }
  });
  CHECK(mock.store().counts() == Counts{400, 800, 2'000});
}

}  // namespace sellsign::generate_test
