#include "api/departures.h"

#include <iterator>

#include "base/text.h"

namespace sellsign::api {
namespace {

using enum DepartureId;

constexpr DepartureRow k_rows[] = {
    {unknown_parameter, "unknown-parameter", "doc.wire.parameters"_src,
     "is not a parameter of this call; lenient mode ignores it"},
    {camel_case_key, "camel-case-key", "doc.wire.snake-case"_src,
     "is the key of an answer; requests are documented in snake_case"},
    {undocumented_alias, "undocumented-alias", "doc.wire.parameters"_src,
     "is not the documented name of this parameter"},
    {undocumented_action_type, "undocumented-action-type", "doc.wire.action-type"_src,
     "is not the action type that the page shows for this method"},
    {undocumented_verb, "undocumented-verb", "doc.wire.read-verb"_src,
     "is not the verb that the page shows for a method that reads"},
    {optional_missing_in_get, "optional-missing-in-get", "doc.customer.optional-present"_src,
     "is optional, but a GET has to carry it, even if empty"},
    {duplicate_parameter, "duplicate-parameter", "asm.wire.query-first"_src,
     "was given more than once; the first value counts, the query before the body, civility before title"},
    {empty_mandatory, "empty-mandatory", "asm.wire.empty-mandatory"_src, "is mandatory, but empty"},
    {empty_number, "empty-number", "doc.customer.key"_src,
     "is empty; the page says that the caller chooses it (lenient mode generates one)"},
    {forbidden_character_in_name, "forbidden-character-in-name", "doc.contractor.name-characters"_src,
     "may hold only letters, digits, apostrophe, hyphen and space"},
    {forbidden_character_in_phone, "forbidden-character-in-phone", "doc.contractor.phone-characters"_src,
     "may hold only digits with an optional leading +"},
    {unknown_country, "unknown-country", "doc.customer.country"_src,
     "is neither an ISO 3166 alpha-2 nor a UN M.49 numeric-3 code"},
    {unknown_localisation, "unknown-localisation", "doc.contractor.localisation"_src,
     "is not one of en_US, fr_FR, es_ES and de_DE"},
    {unreadable_birthdate, "unreadable-birthdate", "asm.customer.birthdate"_src,
     "is neither integer milliseconds nor a date YYYY-MM-DD (lenient mode makes it -1)"},
    {number_for_text, "number-for-text", "doc.wire.text-parameters"_src,
     "is documented as text, but was sent as a JSON number or boolean"},
    {text_for_number, "text-for-number", "asm.wire.text-as-number"_src,
     "is documented as a number, but was sent as JSON text"},
    {text_for_boolean, "text-for-boolean", "doc.contractor.is-default"_src, "is documented as true or false"},
    {null_value, "null-value", "asm.wire.null"_src, "is null, which counts as left out"},
    {form_body, "form-body", "asm.wire.form"_src,
     "is not a documented body; lenient mode reads it like a query"},
    {bad_percent_escape, "bad-percent-escape", "doc.wire.url-encoded"_src,
     "has a % without two hex digits; lenient mode keeps it as it stands"},
    {unencoded_character, "unencoded-character", "doc.wire.url-encoded"_src,
     "has a character that must be URL-encoded"},
    {conflicting_tokens, "conflicting-tokens", "asm.token.header-wins"_src, "were given and differ"},
    {missing_id, "missing-id", "doc.contractor.id"_src,
     "is missing, though it is mandatory; lenient mode takes it for -1, which creates"},
    {word_of_program, "word-of-program", "asm.wire.words-of-programs"_src,
     "holds a word that programs write where they have no value; leave the value empty instead"},
    {encoded_twice, "encoded-twice", "doc.wire.url-encoded"_src,
     "looks URL-encoded once too often: its value still holds escapes such as %20"},
};

constexpr bool rows_stand_in_order() {
  for (std::size_t i = 0; i < std::size(k_rows); ++i)
    if (static_cast<std::size_t>(k_rows[i].id) != i) return false;
  return true;
}
static_assert(rows_stand_in_order());

}  // namespace

std::span<const DepartureRow> departures() { return k_rows; }

const DepartureRow& row_of(DepartureId id) { return k_rows[static_cast<std::size_t>(id)]; }

const Source& statement_of(const Departure& departure) {
  return departure.source == nullptr ? *row_of(departure.id).source : *departure.source;
}

std::string describe(const Departure& departure) {
  const DepartureRow& row = row_of(departure.id);
  return std::string(row.name) + ": " + printable(departure.subject) + " " + std::string(row.words) + " [" +
         std::string(statement_of(departure).id) + "]";
}

}  // namespace sellsign::api
