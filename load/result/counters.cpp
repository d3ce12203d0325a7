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
  std::vector<Histogram::Bucket> out;
  out.reserve(all.size() + more.size());
  auto a = all.begin();
  for (const Histogram::Bucket& bucket : more) {
    while (a != all.end() && a->index < bucket.index) out.push_back(*a++);
    out.push_back(bucket);
    if (a != all.end() && a->index == bucket.index) out.back().count += (a++)->count;
  }
  out.insert(out.end(), a, all.end());
  all = std::move(out);
}

}  // namespace sellsign::load
