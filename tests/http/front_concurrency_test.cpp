#include <array>
#include <atomic>
#include <future>
#include <set>
#include <thread>

#include "client/client.h"
#include "client/wire/guard.h"
#include "http/client/raw_transport.h"
#include "mock_server/calls/refusal.h"
#include "mock_server/mock/mock.h"
#include "tests/catch.h"
#include "tests/support/wire.h"

namespace sellsign::front_concurrency_test {

using namespace sellsign;

http::Target target_of(const testing::RunningServer& running) {
  return *client::admit(*http::parse_url(running.url), {});
}

api::Customer customer(const std::string& number, const std::string& word) {
  api::Customer made;
  made.number = number;
  made.civility = made.firstname = made.lastname = made.email = made.cell_phone = word;
  made.address_1 = made.postal_code = made.city = made.customer_code = word;
  made.country = "FR";
  return made;
}

TEST_CASE("one client serves many threads, and what each writes it reads back") {
  const auto [name, threads_of_server] =
      GENERATE(table<std::string, int>({{"event", 1}, {"event", 3}, {"threads", 8}}));
  mock::Mock mock{mock::MockOptions{}};
  http::ServerOptions server_options;
  server_options.threads = threads_of_server;
  const auto running = testing::start_server(
      name, [&](const http::Request& request) { return mock.handle(request); }, server_options);
  client::ClientOptions options;
  options.base_url = running.url;
  options.token = "L|a+b/c==";
  const auto client = client::Client::make(options);
  REQUIRE(client.ok());
  std::array<int, 4> wrong{};
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < wrong.size(); ++t)
    threads.emplace_back([&, t] {
      const std::string number = "T" + std::to_string(t);
      for (int i = 0; i < 50; ++i) {
        const std::string word = number + "=" + std::to_string(i);
        const auto written = client->select_or_create_customer(customer(number, word));
        const auto read = client->get_customer(number);
        if (!written || !read || !*read || (*read)->city != word || !(*written == **read)) ++wrong[t];
      }
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(wrong == std::array<int, 4>{});
  CHECK(mock.store().size() == 4);
}

TEST_CASE("stopping finishes the request in flight") {
  const auto* const name = GENERATE("event", "threads");
  std::promise<void> entered;
  std::promise<void> leave;
  const auto left = leave.get_future().share();
  const auto running = testing::start_server(name, [&](const http::Request&) {
    entered.set_value();
    left.wait();
    return mock::refusal(200, "finished");
  });
  http::RawTransport transport(target_of(running));
  auto reply = std::async(std::launch::async, [&] { return transport.exchange({}); });
  entered.get_future().wait();
  auto stopped = std::async(std::launch::async, [&] { running.stop(); });
  leave.set_value();
  const auto answer = reply.get();
  REQUIRE(answer.ok());
  CHECK(answer->body == "finished");
  stopped.get();
  CHECK_FALSE(transport.exchange({}).ok());
}

TEST_CASE("what our server and the oracle make of a request") {
  const auto* const name = GENERATE("event", "threads");
  http::ServerOptions options;
  options.limits.body = 1000;
  std::atomic<int> seen{0};
  const auto running = testing::start_server(
      name,
      [&](const http::Request& request) {
        ++seen;
        return mock::refusal(200, std::string(request.verb) + " " + std::string(request.path) + " [" +
                                      std::string(request.query) + "] " +
                                      std::to_string(request.body.size()));
      },
      options);
  http::RawTransport transport(target_of(running));
  struct Row {
    http::HttpRequest request;
    int status;
    std::string body;  ///< or a part of it
  };
  const std::string chunks = "5\r\na=1&b\r\n2\r\n=2\r\n0\r\n\r\n";
  for (const Row& row :
       {Row{{"GET", "/a/b?x=%31&y=a+b", {}, ""}, 200, "GET /a/b [x=%31&y=a+b] 0"},
        Row{{"POST", "/a?x", {}, "a=1"}, 200, "POST /a [x] 3"},
        Row{{"POST", "/a", {}, ""}, 200, "POST /a [] 0"},
        Row{{"PUT", "/a", {{"Content-Type", "application/x-www-form-urlencoded"}}, "a=1"},
            200,
            "PUT /a [] 3"},
        Row{{"POST", "/a", {{"Transfer-Encoding", "chunked"}}, chunks}, 200, "POST /a [] 7"},
        Row{{"POST",
             "/a",
             {{"Transfer-Encoding", "chunked"}},
             "3e9\r\n" + std::string(1001, 'x') + "\r\n0\r\n\r\n"},
            413,
            "body is "},
        Row{{"GET", "/a", {{"Range", "bytes=0-3"}}, ""}, 200, "GET /a [] 0"},
        Row{{"TRACE", "/a", {}, ""}, 200, "TRACE /a [] 0"}, Row{{"HEAD", "/a", {}, ""}, 200, ""},
        Row{{"POST", "/a", {}, std::string(1001, 'x')}, 413, "body is "},
        Row{{"GET", "/" + std::string(9000, 'a'), {}, ""},
            414,
            "send the parameters in the body of a POST."}}) {
    INFO(name << ": " << row.request.verb << " " << row.request.target.substr(0, 40));
    const auto reply = transport.exchange(row.request);
    REQUIRE(reply.ok());
    CHECK(reply->status == row.status);
    CHECK_THAT(reply->body, Catch::Contains(row.body));
  }
  CHECK(seen == 8);
}

TEST_CASE("a port that is in use, and a host that is not here, are said so") {
  const http::Handler handler = [](const http::Request&) { return http::Reply{}; };
  const auto running = testing::start_server(handler);
  http::ServerOptions options;
  options.port = running.port();
  const auto second = http::start_server(handler, options);
  REQUIRE_FALSE(second.ok());
  CHECK(second.error().kind == ErrorKind::unreachable);
  CHECK_THAT(second.error().message, Catch::Contains("in use"));
  options.host = "192.0.2.1";
  CHECK_FALSE(http::start_server(handler, options).ok());
}

TEST_CASE("a server that cannot do what is asked is a usage error") {
  const http::Handler handler = [](const http::Request&) { return http::Reply{}; };
  http::ServerOptions options;
  options.port = 0;
  options.limits.body = options.buffered + 1;
  const auto server = http::start_server(handler, options);
  REQUIRE_FALSE(server.ok());
  CHECK(server.error().kind == ErrorKind::usage);
  CHECK_THAT(server.error().message, Catch::Contains("--max-buffered"));
}

TEST_CASE("our server and the oracle hand the mock the same request, and its answer to the client") {
  const std::string model = "/calinda/hub/selling/model/";
  const std::string host = " HTTP/1.1\r\nHost: h\r\n";
  const std::string json =
      R"({"number":"A","civility":"M","firstname":"B","lastname":"C","email":"e","cell_phone":"1",)"
      R"("address_1":"1","postal_code":"1","city":"P","country":"FR","customer_code":"K"})";
  const auto post = [&](const std::string& target, const std::string& fields, const std::string& body) {
    return "POST " + model + target + host + fields + "Content-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + body;
  };
  const std::string upsert = "customer/update?action=selectOrCreateCustomer";
  const std::vector<std::string> requests = {
      post(upsert + "&j_token=x", "", json),
      post(upsert, "j_token: a|b=\r\nContent-Type: text/plain\r\n", json),
      post(upsert, "Cookie: a=b; j_token=x%7Cy\r\nCONTENT-TYPE: application/json; charset=utf-8\r\n", json),
      post(upsert + "&j_token=x", "Content-Type: application/x-www-form-urlencoded\r\n",
           "number=A&city=%C3%89vry+2"),
      post(upsert + "&j_token=x&nonsense=%ff", "", json),
      post(upsert + "&j_token=x", "", "{\"number\":"),
      post(upsert, "", json),
      "GET " + model + "customer/read?action=getCustomer&number=A&j_token=x" + host + "\r\n",
      "GET " + model + "customer/read?action=getCustomer&number=A&j_token=x&a=@&b=%zz" + host + "\r\n",
      "HEAD " + model + "customer/read?action=getCustomer&number=A&j_token=x" + host + "\r\n",
      "GET " + model + "customer/raed?action=getCustomer&number=A&j_token=x" + host + "\r\n",
      "DELETE " + model + "customer/read?action=getCustomer&j_token=x" + host + "\r\n",
      "GET /" + host + "\r\n",
      "GET /calinda/hub/selling/do?m=getContracts" + host + "\r\n",
      "PUT " + model + upsert + "&j_token=x" + host +
          "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"num\r\n9\r\nber\":\"A\"}\r\n0\r\n\r\n"};
  struct Side {
    mock::ManualClock clock{Timestamp{std::chrono::milliseconds{1'500'000'000'000}}};
    mock::Mock mock;
    testing::RunningServer running;
    static mock::MockOptions options_with(const mock::Clock* clock) {
      mock::MockOptions options;
      options.self_check = true;
      options.clock = clock;
      return options;
    }
    explicit Side(std::string_view name)
        : mock(options_with(&clock)),
          running(testing::start_server(
              name, [this](const http::Request& request) { return mock.handle(request); })) {}
  };
  Side event("event");
  Side threads("threads");
  const auto warnings = [](const http::Response& answer) {
    std::multiset<std::string> found;
    for (const auto& [name, value] : answer.headers)
      if (name == "X-Mock-Warning" || name == "Content-Type" || name == "Allow") found.insert(name + value);
    return found;
  };
  for (const std::string& request : requests) {
    INFO(request);
    const bool head = request.starts_with("HEAD");
    const auto first = testing::Wire(event.running.port()).send(request).answer(head);
    const auto second = testing::Wire(threads.running.port()).send(request).answer(head);
    CHECK(first.status != 0);
    CHECK(first.status == second.status);
    CHECK(first.body == second.body);
    CHECK(warnings(first) == warnings(second));
  }
}

}  // namespace sellsign::front_concurrency_test
