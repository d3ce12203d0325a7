#include "load/result/slice.h"

namespace sellsign::load {

void StepSlice::add(const StepSlice& other) {
  service.add(other.service);
  response.add(other.response);
  tally.add(other.tally);
  for (const auto& [key, check] : other.broken) {
    const auto [found, fresh] = broken.try_emplace(key, check);
    if (!fresh) found->second.times += check.times;
  }
  if (failure.empty()) failure = other.failure;
}

void StepSlice::clear() {
  service.clear();
  response.clear();
  tally = {};
  broken.clear();
  failure.clear();
}

void Part::clear() {
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
  usage_time = length = last_answer = {};
}

}  // namespace sellsign::load
