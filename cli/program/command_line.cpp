#include "cli/program/command_line.h"

#include <algorithm>
#include <list>

#include <CLI/CLI.hpp>

#include "base/nearest.h"
#include "base/text.h"
#include "cli/program/layers.h"
#include "cli/program/output.h"
#include "cli/program/short_help.h"

namespace sellsign::cli {
namespace {

// One overload for each kind of target.

template <typename Target>
CLI::Option* declare(CLI::App& app, const FlagRow& row, Target* target) {
  return app.add_option(row.name, *target, row.about);
}

CLI::Option* declare(CLI::App& app, const FlagRow& row, bool* target) {
  return app.add_flag(row.name, *target, row.about);
}

CLI::Option* declare(CLI::App& app, const FlagRow& row, const CommaList& list) {
  return app.add_option(row.name, *list.into, row.about)->delimiter(',');
}

CLI::Option* declare(CLI::App& app, const FlagRow& row, std::chrono::milliseconds* target) {
  const auto take = [target](const double& seconds) {
    *target = std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000));
  };
  return app.add_option_function<double>(row.name, take, row.about);
}

CLI::Option* declare(CLI::App& app, const FlagRow& row, const TextReader& read) {
  const auto take = [name = row.name, read](const std::string& text) {
    if (const std::string wrong = read(text); !wrong.empty()) throw CLI::ValidationError(name, wrong);
  };
  return app.add_option_function<std::string>(row.name, take, row.about);
}

// One overload for each kind of limit.

void limit(CLI::Option& /*option*/, std::monostate /*none*/) {}

void limit(CLI::Option& option, const Choices& choices) { option.check(CLI::IsMember(choices)); }

template <typename Number>
void limit(CLI::Option& option, const Between<Number>& range) {
  option.check(CLI::Range(range.least, range.most));
}

void limit(CLI::Option& option, const TextReader& check) {
  option.check(CLI::Validator([check](const std::string& text) { return check(text); }, ""));
}

void add_row(CLI::App& app, const FlagRow& row) {
  CLI::Option* option = std::visit([&](const auto& target) { return declare(app, row, target); }, row.target);
  option->group(row.group)->required(row.required);
  if (!is_switch(row)) option->type_name(value_name(row));
  if (const std::string text = default_text(row); !text.empty()) option->default_str(text);
  std::visit([&](const auto& limits) { limit(*option, limits); }, row.limits);
  if (!plain_name(row).empty()) option->allow_extra_args(false);  // one value a flag, however often
}

/// Gives an option its value as if it had been a flag; the sentence says what is wrong with it.
std::string set_option(CLI::Option& option, std::vector<std::string> values) {
  try {
    option.clear();
    option.add_result(std::move(values));
    option.run_callback();
  } catch (const CLI::Error& error) {
    return error.what();
  }
  return "";
}

/// What a flag holds, as text; a switch is true or false.
std::string value_of(const FlagRow& row, const CLI::Option& option) {
  if (option.count() == 0) return is_switch(row) ? "false" : default_text(row);
  return joined_texts(option.results(), ",");
}

std::string exit_code_help() {
  std::string text = "Exit codes (the first that applies):\n";
  for (const auto& row : harness::exit_codes())
    text += "  " + std::to_string(harness::to_int(row.code)) + "\t" + std::string(row.about) + "\n";
  return text;
}

ExitCode misuse(const std::string& message, const std::string& help_command) {
  Output().error(message + "\nSee " + help_command + " --help.");
  return ExitCode::usage;
}

/// A subcommand, declared to the parser.
struct Declared {
  const Command& command;
  std::string& config;  ///< the file that --config names
  FlagRows rows = {};
  Action run = {};
  CLI::App* app = nullptr;

  std::string name() const { return "sellsign " + std::string(command.name); }
  std::string footer() const {
    return "Examples:\n" + std::string(command.examples) + "\n\n" + layers_help(rows);
  }

  void add_to(CLI::App& parent) {
    app = parent.add_subcommand(std::string(command.name), std::string(command.about));
  }

  void add_flags() {
    rows.push_back({"--config", &config,
                    "File with flags: {\"" + std::string(command.name) + "\": {\"flag\": value}}", "FILE"});
    run = command.add(rows);
    for (const FlagRow& row : rows) add_row(*app, row);
    app->footer(footer());
    if (!command.first_flags.empty()) app->set_help_all_flag("--help-all", "Every flag");
  }

  std::string help() const {
    return command.first_flags.empty() ? app->help("sellsign") : short_help(command, rows, footer());
  }

