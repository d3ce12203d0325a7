#include "client/client.h"

#include <algorithm>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "api/json_writer.h"
#include "client/decode.h"
#include "client/encode.h"
#include "tests/catch.h"
#include "tests/support/bad_server.h"

namespace sellsign::client_client_test {
namespace {

using namespace std::chrono_literals;
using client::Client;
using client::ClientOptions;
using client::WireStyle;
using http::HttpReply;
using http::HttpRequest;
using testing::BadServer;
using testing::Peer;

using Answer = std::function<Result<HttpReply>(const HttpRequest&)>;

/// Answers in process, and keeps what was sent.
class Scripted : public http::Transport {
 public:
  explicit Scripted(Answer answer) : answer_(std::move(answer)) {}
  Result<HttpReply> exchange(const HttpRequest& request) override {
    const std::lock_guard lock(mutex_);
    sent.push_back(request);
    return answer_(request);
  }
  std::vector<HttpRequest> sent;

 private:
  std::mutex mutex_;
  Answer answer_;
};

HttpReply ok(std::string body) { return {200, {}, std::move(body), {}}; }

api::Customer full_customer() {
  api::Customer customer;
  customer.number = "DEV|1";
  customer.actor_id = 17'236'595'298;
  customer.sync_timer = Timestamp(1'400'000'000'000ms);
  customer.civility = "MONSIEUR";
  customer.firstname = "Zo\xC3\xA9";
  customer.lastname = "O'Neil";
  customer.address_1 = "1 rue & co";
  customer.postal_code = "92160";
  customer.city = "Antony";
  customer.email = "a@b.fr";
  customer.creation_date = customer.sync_timer;
  customer.last_modification_place = "SERVER";
  customer.country = "FR";
  customer.cell_phone = "+33 6";
  customer.birthdate = Timestamp(-1ms);
  customer.customer_code = "C=1";
  return customer;
}

template <class E>
std::string json_of(const E& entity) {
  std::string text;
  api::append_entity(text, entity, HtmlEscape::on);
  return text;
}

api::Contractor contractor(std::int64_t id) {
  api::Contractor made;
  made.id = id;
  made.is_default = id % 2 == 0;
  return made;
}

std::string page_of(std::int64_t first, std::int64_t count, bool bare = false) {
  std::string list;
  for (std::int64_t id = first; id < first + count; ++id)
    list += (list.empty() ? "" : ",") + json_of(contractor(id));
  return bare ? "[" + list + "]" : "{\"elements\":[" + list + "]}";
}

TEST_CASE("a customer travels in the documented order in each style", "[client]") {
  const std::string path = "/calinda/hub/selling/model/customer/update?action=selectOrCreateCustomer";
  const std::string mandatory =
      "number=DEV%7C1&civility=MONSIEUR&firstname=Zo%C3%A9&lastname=O%27Neil&email=a%40b.fr&cell_phone=%2B33%"
      "206"
      "&address_1=1%20rue%20%26%20co&postal_code=92160&city=Antony&country=FR&customer_code=C%3D1";
  const std::string text =
      mandatory + "&company_name=&registration_number=&address_2=&phone=&job_title=&birthdate=&birthplace=";
  const std::string json =
      "{\"number\":\"DEV|1\",\"civility\":\"MONSIEUR\",\"firstname\":\"Zo\xC3\xA9\",\"lastname\":\"O'Neil\","
      "\"email\":\"a@b.fr\",\"cell_phone\":\"+33 6\",\"address_1\":\"1 rue & co\",\"postal_code\":\"92160\","
      "\"city\":\"Antony\",\"country\":\"FR\",\"customer_code\":\"C=1\"}";
  struct Row {
    WireStyle style;
    std::string verb, target, body;
  };
  const std::vector<Row> rows{{WireStyle::query_get, "GET", path + "&" + text, ""},
                              {WireStyle::query_post, "POST", path + "&" + text, ""},
                              {WireStyle::json_post, "POST", path, json},
                              {WireStyle::form_post, "POST", path, text}};
  for (const Row& row : rows) {
    CAPTURE(client::name_of(row.style));
    const auto transport =
        std::make_shared<Scripted>([](const auto&) { return ok(json_of(full_customer())); });
    const Client client(transport, {.token = "!t|1", .wire = row.style});
    const auto customer = client.select_or_create_customer(full_customer());
    REQUIRE(customer);
    CHECK(*customer == full_customer());
    REQUIRE(transport->sent.size() == 1);
    CHECK(transport->sent[0].verb == row.verb);
    CHECK(transport->sent[0].target == row.target);
    CHECK(transport->sent[0].body == row.body);
    CHECK(*http::find_header(transport->sent[0].headers, "j_token") == "!t|1");
  }
}

TEST_CASE("timestamps that are set travel, others do not", "[client]") {
  struct Row {
    std::chrono::milliseconds time;
    std::string text;
    bool in_json;
  };
  const auto row = GENERATE(values<Row>(
      {{0ms, "", false}, {-1ms, "", false}, {-2ms, "-2", true}, {86'400'000ms, "86400000", true}}));
  api::Customer customer;
  customer.birthdate = Timestamp(row.time);
  const auto find = [&](WireStyle style) -> std::optional<client::ParameterValue> {
    for (const auto& parameter : client::parameters_of(customer, style))
      if (parameter.name == "birthdate") return parameter.value;
    return std::nullopt;
  };
  for (const WireStyle style : {WireStyle::query_get, WireStyle::query_post, WireStyle::form_post}) {
    const auto value = find(style);
    REQUIRE(value);
    if (row.in_json)
      CHECK(std::get<std::int64_t>(*value) == row.time.count());
    else
      CHECK(std::get<std::string>(*value).empty());
  }
  CHECK(find(WireStyle::json_post).has_value() == row.in_json);
}

TEST_CASE("the other calls send their parameters and read their answers", "[client]") {
  const std::string model = "/calinda/hub/selling/model/";
  api::Property property;
  property.key = "size";
  property.value = "false";
  property.customer_number = "1";
  api::Contractor signatory = contractor(-1);
  signatory.customer_number = "1";

  std::string body = json_of(full_customer());
  const auto transport = std::make_shared<Scripted>([&](const auto&) { return ok(body); });
  const Client client(transport, {});
  const auto target = [&] { return transport->sent.back().target; };

  const auto found = client.get_customer("a b");
  REQUIRE(found);
  CHECK(*found == full_customer());
  CHECK(target() == model + "customer/read?action=getCustomer&number=a%20b");
  body = "null";
  const auto none = client.get_customer("x");
  REQUIRE(none);
  CHECK(!none->has_value());

  body = json_of(contractor(77));
  const auto made = client.get_or_create_contractor(signatory);
  REQUIRE(made);
  CHECK(*made == contractor(77));
  CHECK(target().starts_with(
      model + "contractor/create?action=getOrCreateContractor&customer_number=1&id=-1&civility="));
  CHECK(target().find("&is_default=false") != std::string::npos);

  for (const bool bare : {false, true}) {
    body = page_of(5, 2, bare);
    const auto page = client.get_contractors_for("1", 10, 2);
    REQUIRE(page);
    CHECK(*page == std::vector{contractor(5), contractor(6)});
    CHECK(target() == model + "contractor/read?action=getContractorsFor&number=1&offset=10&size=2");

    body = bare ? "[" + json_of(property) + "]" : "{\"elements\":[" + json_of(property) + "]}";
    const auto properties = client.get_customer_property_list_for("1");
    REQUIRE(properties);
    CHECK(*properties == std::vector{property});
    CHECK(target() == model + "customerproperty/list?action=getCustomerPropertyListFor&number=1");
  }

  body = json_of(property);
  const auto written = client.get_or_create_customer_property(property);
  REQUIRE(written);
  CHECK(*written == property);
  CHECK(target() ==
        model +
            "customerproperty/update?action=getOrCreateCustomerProperty&customer_number=1&key=size"
            "&value=false&id=-1");
}

TEST_CASE("answers that do not fit name the JSON path", "[client]") {
  const std::string good = json_of(contractor(1));
  const auto changed = [&](const std::string& from, const std::string& to) {
    const std::size_t at = good.find(from);
    REQUIRE(at != good.npos);
    return std::string(good).replace(at, from.size(), to);
  };
  struct Row {
    std::string body;
    std::string words;
  };
  const std::vector<Row> rows{
      {changed("\"id\":1", "\"id\":\"1\""), "$.id should be an integer, but is string"},
      {changed("\"id\":1", "\"id\":1.5"), "$.id should be an integer, but is a number with a fraction"},
      {changed("\"id\":1", "\"id\":9223372036854775808"), "$.id does not fit 64 bits"},
      {changed("\"id\":1,", ""), "$.id is missing"},
      {changed("\"city\":\"\"", "\"city\":null"), "$.city should be a string, but is null"},
      {changed("\"isDefault\":false", "\"isDefault\":0"),
       "$.isDefault should be true or false, but is number"},
      {changed("\"birthdate\":0", "\"birthdate\":\"\""), "$.birthdate should be an integer, but is string"},
      {"[]", "$ should be an object, but is array"},
      {"null", "$ should be an object, but is null"},
      {"<html>\n\t<b>Login</b></html>", "$ is not JSON: <html> <b>Login</b></html>"},
      {"", "$ is not JSON: (no words)"},
      {good + "x", "$ is not JSON"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.body);
    const auto decoded = client::decode_one<api::Contractor>(ok(row.body), "some.call");
    REQUIRE(!decoded);
    CHECK(decoded.error().kind == ErrorKind::undecodable);
    CHECK(decoded.error().status == 200);
    CHECK(decoded.error().body == row.body);
    CHECK(decoded.error().message.starts_with("some.call: "));
    CHECK(decoded.error().message.find(row.words) != std::string::npos);
  }
  CHECK(client::decode_one<api::Contractor>(ok(changed("{", "{\"new\":[1],")), ""));
}

TEST_CASE("lists that do not fit name the JSON path", "[client]") {
  struct Row {
    std::string body;
    std::string words;
  };
  const std::vector<Row> rows{
      {"{\"elements\":[" + json_of(contractor(1)) + ",{}]}", "$.elements[1].id is missing"},
      {"[" + json_of(contractor(1)) + ",7]", "$[1] should be an object, but is number"},
      {"{\"elements\":{}}", "$.elements should be an array, but is object"},
      {"{}", "$.elements is missing"},
      {"null", "$ should be an array, but is null"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.body);
    const auto decoded = client::decode_list<api::Contractor>(ok(row.body), "c");
    REQUIRE(!decoded);
    CHECK(decoded.error().kind == ErrorKind::undecodable);
    CHECK(decoded.error().message.find(row.words) != std::string::npos);
  }
  CHECK(client::decode_list<api::Contractor>(ok("[]"), "")->empty());
}

TEST_CASE("a refusal carries the server's words", "[client]") {
  const int status = GENERATE(500, 401, 302, 199, 304);
  const std::string words = "Le client \xC3\xA9t\xC3\xA9\r\n n'existe pas";
  const auto transport = std::make_shared<Scripted>([&](const auto&) {
    return HttpReply{status, {}, words, {}};
  });
  const auto customer = Client(transport, {}).get_customer("1");
  REQUIRE(!customer);
  CHECK(customer.error().kind == ErrorKind::http_status);
  CHECK(customer.error().status == status);
  CHECK(customer.error().body == words);
  CHECK(customer.error().message == "customer.getCustomer: status " + std::to_string(status) +
                                        ": Le client \xC3\xA9t\xC3\xA9 n'existe pas");
}

TEST_CASE("a long refusal is cut between characters in the message only", "[client]") {
  std::string words;
  while (words.size() < 1'000) words += "\xC3\xA9";
  const auto refused = client::decode_one<api::Customer>({500, {}, words, {}}, "c");
  REQUIRE(!refused);
  CHECK(refused.error().body == words);
  CHECK(refused.error().message.size() < 350);
  CHECK(refused.error().message.ends_with("\xC3\xA9..."));
}

TEST_CASE("transport errors keep their kind and name the call", "[client]") {
  const auto kind = GENERATE(ErrorKind::unreachable, ErrorKind::timeout, ErrorKind::transport);
  const auto transport = std::make_shared<Scripted>([&](const auto&) -> Result<HttpReply> {
    return Error{kind, "gone", 0, ""};
  });
  const auto customer = Client(transport, {}).get_customer("1");
  REQUIRE(!customer);
  CHECK(customer.error().kind == kind);
  CHECK(customer.error().message == "customer.getCustomer: gone");
}

TEST_CASE("a generic call gives every status back", "[client]") {
  const auto transport = std::make_shared<Scripted>([](const auto&) {
    return HttpReply{501, {}, "later", {}};
  });
  const auto reply =
      Client(transport, {}).call(*api::find_endpoint("contract.getContract"), {{"contract_id", "1"}});
  REQUIRE(reply);
  CHECK(reply->status == 501);
  CHECK(transport->sent[0].target ==
        "/calinda/hub/selling/model/contract/read?action=getContract&contract_id=1");
}

TEST_CASE("calls are repeated as the options say, if that is safe", "[client]") {
  const auto transport = std::make_shared<Scripted>([](const auto&) {
    return HttpReply{503, {}, "busy", {}};
  });
  int pauses = 0;
  const Client client(transport, {.retry = {.attempts = 3, .sleep = [&](auto) { ++pauses; }}});
  CHECK(!client.select_or_create_customer(full_customer()));
  CHECK(transport->sent.size() == 3);
  CHECK(pauses == 2);
  CHECK(!client.select_or_create_customer({}));
  CHECK(transport->sent.size() == 4);
}

/// The ids that a walk gives, and the error that ended it.
struct Walk {
  std::vector<std::int64_t> ids;
  std::optional<ErrorKind> error;
  std::size_t requests = 0;
};

Walk walk(std::int64_t page_size, const Answer& answer) {
  const auto transport = std::make_shared<Scripted>(answer);
  const Client client(transport, {});
  Walk result;
  for (const Result<api::Contractor>& contractor : client.contractors_of("1", page_size)) {
    CHECK(!result.error);
    if (contractor)
      result.ids.push_back(contractor->id);
    else
      result.error = contractor.error().kind;
  }
  result.requests = transport->sent.size();
  return result;
}

std::int64_t number_after(const std::string& text, const std::string& mark) {
  return std::stoll(text.substr(text.find(mark) + mark.size()));
}

TEST_CASE("all pages are walked, up to the first empty one", "[client]") {
  struct Row {
    std::int64_t total;
    std::int64_t page;
    std::size_t requests;
  };
  const auto row =
      GENERATE(values<Row>({{0, 3, 1}, {1, 3, 2}, {3, 3, 2}, {7, 3, 4}, {6, 3, 3}, {5, 1, 6}, {5, 100, 2}}));
  const Walk result = walk(row.page, [&](const HttpRequest& request) {
    const std::int64_t offset = number_after(request.target, "&offset=");
    CHECK(number_after(request.target, "&size=") == row.page);
    return ok(page_of(offset, std::clamp<std::int64_t>(row.total - offset, 0, row.page)));
  });
  CAPTURE(row.total, row.page);
  REQUIRE(result.ids.size() == static_cast<std::size_t>(row.total));
  for (std::int64_t id = 0; id < row.total; ++id) CHECK(result.ids[static_cast<std::size_t>(id)] == id);
  CHECK(!result.error);
  CHECK(result.requests == row.requests);
}

TEST_CASE("a walk ends with the first error", "[client]") {
  const Walk refused = walk(2, [](const HttpRequest& request) {
    return number_after(request.target, "&offset=") == 0 ? ok(page_of(0, 2)) : HttpReply{500, {}, "no", {}};
  });
  CHECK(refused.ids == std::vector<std::int64_t>{0, 1});
  CHECK(refused.error == ErrorKind::http_status);
  CHECK(refused.requests == 2);

  const Walk repeated = walk(2, [](const HttpRequest&) { return ok(page_of(0, 2)); });
  CHECK(repeated.ids == std::vector<std::int64_t>{0, 1});
  CHECK(repeated.error == ErrorKind::undecodable);
  CHECK(repeated.requests == 2);

  const Walk empty_pages = walk(0, [](const HttpRequest&) { return ok("[]"); });
  CHECK(empty_pages.error == ErrorKind::usage);
  CHECK(empty_pages.requests == 0);
}

TEST_CASE("a walk fetches no page before it is asked for", "[client]") {
  const auto transport = std::make_shared<Scripted>(
      [](const HttpRequest& request) { return ok(page_of(number_after(request.target, "&offset="), 2)); });
  const Client client(transport, {});
  auto range = client.contractors_of("1", 2);
  CHECK(transport->sent.empty());
  auto it = range.begin();
  CHECK((*it)->id == 0);
  ++it;
  CHECK((*it)->id == 1);
  CHECK(transport->sent.size() == 1);
  ++it;
  CHECK((*it)->id == 2);
  CHECK(transport->sent.size() == 2);
  CHECK(it != range.end());
}

TEST_CASE("a client made for a URL talks to it from many threads", "[client]") {
  BadServer server([](Peer& peer, int) {
    while (!peer.read_request().empty()) peer.answer(json_of(full_customer()));
  });
  auto made = Client::make({.base_url = server.url(), .token = "t"});
  REQUIRE(made);
  const Client client = std::move(made).value();
  std::atomic<int> right = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      for (int round = 0; round < 10; ++round) {
        const auto customer = client.get_customer("DEV|1");
        if (customer && *customer == full_customer()) ++right;
      }
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(right == 40);
  CHECK(server.connections() <= 4);
}

TEST_CASE("a client is not made for a bad URL", "[client]") {
  const auto made = Client::make({.base_url = "localhost:1"});
  REQUIRE(!made);
  CHECK(made.error().kind == ErrorKind::usage);
}

}  // namespace
}  // namespace sellsign::client_client_test
