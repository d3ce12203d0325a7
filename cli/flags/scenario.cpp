#include "cli/flags/scenario.h"

#include <algorithm>
#include <set>
#include <unistd.h>

#include "base/nearest.h"
#include "cli/program/signals.h"

namespace sellsign::cli {

void add_variable_flags(FlagRows& rows, std::vector<std::string>& vars, std::string& vars_file) {
  add_group(rows, "Variables",
            {{.name = "--var",
              .target = &vars,
              .about = "A variable (not for secrets); may be repeated",
              .value = "NAME=VALUE",
              .environment = ""},  // SELLSIGN_VAR_name is a variable of its own
             {"--vars-file", &vars_file, "A JSON object of variables", "FILE"}});
}

void check_variables_used(const std::vector<std::string>& vars, harness::Loaded& loaded) {
  if (!loaded.problems.empty()) return;
  std::set<std::string> known = loaded.used_variables;
  for (const harness::Scenario& scenario : loaded.scenarios)
    for (const harness::Variable& variable : scenario.vars) known.insert(variable.name);
  const std::vector<std::string_view> names(known.begin(), known.end());
  for (const std::string& text : vars) {
    const std::string name = text.substr(0, text.find('='));
    if (!known.contains(name))
      loaded.problems.push_back({"--var " + name, "no scenario uses it" + did_you_mean(name, names)});
  }
}

std::vector<std::string> environment() {
  std::vector<std::string> entries;
  for (char** entry = environ; *entry != nullptr; ++entry) entries.emplace_back(*entry);
  return entries;
}

Result<std::vector<WantedReport>> wanted_reports(const std::vector<std::string>& texts,
                                                 std::span<const std::string_view> formats) {
  std::vector<WantedReport> wanted;
  for (const std::string& text : texts) {
    const std::size_t equals = text.find('=');
    const bool known = std::ranges::find(formats, std::string_view(text).substr(0, equals)) != formats.end();
    if (!known || equals == std::string::npos || equals + 1 == text.size()) {
      std::string all;
      for (const std::string_view format : formats)
        all += (all.empty() ? "" : formats.size() == 2 ? " or " : ", ") + std::string(format) + "=FILE";
      return usage_error("--report takes " + all + " (FILE may be - for stdout), not \"" + text + "\"");
    }
    const std::string path = text.substr(equals + 1);
    if (std::ranges::find(wanted, path, &WantedReport::path) != wanted.end())
      return usage_error("two reports cannot both go to " + path);
    wanted.push_back({text.substr(0, equals), path});
  }
  return wanted;
}

Result<> check_reports(const std::vector<WantedReport>& wanted) {
  for (const WantedReport& report : wanted)
    if (report.path != "-")
      if (auto writable = check_writable(report.path); !writable) return writable;
  return std::monostate{};
}

bool write_report(const WantedReport& report, const std::string& text, const Output& output) {
  const std::string clean = output.redactor().clean(text);
  if (report.path == "-") return output.result(clean);
  const auto written = write_whole(report.path, clean, stop_is_wanted);
  if (!written) output.error(written.error().message);
  return written.ok();
}

bool console_on_stdout(const std::vector<WantedReport>& wanted) {
  return std::ranges::none_of(wanted, [](const WantedReport& report) { return report.path == "-"; });
}

harness::ConsoleStyle console_style(int file_descriptor) {
  harness::ConsoleStyle style{wants_colour(file_descriptor)};
  if (isatty(file_descriptor) != 1) style.width = harness::ConsoleStyle::k_unbroken;
  return style;
}

ExitCode print_problems(const Problems& problems, const Output& output) {
  for (const Problem& problem : problems) output.error(problem.where + ": " + problem.what);
  output.error(std::to_string(problems.size()) + (problems.size() == 1 ? " problem" : " problems") +
               "; nothing was sent");
  return ExitCode::usage;
}

}  // namespace sellsign::cli
