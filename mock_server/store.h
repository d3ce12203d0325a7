#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "api/entities.h"

namespace sellsign::mock {

/// A customer with what belongs to it. Signatories and free fields stand in the order of their ids, oldest
/// first.
struct CustomerRecord {
  api::Customer customer;
  std::vector<api::Contractor> contractors;
  std::vector<api::Property> properties;
};

/// All customers by number, in shards with a lock each. Thread-safe: the work that `read` and `write` are
/// given runs under the lock of its customer's shard, so it sees and leaves whole records; it must be short
/// and must not call the store again.
class Store {
 public:
  explicit Store(std::int64_t first_id) : next_id_(first_id) {}

  /// Runs `work(const CustomerRecord*)`, null when the number is unknown, and returns what it returns.
  template <class Work>
  auto read(std::string_view number, Work&& work) const {
    const Shard& shard = shard_of(number);
    const std::scoped_lock lock(shard.mutex);
    const auto found = shard.records.find(number);
    return work(found == shard.records.end() ? nullptr : &found->second);
  }

  /// Runs `work(CustomerRecord*)`, null when the number is unknown, and returns what it returns.
  template <class Work>
  auto change(std::string_view number, Work&& work) {
    Shard& shard = shard_of(number);
    const std::scoped_lock lock(shard.mutex);
    const auto found = shard.records.find(number);
    return work(found == shard.records.end() ? nullptr : &found->second);
  }

  /// Runs `work(CustomerRecord&, bool is_new)`, on a new empty record when the number is unknown.
  template <class Work>
  auto upsert(std::string_view number, Work&& work) {
    Shard& shard = shard_of(number);
    const std::scoped_lock lock(shard.mutex);
    auto found = shard.records.find(number);
    const bool is_new = found == shard.records.end();
    if (is_new) found = shard.records.try_emplace(std::string(number)).first;
    return work(found->second, is_new);
  }

  /// A fresh id, greater than all before.
  std::int64_t take_id() { return next_id_.fetch_add(1, std::memory_order_relaxed); }

  /// A fresh count from 1, for generated customer numbers.
  std::int64_t take_count() { return next_count_.fetch_add(1, std::memory_order_relaxed); }

  /// Number of customers. A sum over the shards: exact only when nothing is being written.
  std::size_t size() const;

  /// The numbers of up to `most` customers, in no order.
  std::vector<std::string> numbers(std::size_t most) const;

 private:
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  struct alignas(64) Shard {
    mutable std::mutex mutex;
    std::unordered_map<std::string, CustomerRecord, TextHash, std::equal_to<>> records;
  };
  static constexpr std::size_t k_shards = 256;

  static std::size_t shard_index(std::string_view number) { return (TextHash{}(number) >> 7U) % k_shards; }
  Shard& shard_of(std::string_view number) { return shards_[shard_index(number)]; }
  const Shard& shard_of(std::string_view number) const { return shards_[shard_index(number)]; }

  std::array<Shard, k_shards> shards_;
  std::atomic<std::int64_t> next_id_;
  std::atomic<std::int64_t> next_count_{1};
};

}  // namespace sellsign::mock
