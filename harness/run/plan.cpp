#include <algorithm>
#include <map>
#include <sstream>

#include "harness/run/runner.h"

namespace sellsign::harness {
namespace {

using Effects = std::map<api::Effect, std::size_t>;

/// Requests of each effect, without retries.
Effects requests_by_effect(const Scenario& scenario) {
  Effects counts;
  for (const auto* steps : {&scenario.steps, &scenario.finally})
    for (const Step& step : *steps) counts[step.effect] += requests_of(step);
  return counts;
}

std::string effects_text(const Effects& counts) {
  std::string out;
  for (const auto& [effect, count] : counts)
    out += (out.empty() ? "" : ", ") + std::to_string(count) + " " + std::string(api::name_of(effect));
  return out.empty() ? "none" : out;
}

/// The target as far as it can be known without asking anyone outside this machine: allowed names are not
/// resolved.
Result<http::Target> target_of(std::string_view base_url, const client::GuardOptions& guard) {
  if (base_url.empty()) {
    http::Target embedded;
    embedded.loopback = true;
    return embedded;
  }
  auto url = http::parse_url(base_url);
  if (!url) return url.error();
  if (!client::names_host(guard, *url)) return client::admit(*url, guard);
  http::Target target;
  target.url = *url;
  return target;
}

bool may_be_sent(const Scenario& scenario, const http::Target& target, const RunOptions& options) {
  const auto effects = effects_of(scenario);
  return std::all_of(effects.begin(), effects.end(),
                     [&](api::Effect effect) { return client::may_send(target, options.guard, effect); });
}

/// Why a scenario would be skipped, or nothing.
std::string skipped(const Scenario& scenario, const http::Target& target, const RunOptions& options,
                    bool embedded) {
  if (!embedded && !scenario.needs_mock.empty() && !target.loopback)
    return "it requires a mock that is set up for it, and this target is fixed";
  for (const api::Effect effect : effects_of(scenario))
    if (!client::may_send(target, options.guard, effect))
      return "the effect \"" + std::string(api::name_of(effect)) +
             "\" may not be sent there (see --allow-effects)";
  return {};
}

void write_step(std::ostream& out, const Step& step, bool finally) {
  out << "    " << (finally ? "finally " : "") << step.id << ": ";
  if (step.call != nullptr)
    out << step.call->id << " (" << client::name_of(step.wire) << ")";
  else if (step.http)
    out << step.http->verb << " " << step.http->target;
  out << ", " << api::name_of(step.effect);
  if (!step.cases.empty()) out << ", " << step.cases.size() << (step.cases.size() == 1 ? " case" : " cases");
  if (step.retry)
    out << ", sent again every " << step.retry->every.count() << " ms for " << step.retry->period.count()
        << " ms";
  out << "\n";
}

void write_scenario(std::ostream& out, const Scenario& scenario, const std::string& why_skipped,
                    bool embedded) {
  out << "\n  " << scenario.id << " (" << scenario.at.text() << ")\n";
  if (!why_skipped.empty()) {
    out << "    skipped: " << why_skipped << "\n";
    return;
  }
  if (!scenario.needs_mock.empty() && !embedded)
    out << "    if the target says that it is set up as required\n";
  for (const Step& step : scenario.steps) write_step(out, step, false);
  for (const Step& step : scenario.finally) write_step(out, step, true);
}

}  // namespace

Result<Plan> render_plan(std::span<const Scenario> scenarios, const RunOptions& options,
                         std::string_view base_url) {
  const auto target = target_of(base_url, options.guard);
  if (!target) return target.error();
  Effects total;
  std::ostringstream body;
  Plan plan;
  std::size_t would_skip = 0;
  for (const Scenario& scenario : scenarios) {
    if (!selected(scenario, options.tags, options.not_tags)) continue;
    const std::string why = skipped(scenario, *target, options, base_url.empty());
    if (why.empty())
      for (const auto& [effect, count] : requests_by_effect(scenario)) total[effect] += count;
    ++(why.empty() ? plan.to_run : would_skip);
    plan.refused = plan.refused || !may_be_sent(scenario, *target, options);
    write_scenario(body, scenario, why, base_url.empty());
  }
  std::ostringstream out;
  out << "dry run: nothing was sent\n"
      << "host: " << (base_url.empty() ? "embedded mock (127.0.0.1)" : target->url.text())
      << (target->loopback ? ", loopback" : ", outside this machine") << "\n"
      << "scenarios: " << plan.to_run << " to run, " << would_skip << " to skip\n"
      << "requests without retries: " << effects_text(total) << "\n"
      << body.str();
  plan.text = out.str();
  return plan;
}

}  // namespace sellsign::harness
