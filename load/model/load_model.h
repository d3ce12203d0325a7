#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "harness/scenario/scenario.h"
#include "load/model/profile.h"

namespace sellsign::load {

/// An SLO as the file has it.
struct SloText {
  Position at;
  std::string text;
  bool abort_on_fail = false;
};

/// The `load` of a scenario file.
struct LoadPart {
  std::vector<Profile> profiles;
  std::vector<SloText> slos;
  std::uint64_t weight = 1;
};

/// Reads the `load` of a scenario; everything that is wrong with it goes to `problems` with its place. Empty
/// when the file has none.
LoadPart read_load(const harness::Scenario& scenario, Problems& problems);

/// A profile as flags give it; what is not given stays as `base` has it, when there is one.
struct ProfileFlags {
  std::string users{}, rate{}, duration{}, iterations{}, think_time{}, arrivals{}, warmup{}, max_in_flight{},
      on_full{}, checks{};
};

/// The profile that the flags make of `base` (null: from nothing). A rate makes it open, users closed; either
/// replaces the stages, `duration` alone stretches them to that length; a shorter one shortens the warm-up in
/// proportion, unless that is given, too. Error kind `usage`.
Result<Profile> with_flags(const Profile* base, const ProfileFlags& flags);

}  // namespace sellsign::load
