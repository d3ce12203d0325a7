#include "mock_server/journal/api.h"
#include "tests/catch.h"
#include "tests/support/recorded.h"

namespace sellsign::journal_verify_test {

using namespace sellsign;
using namespace sellsign::testing;
using Json = nlohmann::ordered_json;

void write(Recorded& recorded, std::string_view number, std::string_view email) {
  recorded.post(
      "customer/update", "action=selectOrCreateCustomer&j_token=T",
      R"({"number":")" + std::string(number) +
          R"(","civility":"M","firstname":"Ann","lastname":"B","email":")" + std::string(email) +
          R"(","cell_phone":"1","address_1":"1","postal_code":13100,"city":null,"country":"FR","customer_code":"c"})");
}

void read(Recorded& recorded, std::string_view number) {
  recorded.get("customer/read", "action=getCustomer&number=" + std::string(number) + "&j_token=U");
}

Json verify(const Recorded& recorded, std::string_view body, int status) {
  const http::Reply reply = mock::journal_verify(recorded.journal, body);
  INFO(body << "\n" << reply.body);
  CHECK(reply.status == status);
  return parsed(reply);
}

/// 1 writes AM1, 2 writes AM2, 3 reads AM1, 4 is unknown.
void play(Recorded& recorded) {
  write(recorded, "AM1", "ann@firm.example");
  write(recorded, "AM2", "bob@firm.example");
  read(recorded, "AM1");
  recorded.get("customer/nowhere", "action=getCustomer&number=AM1&j_token=T");
}

TEST_CASE("what was asked of the mock is counted", "[journal]") {
  Recorded recorded;
  play(recorded);
  const std::string call = R"("call":"customer.selectOrCreateCustomer")";
  const std::pair<std::string, std::uint64_t> rows[] = {
      {"{}", 4},
      {"{" + call + "}", 2},
      {R"({"number":"AM1"})", 2},
      {R"({"status":500})", 2},
      {R"({"status":"4xx"})", 1},
      {R"({"verb":"POST"})", 2},
      {R"({"verb":"post"})", 2},
      {R"({"token":"U"})", 1},
      {R"({"parameters":{"email":"ann@firm.example"}})", 1},
      {"{" + call + R"(,"parameters":{"firstname":{"matches":"^A"},"job_title":{"absent":true}}})", 2},
      {"{" + call + R"(,"parameters":{"postal_code":13100}})", 2},
      {"{" + call + R"(,"parameters":{"postalCode":"13100"}})", 2},
      {"{" + call + R"(,"parameters":{"city":{"present":true}}})", 0},
      {"{" + call + R"(,"parameters":{"city":{"present":false}}})", 2},
      {"{" + call + R"(,"parameters":{"email":{"contains":"bob"}}})", 1},
      {"{" + call + R"(,"parameters":{"email":{"equals":"bob@firm.example"}}})", 1},
      {R"({"body":{"contains":"bob@firm"}})", 1},
      {R"({"body":{"matches":"\"number\":\"AM[12]\""}})", 2},
  };
  for (const auto& [pattern, count] : rows) {
    Json json = Json::parse(pattern);
    json["exactly"] = count;
    const Json held = verify(recorded, json.dump(), 200);
    CHECK(held["held"] == true);
    CHECK(held["count"] == count);
    CHECK(held["wanted"] == "exactly " + std::to_string(count));
    json["exactly"] = count + 1;
    CHECK(verify(recorded, json.dump(), 409)["held"] == false);
    json.erase("exactly");
    verify(recorded, json.dump(), count > 0 ? 200 : 409);
    json["atMost"] = count;
    verify(recorded, json.dump(), 200);
    if (count == 0) continue;
    json["atMost"] = count - 1;
    verify(recorded, json.dump(), 409);
    json["atMost"] = count;
    json["atLeast"] = count;
    verify(recorded, json.dump(), 200);
  }
}

