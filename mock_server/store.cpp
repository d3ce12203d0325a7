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

}  // namespace sellsign::mock
