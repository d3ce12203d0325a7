#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "harness/run/runner.h"
#include "harness/scenario/loader.h"
#include "tests/catch.h"
#include "tests/support/program.h"

namespace sellsign::testing {

/// A server, a clock and files for the runner, all in memory but for one temporary scenario file.
class FakeWorld {
 public:
  using Answer = std::function<Result<http::HttpReply>(const http::HttpRequest&)>;

  FakeWorld() {
    options.run_id = "run7";
    options.clock.now = [this] { return std::chrono::steady_clock::time_point(time); };
    options.clock.wall = [this] { return std::chrono::system_clock::time_point(time); };
    options.clock.sleep = [this](std::chrono::nanoseconds duration) { time += duration; };
  }

  /// Loads scenarios from texts; there must be nothing wrong with them.
  static std::vector<harness::Scenario> load(const std::vector<std::string>& texts) {
    const testing::TemporaryFolder folder;
    for (std::size_t i = 0; i < texts.size(); ++i) folder.write(std::to_string(i) + ".json", texts[i]);
    const std::vector<std::string> paths = {folder.path()};
    harness::Loaded loaded = harness::load_scenarios(paths);
    for (const Problem& problem : loaded.problems) FAIL(problem.where << " " << problem.what);
    return loaded.scenarios;
  }

  harness::RunResult run(const std::vector<std::string>& texts) {
    harness::FixedTarget target(base_url, token);
    return run(texts, target);
  }

  harness::RunResult run(const std::vector<std::string>& texts, harness::TargetFactory& target) {
    const auto make = [this](const std::string& name) {
      return [this, name](const http::Target&) { return std::make_unique<Fake>(*this, name); };
    };
    return harness::run(load(texts), options, target, {make("call"), make("raw")}, redactor);
  }

  static http::HttpReply reply(int status, std::string body) {
    return {status, {{"Content-Type", "application/json"}}, std::move(body), std::chrono::milliseconds(3)};
  }

  std::string base_url = "http://127.0.0.1:8180", token = "s3cret-t0ken";
  harness::RunOptions options;
  Redactor redactor;
  std::chrono::nanoseconds time{};
  std::vector<http::HttpRequest> sent;
  std::vector<std::string> through;  ///< `call` or `raw`, one per request
  Answer answer = [](const http::HttpRequest&) { return reply(200, "{}"); };

 private:
  class Fake final : public http::Transport {
   public:
    Fake(FakeWorld& world, std::string name) : world_(world), name_(std::move(name)) {}
    Result<http::HttpReply> exchange(const http::HttpRequest& request) override {
      world_.sent.push_back(request);
      world_.through.push_back(name_);
      world_.time += std::chrono::milliseconds(3);
      return world_.answer(request);
    }

   private:
    FakeWorld& world_;
    std::string name_;
  };
};

}  // namespace sellsign::testing
