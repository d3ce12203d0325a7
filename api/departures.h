#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/sources.h"

namespace sellsign::api {

/// The ways in which a request may leave the vendor's documents and still be understood; the order is that of
/// the rows.
enum class DepartureId : std::uint8_t {
  unknown_parameter,
  camel_case_key,
  undocumented_alias,
  undocumented_action_type,
  undocumented_verb,
  optional_missing_in_get,
  duplicate_parameter,
  empty_mandatory,
  empty_number,
  forbidden_character_in_name,
  forbidden_character_in_phone,
  unknown_country,
  unknown_localisation,
  unreadable_birthdate,
  number_for_text,
  text_for_number,
  text_for_boolean,
  null_value,
  form_body,
  bad_percent_escape,
  unencoded_character,
  conflicting_tokens,
  missing_id,
  word_of_program,
  encoded_twice
};

/// One row: what the departure is called, the statement it leaves, and what lenient mode does about it.
struct DepartureRow {
  DepartureId id;
  std::string_view name;   ///< stable, kebab-case
  const Source* source;    ///< the statement that the request leaves
  std::string_view words;  ///< what is wrong, to be read after the subject
};

/// Every row, in the order of DepartureId.
std::span<const DepartureRow> departures();

const DepartureRow& row_of(DepartureId id);

/// One departure of one request.
struct Departure {
  DepartureId id;
  std::string subject;             ///< the parameter, or what else it is about
  const Source* source = nullptr;  ///< the statement that is left; null: that of the row
};

/// The statement that the request leaves.
const Source& statement_of(const Departure& departure);

/// `name: subject words [statement id]`, in printable ASCII whatever the subject holds: safe in a header.
std::string describe(const Departure& departure);

}  // namespace sellsign::api
