#include "load/compare/report.h"

#include <cmath>
#include <map>

#include <nlohmann/json.hpp>

#include "base/json/positioned_json.h"
#include "harness/report/text.h"
#include "load/model/units.h"
#include "load/report/text_table.h"

namespace sellsign::load {

using harness::ExitCode;

namespace {

std::string value_text(const CompareRow& row, double value) {
  if (row.metric == Metric::errors) return share_text(value);
  return row.metric == Metric::throughput ? measured_rate(value) : time_text(value);
}

/// `+10.2 %`; of errors percentage points.
std::string change_text(const CompareRow& row, double difference) {
  const double share = row.relative(difference);
  if (!std::isfinite(share)) return "from nothing";
  const double scale = row.metric == Metric::errors ? 1'000 : 10;
  const double percent = std::round(share * 100 * scale) / scale;
  return (percent > 0 ? "+" : "") + number_text(percent == 0 ? 0 : percent) +
         (row.metric == Metric::errors ? " points" : " %");
}

std::string chance_text(const CompareRow& row) {
  if (row.judgement == Judgement::unknown) return "";
  return change_text(row, row.low) + " to " + change_text(row, row.high);
}

std::string subject_text(const CompareRow& row) {
  return row.subject == k_all_steps ? "all requests" : row.subject;
}

Json row_json(const CompareRow& row) {
  Json out = {{"name", row.name()},
              {"subject", row.subject},
              {"metric", name_of(row.metric)},
              {"a", row.a},
              {"b", row.b},
              {"judgement", name_of(row.judgement)}};
  out["statistic"] = row.is_time() ? Json(row.statistic.text()) : Json();
  out["change"] = std::isfinite(row.change()) ? Json(row.change()) : Json();
  const bool judged = row.judgement != Judgement::unknown;
  out["low"] = judged ? Json(row.low) : Json();
  out["high"] = judged ? Json(row.high) : Json();
  out["why"] = row.why;
  return out;
}

std::string limit_text(const LimitOutcome& limit, std::size_t width) {
  std::string out = wrapped("--fail-if " + limit.text + ": " + std::string(limit.word()), "", width);
  for (const auto* sentences : {&limit.beyond, &limit.noisy})
    for (const std::string& sentence : *sentences) out += wrapped(sentence, "  ", width);
  return out;
}

std::string plural(std::size_t count, const std::string& what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

}  // namespace

std::string_view LimitOutcome::word() const {
  return !beyond.empty() ? "FAILED" : !noisy.empty() ? "too noisy to tell: repeat the runs" : "held";
}

bool matters_to_compare(const Shortfall& shortfall) { return shortfall.lack != Lack::slo; }

std::vector<ExitCode> codes_of_inputs(const std::vector<LoadResult>& runs) {
  std::vector<ExitCode> out;
  for (const LoadResult& run : runs)
    for (const Shortfall& shortfall : shortfalls_of(run)) {
      if (!matters_to_compare(shortfall)) continue;
      const bool as_it_is = shortfall.lack == Lack::validity || shortfall.lack == Lack::measurement ||
                            shortfall.lack == Lack::connection;
      out.push_back(as_it_is ? shortfall.code : ExitCode::check_failed);
    }
  return out;
}

ExitCode exit_code_of(const ComparisonReport& report) {
  std::vector<ExitCode> codes = report.inputs;
  for (const LimitOutcome& limit : report.limits) {
    if (!limit.beyond.empty()) codes.push_back(ExitCode::slo_missed);
    if (limit.beyond.empty() && !limit.noisy.empty()) codes.push_back(ExitCode::usage);
  }
  return harness::pick(codes);
}

std::vector<std::string> cells_of(const CompareRow& row, const ComparisonReport& report) {
  const auto marked = [&](double value, bool invalid) {
    return value_text(row, value) + (row.is_time() && invalid ? " INVALID" : "");
  };
  return {row.name(),
          marked(row.a, report.a_invalid),
          marked(row.b, report.b_invalid),
          change_text(row, row.b - row.a),
          chance_text(row),
          std::string(name_of(row.judgement))};
}

std::string change_sentence(const CompareRow& row) {
  return subject_text(row) + ": " + std::string(name_of(row.metric)) +
         (row.is_time() ? " " + row.statistic.text() : "") + " went from " + value_text(row, row.a) + " to " +
         value_text(row, row.b) + " (" + change_text(row, row.b - row.a) + ", 99 % interval " +
         chance_text(row) + ")";
}

std::vector<std::string> unjudged(const ComparisonReport& report) {
  std::map<std::string, std::string> names;
  for (const CompareRow& row : report.comparison.rows)
    if (row.judgement == Judgement::unknown)
      names[row.why] += (names[row.why].empty() ? "" : ", ") + row.name();
  std::vector<std::string> out;
  for (const auto& [why, rows] : names) out.push_back("Not judged, " + why + ": " + rows);
  return out;
}

std::string headline_of(const ComparisonReport& report) {
  std::size_t worse = 0, better = 0, noisy = 0, judged = 0;
  for (const CompareRow& row : report.comparison.rows) {
    worse += row.judgement == Judgement::worse ? 1 : 0;
    better += row.judgement == Judgement::better ? 1 : 0;
    noisy += row.judgement == Judgement::noisy ? 1 : 0;
    judged += row.judgement != Judgement::unknown ? 1 : 0;
  }
  const std::string mark = report.invalid()        ? " (of a run that is INVALID)"
                           : report.inputs.empty() ? ""
                                                   : " (of a run that was no success)";
  const std::string untold = noisy == 0 ? "" : ", " + std::to_string(noisy) + " too noisy to tell";
  if (judged == 0) return "nothing could be judged" + mark;
  if (noisy == judged)
    return "all " + plural(judged, "number") + " too noisy to tell: repeat the runs" + mark;
  if (worse + better == 0) return "no real difference in " + plural(judged - noisy, "number") + untold + mark;
  return "of " + plural(judged, "number") + " " + std::to_string(worse) + " worse, " +
         std::to_string(better) + " better" + untold + mark;
}

std::string verdict_text(const ComparisonReport& report) {
  const ExitCode code = exit_code_of(report);
  if (code == ExitCode::held) return {};
  return std::string(harness::row_of(code).about) + " (exit " + std::to_string(harness::to_int(code)) + ")";
}

std::string render_text(const ComparisonReport& report, std::size_t width) {
  std::string out =
      wrapped("A: " + report.a + "\nB: " + report.b + "\n" + headline_of(report), "", width) + "\n";
  for (const std::string& warning : report.comparison.warnings)
    out += wrapped("warning: " + warning, "", width);
  if (!report.comparison.warnings.empty()) out += "\n";
  TextTable table({"", "A", "B", "change", "99 % interval", ""});
  for (const CompareRow& row : report.comparison.rows) table.add(cells_of(row, report));
  out += table.text(width) + "\n" + wrapped("Noise: " + report.comparison.noise, "", width);
  for (const std::string& reason : unjudged(report)) out += wrapped(reason, "", width);
  for (const LimitOutcome& limit : report.limits) out += limit_text(limit, width);
  return out + wrapped(verdict_text(report), "", width);
}

std::string render_json(const ComparisonReport& report) {
  Json out = {{"format", "sellsign-load-comparison"},
              {"version", "1.1"},
              {"exit_code", harness::to_int(exit_code_of(report))},
              {"verdict", harness::row_of(exit_code_of(report)).name},
              {"a", report.a},
              {"b", report.b},
              {"headline", headline_of(report)},
              {"invalid", report.invalid()},
              {"confidence", k_confidence},
              {"noise", report.comparison.noise},
              {"warnings", report.comparison.warnings}};
  out["rows"] = Json::array();
  for (const CompareRow& row : report.comparison.rows) out["rows"].push_back(row_json(row));
  out["limits"] = Json::array();
  for (const LimitOutcome& limit : report.limits)
    out["limits"].push_back(
        {{"text", limit.text}, {"held", limit.held()}, {"beyond", limit.beyond}, {"noisy", limit.noisy}});
  return out.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace sellsign::load
