#include <algorithm>
#include <optional>

#include "base/nearest.h"
#include "base/number.h"
#include "base/result.h"
#include "load/compare/compare.h"

namespace sellsign::load {
namespace {

/// A percentage with an optional sign.
std::optional<double> parse_change(std::string_view text) {
  if (!text.ends_with('%')) return std::nullopt;
  text.remove_suffix(1);
  const double sign = text.starts_with('-') ? -1 : 1;
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  const auto value = read_decimal(text);
  if (!value || *value < 0) return std::nullopt;
  return sign * *value / 100;
}

bool is_meant(const ChangeLimit& limit, const CompareRow& row) {
  if (limit.any_clock) return row.is_time() && row.statistic == limit.statistic;
  return row.metric == limit.metric && row.subject == limit.subject &&
         (!row.is_time() || row.statistic == limit.statistic);
}

bool is_beyond(const ChangeLimit& limit, double change) {
  return limit.above ? change > limit.limit : change < limit.limit;
}

bool may_be_beyond(const ChangeLimit& limit, const CompareRow& row) {
  return row.judgement == Judgement::noisy &&
         is_beyond(limit, row.relative(limit.above ? row.high : row.low));
}

}  // namespace

Result<ChangeLimit> parse_change_limit(std::string_view written) {
  ChangeLimit out;
  out.text = written;
  std::erase(out.text, ' ');
  const std::string_view text = out.text;
  const auto wrong = [&](const std::string& what) {
    return usage_error("--fail-if \"" + out.text + "\": " + what +
                       "; like p99>+10%, read.service.p99>+10%, errors>+0.5% or throughput<-5%");
  };
  const std::size_t sign = text.find_first_of("<>");
  if (sign == std::string_view::npos) return wrong("there is no > or < in it");
  const auto change = parse_change(text.substr(sign + 1));
  if (!change) return wrong("\"" + std::string(text.substr(sign + 1)) + "\" is no change in percent");
  out.above = text[sign] == '>';
  out.limit = *change;
  const std::string_view left = text.substr(0, sign);
  if (const auto statistic = parse_statistic(left)) {
    out.any_clock = true;
    out.statistic = *statistic;
    return out;
  }
  const auto subject = parse_subject(left);
  if (!subject) return wrong(subject.error().message);
  out.metric = subject->metric;
  out.statistic = subject->statistic;
  const bool clock = out.metric == Metric::service || out.metric == Metric::response;
  if (!clock && out.metric != Metric::errors && out.metric != Metric::throughput)
    return wrong("runs are not compared by " + std::string(name_of(out.metric)));
  out.subject = !subject->step.empty() ? subject->step : clock ? "iterations" : std::string(k_all_steps);
  return out;
}

Result<LimitFindings> check_limit(const ChangeLimit& limit, const Comparison& comparison) {
  LimitFindings out;
  std::string why;
  std::vector<std::string> names;
  for (const CompareRow& row : comparison.rows) {
    names.push_back(row.name());
    if (!is_meant(limit, row)) continue;
    if (row.judgement == Judgement::unknown) {
      why = row.why;
      continue;
    }
    ++out.judged;
    if (row.real() && is_beyond(limit, row.change())) out.beyond.push_back(&row);
    if (may_be_beyond(limit, row)) out.noisy.push_back(&row);
  }
  if (out.judged > 0) return out;
  if (!why.empty()) return usage_error("--fail-if \"" + limit.text + "\" cannot be judged: " + why);
  const std::string_view left = std::string_view(limit.text).substr(0, limit.text.find_first_of("<>"));
  const std::vector<std::string_view> all(names.begin(), names.end());
  return usage_error("--fail-if \"" + limit.text + "\": nothing of that name was compared" +
                     did_you_mean(left, all) + "; times are compared by mean, p50, p90, p99, p99.9 and max");
}

}  // namespace sellsign::load