TEST_CASE("the reason names the nearest request and what differs", "[journal]") {
  mock::JournalOptions options;
  options.raw = true;
  Recorded recorded(options);
  play(recorded);
  const Json missed = verify(recorded,
                             R"({"call":"customer.selectOrCreateCustomer","number":"AM1",
                                 "parameters":{"email":"bob@firm.example","birthplace":{"present":true}},"exactly":2})",
                             409);
  CHECK(missed["reason"] ==
        "Wanted exactly 2 of customer.selectOrCreateCustomer with number \"AM1\", parameter email "
        "\"bob@firm.example\" and parameter birthplace any, saw 0. The nearest, entry 2, differs in number: "
        "wanted \"AM1\", got AM2; parameters.birthplace: wanted any, got none.");
  REQUIRE(missed["nearest"].size() == 2);
  CHECK(missed["nearest"][0]["id"] == 2);
  CHECK(missed["nearest"][0]["differs"].size() == 2);
  CHECK(missed["nearest"][1]["id"] == 1);
  CHECK(missed["nearest"][1]["differs"][0] ==
        "parameters.email: wanted \"bob@firm.example\", got \"ann@firm.example\"");
  const Json many = verify(recorded, R"({"call":"customer.selectOrCreateCustomer","atMost":1})", 409);
  CHECK(many["reason"] == "Wanted at most 1 of customer.selectOrCreateCustomer, saw 2.");
  CHECK(many["nearest"].size() == 2);
  const Json none = verify(recorded, R"({"number":"ZZ"})", 409);
  CHECK(none["reason"] ==
        "Wanted at least 1 of any request with number \"ZZ\", saw 0. No request comes near.");
  CHECK(none["nearest"].empty());
}

TEST_CASE("a verification shows neither tokens nor personal values", "[journal]") {
  Recorded recorded;
  play(recorded);
  const std::string body =
      R"({"call":"customer.selectOrCreateCustomer","number":"AM1","token":"nope","parameters":{"email":"bob@firm.example"}})";
  const http::Reply reply = mock::journal_verify(recorded.journal, body);
  CHECK(reply.status == 409);
  for (const std::string_view secret : {"bob@", "ann@", "\"Ann\"", "nope"}) {
    INFO(secret);
    CHECK(reply.body.find(secret) == std::string::npos);
  }
  const Json json = parsed(reply);
  CHECK_THAT(json["nearest"][0]["differs"].dump(), Catch::Contains("token: it is another one"));
  CHECK_THAT(json["reason"].get<std::string>(), Catch::Contains("person1@example.org"));
}

TEST_CASE("an order of requests is held or says where it broke", "[journal]") {
  Recorded recorded;
  play(recorded);
  const auto order = [&](std::string_view list, bool strict, int status) {
    return verify(recorded,
                  "{\"order\":[" + std::string(list) + "],\"strict\":" + (strict ? "true" : "false") + "}",
                  status);
  };
  order(R"({"number":"AM1"},{"call":"customer.getCustomer"})", false, 200);
  order(R"({"number":"AM2"},{"call":"customer.getCustomer"})", true, 200);
  order(R"({"verb":"POST"},{"verb":"POST"},{"number":"AM1"},{"status":404})", true, 200);
  const Json between = order(R"({"number":"AM1"},{"call":"customer.getCustomer"})", true, 409);
  CHECK(between["count"] == 1);
  const Json early = order(R"({"call":"customer.getCustomer"},{"number":"AM2"})", false, 409);
  CHECK(early["count"] == 1);
  CHECK_THAT(early["reason"].get<std::string>(),
             Catch::Contains("saw the first 1; number 2, any request with number \"AM2\""));
  CHECK_THAT(early["reason"].get<std::string>(),
             Catch::Contains("The nearest, entry 2, differs in order: it came no later than entry 3."));
  const Json twice = order(R"({"call":"customer.getCustomer"},{"call":"customer.getCustomer"})", false, 409);
  CHECK(twice["count"] == 1);
}

TEST_CASE("a count that eviction may have lowered does not hold", "[journal]") {
  mock::JournalOptions options;
  options.entries = 2;
  Recorded recorded(options);
  for (int i = 0; i < 3; ++i) read(recorded, "AM1");
  const std::string call = R"({"call":"customer.getCustomer",)";
  const auto reason = [&](const std::string& rest, int status) {
    return verify(recorded, call + rest, status)["reason"].get<std::string>();
  };
  CHECK_THAT(reason(R"("exactly":2})", 409), Catch::Contains("no longer has its first 1 entries"));
  CHECK_THAT(reason(R"("atMost":5})", 409), Catch::Contains("no longer has its first 1 entries"));
  CHECK_THAT(reason(R"("atMost":1})", 409), !Catch::Contains("no longer"));
  CHECK_THAT(reason(R"("atLeast":3})", 409), Catch::Contains("may be too low"));
  CHECK_THAT(reason(R"("atLeast":2})", 200), !Catch::Contains("no longer"));
  recorded.journal.clear();
  read(recorded, "AM1");
  verify(recorded, call + R"("exactly":1})", 200);
}

