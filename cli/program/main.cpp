#include <cstdlib>
#include <fcntl.h>
#include <map>
#include <unistd.h>

#include <CLI/CLI.hpp>

#include "base/nearest.h"
#include "cli/program/command.h"
#include "cli/program/layers.h"
#include "cli/program/output.h"

namespace sellsign::cli {

namespace {

std::string exit_code_help() {
  std::string text = "Exit codes (the first that applies):\n";
  for (const auto& row : harness::exit_codes())
    text += "  " + std::to_string(harness::to_int(row.code)) + "\t" + std::string(row.about) + "\n";
  return text;
}

/// The arguments in front of `--`, and those behind it.
std::pair<std::vector<std::string>, Invocation> split_arguments(int count, char** arguments) {
  std::vector<std::string> own;
  Invocation invocation;
  bool behind = false;
  for (int i = 1; i < count; ++i) {
    const std::string argument = arguments[i];
    if (!behind && argument == "--") {
      behind = true;
      invocation.has_dashes = true;
    } else {
      (behind ? invocation.after_dashes : own).push_back(argument);
    }
  }
  return {own, invocation};
}

/// Names that the user may have meant by something that was not expected.
std::string suggestion(const CLI::App& app, const std::vector<std::string>& unexpected) {
  for (const std::string& word : unexpected) {
    std::vector<std::string> names;
    if (word.starts_with("--")) {
      for (const CLI::App* sub : app.get_subcommands())
        for (const CLI::Option* option : sub->get_options())
          for (const std::string& option_name : option->get_lnames()) names.push_back("--" + option_name);
    } else {
      for (const Command& command : commands()) names.emplace_back(command.name);
    }
    const std::vector<std::string_view> views(names.begin(), names.end());
    const std::string found = did_you_mean(word.substr(0, word.find('=')), views);
    if (!found.empty()) return found;
  }
  return "";
}

ExitCode usage_error(const std::string& message, const std::string& help_command) {
  Output().error(message + "\nSee " + help_command + " --help.");
  return ExitCode::usage;
}

/// Reads the flags of the chosen subcommand, fills in the layers below them, and runs it.
ExitCode dispatch(CLI::App& app, const std::map<std::string, Action>& actions, const std::string& config,
                  Invocation invocation) {
  CLI::App* chosen = app.get_subcommands().front();
  const std::string name = chosen->get_name();
  const bool takes_command = std::ranges::find(commands(), name, &Command::name)->takes_command;
  if (!takes_command && invocation.has_dashes)
    return usage_error("sellsign " + name + " takes nothing behind --", "sellsign " + name);
  if (invocation.has_dashes && invocation.after_dashes.empty())
    return usage_error("name the command to run behind --", "sellsign " + name);
  const Problems problems = apply_layers(*chosen, config, invocation.options);
  for (const Problem& problem : problems) Output().error(problem.where + ": " + problem.what);
  if (!problems.empty()) return ExitCode::usage;
  return actions.at(name)(invocation);
}

/// A descriptor that the parent closed would be given to the next socket, and output would go there. Standard
/// output is opened so that writing fails, which is noticed.
void fill_closed_descriptors() {
  for (const auto& [descriptor, mode] :
       {std::pair{STDIN_FILENO, O_RDONLY}, {STDOUT_FILENO, O_RDONLY}, {STDERR_FILENO, O_WRONLY}})
    if (fcntl(descriptor, F_GETFD) == -1 && open("/dev/null", mode) != descriptor) std::abort();
}

ExitCode main_program(int count, char** arguments) {
  CLI::App app(
      "A mock of the SELL&SIGN e-signature API, a client for it, and contract tests that run against "
      "both.\n");
  app.name("sellsign");
  app.require_subcommand(1);
  app.footer(exit_code_help());
  std::map<std::string, Action> actions;
  std::string config;
  if (const char* value = std::getenv("SELLSIGN_CONFIG"); value != nullptr) config = value;  // NOLINT
  for (const Command& command : commands()) {
    CLI::App* sub = app.add_subcommand(std::string(command.name), std::string(command.about));
    sub->add_option("--config", config,
                    "File with flags: {\"" + std::string(command.name) + "\": {\"flag\": value}}")
        ->type_name("FILE");
    actions[std::string(command.name)] = command.add(*sub);
    sub->footer("Examples:\n" + std::string(command.examples) + "\n\n" + layers_help(*sub));
    for (CLI::Option* option : sub->get_options())
      if (!option->get_lnames().empty()) option->allow_extra_args(false);  // one value a flag, however often
  }
  auto [own, invocation] = split_arguments(count, arguments);
  std::ranges::reverse(own);
  try {
    app.parse(own);
  } catch (const CLI::CallForHelp&) {
    return Output().result(app.help()) ? ExitCode::held : ExitCode::unreachable;
  } catch (const CLI::CallForAllHelp&) {
    const std::string text = app.help("", CLI::AppFormatMode::All);
    return Output().result(text) ? ExitCode::held : ExitCode::unreachable;
  } catch (const CLI::ParseError& error) {
    const auto parsed = app.get_subcommands();
    const auto unexpected = app.remaining(true);
    const bool no_such = parsed.empty() && !unexpected.empty() && !unexpected.front().starts_with("-");
    const std::string what = no_such ? "there is no subcommand \"" + unexpected.front() + "\"" : error.what();
    return usage_error(what + suggestion(app, unexpected),
                       parsed.empty() ? "sellsign" : "sellsign " + parsed.front()->get_name());
  }
  return dispatch(app, actions, config, invocation);
}

}  // namespace
}  // namespace sellsign::cli

int main(int count, char** arguments) {
  try {
    sellsign::cli::fill_closed_descriptors();
    return sellsign::harness::to_int(sellsign::cli::main_program(count, arguments));
  } catch (const std::exception& error) {
    sellsign::cli::Output().error(std::string("internal: ") + error.what());
    return sellsign::harness::to_int(sellsign::harness::ExitCode::unreachable);
  }
}
