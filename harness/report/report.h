#pragma once

#include <span>
#include <string>
#include <string_view>

#include "harness/run/result.h"

namespace sellsign::harness {

/// How console text is set.
struct ConsoleStyle {
  static constexpr std::size_t k_unbroken = std::size_t{1} << 20U;

  bool colour = false;  ///< ANSI colours; the caller has looked at NO_COLOR and the terminal
  std::size_t width = 100;
};

/// The text in that colour (`32`, `1;31`: parameters of SGR), or as it is where the style has no colours.
std::string painted(std::string_view text, std::string_view code, const ConsoleStyle& style);

/// One line (or a few, when it says why) for a scenario: for progress as well as for the report.
std::string console_line(const ScenarioResult& scenario, const ConsoleStyle& style);

/// Lines for all scenarios, failures and warnings in full, and the summary.
std::string render_console(const RunResult& result, const ConsoleStyle& style);

/// Only what comes after the lines: failures and warnings in full, and the summary. For a caller that printed
/// each `console_line` as it came.
std::string render_console_end(const RunResult& result, const ConsoleStyle& style);

std::string render_junit(const RunResult& result);     ///< JUnit XML, valid against tests/data/junit.xsd
std::string render_json(const RunResult& result);      ///< everything, for programs
std::string render_tap(const RunResult& result);       ///< TAP 14 with subtests
std::string render_markdown(const RunResult& result);  ///< for a job summary or a merge request
std::string render_github(const RunResult& result);  ///< workflow commands: ::error, ::warning, and ::notice
                                                     ///< for what was sent more than once

/// One row per format of `--report`.
struct ReportFormat {
  std::string_view name;  ///< `junit`
  std::string_view about;
  std::string (*render)(const RunResult&);
};

/// junit, json, tap, md, github.
std::span<const ReportFormat> report_formats();

}  // namespace sellsign::harness
