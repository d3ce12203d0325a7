#include "api/departures.h"

#include <algorithm>
#include <set>

#include "api/countries.h"
#include "api/odd_values.h"
#include "mock_server/mock/mock.h"
#include "tests/catch.h"
#include "tests/support/program.h"
#include "tests/support/wire.h"

namespace sellsign::departures_test {
namespace {

using api::DepartureId;
using enum api::DepartureId;

/// Replaces the first `from` of a text, which must be there.
std::string with(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

const std::string k_person =
    "civility=MADAME&firstname=Ada&lastname=Exemple&email=ada%40example.org&cell_phone=0600000000&address_1="
    "1&"
    "postal_code=13100&city=Aix&country=FR&company_name=&registration_number=&address_2=&phone=&job_title=&"
    "birthdate=&birthplace=";
const std::string k_customer = "action=selectOrCreateCustomer&number=AM1&customer_code=C1&" + k_person;
const std::string k_signatory =
    "action=getOrCreateContractor&customer_number=AM1&id=-1&category=&" + k_person;
const std::string k_field = "action=getOrCreateCustomerProperty";
const std::string k_field_json = R"({"customer_number":"AM1","id":-1,"key":"k","value":"v"})";
const std::string k_customer_json =
    R"({"number":"AM1","civility":"MADAME","firstname":"Ada","lastname":"Exemple","email":"ada@example.org",)"
    R"("cell_phone":"0600000000","address_1":"1","postal_code":"13100","city":"Aix","country":"FR",)"
    R"("customer_code":"C1"})";

/// A request that leaves the documents in one point only.
struct Broken {
  DepartureId id;
  std::string verb, call, query, body;
  std::string corrected;  ///< stands in the corrected line
};

std::vector<Broken> broken_requests() {
  const std::string upsert = "customer/update", signatory = "contractor/create",
                    field = "customerproperty/update";
  const auto customer = [&](DepartureId id, std::string_view from, std::string_view to,
                            std::string corrected = "") {
    return Broken{id, "GET", upsert, with(k_customer, from, to), "", std::move(corrected)};
  };
  const auto contractor = [&](DepartureId id, std::string_view from, std::string_view to,
                              std::string corrected = "") {
    return Broken{id, "GET", signatory, with(k_signatory, from, to), "", std::move(corrected)};
  };
  return {
      customer(unknown_parameter, "&city=", "&colour=red&city="),
      customer(camel_case_key, "cell_phone", "cellPhone", "cell_phone=0600000000"),
      customer(undocumented_alias, "civility=", "title=", "civility=MADAME"),
      {undocumented_action_type, "GET", "customer/create", k_customer, "", "customer/update?"},
      {undocumented_verb, "POST", "customer/read", "action=getCustomer&number=AM1", "", "curl 'http"},
      customer(optional_missing_in_get, "&phone=", "", "phone="),
      contractor(optional_missing_in_get, "&category=", "", "category="),
      customer(duplicate_parameter, "&city=Aix", "&city=Aix&city=Nice", "city=Aix"),
      customer(empty_mandatory, "city=Aix", "city=", "city=Paris"),
      customer(empty_number, "number=AM1", "number=", "number=C-1"),
      contractor(forbidden_character_in_name, "firstname=Ada", "firstname=A.da", "firstname=Ada"),
      contractor(forbidden_character_in_phone, "cell_phone=06", "cell_phone=06.", "cell_phone=0600000000"),
      customer(unknown_country, "country=FR", "country=fr", "country=FR"),
      customer(unknown_country, "country=FR", "country=XX"),
      customer(unknown_country, "country=FR", "country=999"),
      contractor(unknown_localisation, "&city=", "&localisation=it_IT&city="),
      customer(unreadable_birthdate, "birthdate=", "birthdate=31%2F12%2F1980"),
      {number_for_text, "POST", field, k_field, with(k_field_json, "\"v\"", "29000"), R"("value":"29000")"},
      {text_for_number, "POST", field, k_field, with(k_field_json, "-1", "\"-1\""), R"("id":-1)"},
      contractor(text_for_boolean, "&city=", "&is_default=1&city=", "is_default=true"),
      {null_value, "POST", upsert, "action=selectOrCreateCustomer",
       with(k_customer_json, "\"city\"", "\"phone\":null,\"city\""), ""},
      {form_body, "POST", field, k_field, "customer_number=AM1&id=-1&key=k&value=v", R"("value":"v")"},
      customer(bad_percent_escape, "city=Aix", "city=100%", "city=100%25"),
      customer(unencoded_character, "%40", "@", "ada%40example.org"),
      {conflicting_tokens, "GET", "customer/read", "action=getCustomer&number=AM1&j_token=U", "", ""},
      contractor(missing_id, "&id=-1", "", "id=-1"),
      customer(word_of_program, "&phone=", "&phone=undefined", "phone=&"),
      customer(word_of_program, "birthplace=", "birthplace=%5Bobject%20Object%5D"),
      customer(word_of_program, "city=Aix", "city=null", "city=Paris"),
      contractor(encoded_twice, "firstname=Ada", "firstname=Jean%2520Lo%25C3%25AFc",
                 "firstname=Jean%20Lo%C3%AFc"),
      {encoded_twice, "POST", field, k_field, with(k_field_json, "\"v\"", "\"a%40b\""), R"("value":"a@b")"},
  };
}

mock::MockOptions in_mode(mock::Mode mode) {
  mock::MockOptions options;
  options.mode = mode;
  return options;
}

/// A mock that knows the customer AM1, behind a port.
class Server {
 public:
  explicit Server(mock::Mode mode)
      : mock_(in_mode(mode)),
        running_(
            testing::start_server([this](const http::Request& request) { return mock_.handle(request); })) {
    REQUIRE(mock_.perform_directly(api::Call::select_or_create_customer, k_customer_json).status == 200);
  }
  ~Server() { running_.stop(); }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  http::Reply ask(const Broken& broken) {
    const std::string host = "127.0.0.1:" + std::to_string(running_.port());
    const std::string path = "/calinda/hub/selling/model/" + broken.call;
    const std::vector<http::HeaderView> headers = {{"Host", host}, {"j_token", "T"}};
    return mock_.handle({broken.verb, path, broken.query, headers, broken.body});
  }

 private:
  mock::Mock mock_;
  testing::RunningServer running_;
};

std::vector<std::string> warnings_of(const http::Reply& reply) {
  std::vector<std::string> warnings;
  for (const auto& [name, value] : reply.headers)
    if (name == "X-Mock-Warning") warnings.push_back(value);
  return warnings;
}

std::string try_line_of(const http::Reply& reply) {
  const std::size_t at = reply.body.find("\nTry: ");
  REQUIRE(at != std::string::npos);
  return reply.body.substr(at + 6, reply.body.find('\n', at + 1) - at - 6);
}

/// What a shell gets that runs the line: the head of each answer.
std::string heads_of(const std::string& line) {
  const std::string script = "curl() { command curl -sS --noproxy '*' -o /dev/null -D - \"$@\"; }; " + line;
  const auto ended = testing::run_program({"sh", "-c", script}, {"SELLSIGN_TOKEN=T"});
  return ended.out + ended.err;
}

void check_line(const std::string& line) {
  INFO(line);
  const std::string heads = heads_of(line);
  INFO(heads);
  CHECK_THAT(heads, Catch::StartsWith("HTTP/1.1 200 OK"));
  CHECK_THAT(heads, !Catch::Contains("X-Mock-Warning") && !Catch::Contains("HTTP/1.1 5"));
}

}  // namespace

TEST_CASE(
    "each departure is warned of in lenient mode, refused in strict mode, and put right by the advice") {
  Server lenient(mock::Mode::lenient), strict(mock::Mode::strict);
  std::set<DepartureId> broken_here;
  for (const Broken& broken : broken_requests()) {
    const api::DepartureRow& row = api::row_of(broken.id);
    INFO(row.name << ": " << broken.verb << " " << broken.call << "?" << broken.query << " " << broken.body);
    broken_here.insert(broken.id);
    const http::Reply warned = lenient.ask(broken);
    INFO(warned.body);
    CHECK(warned.status == 200);
    const auto warnings = warnings_of(warned);
    CHECK(std::ranges::any_of(warnings, [&](const std::string& warning) {
      return warning.starts_with(std::string(row.name) + ": ");
    }));
    const http::Reply refused = strict.ask(broken);
    INFO(refused.body);
    CHECK(refused.status == 500);
    CHECK_THAT(refused.body, Catch::StartsWith("Refused in strict mode: " + std::string(row.name) + ": "));
    const std::string line = try_line_of(refused);
    CHECK_THAT(line, Catch::Contains(broken.corrected));
    check_line(line);
  }
  for (const api::DepartureRow& row : api::departures()) {
    INFO("no request of this test breaks " << row.name);
    CHECK(broken_here.contains(row.id));
  }
}

TEST_CASE("what leaves the documents in no point is taken in both modes without a warning") {
  for (const mock::Mode mode : {mock::Mode::lenient, mock::Mode::strict}) {
    Server server(mode);
    for (const Broken& sound :
         {Broken{unknown_parameter, "GET", "customer/update", k_customer, "", ""},
          {unknown_parameter, "GET", "contractor/create", k_signatory, "",
           ""},  // localisation need not be there
          {unknown_parameter, "GET", "customer/update", with(k_customer, "city=Aix", "city=100%25+vrai"), "",
           ""},
          {unknown_parameter, "GET", "customer/update", with(k_customer, "=FR", "=250"), "", ""},
          {unknown_parameter, "GET", "contractor/create", with(k_signatory, "=Exemple", "=Null"), "", ""},
          {unknown_parameter, "POST", "customerproperty/update", k_field, k_field_json, ""}}) {
      INFO(sound.query);
      const http::Reply reply = server.ask(sound);
      INFO(reply.body);
      CHECK(reply.status == 200);
      CHECK(warnings_of(reply).empty());
    }
  }
}

TEST_CASE("advice puts departures right in lenient mode, too, when something else refuses the request") {
  Server server(mock::Mode::lenient);
  for (const Broken& broken :
       {Broken{form_body, "POST", "contractor/read", "action=getContractorsFor", "customer_number=AM1",
               "number=AM1"},
        {unknown_parameter, "GET", "customer/update", with(k_customer, "&city=Aix", "&colour=red"), "",
         "city=Paris"},
        {missing_id, "POST", "contractor/update", "action=getOrCreateContractor",
         R"({"customer_number":"AM1","firstname":"None","phone":"undefined"})", "\"phone\":\"\""},
        {camel_case_key, "POST", "customerproperty/create", k_field,
         R"({"customerNumber":"AM1","key":"k","id":"-1"})", "customer_number"}}) {
    const http::Reply refused = server.ask(broken);
    INFO(refused.body);
    CHECK(refused.status == 500);
    const std::string line = try_line_of(refused);
    CHECK_THAT(line, Catch::Contains(broken.corrected));
    check_line(line);
  }
}

TEST_CASE("what must be present rests on a statement that says so of that parameter") {
  for (const api::Endpoint& call : api::endpoints())
    for (const api::FieldInfo& row : call.parameters) {
      if (row.need != api::Need::present) continue;
      INFO(call.id << " " << row.name << " rests on " << row.source->id);
      CHECK_THAT(std::string(row.source->text),
                 Catch::Contains(std::string(row.name)) && Catch::Contains("must be present"));
    }
}

TEST_CASE("values that programs write by mistake are told from those that people have") {
  for (const char* text : {"undefined", "null", "NaN", "None", "(null)", "<nil>", "[object Object]"})
    CHECK(api::is_word_of_program(text));
  for (const char* text : {"", "Null", "NULL", "nan", "none", "undefined!", "[object"})
    CHECK_FALSE(api::is_word_of_program(text));
  for (const char* text : {"Jean%20Lo%C3%AFc", "a%40b", "%2B"}) CHECK(api::looks_encoded(text));
  for (const char* text : {"", "100%", "100% vrai", "50%de", "%C3", "a%2", "%20 and %"})
    CHECK_FALSE(api::looks_encoded(text));
  for (const char* code : {"FR", "AD", "ZW", "250", "004", "894"}) CHECK(api::is_country_code(code));
  for (const char* code : {"", "F", "fr", "XX", "UK", "R B", "FRA", "999", "00A", "25"})
    CHECK_FALSE(api::is_country_code(code));
}

}  // namespace sellsign::departures_test
