#include "api/bind.h"

#include <algorithm>
#include <bit>
#include <charconv>

#include "base/text.h"
#include "base/utf8.h"

namespace sellsign::api {
namespace {

constexpr std::size_t k_no_row = RowIndex::k_no_row;

/// A row by one of its other names, with the departure that using it is.
std::size_t row_known_as(std::span<const FieldInfo> rows, std::string_view name, Findings& findings) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!rows[i].is_parameter()) continue;
    if (!rows[i].alias.empty() && rows[i].alias == name) {
      if (rows[i].alias_source->kind == SourceKind::assumed)
        findings.note(DepartureId::undocumented_alias, name);
      return i;
    }
    if (!rows[i].key.empty() && rows[i].key == name) {
      findings.note(DepartureId::camel_case_key, name);
      return i;
    }
  }
  return k_no_row;
}

void note_encoding(const Argument& argument, Findings& findings) {
  if (argument.notes.bad_escape) findings.note(DepartureId::bad_percent_escape, argument.name);
  if (argument.notes.unencoded) findings.note(DepartureId::unencoded_character, argument.name);
  if (argument.notes.beyond_ascii && (!is_utf8(argument.text) || !is_utf8(argument.name)))
    findings.refuse("Parameter \"" + printable(argument.name) + "\" is not valid UTF-8.");
}

/// `"title" or "civility"` for a parameter that has two documented or observed names.
std::string names_of(const FieldInfo& row) {
  const bool two = row.alias_source != nullptr && row.alias_source->kind != SourceKind::assumed;
  return in_quotes(row.name) + (two ? " (or " + in_quotes(row.alias) + ")" : "");
}

bool is_empty_text(const Argument& argument) {
  return argument.text.empty() && argument.type == WireType::text;
}

void check_need(const FieldInfo& row, const Argument* argument, bool is_get, std::string_view method,
                Findings& findings) {
  if (argument == nullptr) {
    if (row.need == Need::mandatory)
      findings.refuse("Parameter " + names_of(row) + " is mandatory for " + std::string(method) +
                      " and is missing.");
    else if (is_get && row.need == Need::present)
      findings.note(DepartureId::optional_missing_in_get, row.name);
  } else if (row.need == Need::mandatory && is_empty_text(*argument)) {
    findings.note(row.role == Role::key ? DepartureId::empty_number : DepartureId::empty_mandatory, row.name);
  }
}

/// Checks presence in the order of the vendor's parameter list, so that the first problem is the first of the
/// page.
void check_needs(const Endpoint& call, const Matched& matched, bool is_get, Findings& findings) {
  const Shape& shape = call.parameters;
  for (const std::size_t i : shape.in_order())
    check_need(shape[i], matched[i], is_get, call.method, findings);
}

/// An optional number or boolean may be present but empty, which says nothing about its value.
void leave_out_empty_numbers(const RowIndex& index, Matched& matched) {
  for (RowSet rows = index.optional_numbers(); rows != 0; rows &= rows - 1) {
    const auto i = static_cast<std::size_t>(std::countr_zero(rows));
    if (matched[i] != nullptr && is_empty_text(*matched[i])) matched[i] = nullptr;
  }
}

bool is_letter_or_digit(unsigned char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c >= 0x80;
}

/// Letters of any script count: everything beyond ASCII, except the signs of Latin-1 and General Punctuation
/// that are no letters. The typographic apostrophe (U+2019) counts as an apostrophe.
bool is_person_name(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c == 0xC2) return false;
    if (c == 0xC3 && i + 1 < text.size()) {
      const auto next = static_cast<unsigned char>(text[i + 1]);
      if (next == 0x97 || next == 0xB7) return false;  // the signs for multiplication and division
    }
    if (c == 0xE2 && text.substr(i, 3) != "\u2019") return false;
    if (!is_letter_or_digit(c) && c != '\'' && c != '-' && c != ' ') return false;
  }
  return true;
}

bool all_digits(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool is_phone(std::string_view text) { return all_digits(text.starts_with('+') ? text.substr(1) : text); }

bool is_country(std::string_view text) {
  const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  return (text.size() == 2 && std::ranges::all_of(text, is_upper)) || (text.size() == 3 && all_digits(text));
}

bool is_localisation(std::string_view text) {
  return text == "en_US" || text == "fr_FR" || text == "es_ES" || text == "de_DE";
}

void check_format(const FieldInfo& row, std::string_view text, Findings& findings) {
  if (text.empty()) return;
  switch (row.format) {
    case Format::person_name:
      if (!is_person_name(text)) findings.note(DepartureId::forbidden_character_in_name, row.name);
      break;
    case Format::phone:
      if (!is_phone(text)) findings.note(DepartureId::forbidden_character_in_phone, row.name);
      break;
    case Format::country:
      if (!is_country(text)) findings.note(DepartureId::unknown_country, row.name);
      break;
    case Format::localisation:
      if (!is_localisation(text)) findings.note(DepartureId::unknown_localisation, row.name);
      break;
    default:
      break;
  }
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
  std::int64_t value = 0;
  if (text.starts_with('+')) text.remove_prefix(text.starts_with("+-") ? 0 : 1);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

void refuse_type(const FieldInfo& row, std::string_view wanted, const Argument& argument,
                 Findings& findings) {
  const std::string got = argument.type == WireType::container ? "a JSON object or array"
                                                               : in_quotes(printable(argument.text, 40));
  findings.refuse("Parameter " + in_quotes(row.name) + " must be " + std::string(wanted) + ", not " + got +
                  ".");
}

}  // namespace

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
    if (other_name) i = row_known_as(rows, argument.name, findings);
    if (i == k_no_row) {
      findings.note(DepartureId::unknown_parameter, argument.name);
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

std::string to_text(const FieldInfo& row, const Argument& argument, Findings& findings) {
  if (argument.type == WireType::container) refuse_type(row, "text", argument, findings);
  if (argument.type != WireType::text) findings.note(DepartureId::number_for_text, row.name);
  check_format(row, argument.text, findings);
  return std::string(argument.text);
}

std::int64_t to_integer(const FieldInfo& row, const Argument& argument, Findings& findings) {
  const auto value = argument.type == WireType::text || argument.type == WireType::integer
                         ? parse_integer(argument.text)
                         : std::nullopt;
  if (!value) {
    refuse_type(row, "an integer", argument, findings);
    return 0;
  }
  if (argument.type == WireType::text && argument.origin == Origin::json)
    findings.note(DepartureId::text_for_number, row.name);
  return *value;
}

bool to_boolean(const FieldInfo& row, const Argument& argument, Findings& findings) {
  if (argument.text == "true" || argument.text == "false") {
    if (argument.type == WireType::text && argument.origin == Origin::json)
      findings.note(DepartureId::text_for_boolean, row.name);
    return argument.text == "true";
  }
  if (argument.text == "1" || argument.text == "0") {
    findings.note(DepartureId::text_for_boolean, row.name);
    return argument.text == "1";
  }
  refuse_type(row, "true or false", argument, findings);
  return false;
}

Timestamp to_timestamp(const FieldInfo& row, const Argument& argument, Findings& findings) {
  constexpr Timestamp k_unset{std::chrono::milliseconds{-1}};
  if (argument.type == WireType::container) refuse_type(row, "a date", argument, findings);
  if (argument.text.empty()) return k_unset;
  if (const auto number = parse_integer(argument.text)) return Timestamp{std::chrono::milliseconds{*number}};
  if (const auto date = read_day(argument.text)) return *date;
  findings.note(DepartureId::unreadable_birthdate, row.name);
  return k_unset;
}

}  // namespace sellsign::api
