#include "load/model/pacer.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/random.h"
#include "base/time_text.h"

namespace sellsign::load {
namespace {

using std::chrono::nanoseconds;

/// How many starts a stage has up to `time` seconds into it.
double area(const Stage& stage, double time) {
  const double slope = (stage.to - stage.from) / in_seconds(stage.over);
  return stage.from * time + slope * time * time / 2;
}

/// The time into a stage at which `area` starts have been made: the smaller root of the parabola, in the form
/// that does not lose digits when the slope is small.
double time_of(const Stage& stage, double wanted) {
  const double slope = (stage.to - stage.from) / in_seconds(stage.over);
  const double root = std::sqrt(std::max(0.0, stage.from * stage.from + 2 * slope * wanted));
  return wanted <= 0 ? 0 : 2 * wanted / (stage.from + root);
}

}  // namespace

Pacer::Pacer(Profile profile, std::uint64_t seed)
    : profile_(std::move(profile)), seed_(seed), known_position_(-std::log(chance_at(seed, 0))) {}

double Pacer::position_of(std::uint64_t n) const {
  if (profile_.arrivals == Arrivals::even) return static_cast<double>(n);
  if (n < known_n_) {
    known_n_ = 0;
    known_position_ = -std::log(chance_at(seed_, 0));
  }
  while (known_n_ < n) known_position_ -= std::log(chance_at(seed_, ++known_n_));
  return known_position_;
}

std::optional<nanoseconds> Pacer::time_at(double position) const {
  nanoseconds before{};
  for (const Stage& stage : profile_.stages) {
    const double all = area(stage, in_seconds(stage.over));
    // A start that falls on the very end of the profile is not made: 10/s for 1 s are 10 starts, not 11.
    if (position < all) return before + nanoseconds(std::llround(time_of(stage, position) * 1e9));
    position -= all;
    before += stage.over;
  }
  return std::nullopt;
}

std::optional<nanoseconds> Pacer::start_of(std::uint64_t n) const {
  if (profile_.iterations && n >= *profile_.iterations) return std::nullopt;
  return time_at(position_of(n));
}

double Pacer::expected_until(nanoseconds offset) const {
  double position = 0;
  nanoseconds before{};
  for (const Stage& stage : profile_.stages) {
    if (offset <= before) break;
    position += area(stage, in_seconds(std::min(stage.over, offset - before)));
    before += stage.over;
  }
  return position;
}

std::uint64_t Pacer::starts_until(nanoseconds offset) const {
  const double position = expected_until(offset);
  std::uint64_t count = 0;
  if (profile_.arrivals == Arrivals::even) {
    count = static_cast<std::uint64_t>(std::ceil(position - 1e-9));
  } else {
    if (known_position_ <= position) count = known_n_;
    while (position_of(count) < position) ++count;
  }
  return profile_.iterations ? std::min(count, *profile_.iterations) : count;
}

std::uint64_t users_at(const Profile& profile, nanoseconds offset) {
  nanoseconds before{};
  for (const Stage& stage : profile.stages) {
    if (offset < before + stage.over) {
      const double share = in_seconds(offset - before) / in_seconds(stage.over);
      return static_cast<std::uint64_t>(std::llround(stage.from + (stage.to - stage.from) * share));
    }
    before += stage.over;
  }
  return 0;
}

std::optional<nanoseconds> work_from(const Profile& profile, std::uint64_t user, nanoseconds offset) {
  nanoseconds before{};
  const double level =
      static_cast<double>(user) + 0.5;  // a user works while the level rounds to more than its number
  for (const Stage& stage : profile.stages) {
    const nanoseconds end = before + stage.over;
    if (offset < end) {
      const nanoseconds from = std::max(offset, before);
      if (users_at(profile, from) > user) return from;
      if (stage.from < level && stage.to >= level) {
        const double share = (level - stage.from) / (stage.to - stage.from);
        const auto when =
            before + nanoseconds(std::llround(std::ceil(share * static_cast<double>(stage.over.count()))));
        if (when >= from && when < end) return when;
      }
    }
    before = end;
  }
  return std::nullopt;
}

}  // namespace sellsign::load
