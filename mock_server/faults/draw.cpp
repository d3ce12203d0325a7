#include "mock_server/faults/draw.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace sellsign::mock {
namespace {

using std::chrono::nanoseconds;

/// FNV-1a.
std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 14'695'981'039'346'656'037U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1'099'511'628'211U;
  return hash;
}

/// SplitMix64: every bit of the result hangs on every bit of `x`.
std::uint64_t mix(std::uint64_t x) {
  x += 0x9E37'79B9'7F4A'7C15U;
  x = (x ^ (x >> 30U)) * 0xBF58'476D'1CE4'E5B9U;
  x = (x ^ (x >> 27U)) * 0x94D0'49BB'1331'11EBU;
  return x ^ (x >> 31U);
}

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
  const std::uint64_t fault = mix(mix(seed) ^ hash_of(name));
  const std::uint64_t bits = mix(mix(fault ^ ordinal) ^ static_cast<std::uint64_t>(end));
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
