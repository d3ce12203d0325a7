#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "api/fields.h"

namespace sellsign::api {

inline constexpr std::size_t k_most_fields = 32;

/// A set of rows, one bit each.
using RowSet = std::uint32_t;

constexpr RowSet row_bit(std::size_t row) { return RowSet{1} << row; }

/// What the check of a request wants to know about a call's rows as a whole, worked out by the compiler: the
/// row of a name by one probe (a perfect hash of length, first, middle and last character), sets of rows by
/// need, and the order of the vendor's page.
class RowIndex {
 public:
  static constexpr std::size_t k_no_row = k_most_fields;

  /// Fails to compile when no perfect hash is found.
  constexpr explicit RowIndex(std::span<const FieldInfo> rows) {
    while (!place(rows)) multiplier_ += 2;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const bool is_number = rows[i].format == Format::integer || rows[i].format == Format::boolean;
      if (rows[i].need == Need::mandatory) mandatory_ |= row_bit(i);
      if (rows[i].need == Need::present) present_ |= row_bit(i);
      if (rows[i].need != Need::mandatory && is_number) optional_numbers_ |= row_bit(i);
      if (rows[i].position != 0) by_position_[rows[i].position - 1U] = static_cast<std::uint8_t>(i);
      positions_ += rows[i].position != 0 ? 1 : 0;
    }
  }

  /// The row whose request name is `name`, or k_no_row.
  constexpr std::size_t find(std::span<const FieldInfo> rows, std::string_view name) const {
    if (name.empty()) return k_no_row;
    const std::size_t row = slots_[hash(name)];
    return row != k_no_row && rows[row].name == name ? row : k_no_row;
  }

  constexpr RowSet mandatory() const { return mandatory_; }
  /// Optional, but to be present in a GET.
  constexpr RowSet present() const { return present_; }
  /// Optional integers and booleans, for which an empty text says nothing.
  constexpr RowSet optional_numbers() const { return optional_numbers_; }
  /// The rows in the order of the vendor's parameter list.
  constexpr std::span<const std::uint8_t> by_position() const {
    return std::span(by_position_).first(positions_);
  }

 private:
  constexpr std::size_t hash(std::string_view name) const {
    const auto at = [&](std::size_t i) {
      return static_cast<std::uint32_t>(static_cast<unsigned char>(name[i]));
    };
    const std::uint32_t mixed =
        ((static_cast<std::uint32_t>(name.size()) * multiplier_ + at(0)) * multiplier_ +
         at(name.size() / 2)) *
            multiplier_ +
        at(name.size() - 1);
    return (mixed * k_golden) >> 24U;
  }

  constexpr bool place(std::span<const FieldInfo> rows) {
    slots_.fill(k_no_row);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (!rows[i].is_parameter()) continue;
      std::uint8_t& slot = slots_[hash(rows[i].name)];
      if (slot != k_no_row) return false;
      slot = static_cast<std::uint8_t>(i);
    }
    return true;
  }

  static constexpr std::size_t k_slots = 256;
  static constexpr std::uint32_t k_golden = 0x9E3779B1;  // spreads what differs in few bits (Knuth 6.4)
  std::array<std::uint8_t, k_slots> slots_{};
  std::uint32_t multiplier_ = 31;
  RowSet mandatory_ = 0;
  RowSet present_ = 0;
  RowSet optional_numbers_ = 0;
  std::array<std::uint8_t, k_most_fields> by_position_{};
  std::size_t positions_ = 0;
};

}  // namespace sellsign::api
