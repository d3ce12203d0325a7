#include <atomic>
#include <csignal>

#include "http/client/exchanges.h"
#include "load/engine/engine.h"
#include "mock_server/mock/mock.h"
#include "tests/catch.h"
#include "tests/support/certificate.h"
#include "tests/support/fake_world.h"
#include "tests/support/patient.h"
#include "tests/support/wire.h"

// The engine with its threads and sockets against the mock's front, in one process.

namespace sellsign::load_concurrency_test {

using namespace sellsign;
using namespace std::chrono_literals;

constexpr const char* k_scenario = R"({"scenario": "s", "steps": [
    {"id": "upsert", "call": "customer.selectOrCreateCustomer", "with": {"number": "N-${iteration}", "civility": "MADAME",
     "firstname": "Zoé", "lastname": "&Co", "email": "z@example.com", "cell_phone": "0600000000", "address_1": "1",
     "postal_code": "01000", "city": "B", "country": "FR", "customer_code": "C", "address_2": "", "company_name": "",
     "registration_number": "", "phone": "", "job_title": "", "birthdate": "", "birthplace": ""},
     "expect": [{"status": 200, "source": "doc.wire.success-json"},
                {"json": "$.number", "eq": "N-${iteration}", "source": "doc.customer.key"}],
     "capture": {"number": {"json": "$.number"}}},
    {"id": "read", "call": "customer.getCustomer", "with": {"number": "${number}"},
     "expect": [{"json": "$.firstname", "eq": "Zoé", "source": "doc.customer.key"}]}]})";

struct Loaded {
  std::vector<harness::Scenario> scenarios = testing::FakeWorld::load({k_scenario});
  std::vector<load::PreparedScenario> prepared;

  explicit Loaded(const http::Url& url) {
    prepared.push_back(*load::prepare(scenarios[0], {url, "T", "R", {}}, 0));
  }
};

load::LoadOptions options_of(load::Model model, double level, std::uint64_t iterations) {
  load::LoadOptions options;
  options.profile.model = model;
  options.profile.stages = {{level, level, 1h}};
  options.profile.iterations = iterations;
  options.threads = 2;
  options.timeout = 1h;
  return options;
}

TEST_CASE("two threads drive the mock, plain and over TLS, and every check holds") {
  mock::Mock mock{mock::MockOptions{}};
  const testing::Certificate certificate("IP:127.0.0.1");
  for (const bool tls : {false, true}) {
    INFO((tls ? "TLS" : "plain"));
    http::ServerOptions front_options;
    if (tls) front_options.tls = certificate.identity();
    const auto running = testing::start_server(
        [&](const http::Request& request) { return mock.handle(request); }, front_options);
    std::string url = running.url;
    if (tls) url.replace(0, 4, "https");
    const http::Target target = *client::admit(*http::parse_url(url), {});
    http::TransportOptions transport = testing::patient();
    if (tls) transport.ca_file = certificate.file();
    const Loaded scenarios(target.url);
    struct Row {
      load::LoadOptions options;
      http::Waiting waiting;
    };
    for (const auto& [options, waiting] :
         {Row{options_of(load::Model::closed, 8, 200), http::Waiting::sleep},
          Row{options_of(load::Model::open, 500, 200), http::Waiting::sleep},
          Row{options_of(load::Model::open, 500, 200), http::Waiting::busy_wait}}) {
      const auto make = [&, way = waiting] { return http::make_exchanges(target, transport, way); };
      std::size_t seconds = 0;
      load::LoadOptions watched = options;
      watched.progress = [&](const load::LoadProgress&) { ++seconds; };
      const auto result = load::run_load(scenarios.prepared, watched, make, {});
      CHECK(result.iterations.started == 200);
      CHECK(result.iterations.finished == 200);
      CHECK(result.tally().requests() == 400);
      CHECK(result.tally().errors() == 0);
      CHECK(result.tally().checks_made == 600);
      CHECK(result.service().count() == 400);
      CHECK(result.iterations.response.count() == 200);
      CHECK(result.generator.threads == 2);
    }
  }
}

TEST_CASE("a signal ends a run with what was measured by then") {
  mock::Mock mock{mock::MockOptions{}};
  const auto running =
      testing::start_server([&](const http::Request& request) { return mock.handle(request); }, {});
  const http::Target target = *client::admit(*http::parse_url(running.url), {});
  const Loaded scenarios(target.url);
  load::LoadOptions options = options_of(load::Model::closed, 4, 1'000'000'000);
  std::atomic<int> signal{0};
  options.signal = [&] { return signal.load(); };
  options.progress = [&](const load::LoadProgress& moment) {
    if (moment.so_far.iterations.finished > 0) signal = SIGINT;
  };
  const auto result = load::run_load(scenarios.prepared, options,
                                     [&] { return http::make_exchanges(target, testing::patient()); }, {});
  CHECK(result.exit_code == harness::ExitCode::interrupted);
  CHECK(result.iterations.finished > 0);
  CHECK_THAT(result.message, Catch::Contains("interrupted"));
}

TEST_CASE("nobody there: unreachable, and said so") {
  const http::Target target = *client::admit(*http::parse_url("http://127.0.0.1:1"), {});
  const Loaded scenarios(target.url);
  const auto result = load::run_load(scenarios.prepared, options_of(load::Model::closed, 2, 4),
                                     [&] { return http::make_exchanges(target, {}); }, {});
  CHECK(result.exit_code == harness::ExitCode::unreachable);
  CHECK(result.tally().of(load::Ending::unreachable) == 4);
}

}  // namespace sellsign::load_concurrency_test
