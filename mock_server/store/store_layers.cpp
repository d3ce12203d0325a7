#include "mock_server/store/store_layers.h"

#include <algorithm>
#include <variant>

namespace sellsign::mock {
namespace {

const HeldBytes::Sum& frozen_sum() {
  static const HeldBytes::Sum sum = HeldBytes::make_sum();
  return sum;
}

std::size_t bytes_outside(const std::string& text) {
  static const std::size_t k_inside = std::string().capacity();
  return text.capacity() > k_inside ? text.capacity() + 1 : 0;
}

/// The memory that the texts of an entity have outside of it.
template <class E>
std::size_t bytes_outside(const E& entity) {
  std::size_t bytes = 0;
  for (const api::Field<E>& field : api::fields_of<E>)
    if (const auto* text = std::get_if<std::string E::*>(&field.member))
      bytes += bytes_outside(entity.*(*text));
  return bytes;
}

std::size_t bytes_outside(const CustomerRecord& record) {
  std::size_t bytes = bytes_outside(record.customer);
  for_each_list(record, [&](const RecordList&, const auto& list) {
    bytes += list.capacity() * sizeof(list[0]);
    for (const auto& member : list) bytes += bytes_outside(member);
  });
  return bytes;
}

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
  merged->weigh();
  return merged;
}

}  // namespace

std::size_t frozen_bytes() { return *frozen_sum(); }

void FrozenShard::weigh() {
  constexpr std::size_t k_row = sizeof(LayerRecords::value_type) + 4 * sizeof(void*);  // node, bucket, heap
  std::size_t bytes = records.size() * k_row;
  for (const auto& [number, entry] : records) bytes += bytes_outside(number) + bytes_outside(entry.record);
  held = HeldBytes(frozen_sum(), bytes);
}

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
