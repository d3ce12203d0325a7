// Fixed pieces of our own work, to be counted in instructions by bench/instructions.
//   sellsign_fixed_work NAME TIMES

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <netinet/in.h>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "base/fd.h"
#include "base/file.h"
#include "bench/requests.h"
#include "harness/run/evaluate.h"
#include "harness/scenario/loader.h"
#include "http/response_parser.h"
#include "http/server/server.h"
#include "load/engine/engine.h"
#include "load/engine/gatherer.h"
#include "mock_server/calls/named_token.h"
#include "mock_server/journal/journal.h"
#include "mock_server/mock/mock.h"
#include "mock_server/service/service.h"

namespace {

using namespace sellsign;
using harness::Subject;

constexpr std::string_view k_update = "/calinda/hub/selling/model/customer/update";
constexpr std::string_view k_read = "/calinda/hub/selling/model/customer/read";
constexpr std::string_view k_signatories = "/calinda/hub/selling/model/contractor/read";
constexpr std::string_view k_new_signatory = "/calinda/hub/selling/model/contractor/create";
constexpr std::int64_t k_customers = 1000;

constexpr http::HeaderView k_headers[] = {{"Host", "127.0.0.1:8180"},
                                          {"User-Agent", "python-requests/2.31.0"},
                                          {"Accept-Encoding", "gzip, deflate"},
                                          {"Accept", "*/*"},
                                          {"Connection", "keep-alive"}};

constexpr const char* k_customer =
    R"({"number":"AM1","actorId":4611686018427387904,"syncTimer":1764000000000,"civility":"MONSIEUR",)"
    R"("firstname":"Bernard","lastname":"Sanders","address1":"A","address2":"B","postalCode":"13100","city":"PARIS",)"
    R"("phone":"01234567890","email":"test@calinda.fr","creationDate":1764000000000,)"
    R"("lastModificationPlace":"SERVER","companyName":"A\u003dB","country":"FR","cellPhone":"01234567890",)"
    R"("jobTitle":"Director","registrationNumber":"SIRET123","birthdate":0,"birthplace":"","customerCode":"SIRET123"})";

std::string list_of(const std::string& element, int count) {
  std::string list = "{\"elements\":[";
  for (int i = 0; i < count; ++i) list += (i == 0 ? "" : ",") + element;
  return list + "]}";
}

http::Reply ask(mock::Mock& mock, std::string_view path, std::string_view query, int status) {
  http::Reply reply = mock.handle({"GET", path, query, k_headers, ""});
  if (reply.status != status) throw std::runtime_error(reply.body);
  return reply;
}

/// A thousand customers, the first of which has ten signatories.
void fill(mock::Mock& mock) {
  for (std::int64_t n = 0; n < k_customers; ++n) ask(mock, k_update, bench::upsert_query(n), 200);
  for (int i = 0; i < 10; ++i) ask(mock, k_new_signatory, bench::contractor_query(0, i), 200);
}

/// One request, again and again; where it has a customer, another one each time.
void handle(long times, std::string_view path, const std::function<std::string(std::int64_t)>& query,
            int status) {
  mock::Mock mock{mock::MockOptions{}};
  fill(mock);
  for (long i = 0; i < times; ++i) ask(mock, path, query(i % k_customers), status);
}

void upsert_by_query(long times) { handle(times, k_update, bench::upsert_query, 200); }
void read(long times) { handle(times, k_read, bench::read_query, 200); }
void page_of_ten(long times) {
  handle(
      times, k_signatories, [](std::int64_t) { return bench::page_query(0, 10); }, 200);
}
void refused(long times) {
  handle(
      times, k_update, [](std::int64_t) { return "action=selectOrCreateCustomer&number=A&j_token=T"; }, 500);
}
void unknown_call(long times) {
  handle(times, "/calinda/hub/selling/model/custmer/raed", bench::read_query, 404);
}

void upsert_by_json(long times) {
  mock::Mock mock{mock::MockOptions{}};
  fill(mock);
  const http::HeaderView token{"j_token", "T"};
  for (long i = 0; i < times; ++i) {
    const std::string body = bench::upsert_json(i % k_customers);
    if (mock.handle({"POST", k_update, "action=selectOrCreateCustomer", {&token, 1}, body}).status != 200)
      throw std::runtime_error("refused");
  }
}

/// Text made of nothing but what could begin a token's name or end its value.
void hidden_tokens(long times) {
  std::string text = "j_token=";
  for (int i = 0; i < 500; ++i) text += "%25";
  text += std::string(2'000, '\\') + std::string(2'000, 'j');
  for (long i = 0; i < times; ++i)
    if (mock::without_named_tokens(text).size() > text.size()) throw std::runtime_error("it has grown");
}

/// A client that waits for each answer, on one connection.
class LoneClient {
 public:
  explicit LoneClient(int port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in place{};
    place.sin_family = AF_INET;
    place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    place.sin_port = htons(static_cast<std::uint16_t>(port));
    if (::connect(socket_.get(), reinterpret_cast<sockaddr*>(&place), sizeof place) != 0)
      throw std::runtime_error("cannot connect");
  }