  /// Fills what the command line left out, and tells of every flag.
  Problems fill(std::vector<OptionValue>& values) const {
    Layers layers{command.name, rows, {}, [this](const FlagRow& row, std::vector<std::string> texts) {
                    return set_option(*app->get_option(row.name), std::move(texts));
                  }};
    for (const FlagRow& row : rows)
      if (app->get_option(row.name)->count() > 0) layers.given.insert(row.name);
    const auto by_flag = layers.given;
    Problems problems = apply_environment(layers);
    for (const Problem& one : layers.ignored_variables)
      Output().note("sellsign: " + one.where + " " + one.what + "\n");
    const auto by_environment = layers.given;
    const Problems in_file = apply_config_file(layers, config);
    problems.insert(problems.end(), in_file.begin(), in_file.end());
    for (const FlagRow& row : rows) {
      if (plain_name(row).empty() || row.name == "--config") continue;
      values.push_back({row.name, value_of(row, *app->get_option(row.name)),
                        by_flag.contains(row.name)          ? "flag"
                        : by_environment.contains(row.name) ? "environment"
                        : layers.given.contains(row.name)   ? "file"
                                                            : "default"});
    }
    return problems;
  }
};

/// The arguments in front of `--`, and those behind it.
std::pair<std::vector<std::string>, Invocation> split_arguments(int count, char** arguments) {
  std::vector<std::string> own(arguments + std::min(count, 1), arguments + count);
  const auto dashes = std::ranges::find(own, "--");
  if (dashes == own.end()) return {own, {}};
  Invocation invocation{true, {dashes + 1, own.end()}, {}};
  own.erase(dashes, own.end());
  return {own, invocation};
}

/// Names that the user may have meant by something that was not expected.
std::string suggestion(const Declared* chosen, const std::vector<std::string>& unexpected) {
  for (const std::string& word : unexpected) {
    std::vector<std::string_view> names;
    if (word.starts_with("--")) {
      if (chosen == nullptr) continue;
      names = {"--help"};
      for (const FlagRow& row : chosen->rows) names.push_back(row.name);
      if (!chosen->command.first_flags.empty()) names.emplace_back("--help-all");
    } else {
      for (const Command& command : commands()) names.push_back(command.name);
    }
    std::string found = did_you_mean(word.substr(0, word.find('=')), names);
    if (!found.empty()) return found;
  }
  return "";
}

ExitCode run(const Declared& chosen, Invocation invocation) {
  if (!chosen.command.takes_command && invocation.has_dashes)
    return misuse(chosen.name() + " takes nothing behind --", chosen.name());
  if (invocation.has_dashes && invocation.after_dashes.empty())
    return misuse("name the command to run behind --", chosen.name());
  const Problems problems = chosen.fill(invocation.options);
  for (const Problem& problem : problems) Output().error(problem.where + ": " + problem.what);
  return problems.empty() ? chosen.run(invocation) : ExitCode::usage;
}

}  // namespace

ExitCode run_command_line(int count, char** arguments) {
  CLI::App app(
      "A mock of the SELL&SIGN e-signature API, a client for it, and contract tests that run against "
      "both.\n");
  app.name("sellsign");
  app.require_subcommand(1);
  app.footer(exit_code_help());
  std::string config;
  std::list<Declared> declared;
  for (const Command& command : commands()) declared.emplace_back(Declared{command, config}).add_to(app);
  auto [own, invocation] = split_arguments(count, arguments);
  for (Declared& one : declared)  // the flags of all of them would be a third of the time of a start
    if (std::ranges::find(own, one.command.name) != own.end()) one.add_flags();
  const auto chosen = [&]() -> const Declared* {
    const auto parsed = app.get_subcommands();
    if (parsed.empty()) return nullptr;
    return &*std::ranges::find(declared, parsed.front(), &Declared::app);
  };
  std::ranges::reverse(own);
  try {
    app.parse(own);
  } catch (const CLI::CallForHelp&) {
    return print(chosen() == nullptr ? app.help() : chosen()->help());
  } catch (const CLI::CallForAllHelp&) {
    return print(app.help());
  } catch (const CLI::ParseError& error) {
    const auto unexpected = app.remaining(true);
    const bool no_such = chosen() == nullptr && !unexpected.empty() && !unexpected.front().starts_with("-");
    const std::string what = no_such ? "there is no subcommand \"" + unexpected.front() + "\"" : error.what();
    return misuse(what + suggestion(chosen(), unexpected),
                  chosen() == nullptr ? "sellsign" : chosen()->name());
  }
  return run(*chosen(), std::move(invocation));
}

}  // namespace sellsign::cli
