#include "load/engine/session.h"

#include <algorithm>
#include <string>

#include <nlohmann/json.hpp>

#include "harness/run/sent_check.h"

namespace sellsign::load {

Session::Session(const PreparedScenario& scenario)
    : scenario_(&scenario), slots_(scenario.constants), is_set_(scenario.is_constant) {}

bool Session::begin(std::uint64_t n, std::uint64_t local, std::uint64_t seed, const std::string& run_id) {
  at = 0;
  failed = step_failed = given_up = met_nobody = cut = sent_once = false;
  timed = true;
  retry_until.reset();
  ++serial;
  is_set_ = scenario_->is_constant;
  set(*scenario_->scenario_id, Json(run_id + "-" + std::to_string(n + 1)));
  set(*scenario_->iteration, Json(n + 1));
  std::size_t feeder_slot = 0;
  for (const harness::Feeder& feeder : scenario_->source->feeders) {
    const bool fed = feeder.feed(local, seed, [&](std::size_t variable, const Json& value) {
      set(scenario_->feeder_slots[feeder_slot + variable], value);
    });
    if (!fed) return false;
    feeder_slot += feeder.variables.size();
  }
  fill(scenario_->iteration_variables);
  return true;
}

const Json* Session::find(std::string_view name) const {
  const auto& names = scenario_->names;
  for (std::size_t i = 0; i < names.size(); ++i)
    if (names[i] == name) return is_set_[i] ? &slots_[i] : nullptr;
  return nullptr;
}

void Session::set(std::size_t slot, Json value) {
  slots_[slot] = std::move(value);
  is_set_[slot] = true;
}

void Session::fill(const std::vector<std::pair<std::size_t, JsonPtr>>& variables) {
  for (const auto& [slot, value] : variables)
    if (auto filled = Values::fill(*value)) set(slot, *std::move(filled));
}

void Session::set_case(const PreparedRequest& request) { fill(request.case_variables); }

bool Session::can_render(const PreparedRequest& request) const {
  return std::all_of(request.needs.begin(), request.needs.end(),
                     [&](std::size_t slot) { return is_set_[slot]; });
}

Result<std::string> Session::render(const PreparedRequest& request) const {
  auto bytes = request.text.render(slots_);
  if (!bytes || !scenario_->may_send) return bytes;
  if (auto may = harness::check_sent(*bytes, scenario_->may_send); !may) return may.error();
  return bytes;
}

}  // namespace sellsign::load
