#include "mock_server/store.h"

namespace sellsign::mock {

std::size_t Store::size() const {
  std::size_t total = 0;
  for (const Shard& shard : shards_) {
    const std::scoped_lock lock(shard.mutex);
    total += shard.records.size();
  }
  return total;
}

std::vector<std::string> Store::numbers(std::size_t most) const {
  std::vector<std::string> found;
  for (const Shard& shard : shards_) {
    const std::scoped_lock lock(shard.mutex);
    for (const auto& [number, record] : shard.records) {
      if (found.size() == most) return found;
      found.push_back(number);
    }
  }
  return found;
}

}  // namespace sellsign::mock
