#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <variant>

#include "api/fields.h"
#include "api/row_index.h"

namespace sellsign::api {

template <class E>
struct NoRows;

/// The rows of a struct, found by its type; a specialisation stands beside the struct. A struct without one
/// does not compile.
template <class E>
inline constexpr const auto& fields_of = NoRows<E>::fields;

/// How an entity is answered.
struct AnsweredAs {
  std::string_view name{};  ///< `property`, as OpenAPI names it; empty: it is only asked with
  std::string_view word{};  ///< `free field`, as a sentence names it
  /// Whether every answer is known to hold that key. The others are assumed: a client must not insist.
  bool (*is_certain)(std::string_view key) = nullptr;
};

/// How the entities of a type are answered, said beside the struct.
template <class E>
inline constexpr AnsweredAs answered_as{};

/// Whether a struct is answered, not only asked with.
template <class E>
concept Answered = !answered_as<E>.name.empty();

/// The rows of a struct without their members.
template <class E>
inline constexpr auto infos_for = [] {
  std::array<FieldInfo, fields_of<E>.size()> infos{};
  for (std::size_t i = 0; i < infos.size(); ++i) {
    infos[i] = fields_of<E>[i].info;
    infos[i].type = json_type<E>(fields_of<E>[i].member);
    if constexpr (Answered<E>) infos[i].certain = answered_as<E>.is_certain(infos[i].key);
  }
  return infos;
}();

/// What is known of a struct's rows as a whole.
template <class E>
inline constexpr RowIndex row_index_of{infos_for<E>};

/// The rows of a struct for readers that do not know its type: a range of FieldInfo. All of it is static.
struct Shape {
  std::string_view name{};  ///< `property`, as OpenAPI names it; empty for what is only asked with
  std::string_view word{};  ///< `free field`, as a sentence names it
  std::span<const FieldInfo> rows{};
  const RowIndex* index = nullptr;

  constexpr auto begin() const { return rows.begin(); }
  constexpr auto end() const { return rows.end(); }
  constexpr std::size_t size() const { return rows.size(); }
  constexpr const FieldInfo& operator[](std::size_t row) const { return rows[row]; }

  /// The parameters' rows in the order of the vendor's list.
  constexpr std::span<const std::uint8_t> in_order() const {
    return index == nullptr ? std::span<const std::uint8_t>() : index->by_position();
  }

  /// The row whose request name is `parameter`, or null.
  constexpr const FieldInfo* find(std::string_view parameter) const {
    if (index == nullptr) return nullptr;
    const std::size_t row = index->find(rows, parameter);
    return row == RowIndex::k_no_row ? nullptr : &rows[row];
  }

  /// The row of that role, or null.
  constexpr const FieldInfo* find(Role role) const {
    for (const FieldInfo& row : rows)
      if (row.role == role) return &row;
    return nullptr;
  }
};

/// The shape of a struct.
template <class E>
inline constexpr Shape shape_of{answered_as<E>.name, answered_as<E>.word, infos_for<E>, &row_index_of<E>};

/// The pointer to the member of one row, with its type.
template <class E, std::size_t Row>
inline constexpr auto member_of = std::get<fields_of<E>[Row].member.index()>(fields_of<E>[Row].member);

/// Calls `work.template operator()<Row>()` for each row; the compiler sees each row by itself.
template <class E, class Work>
constexpr void for_each_row(Work&& work) {
  [&]<std::size_t... Row>(std::index_sequence<Row...>) { (work.template operator()<Row>(), ...); }
  (std::make_index_sequence<fields_of<E>.size()>{});
}

/// The index of a struct's row of that role.
template <class E>
consteval std::size_t row_with(Role role) {
  for (std::size_t i = 0; i < infos_for<E>.size(); ++i)
    if (infos_for<E>[i].role == role) return i;
  throw "the struct has no row of this role";
}

}  // namespace sellsign::api
