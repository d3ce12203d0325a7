#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "load/model/profile.h"

namespace sellsign::load {

/// When the starts of an open profile are intended: a pure function of the profile, the seed and the number
/// of the start. Even spacing puts start `n` where the rate, summed up over time, reaches `n`; Poisson puts
/// it where it reaches the n-th point of a Poisson process of rate 1, so that the process follows ramps too.
/// Remembers where the last question ended, so that questions in ascending order are quick; for one thread at
/// a time.
class Pacer {
 public:
  Pacer(Profile profile, std::uint64_t seed);

  /// Offset of start `n` (from 0) since the start of the run, or nothing when the profile ends before it.
  std::optional<std::chrono::nanoseconds> start_of(std::uint64_t n) const;

  /// The starts that the rate makes up to that offset, on average.
  double expected_until(std::chrono::nanoseconds offset) const;

  /// How many starts are intended up to that offset. Draws each arrival of a Poisson process.
  std::uint64_t starts_until(std::chrono::nanoseconds offset) const;

 private:
  double position_of(std::uint64_t n) const;
  std::optional<std::chrono::nanoseconds> time_at(double position) const;

  Profile profile_;
  std::uint64_t seed_;
  mutable std::uint64_t known_n_ = 0;  // a Poisson position and its number
  mutable double known_position_ = 0;
};

/// How many users of a closed profile are at work at an offset.
std::uint64_t users_at(const Profile& profile, std::chrono::nanoseconds offset);

/// The first moment from `offset` on at which user `user` (from 0) is at work, or nothing when it never is
/// again.
std::optional<std::chrono::nanoseconds> work_from(const Profile& profile, std::uint64_t user,
                                                  std::chrono::nanoseconds offset);

}  // namespace sellsign::load
