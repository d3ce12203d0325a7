#include "base/markup.h"
#include "harness/report/text.h"
#include "load/model/units.h"
#include "load/report/parts.h"
#include "load/report/report.h"

namespace sellsign::load {
namespace {

std::string row(const Cells& cells) {
  std::string out = "|";
  for (const std::string& cell : cells) out += " " + markdown_text(cell) + " |";
  return out + "\n";
}

/// `left` columns of text, then numbers.
std::string heading(const Cells& cells, std::size_t left) {
  std::string out = row(cells) + "|";
  for (std::size_t i = 0; i < cells.size(); ++i) out += i < left ? " --- |" : " ---: |";
  return out + "\n";
}

std::string verdict(const LoadResult& result) {
  const RunVerdict verdict = verdict_of(result);
  constexpr std::string_view k_signs[] = {"✅ ", "❌ ", "⚠️ "};
  std::string out = "## " + std::string(k_signs[static_cast<std::size_t>(verdict.tone)]) +
                    markdown_text(verdict.headline) + "\n\n";
  for (const std::string& reason : verdict.reasons) out += "- " + markdown_text(reason) + "\n";
  return out + (verdict.reasons.empty() ? "" : "\n");
}

std::string times(const std::vector<Times>& rows, const LoadResult& result) {
  std::string out = heading(times_head({"of", "clock", "count"}), 2);
  for (const Times& times : rows)
    out +=
        row(times.cells({times.name(), std::string(times.clock), count_text(times.times->count())}, result));
  return out;
}

std::string slos(const LoadResult& result) {
  if (result.slos.empty()) return {};
  const std::string mark = result.generator.valid() ? "" : " (INVALID)";
  std::string out = "\n" + heading({"SLO", "", "measured"}, 3);
  for (const SloResult& slo : result.slos)
    out += row({slo.text, slo.held ? "held" : "missed", slo.words + mark});
  return out;
}

/// All endings, when one is none that is meant to be.
std::string endings(const LoadResult& result) {
  if (result.tally().errors() == 0) return {};
  std::vector<Ending> all;
  for (std::size_t i = 0; i < k_endings; ++i) all.push_back(static_cast<Ending>(i));
  std::string out = "\n" + heading(endings_head("step", all), 1);
  for (const StepLoad& step : result.steps) out += row(ending_cells(step, all));
  return out;
}

std::string broken(const LoadResult& result) {
  std::string out;
  for (const Cells& cells : broken_rows(result)) out += row(cells);
  if (out.empty()) return out;
  return "\n" + heading({"failed check of", "what", "where", "statement", "times", "first"}, 4) + out;
}

std::string facts(std::string_view name, const std::vector<Fact>& facts) {
  std::string out = "\n**" + std::string(name) + "**: ";
  for (std::size_t i = 0; i < facts.size(); ++i)
    out += (i == 0 ? "" : "; ") + markdown_text(facts[i].name + " " + facts[i].text);
  return out + "\n";
}

std::string notes(const LoadResult& result) {
  std::string out;
  for (const std::string& note : notes_of(result)) out += "- " + markdown_text(note) + "\n";
  return out.empty() ? out : "\n" + out;
}

std::string details(const LoadResult& result) {
  std::string out = "\n<details><summary>Run and environment</summary>\n";
  if (!result.warmup.empty())
    out += "\nWarm-up, in none of the figures above:\n\n" + times(warmup_times_of(result), result);
  return out + facts("Run", run_facts(result)) + facts("Environment", environment_facts(result)) + "\n" +
         markdown_block(safe_line(result.environment.command) + "\n") + "\n</details>\n";
}

}  // namespace

std::string render_markdown(const LoadResult& result) {
  return verdict(result) + times(times_of(result), result) +
         "\nResponse: from the intended start; service: from the first byte sent; both to the last byte.\n" +
         slos(result) + endings(result) + broken(result) + facts("Counts", count_facts(result)) +
         facts("Starts", start_facts(result)) + facts("Generator", generator_facts(result)) + notes(result) +
         details(result);
}

}  // namespace sellsign::load