TEST_CASE("what stands behind the kept part of a body is not taken for missing", "[journal]") {
  mock::JournalOptions options;
  options.body = 64;
  Recorded recorded(options);
  write(recorded, "AM1", "ann@firm.example");  // its email is behind the cut
  struct Row {
    const char* wanted;
    int status;
    const char* reason;
  };
  for (const Row& row :
       {Row{R"({"parameters":{"email":"ann@firm.example"},"exactly":0})", 409, "could not be read whole"},
        Row{R"({"parameters":{"email":"ann@firm.example"},"atLeast":1})", 409, "could not be read whole"},
        Row{R"({"parameters":{"email":"ann@firm.example"},"atMost":1})", 200, "saw 0"},
        Row{R"({"parameters":{"email":{"absent":true}},"atLeast":1})", 409, "could not be read whole"},
        Row{R"({"body":{"contains":"ann@firm"},"exactly":0})", 409, "could not be read whole"},
        Row{R"({"body":{"contains":"AM1"},"exactly":1})", 200, "saw 1"},
        Row{R"({"status":404,"parameters":{"email":"x"},"exactly":0})", 200, "saw 0"},
        Row{R"({"call":"customer.getCustomer","parameters":{"number":"x"},"exactly":0})", 200, "saw 0"}}) {
    INFO(row.wanted);
    CHECK_THAT(verify(recorded, row.wanted, row.status)["reason"].get<std::string>(),
               Catch::Contains(row.reason));
  }
}

TEST_CASE("a verification that cannot be read says where", "[journal]") {
  Recorded recorded;
  struct Row {
    std::string_view body;
    int status;
    std::string_view where, what;
  };
  const Row rows[] = {
      {"{", 400, "", "The body is not JSON"},
      {"[]", 422, "", "must be an object"},
      {R"({"cal":1})", 422, "/cal", "did you mean \"call\"?"},
      {R"({"call":"customer.getCustomr"})", 422, "/call", "did you mean \"customer.getCustomer\"?"},
      {R"({"call":5})", 422, "/call", "must be a text"},
      {R"({"number":5})", 422, "/number", "must be a text"},
      {R"({"status":99})", 422, "/status", "such as 404"},
      {R"({"status":"9xx"})", 422, "/status", "such as 404"},
      {R"({"parameters":[]})", 422, "/parameters", "must be an object"},
      {R"({"parameters":{"email":{"matches":"("}}})", 422, "/parameters/email/matches", "regular expression"},
      {R"({"parameters":{"email":{"matches":"(a)\\1"}}})", 422, "/parameters/email/matches",
       "back references"},
      {R"({"parameters":{"email":{"match":"a"}}})", 422, "/parameters/email/match",
       "did you mean \"matches\"?"},
      {R"({"parameters":{"email":{"absent":1}}})", 422, "/parameters/email/absent", "true or false"},
      {R"({"parameters":{"e_mail":"a"}})", 422, "/parameters/e_mail", "of no call (did you mean \"email\"?)"},
      {R"({"parameters":{"postel_code":{"absent":true}},"call":"customer.selectOrCreateCustomer"})", 422,
       "/parameters/postel_code", "customer.selectOrCreateCustomer (did you mean \"postal_code\"?)"},
      {R"({"parameters":{"email":"a"},"call":"customer.getCustomer"})", 422, "/parameters/email",
       "is no parameter of customer.getCustomer"},
      {R"({"verb":"GET /"})", 422, "/verb", "such as GET"},
      {R"({"parameters":{"email":[]}})", 422, "/parameters/email", "must be a value"},
      {R"({"parameters":{"email":{}}})", 422, "/parameters/email", "must be a value"},
      {R"({"body":"x"})", 422, "/body", "contains"},
      {R"({"body":{"absent":true}})", 422, "/body/absent", "is not known"},
      {R"({"exactly":-1})", 422, "/exactly", "whole number"},
      {R"({"exactly":1,"atLeast":1})", 422, "/exactly", "no room"},
      {R"({"atLeast":3,"atMost":1})", 422, "/atLeast", "greater"},
      {R"({"order":[]})", 422, "/order", "list of requests"},
      {R"({"order":[{"verbs":"GET"}]})", 422, "/order/0/verbs", "did you mean \"verb\"?"},
      {R"({"order":[{}],"exactly":1})", 422, "/exactly", "does not go with order"},
      {R"({"order":[{}],"strict":1})", 422, "/strict", "true or false"},
  };
  for (const Row& row : rows) {
    const Json json = verify(recorded, row.body, row.status);
    INFO(row.body << "\n" << json.dump());
    if (row.status == 400) {
      CHECK_THAT(json["error"].get<std::string>(), Catch::Contains(std::string(row.what)));
      continue;
    }
    REQUIRE(json["problems"].size() == 1);
    CHECK(json["problems"][0]["where"] == row.where);
    CHECK_THAT(json["problems"][0]["what"].get<std::string>(), Catch::Contains(std::string(row.what)));
  }
}

}  // namespace sellsign::journal_verify_test
