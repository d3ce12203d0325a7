#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace sellsign::harness {

/// A number in digits and lower-case letters.
std::string base36(std::uint64_t number);

/// Seconds and a little chance: short, and different for runs that start together.
std::string make_run_id(std::chrono::system_clock::time_point now);

}  // namespace sellsign::harness
