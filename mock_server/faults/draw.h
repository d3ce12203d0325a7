#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

#include "mock_server/faults/fault.h"

namespace sellsign::mock {

/// What a draw is for; draws for different ends have nothing to do with each other.
enum class DrawFor : std::uint8_t { chance, latency, latency_angle };

/// A number from 0 to below 1, the same for the same seed, name, ordinal and end: whichever thread asks, and
/// on whichever machine.
double draw(std::uint64_t seed, std::string_view name, std::uint64_t ordinal, DrawFor end);

/// The time that the fault of that name adds to the request that it saw as its `ordinal`-th. At most
/// `k_longest_latency`.
std::chrono::nanoseconds draw_latency(const Latency& latency, std::uint64_t seed, std::string_view name,
                                      std::uint64_t ordinal);

inline constexpr std::chrono::hours k_longest_latency{1};

}  // namespace sellsign::mock
