#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace sellsign::harness {

/// The objects that a scenario file is made of. Bits, so that a row can belong to several.
enum class ObjectKind : std::uint16_t {
  scenario = 1,
  fragment = 2,
  requires_mock = 4,
  step = 8,
  http = 16,
  check = 32,
  capture = 64,
  case_row = 128,
  retry = 256,
  load = 512,
  profile = 1024,
  stage = 2048,
  feeder = 4096,
  slo = 8192
};

std::string_view name_of(ObjectKind kind);

/// Types that a value may have. Bits.
namespace types {
inline constexpr unsigned k_text = 1, k_integer = 2, k_boolean = 4, k_object = 8, k_array = 16, k_null = 32,
                          k_number = 64, k_any = 127;
}  // namespace types

/// Lists of words that a text must come from.
enum class Words : std::uint8_t {
  none,
  calls,
  statements,
  wires,
  tokens,
  effects,
  modes,
  token_rules,
  derives,
  models,
  arrivals,
  on_full,
  feeds,
  verbs_open
};

/// The words of a list; empty for `none`. `verbs_open` only helps editors: other words are let through.
std::span<const std::string_view> words_of(Words words);

/// Where the objects of another kind are in a value.
enum class Inner : std::uint8_t { itself, elements, values };

/// One row: all that is known of one key.
struct FormatRow {
  unsigned kinds;
  std::string_view key;
  unsigned types;
  bool required;
  std::string_view about;
  Words words = Words::none;              ///< for a text, or for each text of a list
  unsigned element_types = types::k_any;  ///< of the elements of a list or the values of an object
  std::optional<ObjectKind> inner{};      ///< the kind of the objects in it
  Inner inner_place = Inner::itself;
};

/// The rows of one kind, in the table's order.
std::vector<const FormatRow*> rows_of(ObjectKind kind);

/// All kinds.
std::span<const ObjectKind> kinds();

}  // namespace sellsign::harness
