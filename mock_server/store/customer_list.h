#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "mock_server/store/store.h"

namespace sellsign::mock {

/// Which customers to list, sorted by number.
struct CustomerQuery {
  std::string search;      ///< part of number, company, first and last name, or e-mail; empty: all
  std::size_t offset = 0;  ///< how many to leave out at the start
  std::size_t limit = 50;  ///< how many at most; the caller sees to k_most_customers
};

inline constexpr std::size_t k_most_customers = 500;  ///< on one page

/// `{"total":N,"offset":0,"customers":[{...,"contractors":2,"properties":3}]}`, where `total` counts all
/// that match. All of it is of one moment. Case does not count, for ASCII and the letters of Latin-1 (É and
/// é).
std::string list_customers(const Store& store, const CustomerQuery& query);

/// `{"customer":{...},"contractors":[...],"properties":[...]}`, or nothing when the number is unknown.
std::optional<std::string> show_customer(const Store& store, std::string_view number);

/// The same of a record.
std::string show_customer(const CustomerRecord& record);

}  // namespace sellsign::mock
