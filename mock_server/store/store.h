#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "mock_server/store/customer_record.h"
#include "mock_server/store/store_layers.h"

namespace sellsign::mock {

/// Which customers were changed.
struct StoreChanges {
  bool all = false;                  ///< the whole state was replaced
  std::vector<std::string> numbers;  ///< sorted, each once
};

/// All customers by number, in shards with a lock each. Thread-safe: the work that is given to `read`,
/// `change`, `upsert` and `for_each` runs under the lock of its customer's shard, so it sees and leaves whole
/// records; it must be short and must not call the store again, except for ids.
///
/// A shard is a layer of its own records over frozen ones that it may share with images and other stores; a
/// shared record is copied by its first writer. So freezing, restoring and forking cost the same whatever the
/// number of customers.
class Store {
 public:
  explicit Store(std::int64_t first_id) : first_id_(first_id), next_id_(first_id) {}

  /// A fork: starts from the image, and neither sees the other's writes.
  explicit Store(const StoreImage& image);

  /// Runs `work(const CustomerRecord*)`, null when the number is unknown, and returns what it returns.
  template <class Work>
  auto read(std::string_view number, Work&& work) const {
    const Shard& shard = shard_of(number);
    const std::scoped_lock lock(shard.mutex);
    return work(find(shard, number));
  }

  /// Runs `work(CustomerRecord*)`, null when the number is unknown, and returns what it returns.
  template <class Work>
  auto change(std::string_view number, Work&& work) {
    Shard& shard = shard_of(number);
    const std::scoped_lock lock(shard.mutex);
    CustomerRecord* record = own(shard, number);
    if (record != nullptr) note_change(shard, number);
    const Counting counting(shard.counts, record);
    return work(record);
  }

  /// Runs `work(CustomerRecord&, bool is_new)`, on a new empty record when the number is unknown.
  template <class Work>
  auto upsert(std::string_view number, Work&& work) {
    Shard& shard = shard_of(number);
    const std::scoped_lock lock(shard.mutex);
    CustomerRecord* record = own(shard, number);
    const bool is_new = record == nullptr;
    if (is_new) record = add(shard, number);
    note_change(shard, number);
    const Counting counting(shard.counts, record);
    return work(*record, is_new);
  }

  /// Deletes a customer with what belongs to it. What was deleted: nothing when the number is unknown.
  Counts erase(std::string_view number);

  /// Deletes all customers at one moment. What was deleted. The ids go on.
  Counts clear();

  /// Calls `visit(const CustomerRecord&)` for every record, in no order, each shard under its lock. What is
  /// written meanwhile may be seen or not.
  template <class Visit>
  void for_each(Visit visit) const {
    for (const Shard& shard : shards_) {
      const std::scoped_lock lock(shard.mutex);
      visit_live(shard.records, shard.base.get(), visit);
    }
  }

  /// The state at one moment. Nobody can tell from the store that it was frozen, but the next write of each
  /// record copies it.
  StoreImage freeze() const;

  /// Replaces the state by the image's at one moment, ids included; the first id stays. Returns how much
  /// there was before.
  Counts restore(const StoreImage& image);

  /// Exchanges the state with that of `other` at one moment, ids included, without copying. Nobody else may
  /// use `other`. Returns how much there was before.
  Counts replace_with(Store&& other);

  /// From now on notes which customers are changed, for `take_changes`.
  void record_changes();

  /// What was changed since `record_changes` or the last call.
  StoreChanges take_changes();

  /// How many there are at one moment, without a walk over the records.
  Counts counts() const;

  /// Number of customers, as `counts`.
  std::size_t size() const { return counts().customers; }

  /// A fresh id, greater than all before.
  std::int64_t take_id() { return next_id_.fetch_add(1, std::memory_order_relaxed); }

  /// A fresh count from 1, for generated customer numbers.
  std::int64_t take_count() { return next_count_.fetch_add(1, std::memory_order_relaxed); }

  std::int64_t first_id() const { return first_id_; }
  /// What `take_id` and `take_count` will give next.
  std::int64_t next_id() const { return next_id_; }
  std::int64_t next_count() const { return next_count_; }
  void set_next_id(std::int64_t id) { next_id_ = id; }
  void set_next_count(std::int64_t count) { next_count_ = count; }

  /// Begins again with the first id, or behind the greatest one that a record still has, and with count 1.
  void reset_ids();

  /// The numbers of up to `most` customers, in no order.
  std::vector<std::string> numbers(std::size_t most) const;

 private:
  struct alignas(64) Shard {
    mutable std::mutex mutex;
    LayerRecords records;              ///< what was written since the shard was frozen
    FrozenPtr base;                    ///< what is below, or null
    ShardCounts counts;                ///< of all live records
    std::vector<std::string> changed;  ///< while changes are recorded; a number may stand twice
  };
  using Shards = std::array<Shard, k_shards>;

  /// Adds to the shard's counts what a work adds to its record.
  class Counting {
   public:
    Counting(ShardCounts& counts, const CustomerRecord* record) : counts_(counts), record_(record) {
      if (record != nullptr) counts_ -= counts_of<std::uint32_t>(*record);
    }
    ~Counting() {
      if (record_ != nullptr) counts_ += counts_of<std::uint32_t>(*record_);
    }
    Counting(const Counting&) = delete;
    Counting& operator=(const Counting&) = delete;

   private:
    ShardCounts& counts_;
    const CustomerRecord* record_;
  };

  class AllLocks;

  static std::size_t shard_index(std::string_view number) { return (NumberHash{}(number) >> 7U) % k_shards; }
  Shard& shard_of(std::string_view number) { return shards_[shard_index(number)]; }
  const Shard& shard_of(std::string_view number) const { return shards_[shard_index(number)]; }

  static const CustomerRecord* find(const Shard& shard, std::string_view number) {
    const auto found = shard.records.find(number);
    if (found != shard.records.end()) return found->second.erased ? nullptr : &found->second.record;
    return shard.base == nullptr ? nullptr : shard.base->find(number);
  }

  /// The shard's own record of a number, copied from below if need be; null when the number is unknown.
  static CustomerRecord* own(Shard& shard, std::string_view number) {
    const auto found = shard.records.find(number);
    if (found != shard.records.end()) return found->second.erased ? nullptr : &found->second.record;
    return shard.base == nullptr ? nullptr : copy_up(shard, number);
  }

  /// Under the shard's lock.
  void note_change(Shard& shard, std::string_view number) {
    if (recording_) shard.changed.emplace_back(number);
  }

  static CustomerRecord* copy_up(Shard& shard, std::string_view number);
  static CustomerRecord* add(Shard& shard, std::string_view number);
  static std::shared_ptr<FrozenShard> push_down(Shard& shard);
  template <class Also>
  void exchange(Store& other, Also also);
  void take_compacted(const StoreImage::Content& before, const StoreImage::Content& after) const;

  mutable Shards shards_;  // mutable: freezing moves records into another layer, which nobody can see
  std::int64_t first_id_;
  std::atomic<std::int64_t> next_id_;
  std::atomic<std::int64_t> next_count_{1};
  std::atomic<bool> recording_{false};
  std::atomic<bool> all_changed_{false};
};

}  // namespace sellsign::mock
