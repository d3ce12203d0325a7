#include "load/engine/plan.h"

#include <algorithm>
#include <cmath>

#include "base/result.h"
#include "load/model/pacer.h"
#include "load/model/units.h"

namespace sellsign::load {
namespace {

/// Requests of an average iteration that `counts` lets through.
template <class Counts>
double requests_of(const std::vector<PreparedScenario>& scenarios, Counts counts) {
  double sum = 0, weights = 0;
  for (const PreparedScenario& scenario : scenarios) {
    const auto weight = static_cast<double>(scenario.weight);
    sum += weight *
           static_cast<double>(std::count_if(scenario.requests.begin(), scenario.requests.end(), counts));
    weights += weight;
  }
  return weights > 0 ? sum / weights : 0;
}

std::string about(double number) { return number_text(number < 10 ? number : std::round(number)); }

}  // namespace

LoadPlan plan_of(const std::vector<PreparedScenario>& scenarios, const LoadOptions& options,
                 const std::string& target) {
  LoadPlan plan;
  plan.target = target;
  plan.profile = words_of(options.profile);
  plan.duration = options.profile.duration();
  plan.requests_each = requests_of(scenarios, [](const PreparedRequest&) { return true; });
  plan.writes_each = requests_of(
      scenarios, [](const PreparedRequest& request) { return request.step->effect != api::Effect::read; });
  plan.max_rate = options.max_rate;
  plan.shard = options.shard;
  std::optional<std::uint64_t> all = options.profile.iterations;
  if (options.profile.model == Model::open) {
    constexpr double k_most_drawn = 1e6;
    const Pacer pacer(options.profile, options.seed);
    const double expected = pacer.expected_until(plan.duration);
    plan.is_estimate = options.profile.arrivals == Arrivals::poisson && expected > k_most_drawn;
    const auto about_all = static_cast<std::uint64_t>(expected);
    const auto most = options.profile.iterations.value_or(about_all);
    all = plan.is_estimate ? std::min(about_all, most) : pacer.starts_until(plan.duration);
    plan.peak = options.profile.peak() * plan.requests_each;
  }
  if (all)
    plan.iterations = *all / options.shard.count + (*all % options.shard.count > options.shard.index ? 1 : 0);
  return plan;
}

std::string LoadPlan::text() const {
  std::string out = "plan: " + profile + "\n  target      " + target + "\n";
  if (shard.count > 1)
    out += "  shard       " + std::to_string(shard.index + 1) + " of " + std::to_string(shard.count) + "\n";
  const std::string each = about(requests_each) + " requests each, " + about(writes_each) + " of them writes";
  if (iterations) {
    const auto count = static_cast<double>(*iterations);
    out += "  iterations  " + std::string(is_estimate ? "about " : "") + number_text(count) + ", " + each +
           "\n  requests    about " + number_text(std::round(count * requests_each)) + ", " +
           number_text(std::round(count * writes_each)) + " of them writes\n";
  } else {
    out += "  iterations  as many as the users make, " + each + "\n";
  }
  out += "  duration    " +
         (duration >= std::chrono::hours(24) ? "until the iterations are done" : duration_text(duration)) +
         "\n";
  if (peak > 0) out += "  peak        " + measured_rate(peak) + " requests\n";
  if (max_rate > 0) out += "  at most     " + rate_text(max_rate) + " requests (--max-rate)\n";
  return out;
}

Result<> check_effects(const std::vector<harness::Scenario>& scenarios, const http::Url& url, bool loopback,
                       const client::GuardOptions& guard) {
  for (const harness::Scenario& scenario : scenarios)
    for (const api::Effect effect : harness::effects_of(scenario)) {
      const bool costly = effect == api::Effect::notify || effect == api::Effect::bill;
      const std::string what = scenario.at.text() + ": the scenario \"" + scenario.id +
                               "\" has a step with the effect \"" + std::string(api::name_of(effect)) +
                               "\", which ";
      if (!loopback && costly)
        return Error{ErrorKind::refused,
                     what + "is never sent as load outside this machine (" + url.host + ")"};
      if (!client::may_send(url, guard, effect))
        return Error{ErrorKind::refused, what + "may not be sent to " + url.host + " (see --allow-effects)"};
    }
  return std::monostate{};
}

Result<> check_rate(const LoadPlan& plan) {
  if (plan.max_rate <= 0 || plan.peak <= plan.max_rate * (1 + 1e-9)) return std::monostate{};
  return Error{ErrorKind::refused,
               "the profile asks for " + measured_rate(plan.peak) + " requests at its peak (" +
                   about(plan.requests_each) + " in an iteration); " + plan.target + " gets at most " +
                   rate_text(plan.max_rate) +
                   ": lower --rate, or raise --max-rate if that is agreed with its owner"};
}

}  // namespace sellsign::load
