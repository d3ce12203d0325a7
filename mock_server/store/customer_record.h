#pragma once

#include <cstddef>
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

/// How many there are of each.
struct Counts {
  std::size_t customers = 0;
  std::size_t contractors = 0;
  std::size_t properties = 0;

  Counts& operator+=(const Counts& more) {
    customers += more.customers;
    contractors += more.contractors;
    properties += more.properties;
    return *this;
  }
  bool operator==(const Counts&) const = default;
};

/// The counts of one customer.
inline Counts counts_of(const CustomerRecord& record) {
  return {1, record.contractors.size(), record.properties.size()};
}

}  // namespace sellsign::mock