  void ask(std::string_view path, const std::string& query) {
    const std::string request = "GET " + std::string(path) + "?" + query + " HTTP/1.1\r\n" + k_fields;
    if (!write_all(socket_.get(), request)) throw std::runtime_error("cannot send");
    for (parser_.restart(false); !parser_.done();) {
      const ssize_t got = ::read(socket_.get(), buffer_, sizeof buffer_);
      if (got <= 0 || !parser_.feed({buffer_, static_cast<std::size_t>(got)}))
        throw std::runtime_error("no answer");
    }
    if (parser_.response().status != 200) throw std::runtime_error(parser_.response().body);
  }

 private:
  static constexpr const char* k_fields =
      "Host: 127.0.0.1:8180\r\nUser-Agent: python-requests/2.31.0\r\nAccept-Encoding: gzip, deflate\r\n"
      "Accept: */*\r\nConnection: keep-alive\r\n\r\n";

  Fd socket_;
  http::ResponseParser parser_;
  char buffer_[16'384];
};

/// Requests over a socket, through all that the program puts around the mock by default but the log.
void serve(long times, std::string_view path, const std::function<std::string(std::int64_t)>& query) {
  mock::ServiceOptions options;
  options.each_namespace.journal.emplace();
  mock::Service service(std::move(options));
  fill(service.namespaces().main().mock());
  http::ServerOptions listen;
  listen.port = 0;
  listen.threads = 1;
  auto server =
      http::start_server([&](const http::Request& request) { return service.handle(request); }, listen);
  if (!server) throw std::runtime_error(server.error().message);
  LoneClient client((*server)->port());
  for (long i = 0; i < times; ++i) client.ask(path, query(i % k_customers));
}

void served_upsert(long times) { serve(times, k_update, bench::upsert_query); }
void served_read(long times) { serve(times, k_read, bench::read_query); }

void journal_record(long times) {
  mock::Mock mock{mock::MockOptions{}};
  mock::Journal journal;
  const std::string query = bench::upsert_query(1);
  const http::Request request{"GET", k_update, query, k_headers, ""};
  mock::Trace trace;
  const http::Reply reply = mock.handle(request, trace);
  for (long i = 0; i < times; ++i) journal.record(request, reply, trace, {}, {});
}

harness::PreparedCheck check(Subject subject, std::string name, std::string_view matchers) {
  harness::Check row;
  row.subject = subject;
  row.name = std::move(name);
  row.matchers = std::make_shared<const Json>(Json::parse(matchers));
  return harness::PreparedCheck(row);
}

void checked(long times, const std::string& body, const std::string& customer) {
  const http::HttpReply reply{200, {}, body};
  const harness::PreparedCheck checks[] = {
      check(Subject::status, "", R"({"status": 200})"),
      check(Subject::json, customer + ".number", R"({"type": "string"})"),
      check(Subject::json, customer + ".actorId", R"({"gt": 0})")};
  harness::Capture row;
  row.from = customer + ".syncTimer";
  const harness::PreparedCapture capture(row);
  const harness::Variables variables;
  for (long i = 0; i < times; ++i) {
    const harness::Answer answer(reply);
    for (const auto& each : checks)
      for (const std::string& line : each.differences(answer, variables)) throw std::runtime_error(line);
    if (!capture.from(answer)) throw std::runtime_error("nothing to capture");
  }
}

void checked_answer(long times) { checked(times, k_customer, "$"); }
void checked_list(long times) { checked(times, list_of(k_customer, 100), "$.elements[-1]"); }

/// Answers each request at once, on a clock of its own.
class InstantExchanges final : public http::Exchanges {
 public:
  explicit InstantExchanges(Time start) : now_(start) {}
  Time now() override { return now_; }
  void send(std::uint64_t key, std::string, bool, Time) override { sent_.push_back(key); }
  void wait(Time until, const std::function<void(const http::Finished&)>& on_finished) override {
    if (sent_.empty()) now_ = until;
    static const http::HttpReply reply{200, {}, k_customer};
    std::vector<std::uint64_t> keys;
    keys.swap(sent_);
    now_ += std::chrono::microseconds(keys.empty() ? 0 : 1);
    for (const std::uint64_t key : keys)
      on_finished({key, now_, now_, &reply, nullptr, false, reply.body.size()});
  }
  void abandon(const std::function<void(const http::Finished&)>&) override {}

