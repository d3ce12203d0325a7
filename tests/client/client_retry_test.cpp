#include <chrono>
#include <string>
#include <vector>

#include "client/retry.h"
#include "tests/catch.h"

namespace sellsign::client_retry_test {
namespace {

using namespace std::chrono_literals;
using api::Call;
using client::RetryOptions;
using http::HttpReply;
using Outcome = Result<HttpReply>;

/// Gives prepared outcomes, the last one for ever.
class Prepared : public http::Transport {
 public:
  explicit Prepared(std::vector<Outcome> outcomes) : outcomes_(std::move(outcomes)) {}

  Outcome exchange(const http::HttpRequest&) override {
    const std::size_t turn = std::min<std::size_t>(sent_++, outcomes_.size() - 1);
    return outcomes_[turn];
  }
  std::size_t sent() const { return sent_; }

 private:
  std::vector<Outcome> outcomes_;
  std::size_t sent_ = 0;
};

Outcome status(int code, http::Headers headers = {}) { return HttpReply{code, std::move(headers), "", {}}; }
Outcome failure(ErrorKind kind) { return Error{kind, "no", 0, ""}; }

struct Run {
  Outcome outcome;
  std::size_t sent;
  std::vector<std::chrono::milliseconds> pauses;
};

Run run(std::vector<Outcome> outcomes, bool safe, RetryOptions options = {.attempts = 3}) {
  std::vector<std::chrono::milliseconds> pauses;
  options.seed = 42;
  options.sleep = [&](std::chrono::milliseconds time) { pauses.push_back(time); };
  Prepared transport(std::move(outcomes));
  client::Retrier retrier(options);
  Outcome outcome = retrier.exchange(transport, {}, safe);
  return {std::move(outcome), transport.sent(), std::move(pauses)};
}

TEST_CASE("what may pass is sent again, what may not is not", "[client]") {
  struct Row {
    Outcome outcome;
    bool again;
  };
  const std::vector<Row> rows{{status(200), false},
                              {status(302), false},
                              {status(400), false},
                              {status(401), false},
                              {status(500), false},
                              {status(501), false},
                              {status(429), true},
                              {status(502), true},
                              {status(503), true},
                              {status(504), true},
                              {failure(ErrorKind::unreachable), true},
                              {failure(ErrorKind::timeout), true},
                              {failure(ErrorKind::transport), true},
                              {failure(ErrorKind::usage), false},
                              {failure(ErrorKind::refused), false},
                              {failure(ErrorKind::internal), false}};
  for (const Row& row : rows) {
    CAPTURE(row.outcome.ok() ? row.outcome->status : static_cast<int>(row.outcome.error().kind));
    CHECK(run({row.outcome}, true).sent == (row.again ? 3u : 1u));
    CHECK(run({row.outcome}, false).sent == 1);
    CHECK(run({row.outcome}, true, {.attempts = 1}).sent == 1);
    CHECK(run({row.outcome}, true, {.attempts = 0}).sent == 1);
  }
}

TEST_CASE("the first good outcome or the last bad one counts", "[client]") {
  const Run good = run({failure(ErrorKind::timeout), status(200), status(503)}, true);
  REQUIRE(good.outcome);
  CHECK(good.outcome->status == 200);
  CHECK(good.sent == 2);
  CHECK(good.pauses.size() == 1);
  const Run bad = run({failure(ErrorKind::timeout), status(502), status(503)}, true);
  REQUIRE(bad.outcome);
  CHECK(bad.outcome->status == 503);
  CHECK(bad.sent == 3);
  CHECK(bad.pauses.size() == 2);
}

TEST_CASE("pauses grow, are jittered over the whole range, and stop at the cap", "[client]") {
  client::Retrier retrier({.base = 100ms, .cap = 1s, .seed = 7});
  for (const auto& [attempt, bound] :
       {std::pair{1, 100ms}, {2, 200ms}, {3, 400ms}, {4, 800ms}, {5, 1000ms}, {99, 1000ms}}) {
    auto least = std::chrono::milliseconds::max();
    auto most = 0ms;
    for (int i = 0; i < 1'000; ++i) {
      const auto pause = retrier.pause_after(attempt);
      least = std::min(least, pause);
      most = std::max(most, pause);
    }
    CAPTURE(attempt);
    CHECK(least >= 0ms);
    CHECK(least < bound / 10);
    CHECK(most > bound * 9 / 10);
    CHECK(most <= bound);
  }
  client::Retrier twin({.base = 100ms, .cap = 1s, .seed = 7});
  client::Retrier same({.base = 100ms, .cap = 1s, .seed = 7});
  for (int i = 1; i < 10; ++i) CHECK(twin.pause_after(i) == same.pause_after(i));
}

TEST_CASE("Retry-After is honoured up to its cap", "[client]") {
  const auto pauses = [](const char* value) {
    return run({status(503, {{"retry-after", value}}), status(200)}, true,
               {.attempts = 2, .retry_after_cap = 10s})
        .pauses;
  };
  CHECK(pauses("3") == std::vector<std::chrono::milliseconds>{3s});
  CHECK(pauses("0") == std::vector<std::chrono::milliseconds>{0ms});
  CHECK(pauses("4000000000") == std::vector<std::chrono::milliseconds>{10s});
  CHECK(pauses("99999999999999999999999") == std::vector<std::chrono::milliseconds>{10s});
  CHECK(pauses("Fri, 31 Dec 1999 23:59:59 GMT") == std::vector<std::chrono::milliseconds>{0ms});
  for (const char* unreadable : {"Fri, 32 Dec 1999 23:59:59 GMT", "-1", "", "2x"}) {
    CAPTURE(unreadable);
    const auto own = pauses(unreadable);
    REQUIRE(own.size() == 1);
    CHECK(own[0] <= 100ms);
  }
}

TEST_CASE("reads and upserts that carry their key are safe to repeat", "[client]") {
  const auto safe = [](Call call, const client::Parameters& parameters) {
    return client::safe_to_repeat(api::endpoint(call), parameters);
  };
  CHECK(safe(Call::get_customer, {}));
  CHECK(safe(Call::get_contractors_for, {}));
  CHECK(safe(Call::get_customer_property_list_for, {}));
  CHECK(safe(Call::get_or_create_contractor, {{"id", std::int64_t{-1}}}));
  CHECK(safe(Call::get_or_create_customer_property, {{"id", std::int64_t{-1}}}));
  CHECK(safe(Call::select_or_create_customer, {{"number", "1"}}));
  CHECK(safe(Call::select_or_create_customer, {{"number", std::int64_t{1}}}));
  CHECK(!safe(Call::select_or_create_customer, {{"number", ""}}));
  CHECK(!safe(Call::select_or_create_customer, {{"firstname", "x"}}));
  CHECK(client::safe_to_repeat(*api::find_endpoint("contract.getContract"), {}));
  CHECK(!client::safe_to_repeat(*api::find_endpoint("contract.createContract"), {}));
  CHECK(!client::safe_to_repeat(*api::find_endpoint("do.sendCommandPacket"), {}));
}

}  // namespace
}  // namespace sellsign::client_retry_test
