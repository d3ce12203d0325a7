#include "mock_server/store/store.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace sellsign::mock {
namespace {

Counts widen(const ShardCounts& counts) {
  Counts wide{.customers = counts.customers};
  for (const RecordList& list : k_record_lists) wide.of(list) = counts.of(list);
  return wide;
}

}  // namespace

/// Holds the locks of all shards, taken in their order.
class Store::AllLocks {
 public:
  explicit AllLocks(Shards& shards) {
    held_.reserve(shards.size());
    for (Shard& shard : shards) held_.emplace_back(shard.mutex);
  }

 private:
  std::vector<std::unique_lock<std::mutex>> held_;
};

Store::Store(const StoreImage& image)
    : first_id_(image.first_id()), next_id_(image.next_id()), next_count_(image.next_count()) {
  for (std::size_t i = 0; i < k_shards; ++i) {
    shards_[i].base = image.content_->shards[i];
    if (shards_[i].base != nullptr) shards_[i].counts = shards_[i].base->counts;
  }
}

CustomerRecord* Store::copy_up(Shard& shard, std::string_view number) {
  const CustomerRecord* below = shard.base->find(number);
  if (below == nullptr) return nullptr;
  return &shard.records.try_emplace(std::string(number), LayerEntry{false, *below}).first->second.record;
}

/// A new empty record of a number that is unknown.
CustomerRecord* Store::add(Shard& shard, std::string_view number) {
  LayerEntry& entry = shard.records[std::string(number)];
  entry.erased = false;
  ++shard.counts.customers;
  return &entry.record;
}

Counts Store::erase(std::string_view number) {
  Shard& shard = shard_of(number);
  const std::scoped_lock lock(shard.mutex);
  const CustomerRecord* known = find(shard, number);
  if (known == nullptr) return {};
  note_change(shard, number);
  const Counts erased = counts_of(*known);
  shard.counts -= counts_of<std::uint32_t>(*known);
  if (shard.base != nullptr && shard.base->find(number) != nullptr)
    shard.records.insert_or_assign(std::string(number), LayerEntry{true, {}});
  else
    shard.records.erase(shard.records.find(number));
  return erased;
}

/// Exchanges the records with those of `other`, which nobody else uses, and `also` does more at that moment.
template <class Also>
void Store::exchange(Store& other, Also also) {
  const AllLocks locks(shards_);
  for (std::size_t i = 0; i < k_shards; ++i) {
    shards_[i].records.swap(other.shards_[i].records);
    shards_[i].base.swap(other.shards_[i].base);
    std::swap(shards_[i].counts, other.shards_[i].counts);
    shards_[i].changed.clear();
  }
  all_changed_ = recording_.load();
  also();
}

Counts Store::clear() {
  Store nothing(first_id_);
  exchange(nothing, [] {});
  return nothing.counts();
}

Counts Store::replace_with(Store&& other) {
  exchange(other, [&] {
    set_next_id(other.next_id());
    set_next_count(other.next_count());
  });
  return other.counts();
}

Counts Store::restore(const StoreImage& image) { return replace_with(Store(image)); }

void Store::record_changes() {
  const AllLocks locks(shards_);
  for (Shard& shard : shards_) shard.changed.clear();
  all_changed_ = false;
  recording_ = true;
}

StoreChanges Store::take_changes() {
  StoreChanges changes;
  {
    const AllLocks locks(shards_);
    for (Shard& shard : shards_) {
      std::ranges::move(shard.changed, std::back_inserter(changes.numbers));
      shard.changed.clear();
    }
    changes.all = all_changed_.exchange(false);
  }
  std::ranges::sort(changes.numbers);
  changes.numbers.erase(std::unique(changes.numbers.begin(), changes.numbers.end()), changes.numbers.end());
  return changes;
}

/// The new layer, or null where nothing has changed.
std::shared_ptr<FrozenShard> Store::push_down(Shard& shard) {
  if (shard.records.empty()) return nullptr;
  auto layer = std::make_shared<FrozenShard>();
  layer->records.swap(shard.records);
  layer->parent = std::move(shard.base);
  layer->counts = shard.counts;
  shard.base = layer;
  return layer;
}

StoreImage Store::freeze() const {
  StoreImage::Content cut;
  cut.first_id = first_id_;
  std::vector<std::shared_ptr<FrozenShard>> fresh;
  {
    const AllLocks locks(shards_);
    for (std::size_t i = 0; i < k_shards; ++i) {
      if (auto layer = push_down(shards_[i])) fresh.push_back(std::move(layer));
      cut.shards[i] = shards_[i].base;
      cut.counts += widen(shards_[i].counts);
    }
    cut.next_id = next_id_;
    cut.next_count = next_count_;
  }
  for (const auto& layer : fresh) layer->weigh();
  auto content = std::make_shared<StoreImage::Content>(cut);
  for (FrozenPtr& shard : content->shards) shard = compact(std::move(shard));
  take_compacted(cut, *content);
  return StoreImage(std::move(content));
}

/// Puts the merged layers in the place of those that they were made of, where those are still in use.
void Store::take_compacted(const StoreImage::Content& before, const StoreImage::Content& after) const {
  for (std::size_t i = 0; i < k_shards; ++i) {
    if (before.shards[i] == after.shards[i]) continue;
    const std::scoped_lock lock(shards_[i].mutex);
    if (shards_[i].base == before.shards[i]) shards_[i].base = after.shards[i];
  }
}

Counts Store::counts() const {
  Counts sum;
  const AllLocks locks(shards_);
  for (const Shard& shard : shards_) sum += widen(shard.counts);
  return sum;
}

/// Goes through the records without the locks, and again through the shards that have changed meanwhile.
void Store::reset_ids() {
  const auto next_in = [](const LayerRecords& own, const FrozenPtr& base) {
    std::int64_t next = 1;
    const auto see = [&next](const auto& entity) { next = std::max(next, entity.id + 1); };
    visit_live(own, base.get(), [&](const CustomerRecord& record) {
      for_each_list(record, [&](const RecordList&, const auto& list) { std::ranges::for_each(list, see); });
    });
    return next;
  };
  const StoreImage image = freeze();
  const auto& frozen = image.content_->shards;
  std::array<std::int64_t, k_shards> seen{};
  for (std::size_t i = 0; i < k_shards; ++i) seen[i] = next_in({}, frozen[i]);
  const AllLocks locks(shards_);
  std::int64_t next = first_id_;
  for (std::size_t i = 0; i < k_shards; ++i) {
    const Shard& shard = shards_[i];
    const bool is_same = shard.records.empty() && shard.base == frozen[i];
    next = std::max(next, is_same ? seen[i] : next_in(shard.records, shard.base));
  }
  next_id_ = next;
  next_count_ = 1;
}

std::vector<std::string> Store::numbers(std::size_t most) const {
  std::vector<std::string> found;
  for (const Shard& shard : shards_) {
    if (found.size() == most) break;
    const std::scoped_lock lock(shard.mutex);
    visit_live(shard.records, shard.base.get(), [&](const CustomerRecord& record) {
      if (found.size() < most) found.push_back(record.customer.number);
    });
  }
  return found;
}

}  // namespace sellsign::mock
