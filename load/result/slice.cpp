#include "load/result/slice.h"

namespace sellsign::load {

void StepSlice::add(const StepSlice& other) {
  StepCounts::add(other);
  for (const auto& [key, check] : other.broken) {
    const auto [found, fresh] = broken.try_emplace(key, check);
    if (!fresh) found->second.times += check.times;
  }
}

void StepSlice::clear() {
  StepCounts::clear();
  broken.clear();
}

void SlicePart::clear() {
  for (StepSlice& step : steps) step.clear();
  iterations.clear();
  starts.clear();
}

void Slice::clear() {
  measured.clear();
  warmup.clear();
  for (Histogram* const times : {&service, &response, &overshoot}) times->clear();
  worker = number = 0;
  requests = errors = finished = in_flight = 0;
  usage = {};
  usage_time = length = counted_until = {};
}

}  // namespace sellsign::load
