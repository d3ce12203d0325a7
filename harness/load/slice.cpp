#include "harness/load/slice.h"

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

}  // namespace sellsign::load
