#include <algorithm>

#include "base/utf8.h"
#include "harness/report/text.h"
#include "load/model/units.h"
#include "load/report/parts.h"
#include "load/report/report.h"
#include "load/report/text_table.h"

namespace sellsign::load {
namespace {

using harness::ConsoleStyle;
using harness::painted;

std::string_view colour_of(Tone tone) {
  constexpr std::string_view k_codes[] = {"1;32", "1;31", "1;35"};
  return k_codes[static_cast<std::size_t>(tone)];
}

std::string heading(std::string_view text, const ConsoleStyle& style) {
  return "\n" + painted(text, "1", style) + "\n";
}

std::string verdict(const LoadResult& result, const ConsoleStyle& style) {
  const RunVerdict verdict = verdict_of(result);
  const std::string line = verdict.headline + " (exit " + std::to_string(to_int(result.exit_code)) + ")";
  std::string out;
  for (std::string rest = wrapped(line, "", style.width); !rest.empty();) {
    const std::size_t end = rest.find('\n');
    out += painted(rest.substr(0, end), colour_of(verdict.tone), style) + "\n";
    rest.erase(0, end + 1);
  }
  for (const std::string& reason : verdict.reasons) out += wrapped(safe_line(reason), "  ", style.width);
  return out;
}

/// `name  text`; a name that is too long for its column has a line of its own.
std::string facts(const std::vector<Fact>& facts, const ConsoleStyle& style) {
  constexpr std::size_t k_longest = 30;
  std::size_t column = 0;
  for (const Fact& fact : facts)
    column = std::max(column, std::min(k_longest, width_of(safe_line(fact.name))));
  const std::string indent(column + 4, ' ');
  std::string out;
  for (const Fact& fact : facts) {
    const std::string name = safe_line(fact.name);
    const std::size_t width = width_of(name);
    std::string lines = wrapped(safe_line(fact.text), indent, style.width);
    if (lines.empty()) lines = indent + "\n";
    if (width > column)
      out += wrapped(name, "  ", style.width);
    else
      lines.replace(2, width, painted(name, fact.alarming ? "33" : "2", style));
    out += lines;
  }
  return out;
}

std::string times(const std::vector<Times>& rows, const LoadResult& result, const ConsoleStyle& style) {
  TextTable table(times_head({"", "count"}));
  for (const Times& row : rows)
    table.add(
        row.cells({row.name() + ", " + std::string(row.clock), count_text(row.times->count())}, result));
  return table.text(style.width);
}

/// Only the endings that came about.
std::string endings(const LoadResult& result, const ConsoleStyle& style) {
  const std::vector<Ending> shown = endings_of(result.steps);
  TextTable table(endings_head("", shown));
  for (const StepLoad& step : result.steps) table.add(ending_cells(step, shown));
  return table.text(style.width);
}

std::string broken_checks(const LoadResult& result, const ConsoleStyle& style) {
  std::string out;
  for (const StepLoad& step : result.steps)
    for (const BrokenCheck& check : step.broken) {
      out += wrapped(safe_line(step.id + ": " + check.subject + " did not hold " + count_text(check.times) +
                               (check.times == 1 ? " time" : " times")),
                     "  ", style.width);
      out += wrapped(safe_line(check.at + ", " + check.source), "    ", style.width);
      out += wrapped(safe_line("first: " + check.example), "    ", style.width);
    }
  return out.empty() ? out : heading("Failed checks", style) + out;
}

std::string slos(const LoadResult& result, const ConsoleStyle& style) {
  if (result.slos.empty()) return {};
  const std::string mark = result.generator.valid() ? "" : " (INVALID)";
  std::string out = heading("SLOs", style);
  for (const SloResult& slo : result.slos) {
    std::string line = wrapped(safe_line(slo.words + mark), std::string(10, ' '), style.width);
    if (line.empty()) line = std::string(10, ' ') + safe_line(slo.text) + "\n";
    const std::string word = slo.held ? "held" : "MISSED";
    line.replace(2, word.size(), painted(word, slo.held ? "32" : "31", style));
    out += line;
  }
  return out;
}

std::string notes(const LoadResult& result, const ConsoleStyle& style) {
  std::string out;
  for (const std::string& note : notes_of(result)) out += wrapped(safe_line(note), "  ", style.width);
  return out.empty() ? out : heading("To know", style) + out;
}

std::string warmup(const LoadResult& result, const ConsoleStyle& style) {
  if (result.warmup.empty()) return {};
  return heading("Warm-up (in none of the figures above)", style) +
         times(warmup_times_of(result), result, style);
}

}  // namespace

std::string render_console(const LoadResult& result, const ConsoleStyle& style) {
  return verdict(result, style) + heading("Times", style) + times(times_of(result), result, style) +
         "  response: from the intended start; service: from the first byte sent; both to the last byte\n" +
         heading("Counts", style) + facts(count_facts(result), style) + heading("Endings", style) +
         endings(result, style) + broken_checks(result, style) + slos(result, style) +
         heading("Starts", style) + facts(start_facts(result), style) + heading("Generator", style) +
         facts(generator_facts(result), style) + warmup(result, style) + notes(result, style) +
         heading("Run", style) + facts(all_run_facts(result), style);
}

}  // namespace sellsign::load
