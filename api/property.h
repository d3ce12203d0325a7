#pragma once

#include <cstdint>
#include <string>

#include "api/shape.h"

namespace sellsign::api {

/// A free field of a customer. `id` -1 asks for a new one.
struct Property {
  std::int64_t id = -1;
  std::string key;
  std::string value;
  std::string customer_number;
  Timestamp sync_timer{};
  std::string last_modification_place;

  bool operator==(const Property&) const = default;
};

// The rows stand in the order of the answer's keys; `position` is the place in the vendor's parameter list.

// clang-format off
inline constexpr auto k_property_fields = std::to_array<Field<Property>>({
    {{.name = "id", .key = "id", .position = 4, .need = Need::optional, .format = Format::integer,
      .privacy = Privacy::open, .role = Role::id, .example = "-1", .source = "doc.property.id"_src,
      .refused_source = "asm.property.unknown-id"_src,
      .about = "-1 creates, any other id updates that property"}, &Property::id},
    {{.name = "key", .key = "key", .position = 2, .need = Need::mandatory, .privacy = Privacy::open,
      .role = Role::declared, .ascii = true, .example = "key", .source = "doc.property.mandatory"_src,
      .refused_source = "asm.property.undeclared"_src,
      .about = "name of the free field, declared with the vendor's support"}, &Property::key},
    {{.name = "value", .key = "value", .position = 3, .need = Need::mandatory, .example = "value",
      .source = "doc.property.mandatory"_src, .about = "value of the free field"}, &Property::value},
    {{.name = "customer_number", .key = "customerNumber", .position = 1, .need = Need::mandatory,
      .privacy = Privacy::open, .role = Role::owner, .ascii = true, .example = "C-1",
      .source = "doc.property.mandatory"_src, .refused_source = "asm.property.unknown-customer"_src,
      .about = "number of an existing customer"}, &Property::customer_number},
    {{.key = "syncTimer", .need = Need::answer, .format = Format::timestamp, .privacy = Privacy::open,
      .source = "asm.property.answer-keys"_src, .about = "last write"}, &Property::sync_timer},
    {{.key = "lastModificationPlace", .need = Need::answer, .privacy = Privacy::open,
      .source = "asm.property.answer-keys"_src,
      .about = "SERVER for writes by API"}, &Property::last_modification_place},
});
// clang-format on

template <>
inline constexpr const auto& fields_of<Property> = k_property_fields;

/// Certain of it: the documented four (doc.property.item).
template <>
inline constexpr AnsweredAs answered_as<Property>{
    .name = "property", .word = "free field", .is_certain = [](std::string_view key) {
      return key == "id" || key == "key" || key == "value" || key == "customerNumber";
    }};

}  // namespace sellsign::api
