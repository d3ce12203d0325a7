#include <algorithm>
#include <memory>

#include "base/result.h"
#include "base/text.h"
#include "cli/flags/scenario.h"
#include "cli/load/load_files.h"
#include "cli/program/command.h"
#include "load/compare/report.h"

namespace sellsign::cli {
namespace {

using Runs = std::vector<load::LoadResult>;

constexpr std::size_t k_width = 120;

struct CompareCommandFlags {
  std::vector<std::string> sides;  ///< A and B, each one file or several with commas between
  std::vector<std::string> a, b;   ///< `--a`, `--b`
  std::vector<std::string> limits;
  std::vector<std::string> reports;
  std::uint64_t seed = 1;
};

struct Sides {
  std::vector<std::string> a, b;
};

/// The files between commas.
std::vector<std::string> files_in(const std::string& text) {
  std::vector<std::string> files = split_texts(text, ',');
  std::erase(files, "");
  return files;
}

Result<Sides> sides_of(const CompareCommandFlags& flags) {
  Sides out{flags.a, flags.b};
  if (flags.sides.size() == 2 && out.a.empty() && out.b.empty())
    out = {files_in(flags.sides[0]), files_in(flags.sides[1])};
  else if (!flags.sides.empty())
    return usage_error(
        "two sides are compared: A.json B.json, or A1.json,A2.json B1.json,B2.json, or --a and --b");
  if (out.a.empty() || out.b.empty())
    return usage_error("name a report of each side: A.json B.json, or --a A.json --b B.json");
  return out;
}

Result<std::vector<load::ChangeLimit>> limits_of(const CompareCommandFlags& flags) {
  std::vector<load::ChangeLimit> out;
  for (const std::string& text : flags.limits) {
    auto limit = load::parse_change_limit(text);
    if (!limit) return limit.error();
    out.push_back(std::move(*limit));
  }
  return out;
}

Result<std::vector<load::LimitOutcome>> judged(const std::vector<load::ChangeLimit>& limits,
                                               const load::Comparison& comparison) {
  std::vector<load::LimitOutcome> out;
  for (const load::ChangeLimit& limit : limits) {
    const auto found = load::check_limit(limit, comparison);
    if (!found) return found.error();
    load::LimitOutcome& outcome = out.emplace_back(load::LimitOutcome{limit.text, {}, {}});
    for (const load::CompareRow* row : found->beyond) outcome.beyond.push_back(load::change_sentence(*row));
    for (const load::CompareRow* row : found->noisy) outcome.noisy.push_back(load::change_sentence(*row));
  }
  return out;
}

bool any_invalid(const Runs& runs) {
  return std::ranges::any_of(runs, [](const load::LoadResult& run) { return !run.generator.valid(); });
}

/// Writes the reports, and the table unless one of them has stdout.
bool show(const load::ComparisonReport& report, const std::vector<WantedReport>& wanted, const Runs& a,
          const Runs& b, const Output& output) {
  bool written = true;
  for (const WantedReport& one : wanted) {
    const std::string text = one.format == "html" ? render_html(report, a, b) : render_json(report);
    written = write_report(one, text, output) && written;
  }
  return console_on_stdout(wanted) ? output.result(render_text(report, k_width)) && written : written;
}

ExitCode compare_files(const CompareCommandFlags& flags) {
  const Output output;
  const auto sides = sides_of(flags);
  if (!sides) return fail(sides.error(), output);
  const auto limits = limits_of(flags);
  if (!limits) return fail(limits.error(), output);
  constexpr std::string_view k_formats[] = {"html", "json"};
  const auto wanted = wanted_reports(flags.reports, k_formats);
  if (!wanted) return fail(wanted.error(), output);
  const auto a = read_load_results(sides->a), b = read_load_results(sides->b);
  if (!a || !b) return fail(a ? b.error() : a.error(), output);
  load::ComparisonReport report{
      joined_texts(sides->a), joined_texts(sides->b), load::compare(*a, *b, {flags.seed, 2'000}), {},
      any_invalid(*a),        any_invalid(*b)};
  for (const Runs* side : {&*a, &*b})
    for (const ExitCode code : load::codes_of_inputs(*side)) report.inputs.push_back(code);
  auto outcomes = judged(*limits, report.comparison);
  if (!outcomes) return fail(outcomes.error(), output);
  report.limits = std::move(*outcomes);
  if (!show(report, *wanted, *a, *b, output)) return ExitCode::unreachable;
  return load::exit_code_of(report);
}

}  // namespace

Action add_compare(FlagRows& rows) {
  auto flags = std::make_shared<CompareCommandFlags>();
  add_group(
      rows, "Options",
      {{"side", &flags->sides, "A and B: JSON reports; several runs of a side with commas between",
        "FILE[,FILE...]"},
       {"--a", &flags->a, "A report of side A; may be repeated", "FILE"},
       {"--b", &flags->b, "A report of side B; may be repeated", "FILE"},
       {"--fail-if", &flags->limits,
        "Exit code 4 for a real difference beyond this, such as p99>+10%, 2 where noise hides it; may be "
        "repeated",
        "CHANGE"},
       {"--report", &flags->reports, "html=FILE or json=FILE; may be repeated; - is stdout", "FORMAT=FILE"},
       {"--seed", &flags->seed, "Of the resampling", "NUMBER"}});
  return [flags](const Invocation&) { return compare_files(*flags); };
}

}  // namespace sellsign::cli
