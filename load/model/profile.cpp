#include "load/model/profile.h"

#include <algorithm>

#include "load/model/units.h"

namespace sellsign::load {

std::string_view name_of(Model model) { return model == Model::closed ? "closed" : "open"; }
std::string_view name_of(Arrivals arrivals) { return arrivals == Arrivals::even ? "even" : "poisson"; }
std::string_view name_of(OnFull on_full) {
  constexpr std::string_view k_names[] = {"queue", "drop", "abort"};
  return k_names[static_cast<std::size_t>(on_full)];
}

std::chrono::nanoseconds Profile::duration() const {
  std::chrono::nanoseconds all{};
  for (const Stage& stage : stages) all += stage.over;
  return all;
}

double Profile::peak() const {
  double peak = 0;
  for (const Stage& stage : stages) peak = std::max({peak, stage.from, stage.to});
  return peak;
}

std::string words_of(const Profile& profile) {
  const bool open = profile.model == Model::open;
  const auto level = [&](double value) { return open ? rate_text(value) : number_text(value) + " users"; };
  std::string out(name_of(profile.model));
  for (const Stage& stage : profile.stages) {
    out +=
        stage.from == stage.to ? ", " + level(stage.to) : ", " + level(stage.from) + " to " + level(stage.to);
    if (stage.over.count() > 0) out += " for " + duration_text(stage.over);
  }
  if (profile.iterations) out += ", " + std::to_string(*profile.iterations) + " iterations";
  if (profile.arrivals == Arrivals::poisson) out += ", Poisson";
  if (profile.think_time.count() > 0) out += ", think time " + duration_text(profile.think_time);
  if (profile.warmup.count() > 0) out += ", warm-up " + duration_text(profile.warmup);
  return out;
}

}  // namespace sellsign::load
