#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sellsign::load {

/// Who decides when the next iteration starts: users who wait for their answers, or the clock.
enum class Model : std::uint8_t { closed, open };
/// How starts of the open model are spaced.
enum class Arrivals : std::uint8_t { even, poisson };
/// What becomes of a start while `max_in_flight` iterations are under way.
enum class OnFull : std::uint8_t { queue, drop, abort };

std::string_view name_of(Model model);        ///< `closed`, `open`
std::string_view name_of(Arrivals arrivals);  ///< `even`, `poisson`
std::string_view name_of(OnFull on_full);     ///< `queue`, `drop`, `abort`

/// A part of a profile in which the level goes evenly from one value to another.
struct Stage {
  double from = 0;  ///< iterations a second (open) or users (closed)
  double to = 0;
  std::chrono::nanoseconds over{};
  bool operator==(const Stage&) const = default;
};

/// How a scenario is driven as load. What is said of durations holds from the start of the run, warm-up
/// included.
struct Profile {
  std::string name;
  Model model = Model::closed;
  std::vector<Stage> stages;  ///< never empty, one with `over` 0 only for a closed model with iterations
  std::optional<std::uint64_t> iterations;  ///< ends the run after so many
  std::chrono::nanoseconds think_time{};    ///< closed: pause of a user between two iterations
  Arrivals arrivals = Arrivals::even;
  std::chrono::nanoseconds warmup{};  ///< what is intended to start earlier is measured apart
  std::size_t max_in_flight = 1'000;  ///< open: iterations under way at once
  OnFull on_full = OnFull::queue;
  double check_share = 1;  ///< share of the iterations whose checks are made, over 0 to 1

  std::chrono::nanoseconds duration() const;  ///< of all stages
  double peak() const;                        ///< highest level
  bool operator==(const Profile&) const = default;
};

/// One line for people: `open, 200/s for 60 s, Poisson, warm-up 20 s`.
std::string words_of(const Profile& profile);

}  // namespace sellsign::load
