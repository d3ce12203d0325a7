#include "cli/flags/service.h"

#include <CLI/CLI.hpp>

namespace sellsign::cli {
namespace {

constexpr std::size_t k_most_bytes = std::size_t{1} << 40U;

void add_data_flags(CLI::App& app, ServiceFlags& flags) {
  app.add_option("--generate", flags.generate,
                 "Made-up customers to start with: customers=100000,contractors=2,properties=5")
      ->type_name("AMOUNTS")
      ->group("Data");
  app.add_option("--data", flags.data,
                 "Keep the state in this file between runs; once it is there, seed data and --generate are "
                 "passed over")
      ->type_name("FILE")
      ->group("Data");
  app.add_option("--seed", flags.seed, "Of everything that is drawn: same seed, same faults and data")
      ->check(CLI::Range(std::uint64_t{0}, std::uint64_t{INT64_MAX}))
      ->capture_default_str()
      ->group("Data");
}

void add_journal_flags(CLI::App& app, ServiceFlags& flags) {
  app.add_option("--journal", flags.journal, "Remember requests and answers: on or off")
      ->check(CLI::IsMember({"on", "off"}))
      ->capture_default_str()
      ->group("Journal");
  app.add_option("--journal-entries", flags.journal_options.entries, "As many at most; older ones give way")
      ->check(CLI::Range(std::size_t{1}, std::size_t{10'000'000}))
      ->capture_default_str()
      ->group("Journal");
  app.add_option("--journal-bytes", flags.journal_options.bytes, "As many bytes at most")
      ->check(CLI::Range(std::size_t{64} << 10U, k_most_bytes))
      ->capture_default_str()
      ->type_name("BYTES")
      ->group("Journal");
  app.add_option("--journal-body", flags.journal_options.body, "Longest body that is kept whole")
      ->check(CLI::Range(std::size_t{0}, std::size_t{1} << 30U))
      ->capture_default_str()
      ->type_name("BYTES")
      ->group("Journal");
  app.add_flag("--journal-raw", flags.journal_options.raw, "Show tokens and personal fields as they are")
      ->group("Journal");
}

void add_admin_flags(CLI::App& app, ServiceFlags& flags) {
  app.add_option("--admin-port", flags.admin_port,
                 "Port of its own for the control API and page (0: any free one); else it is on the mock's")
      ->check(CLI::Range(0, 65535))
      ->type_name("PORT")
      ->group("Control");
  app.add_option(
         "--admin-token-file", flags.admin_token_file,
         "File with a token that the control API then asks for; without one it answers this machine only")
      ->type_name("FILE")
      ->group("Control");
  app.add_option("--admin-max-body", flags.admin_max_body,
                 "Longest body for the control API, for imports; beyond: 413")
      ->check(CLI::Range(std::size_t{1}, std::size_t{1} << 30U))
      ->capture_default_str()
      ->type_name("BYTES")
      ->group("Control");
  app.add_flag("--no-admin", flags.no_admin, "No control API and no page")->group("Control");
  app.add_option("--isolate", flags.isolate,
                 "A namespace with its own state, journal, faults, clock and ids for each token, or for each "
                 "value of the header X-Mock-Namespace")
      ->check(CLI::IsMember({"off", "token", "header"}))
      ->capture_default_str()
      ->group("Control");
  app.add_option("--max-namespaces", flags.namespaces, "As many at most; beyond: 503")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str()
      ->group("Control");
  app.add_option("--faults", flags.faults,
                 "Faults to start with, a JSON file as PUT /__admin/faults takes it")
      ->type_name("FILE")
      ->group("Control");
}

void add_answer_flags(CLI::App& app, ServiceFlags& flags) {
  app.add_flag("--server-timing", flags.server_timing,
               "Every answer says how long the mock took (header Server-Timing)")
      ->group("Behaviour");
  app.add_flag("--allow-overrides", flags.allow_overrides,
               "Requests may ask for their own faults by headers X-Mock-Delay, X-Mock-Status, X-Mock-Fault")
      ->group("Behaviour");
  app.add_option("--advice", flags.advice,
                 "Below the sentence of a refusal: what differs and a corrected request; on or off")
      ->check(CLI::IsMember({"on", "off"}))
      ->capture_default_str()
      ->group("Behaviour");
}

mock::Isolation isolation_of(const std::string& word) {
  for (const auto isolation : {mock::Isolation::token, mock::Isolation::header})
    if (mock::name_of(isolation) == word) return isolation;
  return mock::Isolation::off;
}

}  // namespace

void add_service_flags(CLI::App& app, ServiceFlags& flags) {
  add_data_flags(app, flags);
  add_journal_flags(app, flags);
  add_admin_flags(app, flags);
  add_answer_flags(app, flags);
}

mock::ServiceOptions service_options(const ServiceFlags& flags, mock::MockOptions mock) {
  mock::ServiceOptions options;
  options.each_namespace.mock = std::move(mock);
  if (flags.journal == "on") options.each_namespace.journal = flags.journal_options;
  options.each_namespace.seed = flags.seed;
  options.each_namespace.mock.allow_overrides = flags.allow_overrides;
  options.each_namespace.mock.advice = flags.advice == "on";
  options.isolation = isolation_of(flags.isolate);
  options.namespaces = flags.namespaces;
  options.server_timing = flags.server_timing;
  return options;
}

}  // namespace sellsign::cli
