#include <cmath>
#include <cstdio>

#include "base/markup.h"
#include "harness/report/text.h"
#include "load/report/parts.h"
#include "load/report/report.h"

namespace sellsign::load {
namespace {

constexpr double k_ticks_per_half = 5;  // wrk2's and HdrHistogram's own default
constexpr int k_sub_buckets = 2'048, k_buckets = 22;

template <typename... Values>
std::string print(const char* format, Values... values) {
  char buffer[160];
  std::snprintf(buffer, sizeof buffer, format, values...);
  return buffer;
}

double ms(double microseconds) { return microseconds / 1e3; }

/// How far it is to the next percentile: each halving of what is left to 100 has as many steps.
double stride(double percentile) {
  const double halvings = std::floor(std::log2(100 / (100 - percentile))) + 1;
  return 100 / (k_ticks_per_half * std::exp2(halvings));
}

std::string line(std::int64_t us, double percentile, std::uint64_t count) {
  const std::string start = print("%12.3f %2.12f %10llu", ms(static_cast<double>(us)), percentile / 100,
                                  static_cast<unsigned long long>(count));
  return percentile < 100 ? start + print(" %14.2f", 1 / (1 - percentile / 100)) : start;
}

std::string lines(const Histogram& times, const std::string& mark) {
  std::string out;
  const auto all = static_cast<double>(times.count());
  double percentile = 0;
  std::uint64_t seen = 0;
  for (const Histogram::Bucket& bucket : times.buckets()) {
    seen += bucket.count;
    for (; percentile <= 100 * static_cast<double>(seen) / all && percentile < 100;
         percentile += stride(percentile)) {
      out += line(Histogram::highest_of(bucket.index), percentile, seen) + mark;
      if (seen == times.count()) return out + line(Histogram::highest_of(bucket.index), 100, seen) + mark;
    }
  }
  return out;
}

std::string distribution(const LoadResult& result, const Histogram& times, std::string_view clock) {
  const bool valid = result.generator.valid();
  std::string out = "#[" + safe_line(verdict_of(result).headline) + "]\n#[" + std::string(clock) +
                    " time of iterations in ms, run " + safe_line(result.run_id) + "]\n" +
                    "       Value     Percentile TotalCount 1/(1-Percentile)\n\n";
  if (const auto from = times.bounded_from_us())
    out += print("#[%llu values are lower bounds, from %.3f on: they were cut by the end of the run]\n",
                 static_cast<unsigned long long>(times.at_least()), ms(static_cast<double>(*from)));
  out += lines(times, valid ? "\n" : " INVALID\n");
  const auto max = static_cast<double>(times.max_us());
  return out +
         print("#[Mean    = %12.3f, StdDeviation   = %12.3f]\n", ms(times.mean_us()),
               ms(times.deviation_us())) +
         print("#[Max     = %12.3f, Total count    = %12llu]\n", ms(max),
               static_cast<unsigned long long>(times.count())) +
         print("#[Buckets = %12d, SubBuckets     = %12d]\n", k_buckets, k_sub_buckets);
}

}  // namespace

std::string render_hgrm(const LoadResult& result) {
  return distribution(result, result.iterations.response, "response");
}

std::string render_hgrm_service(const LoadResult& result) {
  return distribution(result, result.iterations.service, "service");
}

}  // namespace sellsign::load
