#include "cli/program/command.h"

namespace sellsign::cli {
namespace {

/// What a newcomer to the mock asks for.
constexpr std::string_view k_first_mock_flags[] = {"--port",    "--port-file", "--tls-auto", "--mode",
                                                   "--token",   "--seed-data", "--generate", "--data",
                                                   "--isolate", "--faults",    "--cors",     "--log"};

constexpr Command k_commands[] = {
    {"mock", "Start the mock server",
     "  sellsign mock                           on http://127.0.0.1:8180, any token\n"
     "  sellsign mock --port 0 --port-file F    on a free port, for scripts\n"
     "  sellsign mock --mode strict             refuse what leaves the documents\n"
     "  sellsign mock --port 0 -- npm test      run a command with SELLSIGN_URL set\n"
     "  sellsign mock --tls-auto --cors '*'     https, and for pages in a browser",
     true, add_mock, k_first_mock_flags},
    {"run", "Replay scenario files as contract tests",
     "  sellsign run scenarios/contract                 against a mock inside the process\n"
     "  sellsign run scenarios/contract --report junit=junit.xml --report md=-\n"
     "  sellsign run my.json --target http://127.0.0.1:8180 --var number=AM1\n"
     "  sellsign run my.json --target https://sandbox.example --allow-host sandbox.example --dry-run\n"
     "  sellsign run scenarios/contract --coverage      which statements the checks rest on",
     false, add_run},
    {"load", "Drive scenario files as load, and say honestly how it went",
     "  sellsign load scenarios/load/onboarding.json --profile steady\n"
     "  sellsign load my.json --rate 200/s --duration 30s --report html=load.html\n"
     "  sellsign load my.json --users 20 --duration 1m --slo 'read.service.p99<=40ms'\n"
     "  sellsign load my.json --profile steady --target http://127.0.0.1:8180 --report json=a.json\n"
     "Exit codes: 0 held, 1 requests failed, 4 an SLO was missed, 7 INVALID: the generator itself was too "
     "slow.",
     false, add_load},
    {"find-max", "Search the highest arrival rate that holds the SLOs",
     "  sellsign find-max scenarios/load/read-heavy.json --slo 'response.p99<=20ms'\n"
     "  sellsign find-max my.json --slo 'response.p99<=50ms' --slo 'errors<=0.1%' --from 100/s --step 20s",
     false, add_find_max},
    {"lint", "Check scenario files without sending anything", "  sellsign lint scenarios", false, add_lint},
    {"call", "Make one call",
     "  sellsign call customer.getCustomer number=AM2016 --target http://127.0.0.1:8180\n"
     "  sellsign call customerproperty.getOrCreateCustomerProperty customer_number=AM2016 key=vat value=FR1 "
     "id=-1 --curl\n"
     "The token comes from SELLSIGN_TOKEN or --secret-file.",
     false, add_call},
    {"wait", "Wait until a mock is ready",
     "  sellsign wait                                   for http://127.0.0.1:8180\n"
     "  sellsign wait --port 9000 --timeout 5s && npm test\n"
     "  sellsign wait --target http://mock:8180 --allow-host mock\n"
     "  sellsign wait --for 5432                        for whatever listens there",
     false, add_wait},
    {"coverage", "Which statements about the vendor a mock's clients have exercised",
     "  sellsign coverage                               a table\n"
     "  sellsign coverage --kind documented --min 80%   exit code 1 below that\n"
     "  sellsign coverage --format markdown >> \"$GITHUB_STEP_SUMMARY\"",
     false, add_coverage},
    {"compare", "Whether two load runs differ by more than chance",
     "  sellsign compare before.json after.json\n"
     "  sellsign compare a1.json,a2.json,a3.json b1.json,b2.json,b3.json    repeated runs know their noise\n"
     "  sellsign compare before.json after.json --fail-if 'p99>+10%' --report html=compare.html",
     false, add_compare},
    {"merge", "Join the reports of the shards of one load test",
     "  sellsign merge shard-*.json --report json=all.json --report html=all.html", false, add_merge},
    {"export", "Print the tables: openapi, markdown or schema",
     "  sellsign export openapi > sellsign.openapi.json\n"
     "  sellsign export schema > scenarios/schema.json",
     false, add_export},
    {"version", "Print the version and those of the libraries inside", "  sellsign version", false,
     add_version},
};

}  // namespace

std::span<const Command> commands() { return k_commands; }

}  // namespace sellsign::cli
