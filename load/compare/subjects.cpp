#include "load/compare/subjects.h"

#include <algorithm>

#include "base/time_text.h"

namespace sellsign::load {
namespace {

const StepLoad* step_of(const LoadResult& result, const std::string& id) {
  const auto found = std::ranges::find(result.steps, id, &StepLoad::id);
  return found == result.steps.end() ? nullptr : &*found;
}

double seconds_of(const LoadResult& result) { return in_seconds(result.duration); }

}  // namespace

std::vector<StepName> common_steps(const Runs& a, const Runs& b) {
  std::vector<StepName> out;
  for (const StepLoad& step : a.front().steps)
    if (step_of(b.front(), step.id) != nullptr) out.push_back({step.id, step.first});
  return out;
}

std::vector<ComparedClock> clocks_of(const std::vector<StepName>& steps) {
  std::vector<ComparedClock> out = {
      {"iterations", Metric::service, [](const LoadResult& one) { return one.iterations.service; }},
      {"iterations", Metric::response, [](const LoadResult& one) { return one.iterations.response; }},
      {std::string(k_all_steps), Metric::service, [](const LoadResult& one) { return one.service(); }}};
  const auto of_step = [](const std::string& id, Metric metric) {
    return [id, metric](const LoadResult& one) {
      const StepLoad* step = step_of(one, id);
      return step == nullptr ? Histogram() : metric == Metric::service ? step->service : step->response;
    };
  };
  for (const StepName& step : steps) {
    out.push_back({step.id, Metric::service, of_step(step.id, Metric::service)});
    if (step.first) out.push_back({step.id, Metric::response, of_step(step.id, Metric::response)});
  }
  return out;
}

std::vector<ComparedRatio> ratios_of(const std::vector<StepName>& steps) {
  const auto requests = [](const LoadResult& one) { return static_cast<double>(one.tally().requests()); };
  const auto judged = [](const LoadResult& one) { return static_cast<double>(one.tally().judged()); };
  const auto errors = [](const LoadResult& one) { return static_cast<double>(one.tally().errors()); };
  std::vector<ComparedRatio> out = {{std::string(k_all_steps), Metric::throughput, requests, seconds_of},
                                    {std::string(k_all_steps), Metric::errors, errors, judged}};
  for (const StepName& step : steps) {
    const auto tally = [id = step.id](const LoadResult& one) {
      const StepLoad* found = step_of(one, id);
      return found == nullptr ? Tally() : found->tally;
    };
    out.push_back({step.id, Metric::errors,
                   [=](const LoadResult& one) { return static_cast<double>(tally(one).errors()); },
                   [=](const LoadResult& one) { return static_cast<double>(tally(one).judged()); }});
  }
  return out;
}

Histogram sum_of(const Runs& runs, const ComparedClock& clock) {
  Histogram all;
  for (const LoadResult& run : runs) all.add(clock.of(run));
  return all;
}

double whole_of(const Runs& runs, const ComparedRatio& ratio) {
  double whole = 0;
  for (const LoadResult& run : runs) whole += ratio.whole(run);
  return whole;
}

double value_of(const Runs& runs, const ComparedRatio& ratio) {
  double part = 0;
  for (const LoadResult& run : runs) part += ratio.part(run);
  const double whole = whole_of(runs, ratio);
  return whole > 0 ? part / whole : 0;
}

}  // namespace sellsign::load
