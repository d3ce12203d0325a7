#include "cli/flags/service.h"

namespace sellsign::cli {

void add_service_flags(FlagRows& rows, ServiceFlags& flags) {
  using Size = Between<std::size_t>;
  constexpr std::size_t k_gib = std::size_t{1} << 30U;
  const Choices on_off{"on", "off"};
  mock::JournalOptions& journal = flags.journal_options;
  add_group(rows, "Data",
            {{"--generate", &flags.generate,
              "Made-up customers to start with: customers=100000,contractors=2,properties=5", "AMOUNTS"},
             {"--data", &flags.data,
              "Keep the state in this file between runs; once it is there, seed data and --generate are "
              "passed over",
              "FILE"},
             {"--seed", &flags.options.each_namespace.seed,
              "Of everything that is drawn: same seed, same faults and data", "",
              Between<std::uint64_t>{0, INT64_MAX}}});
  add_group(
      rows, "Journal",
      {{"--journal", &flags.journal, "Remember requests and answers: on or off", "", on_off},
       {"--journal-entries", &journal.entries, "As many at most; older ones give way", "",
        Size{1, 10'000'000}},
       {"--journal-bytes", &journal.bytes, "As many bytes at most", "BYTES", Size{64U << 10U, k_gib << 10U}},
       {"--journal-body", &journal.body, "Longest body that is kept whole", "BYTES", Size{0, k_gib}},
       {"--journal-raw", &journal.raw, "Show tokens and personal fields as they are"}});
  add_group(
      rows, "Control",
      {{"--admin-port", &flags.admin_port,
        "Port of its own for the control API and page (0: any free one); else it is on the mock's", "PORT",
        Between{0, 65535}},
       {"--admin-token-file", &flags.admin_token_file,
        "File with a token that the control API then asks for; without one it answers this machine only",
        "FILE"},
       {"--admin-max-body", &flags.admin_max_body,
        "Longest body for the control API, for imports; beyond: 413", "BYTES", Size{1, k_gib}},
       {"--no-admin", &flags.no_admin, "No control API and no page"},
       {"--isolate", &flags.isolate,
        "A namespace with its own state, journal, faults, clock and ids for each token, or for each value of "
        "the header X-Mock-Namespace",
        "", Choices{"off", "token", "header"}},
       {"--max-namespaces", &flags.options.namespaces, "As many at most; beyond: 503", "",
        Between{1, 1'000'000}},
       {"--snapshot-bytes", &flags.options.each_namespace.snapshot_bytes,
        "Memory of snapshots and forks in all; beyond, no snapshot is taken: 503", "BYTES",
        Size{1U << 20U, k_gib << 10U}},
       {"--faults", &flags.faults, "Faults to start with, a JSON file as PUT /__admin/faults takes it",
        "FILE"}});
  add_group(
      rows, "Behaviour",
      {{"--server-timing", &flags.options.server_timing,
        "Every answer says how long the mock took (header Server-Timing)"},
       {"--allow-overrides", &flags.allow_overrides,
        "Requests may ask for their own faults by headers X-Mock-Delay, X-Mock-Status, X-Mock-Fault"},
       {"--advice", &flags.advice,
        "Below the sentence of a refusal: what differs and a corrected request; on or off", "", on_off}});
}

mock::ServiceOptions service_options(const ServiceFlags& flags, mock::MockOptions mock) {
  mock::ServiceOptions options = flags.options;
  options.each_namespace.mock = std::move(mock);
  if (flags.journal == "on") options.each_namespace.journal = flags.journal_options;
  options.each_namespace.mock.allow_overrides = flags.allow_overrides;
  options.each_namespace.mock.advice = flags.advice == "on";
  options.isolation =
      value_named(flags.isolate, {mock::Isolation::off, mock::Isolation::token, mock::Isolation::header});
  return options;
}

}  // namespace sellsign::cli
