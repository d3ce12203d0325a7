#include "mock_server/store/store_layers.h"

#include <algorithm>

namespace sellsign::mock {
namespace {

/// `upper` over `lower` as one layer. Numbers that were erased are forgotten where nothing lies below.
FrozenPtr merge(const FrozenShard& upper, const FrozenShard& lower) {
  auto merged = std::make_shared<FrozenShard>();
  merged->parent = lower.parent;
  merged->counts = upper.counts;
  merged->records.reserve(upper.records.size() + lower.records.size());
  const bool is_lowest = lower.parent == nullptr;
  for (const FrozenShard* layer : {&upper, &lower})
    for (const auto& [number, entry] : layer->records) merged->records.try_emplace(number, entry);
  if (is_lowest) std::erase_if(merged->records, [](const auto& row) { return row.second.erased; });
  return merged;
}

}  // namespace

const CustomerRecord* FrozenShard::find(std::string_view number) const {
  for (const FrozenShard* layer = this; layer != nullptr; layer = layer->parent.get()) {
    const auto found = layer->records.find(number);
    if (found != layer->records.end()) return found->second.erased ? nullptr : &found->second.record;
  }
  return nullptr;
}

FrozenPtr compact(FrozenPtr top) {
  while (top != nullptr && top->parent != nullptr && top->parent->records.size() <= 2 * top->records.size())
    top = merge(*top, *top->parent);
  return top;
}

bool is_hidden(const FrozenShard* top, const FrozenShard* layer, std::string_view number) {
  for (; top != layer; top = top->parent.get())
    if (top->records.contains(number)) return true;
  return false;
}

std::size_t StoreImage::depth() const {
  std::size_t deepest = 0;
  for (const FrozenPtr& shard : content_->shards) {
    std::size_t depth = 0;
    for (const FrozenShard* layer = shard.get(); layer != nullptr; layer = layer->parent.get()) ++depth;
    deepest = std::max(deepest, depth);
  }
  return deepest;
}

}  // namespace sellsign::mock
