#include <cstdio>
#include <map>

#include "base/time_text.h"
#include "mock_server/journal/api.h"
#include "mock_server/journal/json.h"
#include "mock_server/journal/redaction.h"
#include "tests/catch.h"
#include "tests/support/recorded.h"

namespace sellsign::journal_test {

using namespace sellsign;
using namespace sellsign::testing;
using Json = nlohmann::ordered_json;

mock::JournalFilter filter_of(std::string_view query) {
  auto filter = mock::read_journal_filter(read_query(query), k_now);
  INFO((filter ? "" : filter.error().message));
  REQUIRE(filter.ok());
  return *filter;
}

std::vector<std::uint64_t> ids(const mock::Journal& journal, std::string_view query) {
  std::vector<std::uint64_t> found;
  for (const auto& entry : journal.read(filter_of(query))) found.push_back(entry.id);
  return found;
}

using Ids = std::vector<std::uint64_t>;

/// Six exchanges: a customer, a read, a refusal, an unknown call, a departure, a token that is refused.
void play(Recorded& recorded) {
  recorded.get("customer/update", customer_query("AM1"));
  recorded.get("customer/read", "action=getCustomer&number=AM1&j_token=T");
  recorded.get("customer/read", "action=getCustomer&j_token=T");
  recorded.get("customer/read", "action=getCustomr&number=AM1&j_token=T");
  recorded.get("customer/list", "action=getCustomer&number=AM2&j_token=T");
  recorded.get("customer/read", "action=getCustomer&number=AM1");
}

std::string run_in_shell(const std::string& line) {
  FILE* pipe = popen(line.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::string out;
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) out += static_cast<char>(c);
  CHECK(pclose(pipe) == 0);
  return out;
}

TEST_CASE("an entry is the exchange as it was", "[journal]") {
  Recorded recorded;
  const Recorded::Headers headers = {{"Host", "h"}, {"X-Empty", ""}};
  const std::string query = customer_query("AM1", "&nickname=Z");
  const http::Reply reply = recorded.get("customer/insert", query, headers);
  const auto entry = recorded.journal.find(1);
  REQUIRE(entry);
  CHECK(entry->id == 1);
  CHECK(entry->at == k_now);
  CHECK(entry->service == std::chrono::microseconds(12));
  CHECK(entry->verb == "GET");
  CHECK(entry->path == "/calinda/hub/selling/model/customer/insert");
  CHECK(entry->query == query);
  CHECK(entry->headers == std::vector<std::pair<std::string, std::string>>{{"Host", "h"}, {"X-Empty", ""}});
  CHECK(entry->number == "AM1");
  CHECK(entry->token == "s3cret|t0ken=");
  CHECK(entry->row == &api::endpoint(api::Call::select_or_create_customer));
  CHECK(entry->status == 200);
  CHECK(entry->reply_body == reply.body);
  CHECK(entry->reply_headers == reply.headers);
  CHECK(entry->content_type == http::k_json);
  CHECK(entry->departures.size() == 2);
  CHECK(entry->performed);
  CHECK_FALSE(recorded.journal.find(0));
  CHECK_FALSE(recorded.journal.find(2));
}

TEST_CASE("an answer that is a file is kept as any other, cut at the same length", "[journal]") {
  mock::Journal journal;
  http::Reply reply;
  reply.content_type = http::MediaType(std::string("application/pdf"));
  reply.shared_body = std::make_shared<const std::string>(20'000, 'b');
  journal.record({}, reply, {}, k_now, {});
  reply.content_type = "text/html";
  const auto entry = journal.find(1);
  REQUIRE(entry);
  CHECK(entry->content_type == "application/pdf");
  CHECK(entry->reply_body == std::string(16 * 1024, 'b'));
  CHECK(entry->reply_bytes == 20'000);
  CHECK_FALSE(entry->reply_is_whole);
  CHECK_FALSE(entry->refused);
}

TEST_CASE("the oldest make room; totals and ids go on", "[journal]") {
  mock::JournalOptions options;
  options.entries = 3;
  Recorded recorded(options);
  for (int i = 0; i < 8; ++i) recorded.get("customer/read", "action=getCustomer&number=A&j_token=T");
  CHECK(ids(recorded.journal, "order=oldest") == Ids{6, 7, 8});
  CHECK(ids(recorded.journal, "") == Ids{8, 7, 6});
  const mock::JournalTotals totals = recorded.journal.totals();
  CHECK(totals.recorded == 8);
  CHECK(totals.kept == 3);
  CHECK(totals.evicted == 5);
  CHECK(totals.last == 8);
  CHECK(recorded.journal.clear() == 3);
  CHECK(recorded.journal.totals().recorded == 0);
  CHECK(recorded.journal.totals().evicted == 0);
  CHECK(recorded.journal.totals().bytes == 0);
  recorded.get("customer/read", "action=getCustomer&number=A&j_token=T");
  CHECK(ids(recorded.journal, "") == Ids{9});
  CHECK(recorded.journal.totals().recorded == 1);
}

TEST_CASE("memory stays within its bound whatever is recorded", "[journal]") {
  mock::JournalOptions options;
  options.bytes = 200'000;
  options.body = 16'384;
  Recorded recorded(options);
  const std::size_t sizes[] = {10, 100'000, 700, 5'000, 20'000, 1, 15'000, 300'000};
  for (int round = 0; round < 50; ++round)
    for (const std::size_t size : sizes) {
      const std::string query = "action=getCustomer&number=A&j_token=T&x=" + std::string(size / 10, 'q');
      const std::string body = "a=" + std::string(size, 'b');
      recorded.post("customer/read", query, body);
      const auto totals = recorded.journal.totals();
      REQUIRE(totals.bytes <= options.bytes);
      REQUIRE(totals.kept + totals.evicted == totals.recorded);
    }
  CHECK(recorded.journal.totals().kept >= 3);
  const auto last = recorded.journal.find(400);
  REQUIRE(last);
  CHECK(last->body.size() == 16'384);
  CHECK(last->body_bytes == 300'002);
  CHECK_FALSE(last->body_is_whole);
}

TEST_CASE("a small journal keeps its newest entries however many there were", "[journal]") {
  mock::JournalOptions options;
  options.bytes = 64 * 1024;
  Recorded recorded(options);
  for (int i = 0; i < 5'000; ++i) recorded.get("customer/read", "action=getCustomer&number=A&j_token=T");
  CHECK(recorded.journal.totals().kept > 50);
  CHECK(recorded.journal.totals().bytes <= options.bytes);
  recorded.journal.limit_bytes(8 * 1024);
  CHECK(recorded.journal.totals().kept > 5);
  CHECK(recorded.journal.totals().bytes <= 8 * 1024);
}

TEST_CASE("an entry larger than the whole journal is counted and gone", "[journal]") {
  mock::JournalOptions options;
  options.bytes = 2'000;
  Recorded recorded(options);
  recorded.get("customer/read", "action=getCustomer&number=A&j_token=T");
  CHECK(recorded.journal.totals().kept == 1);
  recorded.get("customer/read", "number=" + std::string(5'000, 'x'));
  const auto totals = recorded.journal.totals();
  CHECK(totals.kept == 0);
  CHECK(totals.recorded == 2);
  CHECK(totals.bytes <= 2'000);
}

TEST_CASE("the room of evicted entries is used again", "[journal]") {
  mock::JournalOptions options;
  options.entries = 100;
  Recorded recorded(options);
  const auto bytes_after = [&](int requests) {
    for (int i = 0; i < requests; ++i) recorded.get("customer/read", "action=getCustomer&number=A&j_token=T");
    return recorded.journal.totals().bytes;
  };
  const std::size_t full = bytes_after(100);
  CHECK(bytes_after(250) <= full + full / 50);
}

TEST_CASE("filters let through what they name", "[journal]") {
  Recorded recorded;
  play(recorded);
  const std::pair<std::string_view, Ids> rows[] = {
      {"", {6, 5, 4, 3, 2, 1}},
      {"order=oldest&limit=2", {1, 2}},
      {"limit=2", {6, 5}},
      {"limit=0", {}},
      {"order=oldest&after=4", {5, 6}},
      {"after=4", {6, 5}},
      {"after=99", {}},
      {"call=customer.getCustomer", {6, 5, 3, 2}},
      {"number=AM1", {6, 2, 1}},
      {"number=AM%31&call=customer.getCustomer", {6, 2}},
      {"status=404", {4}},
      {"status=4xx", {6, 4}},
      {"status=2xx&limit=1", {5}},
      {"token=s3cret%7Ct0ken%3D", {1}},
      {"token=T", {5, 3, 2}},
      {"unmatched=1", {4}},
      {"unmatched=0&limit=1", {6}},
      {"warned=true", {5}},
      {"since=1767225605000", {6}},
      {"since=2026-01-01T00:00:05Z", {6}},
      {"since=2026-01-02", {}},
      {"since=5m&limit=1", {6}},
      {"namespace=x&limit=1", {6}},
  };
  for (const auto& [query, wanted] : rows) {
    INFO(query);
    CHECK(ids(recorded.journal, query) == wanted);
    auto filter = filter_of(query);
    if (!filter.limit) CHECK(recorded.journal.count(filter) == wanted.size());
  }
  CHECK(parsed(mock::journal_count(recorded.journal, read_query("status=4xx"), k_now)) == Json{{"count", 2}});
}

TEST_CASE("what is wrong with a filter is said", "[journal]") {
  const std::pair<std::string_view, std::string_view> rows[] = {
      {"cal=x", "There is no query parameter \"cal\" (did you mean \"call\"?)."},
      {"call=customer.getCustomr", "did you mean \"customer.getCustomer\"?"},
      {"call=contract.createContract", "see unmatched=1"},
      {"status=abc", "\"status\" must be a status such as 404, or a class such as 4xx, not \"abc\"."},
      {"status=6xx", "must be a status"},
      {"status=20", "must be a status"},
      {"since=yesterday", "an age such as 90s"},
      {"since=2026-02-30", "must be a time"},
      {"unmatched=yes", "must be 1, 0, true or false"},
      {"after=-1", "must be the id of an entry"},
      {"limit=many", "must be a whole number"},
      {"limit=1001", "must be at most 1000"},
      {"order=up", "must be oldest or newest"},
      {"order=oldest&order=newest", "is given twice"},
  };
  const mock::Journal journal;
  for (const auto& [query, wanted] : rows) {
    INFO(query);
    const http::Reply reply = mock::journal_list(journal, read_query(query), k_now);
    CHECK(reply.status == 400);
    CHECK_THAT(parsed(reply)["error"].get<std::string>(), Catch::Contains(std::string(wanted)));
  }
}

TEST_CASE("a list has the totals and the entries of its page", "[journal]") {
  Recorded recorded;
  play(recorded);
  const Json list = parsed(mock::journal_list(recorded.journal, read_query("status=4xx&limit=1"), k_now));
  CHECK(list["total"] == 6);
  CHECK(list["kept"] == 6);
  CHECK(list["evicted"] == 0);
  CHECK(list["last"] == 6);
  CHECK(list["bytes"] > 6 * 100);
  REQUIRE(list["entries"].size() == 1);
  const Json& entry = list["entries"][0];
  CHECK(entry == Json{{"id", 6},
                      {"at", "2026-01-01T00:00:05.123Z"},
                      {"verb", "GET"},
                      {"path", "/calinda/hub/selling/model/customer/read"},
                      {"call", "customer.getCustomer"},
                      {"number", "AM1"},
                      {"token", nullptr},
                      {"status", 401},
                      {"outcome", "none"},
                      {"warnings", Json::array()},
                      {"fault", nullptr},
                      {"serviceMicros", 12.0},
                      {"delayMicros", 0},
                      {"reason",
                       "The authentication token is missing: give j_token as a query parameter, a "
                       "header or a cookie (a mock that is started with --no-auth asks for none)."},
                      {"nearest", nullptr}});
  const Json warned =
      parsed(mock::journal_list(recorded.journal, read_query("warned=1"), k_now))["entries"][0];
  CHECK(warned["warnings"][0]["name"] == "undocumented-action-type");
  CHECK(warned["warnings"][0]["statement"] == "doc.wire.action-type");
  CHECK(warned["token"] == "***");
  const Json unmatched =
      parsed(mock::journal_list(recorded.journal, read_query("unmatched=1"), k_now))["entries"][0];
  CHECK(unmatched["call"] == nullptr);
}

TEST_CASE("a page of a list goes on with after", "[journal]") {
  Recorded recorded;
  for (int i = 0; i < 250; ++i) recorded.get("customer/read", "action=getCustomer&number=A&j_token=T");
  std::uint64_t after = 0;
  std::size_t seen = 0;
  for (;;) {
    const Json list = parsed(mock::journal_list(
        recorded.journal, read_query("order=oldest&after=" + std::to_string(after)), k_now));
    if (list["entries"].empty()) break;
    for (const Json& entry : list["entries"]) CHECK(entry["id"] == ++after);
    seen += list["entries"].size();
  }
  CHECK(seen == 250);
}

TEST_CASE("an entry is shown with everything, or the journal says which it has", "[journal]") {
  Recorded recorded;
  const Recorded::Headers headers = {{"Host", "mock.example:8180"}, {"j_token", "T"}};
  recorded.post("customer/read", "action=getCustomer", R"({"number":"AM1"})", headers);
  const Json entry = parsed(mock::journal_entry(recorded.journal, "1"));
  CHECK(entry["query"] == "action=getCustomer");
  CHECK(entry["headers"] == Json::parse(R"([["Host","mock.example:8180"],["j_token","***"]])"));
  CHECK(entry["body"] == R"({"number":"AM1"})");
  CHECK(entry["bodyBytes"] == 16);
  CHECK(entry["reply"]["body"] == "null");
  CHECK(entry["reply"]["bodyBytes"] == 4);
  CHECK(entry["reply"]["headers"][0] == Json::parse(R"(["Content-Type","application/json;charset=UTF-8"])"));
  CHECK(entry["reply"]["headers"][1][0] == "X-Mock-Warning");
  for (const std::string_view id : {"2", "0", "x", "99999999999999999999999"}) {
    INFO(id);
    const http::Reply reply = mock::journal_entry(recorded.journal, id);
    CHECK(reply.status == 404);
    CHECK_THAT(reply.body, Catch::Contains("it keeps those from 1 to 1"));
  }
  CHECK(parsed(mock::clear_journal(recorded.journal)) == Json{{"entries", 1}});
  CHECK_THAT(mock::journal_entry(recorded.journal, "1").body, Catch::Contains("it is empty"));
}

TEST_CASE("the curl line repeats the request, whatever is in it", "[journal]") {
  struct Row {
    std::string_view verb, query, body;
    Recorded::Headers headers;
    std::vector<std::string> words;  ///< what curl is to be given
  };
  const std::string url = "http://h:1/calinda/hub/selling/model/customer/read";
  const Row rows[] = {
      {"GET",
       "action=getCustomer&number=A%20B&j_token=T",
       "",
       {{"Host", "h:1"}},
       {"-sS", "-g", "--path-as-is", url + "?action=getCustomer&number=A%20B", "-G", "--data-urlencode",
        "j_token=T|k"}},
      {"GET",
       "number=A'B\"$HOME`id`",
       "",
       {{"Host", "h:1"}, {"J_Token", "T"}},
       {"-sS", "-g", "--path-as-is", url + "?number=A'B\"$HOME`id`", "-H", "J_Token: T|k"}},
      {"POST",
       "action=getCustomer&j_token=T&x=1",
       "{\"number\":\"it's\"}",
       {{"Host", "h:1"}, {"Content-Type", "application/json"}, {"Content-Length", "17"}},
       {"-sS", "-g", "--path-as-is", "-X", "POST", url + "?action=getCustomer&x=10001", "-H",
        "Content-Type: application/json", "--data-raw", "{\"number\":\"it's\"}", "--url-query",
        "j_token=T|k"}},
      {"POST",
       "action=getCustomer",
       "number=1&j_token=T",
       {{"Host", "h:1"}, {"Cookie", "a=b; j_token=T; c=d"}},
       {"-sS", "-g", "--path-as-is", "-X", "POST", url + "?action=getCustomer", "-H",
        "Cookie: a=***; j_token=T|k; c=***", "-H", "Content-Type:", "--data-raw", "number=1",
        "--data-urlencode", "j_token=T|k"}},
      {"HEAD",
       "number=1",
       "",
       {{"Host", "h:1"}, {"X-E", ""}},
       {"-sS", "-g", "--path-as-is", "--head", url + "?number=1", "-H", "X-E;"}},
      {"PUT",
       "",
       "{\n\"number\":\"a\\\\b\"}",
       {{"Host", "h:1"}},
       {"-sS", "-g", "--path-as-is", "-X", "PUT", url, "-H", "Content-Type:", "--data-binary", "@-",
        "stdin:{\n\"number\":\"a\\\\b\"}"}},
  };
  for (const Row& row : rows) {
    Recorded recorded;
    recorded.send({row.verb, "/calinda/hub/selling/model/customer/read", row.query, row.headers, row.body});
    const std::string line = parsed(mock::journal_entry(recorded.journal, "1"))["curl"];
    INFO(line);
    const std::string script =
        "SELLSIGN_TOKEN='T|k'; curl() { printf '%s\\0' \"$@\"; case \"$*\" in *@-*) printf stdin:; cat; "
        "printf '\\0';; "
        "esac; }; " +
        line;
    std::string wanted;
    for (const std::string& word : row.words) wanted += word + '\0';
    CHECK(run_in_shell(script) == wanted);
  }
}

TEST_CASE("a raw journal shows all, and a curl line says what a cut body lacks", "[journal]") {
  mock::JournalOptions options;
  options.raw = true;
  options.body = 10;
  Recorded recorded(options);
  recorded.post("customer/read", "action=getCustomer&j_token=T&email=a%40b", "number=AM1&more=x");
  const Json entry = parsed(mock::journal_entry(recorded.journal, "1"));
  CHECK(entry["token"] == "T");
  CHECK(entry["query"] == "action=getCustomer&j_token=T&email=a%40b");
  CHECK(entry["body"] == "number=AM1");
  CHECK(entry["bodyBytes"] == 17);
  CHECK_THAT(entry["curl"].get<std::string>(), Catch::Contains("j_token=T&email=a%40b"));
  CHECK_THAT(entry["curl"].get<std::string>(),
             Catch::Contains("# the journal kept 10 of 17 bytes of the body"));
}

}  // namespace sellsign::journal_test
