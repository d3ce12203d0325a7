#include "harness/run/coverage.h"

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

namespace sellsign::harness {
namespace {

constexpr std::string_view k_later = "later";

/// Calls `visit` with each check of a scenario, those of its cases included.
template <class Visit>
void each_check(const Scenario& scenario, Visit visit) {
  for (const auto* steps : {&scenario.steps, &scenario.finally}) {
    for (const Step& step : *steps) {
      const bool replaced =
          !step.cases.empty() && std::all_of(step.cases.begin(), step.cases.end(),
                                             [](const Case& one) { return one.expect.has_value(); });
      if (!replaced)
        for (const Check& check : step.expect) visit(check);
      for (const Case& one : step.cases)
        if (one.expect)
          for (const Check& check : *one.expect) visit(check);
    }
  }
}

std::string padded(std::string_view text, std::size_t width) {
  std::string out(text);
  out.resize(std::max(width, out.size()), ' ');
  return out;
}

std::string joined(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : ", ") + name;
  return out;
}

void write_missing(std::ostream& out, std::span<const CoverageRow> rows) {
  for (const auto kind : {api::SourceKind::documented, api::SourceKind::observed, api::SourceKind::assumed}) {
    const auto missing = uncovered(rows, kind);
    if (missing.empty()) continue;
    out << (kind == api::SourceKind::documented ? "NO CHECK FOR " : "no check for ") << missing.size() << " "
        << api::name_of(kind) << (missing.size() == 1 ? " statement" : " statements") << "\n";
    for (const api::Source* source : missing) out << "  " << source->id << "\n    " << source->text << "\n";
    out << "\n";
  }
}

void write_rows(std::ostream& out, std::span<const CoverageRow> rows, bool later, std::size_t width) {
  for (const CoverageRow& row : rows) {
    if ((row.source->topic == k_later) != later) continue;
    const std::string count = std::to_string(row.checks);
    out << padded(row.source->id, width) << "  " << padded(api::name_of(row.source->kind), 10) << "  "
        << std::string(count.size() < 6 ? 6 - count.size() : 0, ' ') << count << "  " << joined(row.scenarios)
        << "\n";
  }
}

void write_summary(std::ostream& out, std::span<const CoverageRow> rows) {
  for (const auto kind : {api::SourceKind::documented, api::SourceKind::observed, api::SourceKind::assumed}) {
    const auto all =
        static_cast<std::size_t>(std::count_if(rows.begin(), rows.end(), [&](const CoverageRow& row) {
          return row.source->kind == kind && row.source->topic != k_later;
        }));
    out << (all - uncovered(rows, kind).size()) << " of " << all << " " << api::name_of(kind)
        << (kind == api::SourceKind::assumed ? " statements have a check\n" : ", ");
  }
}

}  // namespace

std::vector<CoverageRow> coverage_of(std::span<const Scenario> scenarios) {
  std::vector<CoverageRow> rows;
  std::map<const api::Source*, std::set<std::string>> places;
  for (const api::Source& source : api::sources()) rows.push_back({&source, 0, {}});
  for (const Scenario& scenario : scenarios) {
    each_check(scenario, [&](const Check& check) {
      const auto row =
          std::find_if(rows.begin(), rows.end(), [&](const auto& one) { return one.source == check.source; });
      if (row == rows.end()) return;
      if (places[check.source].insert(check.at.text()).second) ++row->checks;
      if (row->scenarios.empty() || row->scenarios.back() != scenario.id)
        row->scenarios.push_back(scenario.id);
    });
  }
  return rows;
}

std::vector<const api::Source*> uncovered(std::span<const CoverageRow> rows, api::SourceKind kind) {
  std::vector<const api::Source*> out;
  for (const CoverageRow& row : rows)
    if (row.checks == 0 && row.source->kind == kind && row.source->topic != k_later)
      out.push_back(row.source);
  return out;
}

std::string render_coverage(std::span<const Scenario> scenarios) {
  const std::vector<CoverageRow> rows = coverage_of(scenarios);
  std::size_t width = 0;
  for (const CoverageRow& row : rows) width = std::max(width, row.source->id.size());
  std::ostringstream out;
  write_missing(out, rows);
  out << padded("statement", width) << "  kind        checks  scenarios\n";
  write_rows(out, rows, false, width);
  out << "\ncalls that are not built yet (topic later); no check is asked for\n";
  write_rows(out, rows, true, width);
  out << "\n";
  write_summary(out, rows);
  return out.str();
}

}  // namespace sellsign::harness
