#include "cli/target/embedded.h"

namespace sellsign::cli {

Result<mock::MockOptions> options_for(const harness::Requires& needs_mock) {
  mock::MockOptions options;
  options.self_check = true;
  options.tokens.only = {EmbeddedMocks::k_token};
  options.tokens.off = needs_mock.tokens == "unchecked";
  if (needs_mock.mode == "strict") options.mode = mock::Mode::strict;
  for (const auto& [name, value] : needs_mock.settings)
    if (auto status = apply(options.settings, name, value); !status) return status.error();
  return options;
}

harness::LeaseAnswer EmbeddedMocks::lease(const harness::Requires& needs_mock) {
  std::string key = needs_mock.mode == "strict" ? "strict" : "lenient";
  key.append("\n").append(needs_mock.tokens);
  for (const auto& [name, value] : needs_mock.settings)
    key.append("\n").append(name).append("=").append(value);
  std::shared_ptr<Running>& running = running_[key];
  if (running == nullptr) {
    auto options = options_for(needs_mock);
    if (!options) return options.error();
    auto started = std::make_shared<Running>(*std::move(options));
    http::ServerOptions front_options;
    front_options.port = 0;
    front_options.threads = 1;
    auto front = http::start_server(
        [mock = &started->mock](const http::Request& request) { return mock->handle(request); },
        front_options);
    if (!front) return front.error();
    started->front = *std::move(front);
    started->url = http::url_of("http", front_options, started->front->port());
    running = std::move(started);
  }
  return harness::Lease{running->url, k_token, running};
}

}  // namespace sellsign::cli
