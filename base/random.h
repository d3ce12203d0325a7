#pragma once

#include <cstdint>
#include <string_view>

namespace sellsign {

/// How far apart the numbers are that a generator with a state of its own spreads.
inline constexpr std::uint64_t k_spread_step = 0x9E3779B97F4A7C15;

/// An even spread of 64-bit numbers from consecutive ones (SplitMix64): a random sequence in which every
/// element can be asked for by itself.
constexpr std::uint64_t spread(std::uint64_t number) {
  number += k_spread_step;
  number = (number ^ (number >> 30U)) * 0xBF58476D1CE4E5B9;
  number = (number ^ (number >> 27U)) * 0x94D049BB133111EB;
  return number ^ (number >> 31U);
}

/// A number for each text, the same on every machine (FNV-1a).
constexpr std::uint64_t number_for(std::string_view text) {
  std::uint64_t hash = 0xCBF29CE484222325;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3;
  return hash;
}

/// A seed of its own for each name: sequences that share the run's seed are not alike.
constexpr std::uint64_t seed_for(std::string_view name, std::uint64_t seed) {
  return spread(seed ^ number_for(name));
}

/// Element `n` of the random sequence that belongs to a seed.
constexpr std::uint64_t random_at(std::uint64_t seed, std::uint64_t n) { return spread(seed ^ spread(n)); }

/// The same as a number from 0 (exclusive) to 1 (inclusive).
constexpr double chance_at(std::uint64_t seed, std::uint64_t n) {
  return (static_cast<double>(random_at(seed, n) >> 11U) + 1) * 0x1.0p-53;
}

}  // namespace sellsign
