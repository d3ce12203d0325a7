#include "mock_server/faults/draw.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/random.h"

namespace sellsign::mock {
namespace {

using std::chrono::nanoseconds;

nanoseconds at_share(const LatencyPoints& points, double share) {
  const auto above = std::ranges::lower_bound(points, share, {}, &LatencyPoints::value_type::first);
  if (above == points.end()) return points.back().second;
  if (above == points.begin()) return above->second;
  const auto& [low_share, low] = *(above - 1);
  const double way = (share - low_share) / (above->first - low_share);
  return low + nanoseconds(std::llround(way * static_cast<double>((above->second - low).count())));
}

/// Box and Muller's way from two even draws to a normal one.
double normal(double even, double angle) {
  return std::sqrt(-2 * std::log(1 - even)) * std::cos(2 * std::numbers::pi * angle);
}

nanoseconds at_deviation(const LogNormal& latency, double deviation) {
  constexpr double k_most = static_cast<double>(nanoseconds(k_longest_latency).count());
  const double time = static_cast<double>(latency.median.count()) * std::exp(latency.sigma * deviation);
  return nanoseconds(std::llround(std::min(time, k_most)));
}

}  // namespace

double draw(std::uint64_t seed, std::string_view name, std::uint64_t ordinal, DrawFor end) {
  const std::uint64_t fault = spread(spread(seed) ^ number_for(name));
  const std::uint64_t bits = spread(spread(fault ^ ordinal) ^ static_cast<std::uint64_t>(end));
  return static_cast<double>(bits >> 11U) * 0x1p-53;
}

nanoseconds draw_latency(const Latency& latency, std::uint64_t seed, std::string_view name,
                         std::uint64_t ordinal) {
  const double even = draw(seed, name, ordinal, DrawFor::latency);
  if (const auto* points = std::get_if<LatencyPoints>(&latency)) return at_share(*points, even);
  return at_deviation(std::get<LogNormal>(latency),
                      normal(even, draw(seed, name, ordinal, DrawFor::latency_angle)));
}

}  // namespace sellsign::mock
