#include <chrono>

#include "api/endpoints.h"
#include "base/text.h"
#include "cli/commands/mock_program.h"
#include "cli/program/command.h"
#include "cli/program/secrets.h"
#include "mock_server/calls/refusal.h"
#include "mock_server/calls/tokens.h"

namespace sellsign::cli {
namespace {

struct MockCommandFlags {
  MockFlags mock;
  ServiceFlags service;
  std::string port_file;
  std::string log = "all";
};

/// The value of `action` or `m` as it stands in the query.
std::string_view method_of(const http::Request& request) {
  for (std::string_view rest = request.query; !rest.empty();) {
    std::string_view value = take_part(rest, '&');
    const std::string_view name = take_part(value, '=');
    if (std::ranges::find(api::k_selectors, name) != api::k_selectors.end()) return value;
  }
  return {};
}

/// `0.05`: milliseconds, rounded to a hundredth.
std::string in_hundredths(std::chrono::nanoseconds time) {
  const std::int64_t hundredths = (time.count() + 5'000) / 10'000;
  const std::string digits = std::to_string(100 + hundredths % 100);
  return std::to_string(hundredths / 100) + "." + digits.substr(1);
}

/// `POST customer/update selectOrCreateCustomer -> 200 in 0.1 ms`, and a line for each warning and for a
/// refusal's reason. Parameters are not logged: they hold personal data and tokens.
std::string log_lines(const http::Request& request, const http::Reply& reply, std::chrono::nanoseconds took) {
  constexpr std::string_view k_model = "/calinda/hub/selling/model/";
  std::string_view path = request.path;
  if (path.starts_with(k_model)) path.remove_prefix(k_model.size());
  std::string lines = printable(request.verb, 10) + " " + printable(path) + " " +
                      printable(method_of(request)) + " -> " + std::to_string(reply.status) + " in " +
                      in_hundredths(took) + " ms\n";
  bool repeats_request = reply.status >= 400;
  if (repeats_request) lines += "    " + printable(mock::sentence_of(reply.body), 300) + "\n";
  for (const auto& [name, value] : reply.headers) {
    if (name != "X-Mock-Warning") continue;
    lines += "    warning: " + value + "\n";
    repeats_request = true;
  }
  return mock::without_tokens(lines, repeats_request ? mock::tokens_of(request) : std::vector<std::string>());
}

/// What to do with each exchange for the log; nothing for `none`.
decltype(mock::ServiceOptions::log) make_log(const Output& output, const std::string& log) {
  if (log == "none") return {};
  const bool all = log == "all";
  return
      [&output, all](const http::Request& request, const http::Reply& reply, std::chrono::nanoseconds took) {
        if (all || reply.status >= 400 || !reply.headers.empty())
          output.note(log_lines(request, reply, took));
      };
}

/// `refused before it was a request -> 408`, and why.
decltype(mock::ServiceOptions::log_refused) make_refused_log(const Output& output, const std::string& log) {
  if (log == "none") return {};
  return [&output](int status, const std::string& sentence) {
    output.note("refused before it was a request -> " + std::to_string(status) + "\n    " +
                printable(sentence, 300) + "\n");
  };
}

Redactor secrets_of(const mock::MockOptions& options) {
  Redactor redactor;
  for (const std::string& token : options.tokens.only) redactor.add_token("token", token);
  return redactor;
}

ExitCode run_mock(const MockCommandFlags& flags, const Invocation& invocation) {
  if (flags.mock.list_settings) return print(settings_help());
  auto options = mock_options(flags.mock);
  if (!options) return fail(options.error());
  auto token = token_of_file(flags.service.admin_token_file);
  if (!token) return fail(token.error());
  Redactor redactor = secrets_of(*options);
  redactor.add_token("admin-token", *token);
  const Output output(std::move(redactor));
  auto tls = tls_setup(flags.mock.clients);
  if (!tls) return fail(tls.error(), output);
  auto cors = cors_rule(flags.mock.clients);
  if (!cors) return fail(cors.error(), output);
  mock::ServiceOptions service = service_options(flags.service, *std::move(options));
  service.cors = *std::move(cors);
  service.log = make_log(output, flags.log);
  service.log_refused = make_refused_log(output, flags.log);
  return MockProgram({flags.mock, flags.service, flags.port_file, invocation, output, *std::move(tls),
                      std::move(service), *std::move(token)})
      .run();
}

}  // namespace

Action add_mock(FlagRows& rows) {
  auto flags = std::make_shared<MockCommandFlags>();
  add_mock_flags(rows, flags->mock);
  add_service_flags(rows, flags->service);
  add_group(rows, "Network",
            {{"--port-file", &flags->port_file, "Write the port here once it is listening", "FILE"}});
  add_group(rows, "Behaviour",
            {{"--log", &flags->log, "Requests to log on stderr: all, problems or none", "",
              Choices{"all", "problems", "none"}}});
  return [flags](const Invocation& invocation) { return run_mock(*flags, invocation); };
}

}  // namespace sellsign::cli
