#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "api/sources.h"
#include "base/time_text.h"

namespace sellsign::api {

/// Whether a request has to carry a field.
enum class Need : std::uint8_t {
  mandatory,  ///< must be there (an empty value is accepted, see asm.wire.empty-mandatory)
  present,    ///< optional, but a GET has to carry it, even if empty; may be left out of a JSON body
  optional,   ///< may be left out anywhere
  answer      ///< never a request parameter: only in answers
};

/// The rule for a field's value.
enum class Format : std::uint8_t {
  text,
  person_name,   ///< letters, digits, apostrophe, hyphen, space
  phone,         ///< digits with an optional leading +
  country,       ///< ISO 3166 alpha-2 or UN M.49 numeric-3
  localisation,  ///< en_US, fr_FR, es_ES, de_DE
  integer,       ///< 64-bit
  boolean,       ///< true or false
  birthdate,     ///< empty: -1; integer milliseconds; ISO date
  timestamp      ///< integer milliseconds, set by the server
};

/// Whether a field may hold data of a person (or of the company that one works for): what is shown to others
/// replaces it.
enum class Privacy : bool { open, personal };

/// A field's type in JSON.
enum class JsonType : std::uint8_t { string, integer, boolean };

std::string_view name_of(Need need);
std::string_view name_of(Format format);
std::string_view name_of(JsonType type);

/// What there is to know about a field without knowing the struct that it belongs to.
struct FieldInfo {
  std::string_view name;  ///< request parameter (`address_1`), empty for fields that are only answered
  std::string_view key;   ///< key in answers (`address1`), empty for parameters that are not echoed
  std::uint8_t
      position;  ///< place in the vendor's parameter list, from 1; 0 for fields that are only answered
  Need need;
  Format format;
  Privacy privacy;
  const Source* source;
  std::string_view about;                ///< one phrase for the reference
  std::string_view alias{};              ///< a second request name (`title`), or empty
  const Source* alias_source = nullptr;  ///< where the alias comes from
  JsonType type = JsonType::string;      ///< follows from the member's type, filled in by `infos_of`
};

/// A pointer to the member that holds a field.
template <class E>
using Member = std::variant<std::string E::*, std::int64_t E::*, bool E::*, Timestamp E::*>;

/// One row: all that is known of one field of `E`.
template <class E>
struct Field {
  FieldInfo info;
  Member<E> member;
};

template <class E>
constexpr JsonType json_type(const Member<E>& member) {
  if (std::holds_alternative<std::string E::*>(member)) return JsonType::string;
  if (std::holds_alternative<bool E::*>(member)) return JsonType::boolean;
  return JsonType::integer;
}

/// The rows without their members, for readers that do not know the struct.
template <class E, std::size_t N>
constexpr std::array<FieldInfo, N> infos_of(const std::array<Field<E>, N>& rows) {
  std::array<FieldInfo, N> infos{};
  for (std::size_t i = 0; i < N; ++i) {
    infos[i] = rows[i].info;
    infos[i].type = json_type<E>(rows[i].member);
  }
  return infos;
}

}  // namespace sellsign::api
