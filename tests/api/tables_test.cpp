#include <algorithm>
#include <set>

#include "api/departures.h"
#include "api/endpoints.h"
#include "api/entities.h"
#include "base/nearest.h"
#include "mock_server/calls/settings.h"
#include "tests/catch.h"

namespace sellsign::tables_test {

using namespace sellsign;

TEST_CASE("statements are sound") {
  std::set<std::string_view> ids;
  const std::set<std::string_view> topics = {"customer", "contractor", "property", "wire",
                                             "token",    "error",      "later"};
  for (const api::Source& source : api::sources()) {
    INFO(source.id);
    CHECK(ids.insert(source.id).second);
    CHECK(topics.contains(source.topic));
    CHECK(source.text.ends_with('.'));
    CHECK_FALSE(source.origin.empty());
    const std::string_view prefix = source.id.substr(0, 3);
    CHECK(prefix == (source.kind == api::SourceKind::documented ? "doc"
                     : source.kind == api::SourceKind::observed ? "obs"
                                                                : "asm"));
    CHECK(api::find_source(source.id) == &source);
  }
  CHECK(api::find_source("doc.customer.nonsense") == nullptr);
}

TEST_CASE("departures have unique kebab-case names and words without a full stop") {
  std::set<std::string_view> names;
  for (const api::DepartureRow& row : api::departures()) {
    INFO(row.name);
    CHECK(names.insert(row.name).second);
    CHECK(std::ranges::all_of(row.name, [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; }));
    CHECK_FALSE(row.words.ends_with('.'));
    CHECK(&api::row_of(row.id) == &row);
  }
}

TEST_CASE("the customer's answer has the 22 keys of the vendor's example in their order") {
  const std::vector<std::string_view> expected = {"number",
                                                  "actorId",
                                                  "syncTimer",
                                                  "civility",
                                                  "firstname",
                                                  "lastname",
                                                  "address1",
                                                  "address2",
                                                  "postalCode",
                                                  "city",
                                                  "phone",
                                                  "email",
                                                  "creationDate",
                                                  "lastModificationPlace",
                                                  "companyName",
                                                  "country",
                                                  "cellPhone",
                                                  "jobTitle",
                                                  "registrationNumber",
                                                  "birthdate",
                                                  "birthplace",
                                                  "customerCode"};
  std::vector<std::string_view> keys;
  for (const api::FieldInfo& row : api::endpoint(api::Call::select_or_create_customer).answer)
    keys.push_back(row.key);
  CHECK(keys == expected);
}

TEST_CASE("parameters stand in the order of the vendor's lists") {
  const auto in_order = [](api::Call call) {
    std::vector<const api::FieldInfo*> rows;
    for (const api::FieldInfo& row : api::endpoint(call).parameters)
      if (row.need != api::Need::answer) rows.push_back(&row);
    std::ranges::sort(rows, {}, &api::FieldInfo::position);
    std::vector<std::string_view> names;
    for (const auto* row : rows) names.push_back(row->name);
    return names;
  };
  CHECK(in_order(api::Call::select_or_create_customer) ==
        std::vector<std::string_view>{"number", "civility", "firstname", "lastname", "email", "cell_phone",
                                      "address_1", "postal_code", "city", "country", "customer_code",
                                      "company_name", "registration_number", "address_2", "phone",
                                      "job_title", "birthdate", "birthplace"});
  CHECK(in_order(api::Call::get_contractors_for) ==
        std::vector<std::string_view>{"number", "offset", "size"});
}

TEST_CASE("an alias has a source, and only an alias has one") {
  for (const api::Endpoint& row : api::endpoints())
    for (const api::FieldInfo& field : row.parameters) {
      INFO(row.id << " " << field.name);
      CHECK(field.alias.empty() == (field.alias_source == nullptr));
      CHECK(field.source != nullptr);
    }
}

TEST_CASE("calls are found by id, and parameters by every name they have") {
  const api::Endpoint* row = api::find_endpoint("contractor.getOrCreateContractor");
  REQUIRE(row != nullptr);
  CHECK(path_of(*row) == "/calinda/hub/selling/model/contractor/create");
  CHECK(selector_of(*row) == "action=getOrCreateContractor");
  for (const char* name : {"cell_phone", "cellPhone", "title", "civility"})
    CHECK(find_parameter(*row, name) != nullptr);
  for (const char* name : {"syncTimer", "", "Cell_phone"}) CHECK(find_parameter(*row, name) == nullptr);
  CHECK(path_of(*api::find_endpoint("do.getContracts")) == "/calinda/hub/selling/do");
  CHECK(path_of(*api::find_endpoint("hub.createTemporaryToken")) ==
        "/calinda/hub/createTemporaryToken.action");
}

TEST_CASE("the nearest name is a plausible slip or nothing") {
  struct Row {
    std::string_view wanted, found;
  };
  const std::vector<std::string_view> names = {"firstname", "lastname", "email", "id"};
  for (const Row& row : {Row{"firstnmae", "firstname"}, Row{"Email", "email"}, Row{"emial", "email"},
                         Row{"zzzzzzzz", ""}, Row{"", ""}, Row{"lastnam", "lastname"}}) {
    INFO(row.wanted);
    CHECK(nearest(row.wanted, names).value_or("") == row.found);
  }
  CHECK(edit_distance("abcd", "acbd") == 1);
  CHECK(edit_distance("", "abc") == 3);
  CHECK(did_you_mean("emial", names) == " (did you mean \"email\"?)");
}

TEST_CASE("settings take their choices and say what is wrong") {
  mock::Settings settings;
  for (const mock::SettingRow& row : mock::setting_rows()) {
    INFO(row.name);
    CHECK(apply(settings, row.name, text_of(row, settings)).ok());
  }
  CHECK(apply(settings, "bad-token", "403").ok());
  CHECK(settings.bad_token == 403);
  CHECK(apply(settings, "declared-keys", "vat,iban").ok());
  CHECK(settings.declared_keys == std::vector<std::string>{"vat", "iban"});
  CHECK(apply(settings, "bad-token", "200").error().message ==
        "setting bad-token must be one of 401, 403, 302, not \"200\"");
  CHECK(apply(settings, "page-size", "0").error().message ==
        "setting page-size must be a whole number from 1 to 10^18, not \"0\"");
  CHECK(apply(settings, "bad-tokne", "401").error().message ==
        "unknown setting \"bad-tokne\" (did you mean \"bad-token\"?)");
}

}  // namespace sellsign::tables_test
