#include "mock_server/advice/advice.h"

#include <fstream>
#include <random>

#include "mock_server/calls/odd_characters.h"
#include "mock_server/mock/mock.h"
#include "tests/catch.h"
#include "tests/support/many.h"
#include "tests/support/program.h"
#include "tests/support/wire.h"

namespace sellsign::advice_test {
namespace {

using namespace sellsign;
using namespace std::chrono_literals;

constexpr std::string_view k_token = "!L|a+b/c==";
constexpr std::string_view k_model = "/calinda/hub/selling/model/";
const std::string k_customer = "action=selectOrCreateCustomer";
const std::string k_contractor = "action=getOrCreateContractor";
const std::string k_property = "action=getOrCreateCustomerProperty";

/// The parameters of a customer, as a query; `without` is left out.
std::string customer_query(const std::string& number, std::string_view without = "") {
  std::string query = k_customer + "&number=" + number;
  for (const std::string_view pair :
       {"civility=MADAME", "firstname=Ada", "lastname=O%27Neil", "email=ada%40example.org", "cell_phone=0600",
        "address_1=1+rue+A", "postal_code=13100", "city=Aix", "country=FR", "customer_code=C1"})
    if (without.empty() || !pair.starts_with(without)) query += "&" + std::string(pair);
  return query;
}

std::string contractor_json(const std::string& start) {
  return "{" + start +
         R"(,"civility":"MADAME","firstname":"Zo\u00e9","lastname":"O'Neil","email":"z@example.org","address_1":"1",)"
         R"("postal_code":"1","city":"P","country":"FR","cell_phone":"+336"})";
}

struct Wrong {
  std::string name;
  mock::Mode mode;
  std::string verb, path, query, body;
  std::string differs, statement, line;  ///< words of the advice
};

/// A mock that knows the customer AM2016 with one signatory, and what it answers to a request.
class Asked {
 public:
  explicit Asked(mock::MockOptions options = {}) : mock_(std::move(options)) {
    seed(
        api::Call::select_or_create_customer,
        R"({"number":"AM2016","civility":"M","firstname":"A","lastname":"B","email":"a@example.org","cell_phone":"1",)"
        R"("address_1":"1","postal_code":"1","city":"P","country":"FR","customer_code":"C"})");
    seed(api::Call::get_or_create_contractor, contractor_json(R"("customer_number":"AM2016","id":-1)"));
  }

  std::string body_of(std::string_view verb, std::string_view path, std::string_view query,
                      std::string_view body, std::vector<http::HeaderView> headers = {{"j_token", k_token}},
                      int status = 0) {
    if (headers.empty() || headers.back().name != "Host") headers.push_back({"Host", host_});
    const http::Reply reply = mock_.handle({verb, path, query, headers, body});
    CHECK(reply.content_type == "text/plain;charset=UTF-8");
    CHECK(reply.status >= 400);
    if (status != 0) CHECK(reply.status == status);
    return reply.body;
  }

  mock::Mock& mock() { return mock_; }
  void set_port(int port) { host_ = "127.0.0.1:" + std::to_string(port); }

 private:
  void seed(api::Call call, std::string_view json) {
    REQUIRE(mock_.perform_directly(call, json).status == 200);
  }

