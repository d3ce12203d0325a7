#include <cmath>

#include "harness/report/text.h"
#include "load/report/parts.h"
#include "load/report/report.h"

namespace sellsign::load {
namespace {

constexpr double k_percentiles[] = {50, 75, 90, 95, 99, 99.9, 99.99};

/// A field of RFC 4180, on one line.
std::string field(std::string_view text) {
  std::string out = "\"";
  for (const char c : safe_line(text)) out += c == '"' ? "\"\"" : std::string(1, c);
  return out + "\"";
}

std::string number(std::uint64_t value) { return "," + std::to_string(value); }

std::string heading() {
  std::string out = "run,profile,validity,verdict,scope,id,clock,count,mean_us,deviation_us,min_us";
  for (const double percentile : k_percentiles) {
    std::string name = percentile_name(percentile);
    if (const auto point = name.find('.'); point != std::string::npos) name[point] = '_';
    out += "," + name + "_us";
  }
  out += ",max_us,over_1h,at_least,at_least_from_us,requests";
  for (std::size_t i = 0; i < k_endings; ++i) {
    std::string name(name_of(static_cast<Ending>(i)));
    for (char& c : name)
      if (c == '-') c = '_';
    out += "," + name;
  }
  return out + ",resent,checks_made,checks_broken,bytes_out,bytes_in\n";
}

std::string whole_us(double us) { return number(static_cast<std::uint64_t>(std::llround(us))); }

/// Times in whole microseconds; empty cells when there are none.
std::string times(const Histogram& times) {
  if (times.empty()) return ",0" + std::string(std::size(k_percentiles) + 7, ',');
  std::string out = number(times.count()) + whole_us(times.mean_us()) + whole_us(times.deviation_us()) +
                    whole_us(static_cast<double>(times.min_us()));
  for (const double percentile : k_percentiles) out += "," + std::to_string(times.at_us(percentile));
  const auto from = times.bounded_from_us();
  return out + "," + std::to_string(times.max_us()) + number(times.clipped()) + number(times.at_least()) +
         "," + (from ? std::to_string(*from) : "");
}

std::string tally(const Tally& tally) {
  std::string out = number(tally.requests());
  for (const std::uint64_t count : tally.endings) out += number(count);
  return out + number(tally.resent) + number(tally.checks_made) + number(tally.checks_broken) +
         number(tally.bytes_out) + number(tally.bytes_in) + "\n";
}

}  // namespace

std::string render_csv(const LoadResult& result) {
  const std::string start = field(result.run_id) + "," + field(result.profile.name) + "," +
                            (result.generator.valid() ? "valid" : "INVALID") + "," +
                            std::string(harness::row_of(result.exit_code).name) + ",";
  const Tally all = result.tally();
  std::string out = heading();
  for (const Times& row : times_of(result)) {
    const bool whole = row.step == nullptr;
    out += start + (whole ? "iteration," : "step,") + field(whole ? "" : row.step->id) + "," +
           std::string(row.clock) + times(*row.times) + tally(whole ? all : row.step->tally);
  }
  return out;
}

}  // namespace sellsign::load
