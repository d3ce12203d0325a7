#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "base/held_bytes.h"
#include "mock_server/store/customer_record.h"

namespace sellsign::mock {

struct NumberHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

/// What a layer says of a number: this is its record, or it has been erased.
struct LayerEntry {
  bool erased = false;  ///< hides what the layers below say; `record` is empty
  CustomerRecord record;
};

using LayerRecords = std::unordered_map<std::string, LayerEntry, NumberHash, std::equal_to<>>;

/// Counts of one shard, small enough to stand beside its lock.
using ShardCounts = BasicCounts<std::uint32_t>;

/// A layer of one shard that never changes again, on top of an older one. Many stores and images may hold it.
struct FrozenShard {
  LayerRecords records;
  std::shared_ptr<const FrozenShard> parent;
  ShardCounts counts;  ///< of all live records, those of the layers below included
  HeldBytes held;      ///< about the memory of `records`, in `frozen_bytes`; 0 until `weigh`

  /// Counts its memory. For the thread that made it.
  void weigh();

  /// The record of a number here or below, null when there is none or it was erased.
  const CustomerRecord* find(std::string_view number) const;
};

using FrozenPtr = std::shared_ptr<const FrozenShard>;

/// About how much memory all frozen layers of the process hold, each counted once however many images hold
/// it.
std::size_t frozen_bytes();

/// The same records in fewer layers: `top` is merged with the layers below until the next one is more than
/// twice as large, so that a chain of n records has at most about log2(n) layers. Copies what it merges; the
/// given layers stay as they are.
FrozenPtr compact(FrozenPtr top);

/// Whether a layer from `top` down to, but without, `layer` says something of that number.
bool is_hidden(const FrozenShard* top, const FrozenShard* layer, std::string_view number);

/// Calls `visit(const CustomerRecord&)` for every live record of `own` and the chain below it.
template <class Visit>
void visit_live(const LayerRecords& own, const FrozenShard* base, Visit&& visit) {
  for (const auto& [number, entry] : own)
    if (!entry.erased) visit(entry.record);
  for (const FrozenShard* layer = base; layer != nullptr; layer = layer->parent.get())
    for (const auto& [number, entry] : layer->records)
      if (!entry.erased && !own.contains(number) && !is_hidden(base, layer, number)) visit(entry.record);
}

inline constexpr std::size_t k_shards = 256;

/// A store's whole state at one moment: its records, the next id and the next count. Immutable; a copy costs
/// as much as a pointer, and keeps the state alive. Safe to use from many threads.
class StoreImage {
 public:
  const Counts& counts() const { return content_->counts; }
  std::int64_t first_id() const { return content_->first_id; }
  std::int64_t next_id() const { return content_->next_id; }
  std::int64_t next_count() const { return content_->next_count; }

  /// Calls `visit(const CustomerRecord&)` for every record, in no order; the references live as long as the
  /// image or a copy of it.
  template <class Visit>
  void for_each(Visit visit) const {
    const LayerRecords none;
    for (const FrozenPtr& shard : content_->shards) visit_live(none, shard.get(), visit);
  }

  /// The number of layers of the shard that has most. For tests: it grows with the logarithm of the records.
  std::size_t depth() const;

 private:
  friend class Store;
  struct Content {
    std::array<FrozenPtr, k_shards> shards;  ///< null where a shard is empty
    Counts counts;
    std::int64_t first_id = 1;
    std::int64_t next_id = 1;
    std::int64_t next_count = 1;
  };
  explicit StoreImage(std::shared_ptr<const Content> content) : content_(std::move(content)) {}

  std::shared_ptr<const Content> content_;  // never null
};

}  // namespace sellsign::mock