 private:
  Time now_;
  std::vector<std::uint64_t> sent_;
};

/// An iteration of one step with three checks and a capture.
void load_iteration(long times) {
  const std::string file =
      std::filesystem::temp_directory_path() / ("sellsign-fixed-work-" + std::to_string(times) + ".json");
  const auto written = write_file(
      file, R"({"scenario": "one", "steps": [{"id": "get", "http": {"target": "/x"}, "effect": "read",
    "expect": [{"status": 200, "source": "doc.wire.success-json"},
               {"json": "$.number", "type": "string", "source": "doc.wire.success-json"},
               {"json": "$.actorId", "gt": 0, "source": "doc.wire.success-json"}],
    "capture": {"sync": {"json": "$.syncTimer"}}}]})");
  if (!written) throw std::runtime_error(written.error().message);
  const harness::Loaded loaded = harness::load_scenarios(std::vector{file});
  std::filesystem::remove(file);
  if (!loaded.problems.empty()) throw std::runtime_error(loaded.problems[0].what);
  auto prepared =
      load::prepare(loaded.scenarios[0], {*http::parse_url("http://127.0.0.1:1"), "T", "R", {}}, 0);
  if (!prepared) throw std::runtime_error(prepared.error().message);
  const std::vector<load::PreparedScenario> scenarios{*std::move(prepared)};
  load::LoadOptions options;
  options.run_id = "R";
  options.profile.name = "fixed";
  options.profile.model = load::Model::closed;
  options.profile.stages = {{1, 1, std::chrono::hours(1000)}};
  options.profile.iterations = static_cast<std::uint64_t>(times);
  const http::Exchanges::Time start{std::chrono::hours(1)};
  load::SliceQueue queue;
  std::atomic<load::StopReason> stop{load::StopReason::none};
  InstantExchanges exchanges(start);
  load::run_worker(load::plan_for(scenarios, options, 0, start), exchanges, queue, stop);
  load::Gatherer gatherer(scenarios, options);
  for (const load::Slice& slice : queue.take_all()) gatherer.add(slice);
  const load::LoadResult result = gatherer.take();
  if (result.tally().of(load::Ending::ok) != static_cast<std::uint64_t>(times))
    throw std::runtime_error("an iteration did not hold");
}

struct Work {
  std::string_view name;
  void (*run)(long times);
};

constexpr Work k_works[] = {{"upsert-query", upsert_by_query},
                            {"upsert-json", upsert_by_json},
                            {"read", read},
                            {"page-of-10", page_of_ten},
                            {"refused", refused},
                            {"unknown-call", unknown_call},
                            {"load-iteration", load_iteration},
                            {"checked-answer", checked_answer},
                            {"checked-list", checked_list},
                            {"journal-record", journal_record},
                            {"hidden-tokens", hidden_tokens},
                            {"served-upsert", served_upsert},
                            {"served-read", served_read}};

}  // namespace

int main(int count, char** arguments) {
  for (const Work& work : k_works)
    if (count == 3 && work.name == arguments[1]) return work.run(std::atol(arguments[2])), 0;
  std::fputs("usage: sellsign_fixed_work NAME TIMES, where NAME is one of\n", stderr);
  for (const Work& work : k_works) std::fprintf(stderr, "  %s\n", std::string(work.name).c_str());
  return 2;
}
