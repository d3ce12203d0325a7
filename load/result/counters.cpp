#include "load/result/counters.h"

#include <utility>

namespace sellsign::load {

void add_up(std::array<std::uint64_t, k_endings>& all, const std::array<std::uint64_t, k_endings>& more) {
  for (std::size_t i = 0; i < k_endings; ++i) all[i] += more[i];
}

void add_up(std::map<int, std::uint64_t>& all, const std::map<int, std::uint64_t>& more) {
  for (const auto& [status, count] : more) all[status] += count;
}

void add_up(std::vector<Histogram::Bucket>& all, const std::vector<Histogram::Bucket>& more) {
  std::map<std::int32_t, std::uint64_t> sums;
  for (const auto* const buckets : {&std::as_const(all), &more})
    for (const Histogram::Bucket& bucket : *buckets) sums[bucket.index] += bucket.count;
  all.clear();
  for (const auto& [index, count] : sums) all.push_back({index, count});
}

}  // namespace sellsign::load
