#include <set>
#include <unistd.h>

#include "cli/flags/scenario.h"
#include "cli/flags/target.h"
#include "cli/program/command.h"
#include "cli/program/output.h"
#include "cli/program/secrets.h"
#include "cli/program/signals.h"
#include "cli/target/embedded.h"
#include "cli/target/target_setup.h"
#include "client/wire/httplib_transport.h"
#include "harness/report/report.h"
#include "harness/run/coverage.h"
#include "harness/run/runner.h"
#include "harness/run/sent_check.h"
#include "harness/scenario/loader.h"
#include "http/client/raw_transport.h"
#include "load/model/load_model.h"
#include "load/result/slo.h"

namespace sellsign::cli {
namespace {

struct RunCommandFlags {
  std::vector<std::string> paths;
  TargetFlags target;
  harness::RunOptions options;  ///< what needs no more reading
  std::string admin_token_file;
  std::vector<std::string> vars;
  std::string vars_file;
  std::vector<std::string> reports;  ///< format=file
  std::string fail_on;
  bool dry_run = false;
  bool coverage = false;
  bool quiet = false;
};

bool is_embedded(const RunCommandFlags& flags) {
  return flags.target.target.empty() || flags.target.target == "embedded";
}

harness::Transports transports_for(const RunCommandFlags& flags) {
  http::TransportOptions options = transport_options(flags.target);
  options.resend_when_stale = false;  // a contract test meets the server exactly once a request
  options.interrupted = [] { return remembered_interrupt() != 0; };
  return {[options](const http::Target& target) -> std::unique_ptr<http::Transport> {
            return std::make_unique<client::HttplibTransport>(target, options);
          },
          [options](const http::Target& target) -> std::unique_ptr<http::Transport> {
            return std::make_unique<http::RawTransport>(target, options);
          }};
}

Result<harness::RunOptions> run_options(const RunCommandFlags& flags) {
  harness::RunOptions options = flags.options;
  auto given = harness::collect_variables(flags.vars, environment(), flags.vars_file);
  if (!given) return given.error();
  options.given = *std::move(given);
  options.guard = guard_options(flags.target);
  options.ca_file = flags.target.ca_file;
  using api::SourceKind;
  if (!flags.fail_on.empty())
    options.fail_on =
        value_named(flags.fail_on, {SourceKind::documented, SourceKind::observed, SourceKind::assumed});
  options.signal = remembered_interrupt;
  return options;
}

struct Tokens {
  std::string vendor, admin;
};

ExitCode replay(const RunCommandFlags& flags, const std::vector<harness::Scenario>& scenarios,
                harness::RunOptions options, const std::vector<WantedReport>& wanted, const Tokens& tokens,
                const Output& output) {
  const bool to_stdout = console_on_stdout(wanted);
  const harness::ConsoleStyle style = console_style(to_stdout ? STDOUT_FILENO : STDERR_FILENO);
  bool written = true;
  const auto print = [&](const std::string& text) {
    if (flags.quiet) return;
    if (to_stdout) {
      written = output.result(text) && written;
    } else {
      output.note(text);
    }
  };
  options.progress = [&](const harness::ScenarioResult& scenario) {
    print(harness::console_line(scenario, style));
  };
  EmbeddedMocks embedded;
  harness::FixedTarget fixed(flags.target.target, tokens.vendor,
                             unfit_of(flags.target, tokens.vendor, tokens.admin));
  harness::TargetFactory& targets =
      is_embedded(flags) ? static_cast<harness::TargetFactory&>(embedded) : fixed;
  const auto result = harness::run(scenarios, options, targets, transports_for(flags), output.redactor());
  print(harness::render_console_end(result, style));
  if (environment_variable("GITHUB_ACTIONS") == "true") output.note(harness::render_github(result));
  written = write_reports(wanted, harness::report_formats(), result, output) && written;
  return written ? result.exit_code : harness::pick(std::array{result.exit_code, ExitCode::unreachable});
}

/// Settings that no mock has are found here, because only the mock knows them; and scenarios that would hold
/// whatever the server answers.
void check_requirements(harness::Loaded& loaded) {
  for (const harness::Scenario& scenario : loaded.scenarios)
    if (harness::checks_of(scenario) == 0)
      loaded.problems.push_back(
          {scenario.at.text(), "scenario \"" + scenario.id + "\" checks nothing: give a step an \"expect\""});
  for (const harness::Scenario& scenario : loaded.scenarios)
    for (Problem& problem : harness::understated_effects(scenario))
      loaded.problems.push_back(std::move(problem));
  for (const harness::Scenario& scenario : loaded.scenarios)
    for (const load::SloText& slo : load::read_load(scenario, loaded.problems).slos)
      if (const auto read = load::parse_slo(slo.text); !read)
        loaded.problems.push_back({slo.at.text(), read.error().message});
  for (const harness::Scenario& scenario : loaded.scenarios)
    if (const auto options = options_for(scenario.needs_mock); !options)
      loaded.problems.push_back({scenario.needs_mock.at.text(), options.error().message});
}

/// Wrong names are sent on purpose to see them refused, so this is no problem.
void warn_of_doubtful(const std::vector<harness::Scenario>& scenarios, const Output& output) {
  std::set<std::string> said;  // a fragment's steps are in several scenarios
  for (const harness::Scenario& scenario : scenarios)
    for (const Problem& doubt : harness::doubtful_names(scenario))
      if (const std::string text = doubt.where + ": " + doubt.what; said.insert(text).second)
        output.note("sellsign: warning: " + text + "\n");
}

ExitCode run_scenarios(const RunCommandFlags& flags) {
  if (flags.paths.empty()) return fail(usage_error("name a scenario file or a folder of them"));
  const auto token = client_token(flags.target.secret_file);
  if (!token) return fail(token.error());
  const auto admin_token = token_of_file(flags.admin_token_file);
  if (!admin_token) return fail(admin_token.error());
  Redactor redactor = redactor_for(*token);
  if (!admin_token->empty()) redactor.add_token("admin-token", *admin_token);
  const Output output(std::move(redactor));
  const auto options = run_options(flags);
  if (!options) return fail(options.error(), output);
  const auto wanted = wanted_reports(flags.reports, harness::report_formats());
  if (!wanted) return fail(wanted.error(), output);
  harness::Loaded loaded = harness::load_scenarios(flags.paths, options->given.names());
  check_requirements(loaded);
  check_variables_used(flags.vars, loaded);
  if (!loaded.problems.empty()) return print_problems(loaded.problems, output);
  if (flags.coverage) {
    std::erase_if(loaded.scenarios, [&](const harness::Scenario& scenario) {
      return !harness::selected(scenario, options->tags, options->not_tags);
    });
    if (loaded.scenarios.empty())
      return fail(usage_error("no scenario has the tags that were asked for"), output);
    return print(harness::render_coverage(loaded.scenarios), output);
  }
  if (flags.dry_run) {
    const auto plan =
        harness::render_plan(loaded.scenarios, *options, is_embedded(flags) ? "" : flags.target.target);
    if (!plan) return fail(plan.error(), output);
    if (!output.result(plan->text)) return ExitCode::unreachable;
    if (plan->to_run > 0) return ExitCode::held;
    return plan->refused ? ExitCode::refused : ExitCode::usage;  // never a success when nothing would run
  }
  if (const auto writable = check_reports(*wanted); !writable) return fail(writable.error(), output);
  remember_interrupts();
  return replay(flags, loaded.scenarios, *options, *wanted, {*token, *admin_token}, output);
}

ExitCode lint_scenarios(const std::vector<std::string>& paths, const std::vector<std::string>& vars,
                        const std::string& vars_file) {
  const Output output;
  if (paths.empty()) return fail(usage_error("name a scenario file or a folder of them"), output);
  const auto given = harness::collect_variables(vars, environment(), vars_file);
  if (!given) return fail(given.error(), output);
  harness::Loaded loaded = harness::load_scenarios(paths, given->names());
  check_requirements(loaded);
  check_variables_used(vars, loaded);
  if (!loaded.problems.empty()) return print_problems(loaded.problems, output);
  if (loaded.scenarios.empty()) return fail(usage_error("no scenario was found"), output);
  warn_of_doubtful(loaded.scenarios, output);
  const std::size_t count = loaded.scenarios.size();
  const std::string words =
      std::to_string(count) + (count == 1 ? " scenario" : " scenarios") + ", no problems\n";
  return print(words, output);
}

}  // namespace

Action add_run(FlagRows& rows) {
  auto flags = std::make_shared<RunCommandFlags>();
  add_group(rows, "Options", {{"paths", &flags->paths, "Scenario files, or folders of them", "FILE|DIR"}});
  add_target_flags(rows, flags->target, "embedded (default: a mock inside the process) or a base URL");
  add_group(
      rows, "Target",
      {{"--admin-token-file", &flags->admin_token_file,
        "File with the token of the target's control API, which tells whether it is set up as a scenario "
        "requires",
        "FILE"}});
  add_variable_flags(rows, flags->vars, flags->vars_file);
  add_group(rows, "Output",
            {{"--report", &flags->reports,
              "junit=FILE, json=FILE, tap=FILE, md=FILE; - is stdout; may be repeated", "FORMAT=FILE"},
             {"--coverage", &flags->coverage,
              "Print how often each statement of the vendor is checked, send nothing"},
             {"--dry-run", &flags->dry_run, "Print what would be sent where, send nothing"},
             {"--quiet", &flags->quiet, "No console report"}});
  add_group(
      rows, "Choice",
      {{"--tag", &flags->options.tags, "Only scenarios with one of these tags", "TAG"},
       {"--not-tag", &flags->options.not_tags, "No scenario with one of these tags", "TAG"},
       {"--bail", &flags->options.bail, "Stop at the first scenario that fails"},
       {"--fail-on", &flags->fail_on,
        "Weakest class of statement whose broken check fails the run (default: assumed on this machine, "
        "observed elsewhere); weaker ones warn",
        "", Choices{"documented", "observed", "assumed"}}});
  return [flags](const Invocation&) { return run_scenarios(*flags); };
}

Action add_lint(FlagRows& rows) {
  struct LintFlags {
    std::vector<std::string> paths, vars;
    std::string vars_file;
  };
  auto flags = std::make_shared<LintFlags>();
  add_group(rows, "Options", {{"paths", &flags->paths, "Scenario files, or folders of them", "FILE|DIR"}});
  add_variable_flags(rows, flags->vars, flags->vars_file);
  return [flags](const Invocation&) { return lint_scenarios(flags->paths, flags->vars, flags->vars_file); };
}

}  // namespace sellsign::cli
