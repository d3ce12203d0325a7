#pragma once

#include <map>
#include <memory>
#include <string>

#include "harness/run/runner.h"
#include "http/server/server.h"
#include "mock_server/mock/mock.h"

namespace sellsign::cli {

/// A mock inside the process for each combination of mode and settings that scenarios require, on ports of
/// their own. Scenarios with the same requirement share a mock. Answers are compared with the tables.
class EmbeddedMocks final : public harness::TargetFactory {
 public:
  /// The token that scenarios use: made up, with the characters that the vendor's tokens hold.
  static constexpr const char* k_token = "!EMBEDDED|c2VsbHNpZ24+Lz8=/made-up";

  harness::LeaseAnswer lease(const harness::Requires& needs_mock) override;

 private:
  struct Running {
    explicit Running(mock::MockOptions options) : mock(std::move(options)) {}
    mock::Mock mock;
    std::string url;
    std::unique_ptr<http::Server> front;
  };
  std::map<std::string, std::shared_ptr<Running>> running_;
};

/// The options of the mock that a scenario requires. Error kind `usage`: an unknown setting or value.
Result<mock::MockOptions> options_for(const harness::Requires& needs_mock);

}  // namespace sellsign::cli
