#include "mock_server/calls/named_token.h"
#include "mock_server/journal/api.h"
#include "mock_server/journal/redaction.h"
#include "tests/catch.h"
#include "tests/support/recorded.h"

namespace sellsign::journal_redaction_test {

using namespace sellsign;
using namespace sellsign::testing;
using Json = nlohmann::ordered_json;

/// What must not be seen of the customer of customer_query().
constexpr std::string_view k_secrets[] = {
    "s3cret", "t0ken",   "Zo\u00E9",       "Zo%C3%A9", "Kermadec",     "kermadec", "0612345678", "Lilas",
    "29000",  "Quimper", "12345678900012", "1980-05",  "327369600000", "Brest",    "ZK"};

mock::JournalEntry cleaned(const Recorded& recorded, std::uint64_t id) {
  mock::Redaction redaction(false);
  return redaction.clean(*recorded.journal.find(id));
}

TEST_CASE("tokens and personal fields are nowhere to be seen", "[journal]") {
  Recorded recorded;
  const Recorded::Headers headers = {{"Host", "h"},
                                     {"J_TOKEN", "s3cret|t0ken="},
                                     {"Cookie", "x=s3cret; j_token=s3cret|t0ken="},
                                     {"Authorization", "Basic s3cret"},
                                     {"Referer", "http://h/?email=zoe%40kermadec.example"},
                                     {"X-Echo", "0612345678 lives in Quimper"}};
  recorded.get("customer/update", customer_query("AM1"), headers);
  recorded.get("customer/read", "action=getCustomer&number=AM1&j_token=s3cret");
  recorded.post("customer/update", "action=selectOrCreateCustomer",
                "number=AM1&firstname=Zo%C3%A9&frstname=Kermadec&j_token=s3cret&Kermadec%20%26%20Fils");
  recorded.post(
      "customer/update", "action=selectOrCreateCustomer",
      R"({"j_token":"s3cret","\u0065mail":"zoe@kermadec.example","city":["Quimper",{"x":"Brest"}],"postalCode":29000})");
  recorded.post("customer/update", "action=selectOrCreateCustomer&j_token=s3cret",
                R"({"email":"zoe@kermadec.example","lastname":"Kermadec)");
  recorded.post("customer/update", "action=selectOrCreateCustomer&j_token=s3cret", "<name>Kermadec</name>");
  recorded.post("customer/update", "action=selectOrCreateCustomer&j_token=s3cret",
                "<a href='x'>Kermadec</a><b c=\"Quimper\"/>");
  recorded.post("contractor/create", "action=getOrCreateContractor&j_token=s3cret",
                R"({"customer_number":"AM1","id":"Kermadec","civility":"M","lastname":"Kermadec"})");
  recorded.get(
      "customerproperty/update",
      "action=getOrCreateCustomerProperty&customer_number=AM1&key=shoe&value=Quimper&id=-1&j_token=s3cret");
  recorded.get("customer/Quimper", "action=nothing&city=Quimper");
  recorded.get("s3cret%7Ct0ken=", "action=nothing&j_token=s3cret%7Ct0ken%3D");
  recorded.get("s3cret", "action=nothing", {{"Host", "h"}, {"Cookie", "a=b; j_token=s3cret"}});
  recorded.get("%733cret", "action=nothing", {{"Host", "h"}, {"j_token", "s3cret"}});
  std::string seen = mock::journal_list(recorded.journal, {}, k_now).body +
                     mock::journal_har(recorded.journal, {}, k_now, "1").body +
                     mock::journal_scenario(recorded.journal, {}, k_now, {}).body;
  for (std::uint64_t id = 1; id <= 10; ++id)
    seen += mock::journal_entry(recorded.journal, std::to_string(id)).body;
  for (const std::string_view secret : k_secrets) {
    const std::size_t at = seen.find(secret);
    INFO(secret << " in " << (at == std::string::npos ? "" : seen.substr(at < 200 ? 0 : at - 200, 400)));
    CHECK(at == std::string::npos);
  }
  for (const std::string_view open : {"AM1", "MADAME", "shoe", "\"FR\"", "frstname"}) {
    INFO(open);
    CHECK(seen.find(open) != std::string::npos);
  }
}

TEST_CASE("a token behind its name is hidden wherever that stands", "[journal]") {
  const std::pair<std::string_view, std::string_view> rows[] = {
      {"/customer/read;jsessionid=S3CRET", "/customer/read;jsessionid=***"},
      {"/read%3Faction=x%26J_Token%3DS3CRET%26b=c", "/read%3Faction=x%26J_Token%3D***%26b=c"},
      {"number=A?j_token=S3&b=1", "number=A?j_token=***&b=1"},
      {"number=A;j_token=S3;b=1", "number=A;j_token=***;b=1"},
      {"number=A%2526j%255ftoken%253DS3%2526b", "number=A%2526j%255ftoken%253D***%2526b"},
      {R"({"j_token": "S3\u0026x", "a": 1})", R"({"j_token": "***\u0026x", "a": 1})"},
      {R"("{\"j_token\":\"S3\",\"a\":1}")", R"("{\"j_token\":\"***\",\"a\":1}")"},
      {"<a href='?a=1&amp;j_token=S3&amp;b'>", "<a href='?a=1&amp;j_token=***&amp;b'>"},
      {"j_token=***&j_token=", "j_token=***&j_token="},
      {"j_token is missing", "j_token is missing"},
      {"", ""},
  };
  for (const auto& [text, wanted] : rows) {
    CHECK(mock::without_named_tokens(text) == wanted);
    CHECK(mock::without_named_tokens(wanted) == wanted);
  }
}

TEST_CASE("nothing that reads the journal shows a token, wherever it stood", "[journal]") {
  struct Row {
    std::string_view call, query, body{};
    Recorded::Headers headers{};
  };
  const std::string_view read = "customer/read", get = "action=getCustomer&number=A";
  const Row rows[] = {
      {read, "action=getCustomer&number=A?j_token=S3CRET"},
      {read, "action=getCustomer&number=A;j_token=S3CRET"},
      {read, "action=getCustomer&number=A%26j_token=S3CRET"},
      {read, "action=getCustomer?j_token=S3CRET&number=A"},
      {read, "action=getCustomer&number=A%2526j_token%253DS3CRET"},
      {"customer/read?action=getCustomer&j_token=S3CRET", ""},
      {"customer/read%3Faction=getCustomer%26j_token=S3CRET", ""},
      {"customer/read;jsessionid=S3CRET", get},
      {read, get, "", {{"X-Original-URL", "/x?j_token=S3CRET"}}},
      {read, get, "", {{"Origin", "http://h?j_token=S3CRET"}}},
      {read, get, "", {{"Referer", "http://h/x;jsessionid=S3CRET?a=b"}}},
      {read, get, "", {{"X-Cookies", "a=b; JSESSIONID=S3CRET"}}},
      {"customer/update", "action=selectOrCreateCustomer", R"({"number":"A?j_token=S3CRET"})"},
      {"customer/update", "action=selectOrCreateCustomer", "number=A?j_token=S3CRET"},
  };
  for (const Row& row : rows) {
    INFO(row.call << " " << row.query << " " << row.body);
    Recorded recorded;
    recorded.post(row.call, row.query, row.body, row.headers);
    const std::string seen = mock::journal_list(recorded.journal, {}, k_now).body +
                             mock::journal_har(recorded.journal, {}, k_now, "1").body +
                             mock::journal_scenario(recorded.journal, {}, k_now, {}).body +
                             mock::journal_entry(recorded.journal, "1").body;
    CHECK_THAT(seen, !Catch::Contains("S3CRET"));
  }
}

TEST_CASE("a value has one pseudonym of its kind, in request and answer alike", "[journal]") {
  Recorded recorded;
  recorded.get("customer/update", customer_query("AM1"));
  const mock::JournalEntry entry = cleaned(recorded, 1);
  CHECK(entry.query ==
        "action=selectOrCreateCustomer&number=AM1&civility=MADAME&firstname=Firstname-1&lastname=Lastname-1&"
        "email=person1%40example.org&cell_phone=%2B33199000001&address_1=Address-1-1&postal_code=10001&city="
        "City-1&country=FR&customer_code=Customer-code-1&company_name=Company-name-1&registration_number="
        "10001&address_2=&phone=&job_title=&birthdate=1980-01-02&birthplace=Birthplace-1&j_token=***");
  const Json answer = Json::parse(entry.reply_body);
  CHECK(answer["firstname"] == "Firstname-1");
  CHECK(answer["email"] == "person1@example.org");
  CHECK(answer["cellPhone"] == "+33199000001");
  CHECK(answer["address1"] == "Address-1-1");
  CHECK(answer["postalCode"] == "10001");
  CHECK(answer["birthdate"] == 315'619'200'000);  // 1980-01-02
  CHECK(answer["phone"] == "");
  CHECK(answer["civility"] == "MADAME");
}

TEST_CASE("pseudonyms keep the kind of a value", "[journal]") {
  mock::Redaction redaction(false);
  const std::pair<std::pair<std::string_view, std::string_view>, std::string_view> rows[] = {
      {{"firstname", "Ann"}, "Firstname-1"},
      {{"firstname", " Ann "}, " Firstname-1 "},
      {{"firstname", "Bob"}, "Firstname-2"},
      {{"firstname", "Ann"}, "Firstname-1"},
      {{"firstname", "A@n"}, "Firstname-3!"},
      {{"lastname", "Ann"}, "Lastname-1"},
      {{"cell_phone", "06 12"}, "+33 199000001"},
      {{"cellPhone", "0612"}, "+33199000002"},
      {{"phone", "0612"}, "+33199000002"},
      {{"phone", "33612"}, "33199000003"},
      {{"email", "a@b.example"}, "person1@example.org"},
      {{"postal_code", "13100"}, "10001"},
      {{"postalCode", "13100"}, "10001"},
      {{"postal_code", "2A004"}, "Postal-code-2"},
      {{"birthdate", ""}, ""},
      {{"birthdate", "-1"}, "-1"},
      {{"birthdate", "1990-02-03"}, "1980-01-02"},
      {{"birthdate", "633998"}, "315705600000"},
      {{"birthdate", "soon"}, "Birthdate-1"},
      {{"firstname", "true"}, "true"},
      {{"nickname", "Nan"}, "Nickname-1"},
      {{"number", "AM1"}, "AM1"},
      {{"j_token", "T"}, "***"},
  };
  for (const auto& [value, wanted] : rows) {
    INFO(value.first << "=" << value.second);
    CHECK(redaction.value(value.first, value.second) == wanted);
  }
  CHECK(mock::Redaction(true).value("firstname", "Ann") == "Ann");
}

TEST_CASE("a sentence does not quote what the request said", "[journal]") {
  Recorded recorded;
  recorded.post(
      "contractor/create", "action=getOrCreateContractor&j_token=T",
      R"({"customer_number":"A","id":-1,"civility":"M","firstname":"Zoé Marie","lastname":"B","email":"e","address_1":"1",)"
      R"("postal_code":"1","city":"C","country":"FR","cell_phone":"1","birthdate":["Zoé Marie"],"is_default":"Zoé Marie"})");
  recorded.post("customer/update", "action=selectOrCreateCustomer&j_token=T",
                R"({"email":"zoe@x.example" "Marie"})");
  CHECK_THAT(recorded.journal.find(1)->reply_body, Catch::Contains("Marie"));
  CHECK_THAT(cleaned(recorded, 1).reply_body, !Catch::Contains("Marie"));
  CHECK_THAT(recorded.journal.find(2)->reply_body, Catch::Contains("arie"));
  CHECK_THAT(cleaned(recorded, 2).reply_body, Catch::Contains("behind \"***\""));
}

TEST_CASE("what made a request refused is still in it", "[journal]") {
  mock::MockOptions strict;
  strict.mode = mock::Mode::strict;
  Recorded recorded({}, strict);
  const std::pair<std::string_view, std::string_view> rows[] = {
      {"email=a@b.example", "email=person1%40example.org|"},
      {"email=100%", "email=person1%40example.org%"},
      {"email=%FF%FE", "email=person1%40example.org%FF"},
  };
  std::uint64_t id = 0;
  for (const auto& [query, wanted] : rows) {
    recorded.get("customer/read", "action=getCustomer&number=A&j_token=T&" + std::string(query));
    const mock::JournalEntry entry = cleaned(recorded, ++id);
    CHECK(entry.refused);
    CHECK_THAT(entry.query, Catch::EndsWith(std::string(wanted)));
  }
}

TEST_CASE("JSON keeps every byte but the values", "[journal]") {
  const auto shout = [](const mock::Place& place) -> std::optional<std::string> {
    if (place.name() != "a") return std::nullopt;
    return mock::encoded_for(place, place.type == api::WireType::text ? "X" : "9");
  };
  const std::pair<std::string_view, std::string_view> rows[] = {
      {R"({"a":"1"})", R"({"a":"X"})"},
      {R"( { "\u0061" : "\"}" , "b" : [ 1 , "a" ] , "a":-1.5e3 } )",
       R"( { "\u0061" : "X" , "b" : [ 1 , "a" ] , "a":9 } )"},
      {R"([{"a":"x"},{"b":"\u003d"}])", R"([{"a":"X"},{"b":"\u003d"}])"},
      {R"({"a":"cut)", R"({"a":"X")"},
      {R"({"a":"cut\)", R"({"a":"X")"},
      {R"({"a":}}}]"b)", R"({"a":}}}]"b)"},
      {"", ""},
  };
  for (const auto& [json, wanted] : rows) {
    INFO(json);
    CHECK(mock::rewrite_json(json, shout) == wanted);
  }
}

TEST_CASE("every field says whether it is personal", "[journal]") {
  std::string personal;
  for (const api::FieldInfo& row : api::infos_for<api::Contractor>)
    if (row.privacy == api::Privacy::personal) personal += std::string(row.name) + " ";
  CHECK(
      personal ==
      "firstname lastname email address_1 address_2 postal_code city cell_phone phone company_name job_title "
      "registration_number birthdate birthplace ");
}

}  // namespace sellsign::journal_redaction_test
