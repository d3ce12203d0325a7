#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include "api/entities.h"

namespace sellsign::mock {

/// A customer with what belongs to it. Signatories and free fields stand in the order of their ids, oldest
/// first.
struct CustomerRecord {
  api::Customer customer;
  std::vector<api::Contractor> contractors;
  std::vector<api::Property> properties;

  bool operator==(const CustomerRecord&) const = default;
};

/// So many members each list of a record may have: an answer goes through all of them.
inline constexpr std::size_t k_most_of_customer = 10'000;

/// One list of a record, as state files, counts and metrics name it.
struct RecordList {
  std::size_t index;        ///< in `k_record_lists`
  std::string_view key;     ///< of the list and of its count
  std::string_view entity;  ///< one member of it
};

/// All lists of a record, in the order in which state files have them.
inline constexpr std::array<RecordList, 2> k_record_lists = {
    {{0, "contractors", "contractor"}, {1, "properties", "property"}}};
static_assert(k_record_lists.size() == 2, "for_each_list and BasicCounts::of know each list, too");

/// Calls `visit(row, list)` for each list of a record, in the order of `k_record_lists`.
template <class Record, class Visit>
void for_each_list(Record& record, Visit visit) {
  visit(k_record_lists[0], record.contractors);
  visit(k_record_lists[1], record.properties);
}

/// How many there are of each.
template <class Number>
struct BasicCounts {
  Number customers{};
  Number contractors{};
  Number properties{};

  /// The count of a list's members.
  Number& of(const RecordList& list) { return list.index == 0 ? contractors : properties; }
  Number of(const RecordList& list) const { return list.index == 0 ? contractors : properties; }

  BasicCounts& operator+=(const BasicCounts& more) {
    customers += more.customers;
    for (const RecordList& list : k_record_lists) of(list) += more.of(list);
    return *this;
  }
  BasicCounts& operator-=(const BasicCounts& fewer) {
    customers -= fewer.customers;
    for (const RecordList& list : k_record_lists) of(list) -= fewer.of(list);
    return *this;
  }
  bool operator==(const BasicCounts&) const = default;
};
using Counts = BasicCounts<std::size_t>;

/// The counts of one customer.
template <class Number = std::size_t>
BasicCounts<Number> counts_of(const CustomerRecord& record) {
  BasicCounts<Number> counts{.customers = 1};
  for_each_list(record, [&](const RecordList& row, const auto& list) {
    counts.of(row) = static_cast<Number>(list.size());
  });
  return counts;
}

}  // namespace sellsign::mock