  mock::Mock mock_;
  std::string host_ = "127.0.0.1:1";
};

mock::MockOptions options_for(mock::Mode mode) {
  mock::MockOptions options;
  options.mode = mode;
  options.tokens.only = {std::string(k_token)};
  return options;
}

std::string line_of(const std::string& body, const std::string& label) {
  const std::size_t at = body.find("\n" + label + ": ");
  if (at == std::string::npos) return {};
  const std::size_t from = at + label.size() + 3;
  return body.substr(from, body.find('\n', from) - from);
}

void check_shape(const std::string& body) {
  CHECK_FALSE(body.empty());
  CHECK(body.substr(0, body.find('\n')).ends_with('.'));
  CHECK(body.size() < 3'000);
  for (const char c : body) CHECK((c == '\n' || (c >= 0x20 && c < 0x7F)));
}

/// The statuses that the line's calls get, when a shell runs it.
std::string statuses(const std::string& line) {
  const std::string script =
      "curl() { command curl -sS --noproxy '*' -o /dev/null -w '%{http_code} ' \"$@\"; }; " + line;
  const auto ended = testing::run_program({"sh", "-c", script}, {"SELLSIGN_TOKEN=" + std::string(k_token)});
  return ended.out + ended.err;
}

bool curl_is_there() {
  const bool there = std::system("curl --version >/dev/null 2>&1") == 0;
  if (!there) WARN("curl is not installed: corrected lines were not tried");
  return there;
}

constexpr auto k_lenient = mock::Mode::lenient;
constexpr auto k_strict = mock::Mode::strict;

const std::vector<Wrong>& wrong_requests() {
  const std::string model(k_model);
  const std::string read = model + "customer/read";
  const std::string update = model + "customer/update";
  const std::string contractor = model + "contractor/create";
  const std::string contractors = model + "contractor/read";
  const std::string property = model + "customerproperty/update";
  const std::string get = "action=getCustomer&number=AM2016";
  static const std::vector<Wrong> rows = {
      {"misspelt parameter", k_lenient, "GET", update,
       customer_query("A", "firstname") + "&frstname=Zo%C3%A9", "",
       R"(parameter "frstname" is unknown; did you mean "firstname"?)", "doc.customer.mandatory",
       "firstname=Zo%C3%A9"},
      {"misspelt key of a read", k_lenient, "GET", read, "action=getCustomer&numbr=AM2016", "",
       R"(did you mean "number"?)", "doc.customer.read", "number=AM2016"},
      {"another name for the number", k_lenient, "GET", read, "action=getCustomer&customer_number=AM2016", "",
       R"(parameter "customer_number" is unknown; did you mean "number"?)", "doc.customer.read",
       "number=AM2016"},
      {"misspelt class", k_lenient, "GET", model + "custmer/read", get, "",
       R"(class "custmer" should be "customer")", "doc.wire.url", "/customer/read?"},
      {"class in capitals", k_lenient, "GET", model + "Customer/read", get, "",
       R"(class "Customer" should be "customer")", "doc.wire.url", "/customer/read?"},
      {"misspelt method", k_lenient, "GET", read, "action=getCustomr&number=AM2016", "",
       R"(method "getCustomr" should be "getCustomer")", "doc.wire.url", "action=getCustomer&number=AM2016"},
      {"method in capitals", k_lenient, "GET", read, "action=GETCUSTOMER&number=AM2016", "",
       R"(method "GETCUSTOMER" should be "getCustomer")", "doc.wire.url", ""},
      {"method in m", k_lenient, "GET", read, "m=getCustomer&number=AM2016", "",
       R"(method "getCustomer" stands in "m", this call wants "action")", "doc.wire.url",
       "?action=getCustomer"},
      {"method by the command path", k_lenient, "GET", "/calinda/hub/selling/do",
       "m=getCustomer&number=AM2016", "", R"(this call wants "action")", "doc.wire.url", "/customer/read?"},
      {"misspelt action", k_lenient, "GET", read, "Action=getCustomer&number=AM2016", "",
       R"(stands in "Action", this call wants "action")", "doc.wire.url", ""},
      {"method in the JSON body", k_lenient, "POST", update, "",
       R"({"action":"selectOrCreateCustomer","number":"A"})",
       R"(the method stands in the JSON body, this call wants it in the query parameter "action")",
       "doc.wire.url", R"(-d '{"number":"A",)"},
      {"no method", k_lenient, "GET", model + "customerproperty/list", "number=AM2016", "",
       R"(the query parameter "action" is missing: action=getCustomerPropertyListFor)", "doc.wire.url",
       "AM2016"},
      {"unknown action type", k_lenient, "GET", model + "customer/delete", get, "",
       R"(action type "delete" should be "read")", "doc.wire.action-type", "/customer/read?"},
      {"another action type", k_strict, "GET", model + "customer/list", get, "",
       R"(action type "list" should be "read")", "doc.wire.action-type", "/customer/read?"},
      {"trailing slash", k_lenient, "GET", read + "/", get, "", "the path ends with a slash", "doc.wire.url",
       "read?"},
      {"double slash", k_lenient, "GET", model + "/customer/read", get, "", "the path has an empty folder",
       "doc.wire.url", "model/customer/read?"},
      {"front of the path is missing", k_lenient, "GET", "/selling/model/customer/read", get, "",
       R"(the path lacks "/calinda/hub" in front)", "doc.wire.url",
       "/calinda/hub/selling/model/customer/read?"},
      {"middle of the path is missing", k_lenient, "GET", "/calinda/selling/model/customer/read", get, "",
       R"(the path lacks "/hub" after "/calinda")", "doc.wire.url", ""},
      {"action type is missing", k_lenient, "GET", model + "customer", get, "",
       R"(the path lacks "/read" after)", "doc.wire.url", "/customer/read?"},
      {"wrong verb", k_lenient, "DELETE", read, get, "", R"(verb "DELETE" should be GET)", "asm.error.verb",
       "curl 'http"},
      {"small letters", k_lenient, "get", read, get, "", R"(verb "get" should be GET)", "asm.error.verb", ""},
      {"wrong verb of a write", k_lenient, "PATCH", contractor, k_contractor,
       contractor_json(R"("customer_number":"AM2016","id":-1)"), R"(verb "PATCH" should be GET or POST)",
       "asm.error.verb", "-d '{"},
      {"read as POST", k_strict, "POST", read, "action=getCustomer", R"({"number":"AM2016"})",
       R"(verb "POST" should be GET)", "doc.wire.read-verb", "number=AM2016"},
      {"one mandatory parameter missing", k_lenient, "POST", update, customer_query("A", "city"), "",
       R"(parameter "city" is mandatory and missing)", "doc.customer.mandatory", "lastname=O%27Neil"},
      {"several missing", k_lenient, "POST", contractor, k_contractor,
       R"({"customer_number":"AM2016","id":-1})", R"(parameter "lastname" is mandatory and missing)",
       "doc.contractor.mandatory", R"("lastname":"Exemple")"},
      {"several missing in strict mode", k_strict, "GET", update, customer_query("A", "c"), "",
       R"(parameter "country" is mandatory and missing)", "doc.customer.mandatory", "company_name=&"},
      {"optional missing in a strict GET", k_strict, "GET", update, customer_query("A"), "",
       R"("job_title" is optional, but a GET has to carry it)", "doc.customer.optional-present",
       "job_title="},
      {"no parameters", k_lenient, "GET", property, k_property, "",
       R"(parameter "key" is mandatory and missing)", "doc.property.mandatory", "customer_number=C-1"},
      {"text for a number", k_lenient, "POST", contractor, k_contractor,
       contractor_json(R"("customer_number":"AM2016","id":"one")"),
       R"("id" is the JSON text "one" where a number is documented)", "doc.contractor.id", R"("id":-1)"},
      {"JSON text for a number in strict mode", k_strict, "POST", contractor, k_contractor,
       contractor_json(R"("customer_number":"AM2016","id":"-1")"),
       R"("id" is the JSON text "-1" where a number is documented)", "asm.wire.text-as-number",
       R"("id":-1,)"},
      {"number for text in strict mode", k_strict, "POST", property, k_property,
       R"({"customer_number":"AM2016","key":"k","value":29000,"id":-1})",
       R"("value" is the JSON number 29000 where text is documented)", "doc.wire.text-parameters",
       R"("value":"29000")"},
      {"object for text", k_lenient, "POST", property, k_property,
       R"({"customer_number":"AM2016","key":"k","value":{"a":1}})",
       R"("value" is a JSON object or array where text is documented)", "asm.wire.json-object", ""},
      {"fraction for a number", k_lenient, "GET", contractors,
       "action=getContractorsFor&number=AM2016&size=1.5", "",
       R"("size" is "1.5" where a number is documented)", "doc.contractor.pages", "size=100"},
      {"negative page", k_lenient, "GET", contractors, "action=getContractorsFor&number=AM2016&offset=-1", "",
       R"("offset" is "-1", but must not be negative)", "asm.contractor.page-bounds", "offset=0"},
      {"no boolean", k_lenient, "POST", contractor, k_contractor,
       contractor_json(R"("customer_number":"AM2016","id":-1,"is_default":"maybe")"),
       R"("is_default" is the JSON text "maybe" where true or false is documented)",
       "doc.contractor.is-default", R"("is_default":false)"},
      {"array as body", k_lenient, "POST", property, k_property,
       R"([{"customer_number":"AM2016","key":"k","value":"v"}])",
       "must be an object of parameters, not an array", "asm.wire.json-object", R"("key":"k")"},
      {"single quotes as JSON", k_lenient, "POST", property, k_property,
       "{'customer_number':'AM2016','key':'k','value':'v',}", "JSON body is not valid at byte 2",
       "asm.wire.json-object", R"("key":"k")"},
      {"neither JSON nor a form", k_lenient, "POST", read, get, "hello", "neither a JSON object nor a form",
       "asm.wire.form", "number=AM2016"},
      {"form in strict mode", k_strict, "POST", property, k_property, "customer_number=AM2016&key=k&value=v",
       R"("a form-urlencoded body" is not a documented body)", "asm.wire.form", R"("value":"v")"},
      {"form with a misspelt name", k_lenient, "POST", property, k_property,
       "customer_nmber=AM2016&key=k&value=v%26w", R"(did you mean "customer_number"?)",
       "doc.property.mandatory", R"("value":"v&w")"},
      {"unknown customer, one slip away", k_lenient, "GET", property,
       k_property + "&customer_number=AM2061&key=k&value=v", "",
       R"(customer "AM2061" does not exist; did you mean "AM2016"?)", "asm.property.unknown-customer",
       "customer_number=AM2016"},
      {"unknown customer", k_lenient, "POST", contractor, k_contractor,
       contractor_json(R"("customer_number":"it's new","id":-1)"),
       R"(customer "it's new" does not exist; create it first)", "asm.contractor.unknown-customer",
       R"("customer_number":"it\u0027s new")"},
      {"unknown customer of a signatory in strict mode", k_strict, "POST", contractor, k_contractor,
       contractor_json(R"("customer_number":"X","id":-1)"), "create it first",
       "asm.contractor.unknown-customer", "selectOrCreateCustomer"},
      {"unknown signatory", k_lenient, "POST", contractor, k_contractor,
       contractor_json(R"("customer_number":"AM2016","id":12)"),
       R"(customer "AM2016" has no signatory with the id "12"; -1 creates one)", "asm.contractor.unknown-id",
       R"("id":-1)"},
      {"signatory one slip away", k_lenient, "POST", contractor, k_contractor,
       contractor_json(R"("customer_number":"AM2016","id":3000000010)"), "did you mean 3000000001?",
       "asm.contractor.unknown-id", R"("id":3000000001)"},
      {"unknown free field", k_lenient, "GET", property,
       k_property + "&customer_number=AM2016&key=k&value=v&id=5", "", "has no free field with the id",
       "asm.property.unknown-id", "id=-1"},
      {"camelCase in strict mode", k_strict, "POST", contractor, k_contractor,
       contractor_json(R"("customerNumber":"AM2016","id":-1,"jobTitle":"x")"),
       R"(parameter "jobTitle" should be "job_title")", "doc.wire.snake-case", R"("job_title":"x")"},
      {"several departures in strict mode", k_strict, "POST", contractor, k_contractor,
       contractor_json(
           R"("customer_number":"AM2016","id":-1,"phone":null,"licence":1,"localisation":"fr","city":"")"),
       R"("phone" is null)", "asm.wire.null", R"("localisation":"fr_FR")"},
      {"invisible characters in a value", k_lenient, "GET", property,
       k_property + "&customer_number=AM2016%E2%80%8B&key=k&value=v", "",
       R"("customer_number" holds U+200B (zero width space) after "AM2016")", "asm.property.unknown-customer",
       "customer_number=AM2016&"},
      {"byte order mark in a name", k_lenient, "GET", read, "action=getCustomer&%EF%BB%BFnumber=AM2016", "",
       "holds U+FEFF (byte order mark) at its start", "doc.customer.read", "number=AM2016"},
      {"Cyrillic letters in a key", k_lenient, "POST", property, k_property,
       "{\"customer_number\":\"AM2016\",\"k\u0435y\":\"k\",\"value\":\"v\"}",
       R"(holds U+0435 (Cyrillic small letter ie) after "k")", "doc.property.mandatory", R"("key":"k")"},
      {"no-break space in the method", k_lenient, "GET", read, "action=getCustomer%C2%A0&number=AM2016", "",
       R"(the method holds U+00A0 (no-break space) after "getCustomer")", "doc.wire.url", ""},
      {"zero width space in the path", k_lenient, "GET", model + "customer%E2%80%8B/read", get, "",
       "the path holds U+200B (zero width space)", "doc.wire.url", ""},
      {"bytes that are not UTF-8", k_lenient, "GET", read, "action=getCustomer&number=AM%E9", "",
       R"(parameter "number" is not valid UTF-8)", "asm.wire.utf8", "number=AM%3F"},
      {"forbidden characters in strict mode", k_strict, "POST", contractor, k_contractor,
       R"({"customer_number":"AM2016","id":-1,"civility":"M","firstname":"A.","lastname":"B_","email":"e","address_1":"1",)"
       R"("postal_code":"1","city":"P","country":"fr","cell_phone":"+33 6 00"})",
       R"("firstname" is "A.", which may hold only letters)", "doc.contractor.name-characters",
       R"("cell_phone":"+33600")"},
      {"empty number in strict mode", k_strict, "POST", update, customer_query(""), "",
       R"("number" is empty)", "doc.customer.key", "number=C-1"},
  };
  return rows;
}

}  // namespace

TEST_CASE("a refused request is told what differs, and the corrected line is accepted") {
  CHECK(wrong_requests().size() >= 25);
  const bool with_curl = curl_is_there();
  for (const Wrong& wrong : wrong_requests()) {
    INFO(wrong.name);
    Asked asked(options_for(wrong.mode));
    const auto running =
        testing::start_server([&](const http::Request& request) { return asked.mock().handle(request); });
    asked.set_port(running.port());
    const std::string body = asked.body_of(wrong.verb, wrong.path, wrong.query, wrong.body);
    INFO(body);
    check_shape(body);
    CHECK_THAT(body, Catch::Contains("\nDiffers: ") && Catch::Contains(wrong.differs));
    CHECK_THAT(line_of(body, "Statement"), Catch::StartsWith(wrong.statement + " ("));
    CHECK_FALSE(line_of(body, "Nearest call").empty());
    const std::string line = line_of(body, "Try");
    CHECK_THAT(line, Catch::StartsWith("curl ") && Catch::Contains(wrong.line));
    CHECK_THAT(line, Catch::Contains("\"j_token: $SELLSIGN_TOKEN\""));
    if (with_curl) {
      const std::string got = statuses(line);
      CHECK((got == "200 " || (got == "200 200 " && line.find(" && curl ") != std::string::npos)));
    }
    running.stop();
  }
}

TEST_CASE("a corrected line carries the token where the request had it") {
  struct Row {
    std::vector<http::HeaderView> headers;
    std::string query, differs, option;
  };
  const bool with_curl = curl_is_there();
  const std::string unknown = "&x=1";
  for (const Row& row :
       {Row{{}, "number=A", "token is missing", "-G --data-urlencode \"j_token=$SELLSIGN_TOKEN\""},
        Row{{}, "number=A&j_token=secret-one", "token is not valid", "-G --data-urlencode \"j_token="},
        Row{{}, "number=A&j_token=secret+one", "a + of a token is written %2B", "\"j_token="},
        Row{{{"J_Token", "secret"}}, "number=A", "token is not valid", "-H \"j_token: "},
        Row{{{"Cookie", "j_token=secret"}}, "number=A", "token is not valid", "-b \"j_token="},
        Row{{{"Authorization", "Bearer secret"}},
            "number=A",
            "header \"Authorization\" is not looked at",
            ""},
        Row{{{"X-Token", "secret"}}, "number=A", "header \"X-Token\" is not looked at", ""},
        Row{{}, "number=A&token=secret", "parameter \"token\" is unknown; did you mean \"j_token\"?", ""},
        Row{{}, "number=A&jtokn=secret", "parameter \"jtokn\" is unknown; did you mean \"j_token\"?", ""}}) {
    INFO(row.query << row.differs);
    Asked asked(options_for(k_lenient));
    const auto running =
        testing::start_server([&](const http::Request& request) { return asked.mock().handle(request); });
    asked.set_port(running.port());
    const std::string body = asked.body_of("GET", std::string(k_model) + "customer/read",
                                           "action=getCustomer&" + row.query, "", row.headers, 401);
    INFO(body);
    check_shape(body);
    CHECK(body.find("secret") == std::string::npos);
    CHECK_THAT(body, Catch::Contains(row.differs) && Catch::Contains("Statement: asm.token.refused"));
    CHECK_THAT(line_of(body, "Try"), Catch::Contains(row.option) && Catch::Contains("number=A"));
    if (with_curl) CHECK(statuses(line_of(body, "Try")) == "200 ");
    running.stop();
  }
}

TEST_CASE("a token in a JSON body is not repeated") {
  Asked asked(options_for(k_lenient));
  const std::string body = asked.body_of("POST", std::string(k_model) + "customer/read", "action=getCustomer",
                                         R"({"number":"A","j_token":"secret","jToken":"secret"})", {});
  INFO(body);
  CHECK(body.find("secret") == std::string::npos);
  CHECK_THAT(body, Catch::Contains("stands in the JSON body, where it is not looked at"));
}

TEST_CASE("strict mode lists every departure") {
  Asked asked(options_for(k_strict));
  const std::string body = asked.body_of(
      "POST", std::string(k_model) + "contractor/create", k_contractor,
      contractor_json(
          R"("customer_number":"AM2016","id":"-1","phone":null,"licence":1,"jobTitle":"x","localisation":"fr")"));
  INFO(body);
  for (const char* words :
       {"\"phone\" is null", "parameter \"licence\" is unknown", "\"jobTitle\" should be \"job_title\"",
        "\"localisation\" is \"fr\", which is not one of", "\"id\" is the JSON text \"-1\""})
    CHECK_THAT(body, Catch::Contains(std::string("\nDiffers: ") + words) || Catch::Contains(words));
  CHECK(std::ranges::count(body, '\n') == 8);
}

TEST_CASE("a call that is not built names those that are") {
  Asked asked(options_for(k_lenient));
  for (const auto& [path, query, id] :
       {std::tuple{"/calinda/hub/selling/model/contract/read", "action=getContract", "contract.getContract"},
        std::tuple{"/calinda/hub/selling/do", "m=getSignedContract", "do.getSignedContract"},
        std::tuple{"/calinda/hub/createTemporaryToken.action", "", "hub.createTemporaryToken"}}) {
    const std::string body = asked.body_of("GET", path, query, "", {{"j_token", k_token}}, 501);
    INFO(body);
    check_shape(body);
    CHECK_THAT(body,
               Catch::Contains("Statement: asm.error.not-built") &&
                   Catch::Contains("Nearest call: " + std::string(id)) &&
                   Catch::Contains("Built calls: customer.selectOrCreateCustomer, customer.getCustomer, ") &&
                   !Catch::Contains("Try: "));
  }
}

TEST_CASE("settings that refuse have their advice") {
  mock::MockOptions options = options_for(k_lenient);
  options.settings.unknown_customer = "404";
  options.settings.empty_number = "refuse";
  options.settings.declared_keys = {"colour", "size"};
  Asked asked(std::move(options));
  const std::string model(k_model);
  CHECK_THAT(asked.body_of("GET", model + "customer/read", "action=getCustomer&number=AM2017", "",
                           {{"j_token", k_token}}, 404),
             Catch::Contains("did you mean \"AM2016\"?") && Catch::Contains("number=AM2016'"));
  CHECK_THAT(asked.body_of("GET", model + "customerproperty/update",
                           k_property + "&customer_number=AM2016&key=color&value=v", ""),
             Catch::Contains("key \"color\" has not been declared; did you mean \"colour\"?") &&
                 Catch::Contains("key=colour"));
  CHECK_THAT(asked.body_of("POST", model + "customer/update", customer_query(""), ""),
             Catch::Contains("\"number\" is empty") && Catch::Contains("number=C-1"));
}

TEST_CASE("the customer that was meant is one that is there, whichever layer of the store holds it") {
  Asked asked(options_for(k_lenient));
  const auto answer = [&] {
    return asked.body_of("GET", std::string(k_model) + "customerproperty/update",
                         k_property + "&customer_number=AM2061&key=k&value=v", "");
  };
  asked.mock().store().freeze();
  CHECK_THAT(answer(), Catch::Contains("did you mean \"AM2016\"?"));
  asked.mock().store().erase("AM2016");
  CHECK_THAT(answer(), Catch::Contains("create it first"));
}

TEST_CASE("without advice a refusal is one sentence, and a call that succeeds is never advised") {
  mock::MockOptions options = options_for(k_lenient);
  options.advice = false;
  Asked asked(std::move(options));
  CHECK(asked.body_of("GET", std::string(k_model) + "customer/read", "action=getCustomer", "") ==
        "Parameter \"number\" is mandatory for getCustomer and is missing.");
  Asked advised(options_for(k_lenient));
  const std::vector<http::HeaderView> headers = {{"j_token", k_token}};
  CHECK(advised.mock()
            .handle({"GET", "/calinda/hub/selling/model/customer/read", "action=getCustomer&number=none&x=1",
                     headers, ""})
            .body == "null");
}

TEST_CASE("a hostile Host header is not repeated") {
  Asked asked(options_for(k_lenient));
  for (const std::string_view host : {"h'; rm -rf /; '", "$(id)", "a b", "-o", "h\\", "", "h/../x", "u@h"}) {
    const std::string body = asked.body_of("GET", "/", "", "", {{"j_token", k_token}, {"Host", host}});
    CHECK_THAT(line_of(body, "Try"), Catch::StartsWith("curl 'http://127.0.0.1:8180/calinda/hub/"));
  }
  const std::string body = asked.body_of("GET", "/", "", "", {{"j_token", k_token}, {"Host", "[::1]:99"}});
  CHECK_THAT(line_of(body, "Try"), Catch::StartsWith("curl 'http://[::1]:99/calinda/hub/"));
}

TEST_CASE("whatever comes, advice is short printable ASCII, and quotes are in pairs") {
  std::mt19937 random(7);
  const std::string_view pieces[] = {
      "&",      "=",      "%",           "'", "\"",           "\\",   "{",  "}",    "[",     ":",    ",",
      "number", "action", "getCustomer", "/", "\xE2\x80\x8B", "\xFF", "\n", "`id`", "$HOME", "null", "1e999"};
  const auto some = [&](std::size_t most) {
    std::string text;
    for (std::size_t i = random() % most; i > 0; --i) text += pieces[random() % std::size(pieces)];
    return text;
  };
  for (const mock::Mode mode : {k_lenient, k_strict}) {
    mock::MockOptions options;
    options.mode = mode;
    mock::Mock mock(std::move(options));
    for (int i = 0; i < testing::many(2'000); ++i) {
      const std::string path = random() % 3 == 0 ? "/" + some(8) : std::string(k_model) + "contractor/create";
      const std::string query = (random() % 2 == 0 ? k_contractor + "&" : "") + some(40);
      const std::string body = random() % 2 == 0 ? "{" + some(40) : some(4000);
      const http::Reply reply = mock.handle({random() % 2 == 0 ? "GET" : "POST", path, query, {}, body});
      if (reply.content_type == http::k_json) continue;
      INFO(reply.body);
      REQUIRE(reply.body.size() < 3'000);
      const std::string advised = reply.body.substr(std::min(reply.body.find('\n'), reply.body.size()));
      REQUIRE(std::ranges::all_of(advised, [](char c) { return c == '\n' || (c >= 0x20 && c < 0x7F); }));
      REQUIRE(std::ranges::count(line_of(reply.body, "Try"), '\'') % 2 == 0);
    }
  }
}

TEST_CASE("a corrected line that would be too long is left out") {
  Asked asked(options_for(k_lenient));
  const std::string body =
      asked.body_of("GET", std::string(k_model) + "customer/update",
                    customer_query("A", "city") + "&company_name=" + std::string(5'000, 'x'), "");
  check_shape(body);
  CHECK_THAT(line_of(body, "Try"), Catch::Contains("bytes of curl are too many to show"));
}

TEST_CASE("odd characters are named, shown and taken out") {
  struct Row {
    std::string_view text;
    std::string names, visible, plain, ascii;
  };
  for (const Row& row :
       {Row{"plain", "", "plain", "plain", "plain"}, Row{"Zo\u00e9", "", "Zo\\u00E9", "Zo\u00e9", "Zo\u00e9"},
        Row{"a\u00a0b", "U+00A0", "a\\u00A0b", "a b", "a b"}, Row{"\ufeffx", "U+FEFF", "\\uFEFFx", "x", "x"},
        Row{"a\u202eb\u2066", "U+202E U+2066", "a\\u202Eb\\u2066", "ab", "ab"},
        Row{"\u0430\u03bf", "U+0430 U+03BF", "\\u0430\\u03BF", "\u0430\u03bf", "ao"},
        Row{"\uff11\uff21", "U+FF11 U+FF21", "\\uFF11\\uFF21", "\uff11\uff21", "1A"},
        Row{"a\r\nb", "U+000D U+000A", "a\\u000D\\u000Ab", "ab", "ab"}, Row{" a ", "", " a ", " a ", "a"},
        Row{"\xFF\xE2\x80", "", "\\xFF\\xE2\\x80", "???", "???"},
        Row{"\u2013\u2212", "U+2013 U+2212", "\\u2013\\u2212", "\u2013\u2212", "--"}}) {
    INFO(row.visible);
    std::string names;
    for (const mock::OddCharacter& odd : mock::odd_characters(row.text))
      names += (names.empty() ? "" : " ") + mock::code_point_text(odd.code_point);
    CHECK(names == row.names);
    CHECK(mock::visible(row.text) == row.visible);
    CHECK(mock::without_odd(row.text, false) == row.plain);
    CHECK(mock::without_odd(row.text, true) == row.ascii);
  }
  CHECK(mock::visible("abcdef", 3) == "abc...");
}

namespace {

struct Example {
  std::string request, answer;
};

/// The blocks ```http and ```text of the page, in pairs.
std::vector<Example> examples_of(const std::string& page) {
  std::vector<Example> examples;
  std::size_t at = 0;
  const auto block = [&](const std::string& fence) {
    const std::size_t from = page.find(fence + "\n", at);
    if (from == std::string::npos) return std::string();
    const std::size_t start = from + fence.size() + 1;
    at = page.find("\n```", start);
    return page.substr(start, at - start);
  };
  for (std::string request = block("```http"); !request.empty(); request = block("```http"))
    examples.push_back({request, block("```text")});
  return examples;
}

}  // namespace

TEST_CASE("the examples of docs/diagnostics.md are what the mock answers") {
  const auto examples =
      examples_of(testing::read_text(std::string(SELLSIGN_SOURCE_DIR) + "/docs/diagnostics.md"));
  CHECK(examples.size() == 2);
  for (const Example& example : examples) {
    std::istringstream in(example.request);
    std::string verb, target, version, line, body;
    in >> verb >> target >> version;
    std::getline(in, line);
    std::vector<std::pair<std::string, std::string>> fields;
    while (std::getline(in, line) && !line.empty())
      fields.emplace_back(line.substr(0, line.find(':')), line.substr(line.find(':') + 2));
    std::getline(in, body);
    std::vector<http::HeaderView> headers;
    for (const auto& [name, value] : fields) headers.push_back({name, value});
    mock::Mock mock({});
    const std::size_t mark = target.find('?');
    CHECK(mock.handle({verb, target.substr(0, mark), target.substr(mark + 1), headers, body}).body ==
          example.answer);
  }
}

}  // namespace sellsign::advice_test
