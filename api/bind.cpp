#include "api/bind.h"

#include <algorithm>
#include <bit>

#include "api/countries.h"
#include "api/odd_values.h"
#include "api/person_name.h"
#include "base/number.h"
#include "base/text.h"
#include "base/utf8.h"

namespace sellsign::api {
namespace {

constexpr std::size_t k_no_row = RowIndex::k_no_row;

/// A row by one of its other names, with the departure that using it is.
std::size_t row_known_as(const Endpoint& call, std::string_view name, Findings& findings) {
  const FieldInfo* const row = find_parameter(call, name);
  if (row == nullptr) return k_no_row;
  if (row->alias != name)
    findings.note(DepartureId::camel_case_key, name, row);
  else if (row->alias_source->kind == SourceKind::assumed)
    findings.note(DepartureId::undocumented_alias, name, row);
  return static_cast<std::size_t>(row - call.parameters.rows.data());
}

void note_encoding(const Argument& argument, Findings& findings) {
  if (argument.notes.bad_escape) findings.note(DepartureId::bad_percent_escape, argument.name);
  if (argument.notes.unencoded) findings.note(DepartureId::unencoded_character, argument.name);
  if (argument.notes.beyond_ascii && (!is_utf8(argument.text) || !is_utf8(argument.name)))
    findings.flaws.push_back({Flaw::Kind::not_utf8, nullptr, &argument});
  if (argument.type != WireType::text) return;
  if (is_word_of_program(argument.text))
    findings.note(DepartureId::word_of_program, argument.name, nullptr, &argument);
  if ((argument.notes.percent || argument.origin == Origin::json) && looks_encoded(argument.text))
    findings.note(DepartureId::encoded_twice, argument.name, nullptr, &argument);
}

/// `"title" or "civility"` for a parameter that has two documented or observed names.
std::string names_of(const FieldInfo& row) {
  const bool two = row.alias_source != nullptr && row.alias_source->kind != SourceKind::assumed;
  return in_quotes(row.name) + (two ? " (or " + in_quotes(row.alias) + ")" : "");
}

bool is_empty_text(const Argument& argument) {
  return argument.text.empty() && argument.type == WireType::text;
}

void check_need(const FieldInfo& row, const Argument* argument, bool is_get, Findings& findings) {
  if (argument == nullptr) {
    if (row.need == Need::mandatory && row.role == Role::id)
      findings.note_by_row(DepartureId::missing_id, row);
    else if (row.need == Need::mandatory)
      findings.flaws.push_back({Flaw::Kind::missing, &row, nullptr});
    else if (is_get && row.need == Need::present)
      findings.note_by_row(DepartureId::optional_missing_in_get, row);
  } else if (row.need == Need::mandatory && is_empty_text(*argument)) {
    findings.note(row.role == Role::key ? DepartureId::empty_number : DepartureId::empty_mandatory, row.name);
  }
}

/// Checks presence in the order of the vendor's parameter list, so that the first problem is the first of the
/// page.
void check_needs(const Endpoint& call, const Matched& matched, bool is_get, Findings& findings) {
  const Shape& shape = call.parameters;
  for (const std::size_t i : shape.in_order()) check_need(shape[i], matched[i], is_get, findings);
}

/// An optional number or boolean may be present but empty, which says nothing about its value.
void leave_out_empty_numbers(const RowIndex& index, Matched& matched) {
  for (RowSet rows = index.optional_numbers(); rows != 0; rows &= rows - 1) {
    const auto i = static_cast<std::size_t>(std::countr_zero(rows));
    if (matched[i] != nullptr && is_empty_text(*matched[i])) matched[i] = nullptr;
  }
}

bool all_digits(std::string_view text) { return std::ranges::all_of(text, is_digit); }

bool is_phone(std::string_view text) { return all_digits(text.starts_with('+') ? text.substr(1) : text); }

bool is_localisation(std::string_view text) {
  return std::ranges::find(k_localisations, text) != k_localisations.end();
}

void check_format(const FieldInfo& row, const Argument& argument, Findings& findings) {
  const auto wants = [&](bool fits, DepartureId id) {
    if (!fits) findings.note(id, row.name, &row, &argument);
  };
  if (argument.text.empty()) return;
  switch (row.format) {
    case Format::person_name:
      return wants(is_person_name(argument.text), DepartureId::forbidden_character_in_name);
    case Format::phone:
      return wants(is_phone(argument.text), DepartureId::forbidden_character_in_phone);
    case Format::country:
      return wants(is_country_code(argument.text), DepartureId::unknown_country);
    case Format::localisation:
      return wants(is_localisation(argument.text), DepartureId::unknown_localisation);
    default:
      return;
  }
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(text.starts_with("+-") ? 0 : 1);
  return read_whole<std::int64_t>(text);
}

void refuse_type(const FieldInfo& row, const Argument& argument, Findings& findings) {
  findings.flaws.push_back({Flaw::Kind::wrong_type, &row, &argument});
}

/// What a value has to be, as a sentence says it.
std::string_view wanted_type(const FieldInfo& row) {
  if (row.type == JsonType::string) return "text";
  if (row.type == JsonType::boolean) return "true or false";
  return row.format == Format::integer ? "an integer" : "a date";
}

}  // namespace

std::string Flaw::sentence(const Endpoint& call) const {
  switch (kind) {
    case Kind::not_utf8:
      return "Parameter " + in_quotes(printable(argument->name)) + " is not valid UTF-8.";
    case Kind::missing:
      return "Parameter " + names_of(*row) + " is mandatory for " + std::string(call.method) +
             " and is missing.";
    case Kind::wrong_type:
      break;
  }
  const std::string got = argument->type == WireType::container ? "a JSON object or array"
                                                                : in_quotes(printable(argument->text, 40));
  return "Parameter " + in_quotes(row->name) + " must be " + std::string(wanted_type(*row)) + ", not " + got +
         ".";
}

Matched match_arguments(const Endpoint& call, const Arguments& arguments, bool is_get, Findings& findings) {
  const std::span<const FieldInfo> rows = call.parameters.rows;
  const RowIndex& index = *call.parameters.index;
  Matched matched{};
  if (arguments.body_form() == BodyForm::form)
    findings.note(DepartureId::form_body, "a form-urlencoded body");
  RowSet by_other_name = 0;
  RowSet filled = 0;
  RowSet empty = 0;
  for (const Argument& argument : arguments.all()) {
    if (is_reserved(argument, call.form)) continue;
    note_encoding(argument, findings);
    std::size_t i = index.find(rows, argument.name);
    const bool other_name = i == k_no_row;
    if (other_name) i = row_known_as(call, argument.name, findings);
    if (i == k_no_row) {
      findings.note(DepartureId::unknown_parameter, argument.name, nullptr, &argument);
    } else if (argument.type == WireType::null) {
      findings.note(DepartureId::null_value, argument.name);
    } else if (matched[i] == nullptr || ((by_other_name & row_bit(i)) != 0 && !other_name)) {
      if (matched[i] != nullptr) findings.note(DepartureId::duplicate_parameter, matched[i]->name);
      matched[i] = &argument;
      by_other_name = other_name ? by_other_name | row_bit(i) : by_other_name & ~row_bit(i);
      filled |= row_bit(i);
      empty = is_empty_text(argument) ? empty | row_bit(i) : empty & ~row_bit(i);
    } else {
      findings.note(DepartureId::duplicate_parameter, argument.name);
    }
  }
  const RowSet needed = index.mandatory() | (is_get ? index.present() : 0);
  if ((needed & ~filled) != 0 || (index.mandatory() & empty) != 0)
    check_needs(call, matched, is_get, findings);
  if ((index.optional_numbers() & empty) != 0) leave_out_empty_numbers(index, matched);
  return matched;
}

void convert(const FieldInfo& row, const Argument& argument, Findings& findings, std::string& target) {
  if (argument.type == WireType::container) refuse_type(row, argument, findings);
  if (argument.type != WireType::text) findings.note(DepartureId::number_for_text, row.name, &row, &argument);
  check_format(row, argument, findings);
  target = argument.text;
}

void convert(const FieldInfo& row, const Argument& argument, Findings& findings, std::int64_t& target) {
  const auto value = argument.type == WireType::text || argument.type == WireType::integer
                         ? parse_integer(argument.text)
                         : std::nullopt;
  if (!value) return refuse_type(row, argument, findings);
  if (argument.type == WireType::text && argument.origin == Origin::json)
    findings.note(DepartureId::text_for_number, row.name, &row, &argument);
  target = *value;
}

void convert(const FieldInfo& row, const Argument& argument, Findings& findings, bool& target) {
  const bool is_number = argument.text == "1" || argument.text == "0";
  if (!is_number && argument.text != "true" && argument.text != "false")
    return refuse_type(row, argument, findings);
  if (is_number || (argument.type == WireType::text && argument.origin == Origin::json))
    findings.note(DepartureId::text_for_boolean, row.name, &row, &argument);
  target = argument.text == "true" || argument.text == "1";
}

void convert(const FieldInfo& row, const Argument& argument, Findings& findings, Timestamp& target) {
  target = Timestamp{std::chrono::milliseconds{-1}};
  if (argument.type == WireType::container) refuse_type(row, argument, findings);
  if (argument.text.empty()) return;
  if (const auto number = parse_integer(argument.text))
    target = Timestamp{std::chrono::milliseconds{*number}};
  else if (const auto date = read_day(argument.text))
    target = *date;
  else
    findings.note(DepartureId::unreadable_birthdate, row.name, &row, &argument);
}

Findings check_value(const FieldInfo& row, const Argument& argument) {
  Findings findings;
  const auto read_into = [&](auto target) { convert(row, argument, findings, target); };
  if (row.type == JsonType::string)
    read_into(std::string());
  else if (row.type == JsonType::boolean)
    read_into(false);
  else if (row.format == Format::integer)
    read_into(std::int64_t{0});
  else
    read_into(Timestamp{});
  return findings;
}

}  // namespace sellsign::api
