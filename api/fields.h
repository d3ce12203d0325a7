#pragma once

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

/// The languages of a signatory (doc.contractor.localisation).
inline constexpr std::array<std::string_view, 4> k_localisations = {"en_US", "fr_FR", "es_ES", "de_DE"};

/// The rule for a field's value.
enum class Format : std::uint8_t {
  text,
  person_name,   ///< letters, digits, apostrophe, hyphen, space
  phone,         ///< digits with an optional leading +
  country,       ///< ISO 3166 alpha-2 or UN M.49 numeric-3
  localisation,  ///< one of k_localisations
  integer,       ///< 64-bit
  boolean,       ///< true or false
  birthdate,     ///< empty: -1; integer milliseconds; ISO date
  timestamp      ///< integer milliseconds, set by the server
};

/// Whether a field may hold data of a person (or of the company that one works for): what is shown to others
/// replaces it.
enum class Privacy : bool { open, personal };

/// What a value looks like that is made up in place of a personal one.
enum class Likeness : std::uint8_t { words, phone, email };

/// A field's type in JSON.
enum class JsonType : std::uint8_t { string, integer, boolean };

std::string_view name_of(Need need);
std::string_view name_of(Format format);
std::string_view name_of(JsonType type);

/// What a field's value stands for, where more than its format counts.
enum class Role : std::uint8_t {
  plain,
  key,           ///< the number of the customer that this is
  owner,         ///< the number of the customer that this belongs to, or that is asked for
  id,            ///< given by the server; -1 asks for a new one
  offset,        ///< of a page: how many to skip
  size,          ///< of a page: how many at most
  declared,      ///< a name that was declared with the vendor's support
  default_mark,  ///< true for one of those that a customer has
};

/// What there is to know about a field without knowing the struct that it belongs to.
struct FieldInfo {
  std::string_view name{};    ///< request parameter (`address_1`), empty for fields that are only answered
  std::string_view key{};     ///< key in answers (`address1`), empty for parameters that are not echoed
  std::uint8_t position = 0;  ///< place in the vendor's parameter list, from 1; 0 for what is only answered
  Need need = Need::optional;
  Format format = Format::text;
  Privacy privacy = Privacy::personal;
  Likeness likeness = Likeness::words;
  Role role = Role::plain;
  bool ascii = false;          ///< text in which letters that only look like ASCII have no place
  std::string_view example{};  ///< a value that advice can fill in, or empty
  const Source* source = nullptr;
  const Source* refused_source = nullptr;  ///< what happens to a value that the state does not know
  std::string_view about{};                ///< one phrase for the reference
  std::string_view alias{};                ///< a second request name (`title`), or empty
  const Source* alias_source = nullptr;    ///< where the alias comes from
  JsonType type = JsonType::string;        ///< follows from the member's type, filled in by `infos_of`
  bool certain = false;                    ///< every answer is known to hold the key, filled in by `infos_of`

  constexpr bool is_parameter() const { return need != Need::answer; }
  /// Whether the value is a customer's number.
  constexpr bool names_customer() const { return role == Role::key || role == Role::owner; }
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

}  // namespace sellsign::api
