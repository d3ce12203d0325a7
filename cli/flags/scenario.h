#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "cli/program/flag_row.h"
#include "cli/program/output.h"
#include "harness/report/report.h"
#include "harness/scenario/loader.h"

// What the commands that take scenario files have in common.

namespace sellsign::cli {

/// Declares --var and --vars-file.
void add_variable_flags(FlagRows& rows, std::vector<std::string>& vars, std::string& vars_file);

/// A --var that no scenario uses is misspelt: one problem for each, unless there are others that explain it.
void check_variables_used(const std::vector<std::string>& vars, harness::Loaded& loaded);

/// The process's environment as `NAME=value` lines.
std::vector<std::string> environment();

/// A report that was asked for.
struct WantedReport {
  std::string format;
  std::string path;  ///< `-`: stdout
};

/// Reads `--report FORMAT=FILE`. Error kind `usage`: none of the formats, no file, or one file for two
/// reports.
Result<std::vector<WantedReport>> wanted_reports(const std::vector<std::string>& texts,
                                                 std::span<const std::string_view> formats);

/// The same for rows of formats.
template <class Format>
Result<std::vector<WantedReport>> wanted_reports(const std::vector<std::string>& texts,
                                                 std::span<const Format> formats) {
  std::vector<std::string_view> names;
  for (const Format& format : formats) names.push_back(format.name);
  return wanted_reports(texts, std::span<const std::string_view>(names));
}

/// Whether all can be written; said before anything is sent, because else they would be lost. What is there
/// stays until the new reports are.
Result<> check_reports(const std::vector<WantedReport>& wanted);

/// Writes one report, redacted, whole or not at all; says so on stderr and returns false when it cannot.
bool write_report(const WantedReport& report, const std::string& text, const Output& output);

/// Writes them all, each by its row; false when one could not be written.
template <class Format, class Run>
bool write_reports(const std::vector<WantedReport>& wanted, std::span<const Format> formats, const Run& run,
                   const Output& output) {
  bool all = true;
  for (const WantedReport& report : wanted) {
    const auto row = std::ranges::find(formats, report.format, &Format::name);
    all = write_report(report, row->render(run), output) && all;
  }
  return all;
}

/// The console report goes to stdout, unless a report of another format does.
bool console_on_stdout(const std::vector<WantedReport>& wanted);

/// Colours and width as they suit what is behind a descriptor. Lines are broken for people only: a log is
/// searched and copied from.
harness::ConsoleStyle console_style(int file_descriptor);

/// Prints problems and that nothing was sent; exit code `usage`.
ExitCode print_problems(const Problems& problems, const Output& output);

}  // namespace sellsign::cli
