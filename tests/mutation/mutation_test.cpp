#include <memory>
#include <mutex>
#include <numeric>
#include <set>

#include "client/wire/httplib_transport.h"
#include "harness/report/report.h"
#include "harness/run/runner.h"
#include "harness/scenario/loader.h"
#include "http/client/raw_transport.h"
#include "tests/catch.h"
#include "tests/mutation/mutants.h"
#include "tests/support/certificate.h"
#include "tests/support/patient.h"
#include "tests/support/wire.h"

namespace sellsign::mutation_test {

using namespace sellsign;
using testing::Mutant;

/// A mock behind a mutant. Changes only between scenarios, but is called from the server's threads.
class MutatedMock {
 public:
  MutatedMock(mock::MockOptions options, const Mutant& mutant) : mock_(std::move(options)), mutant_(mutant) {}

  http::Reply handle(const http::Request& request) {
    if (!mutant_.handle) return mock_.handle(request);
    testing::OwnedRequest owned{std::string(request.verb),
                                std::string(request.path),
                                std::string(request.query),
                                std::string(request.body),
                                {}};
    for (const http::HeaderView& header : request.headers)
      owned.headers.emplace_back(std::string(header.name), std::string(header.value));
    return mutant_.handle(
        std::move(owned), [this](const testing::OwnedRequest& changed) { return pass_on(changed); }, memory_);
  }

 private:
  http::Reply pass_on(const testing::OwnedRequest& request) {
    std::vector<http::HeaderView> headers;
    for (const auto& [name, value] : request.headers) headers.push_back({name, value});
    return mock_.handle({request.verb, request.path, request.query, headers, request.body});
  }

  mock::Mock mock_;
  const Mutant& mutant_;
  testing::Memory memory_;
};

/// Leases one server to all scenarios, with a fresh mock behind it for each.
class MutatedTarget final : public harness::TargetFactory {
 public:
  explicit MutatedTarget(std::string_view kind = "event", http::ServerOptions options = {}) {
    running_ = testing::start_server(
        kind, [this](const http::Request& request) { return handle(request); }, options);
    url_ = http::url_of(options.tls ? "https" : "http", options, running_.port());
  }
  ~MutatedTarget() override { running_.stop(); }

  void use(const Mutant& mutant) { mutant_ = &mutant; }

  harness::LeaseAnswer lease(const harness::Requires& needs_mock) override {
    mock::MockOptions options;
    options.tokens.only = {std::string(testing::k_mutation_token)};
    if (needs_mock.mode == "strict") options.mode = mock::Mode::strict;
    for (const auto& [name, value] : needs_mock.settings)
      if (const auto status = mock::apply(options.settings, name, value); !status) return status.error();
    if (mutant_->set_up) mutant_->set_up(options);
    const std::scoped_lock lock(mutex_);
    mock_ = std::make_unique<MutatedMock>(std::move(options), *mutant_);
    return harness::Lease{url_, std::string(testing::k_mutation_token), nullptr};
  }

 private:
  http::Reply handle(const http::Request& request) {
    const std::scoped_lock lock(mutex_);
    return mock_->handle(request);
  }

  const Mutant* mutant_ = nullptr;
  std::mutex mutex_;
  std::unique_ptr<MutatedMock> mock_;
  testing::RunningServer running_;
  std::string url_;
};

harness::Transports transports(const std::string& ca_file) {
  http::TransportOptions options = testing::patient();
  options.ca_file = ca_file;
  return {[options](const http::Target& target) -> std::unique_ptr<http::Transport> {
            return std::make_unique<client::HttplibTransport>(target, options);
          },
          [options](const http::Target& target) -> std::unique_ptr<http::Transport> {
            return std::make_unique<http::RawTransport>(target, options);
          }};
}

std::vector<harness::Scenario> shipped_scenarios() {
  const std::vector<std::string> paths = {SELLSIGN_SOURCE_DIR "/scenarios/contract"};
  harness::Loaded loaded = harness::load_scenarios(paths);
  std::string problems;
  for (const auto& problem : loaded.problems) problems += problem.where + ": " + problem.what + "\n";
  REQUIRE(problems.empty());
  REQUIRE(loaded.scenarios.size() > 30);
  return std::move(loaded.scenarios);
}

harness::RunResult replay(const std::vector<harness::Scenario>& scenarios, MutatedTarget& target,
                          const std::vector<std::string>& tags, const std::string& ca_file = "") {
  harness::RunOptions options;
  options.bail = true;
  options.tags = tags;
  Redactor redactor;
  redactor.add("TOKEN", testing::k_mutation_token);
  return harness::run(scenarios, options, target, transports(ca_file), redactor);
}

bool is_caught(const std::vector<harness::Scenario>& scenarios, MutatedTarget& target, const Mutant& mutant) {
  target.use(mutant);
  if (!mutant.first_tag.empty() &&
      replay(scenarios, target, {mutant.first_tag}).exit_code == harness::ExitCode::check_failed)
    return true;
  return replay(scenarios, target, {}).exit_code == harness::ExitCode::check_failed;
}

TEST_CASE("the sound mock holds every shipped scenario, over our server, over TLS and over the oracle") {
  const auto [kind, tls] =
      GENERATE(table<std::string, bool>({{"event", false}, {"event", true}, {"threads", false}}));
  const testing::Certificate certificate("IP:127.0.0.1");
  http::ServerOptions options;
  options.threads = kind == "threads" ? 8 : 2;
  if (tls) options.tls = certificate.identity();
  const auto scenarios = shipped_scenarios();
  const Mutant sound{"sound", "nothing", "", {}, {}};
  MutatedTarget target(kind, options);
  target.use(sound);
  const harness::RunResult result = replay(scenarios, target, {}, certificate.file());
  INFO(harness::render_console(result, {}));
  CHECK(result.exit_code == harness::ExitCode::held);
  CHECK(result.scenario_counts().held == scenarios.size());
}

TEST_CASE("the shipped scenarios catch every mutant") {
  const auto scenarios = shipped_scenarios();
  const std::vector<Mutant> mutants = testing::all_mutants();
  CHECK(mutants.size() >= 30);
  std::set<std::string> names;
  for (const Mutant& mutant : mutants) names.insert(mutant.name);
  CHECK(names.size() == mutants.size());

  MutatedTarget target;
  std::string survivors;
  for (const Mutant& mutant : mutants)
    if (!is_caught(scenarios, target, mutant)) survivors += "\n  " + mutant.name + " (" + mutant.breaks + ")";
  INFO("mutants that no scenario caught:" << survivors);
  CHECK(survivors.empty());
}

}  // namespace sellsign::mutation_test
