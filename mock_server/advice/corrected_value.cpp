#include <algorithm>
#include <cctype>

#include "api/fields.h"
#include "api/odd_values.h"
#include "api/person_name.h"
#include "base/percent.h"
#include "base/text.h"
#include "mock_server/advice/correction.h"
#include "mock_server/calls/odd_characters.h"

namespace sellsign::mock {
namespace {

using api::Argument;
using api::FieldInfo;
using api::Format;
using api::JsonType;
using api::WireType;

template <class Keep>
std::string kept(std::string_view text, Keep&& keep) {
  std::string out;
  std::ranges::copy_if(text, std::back_inserter(out), keep);
  return out;
}

/// The value with what its format forbids left out, where that is clear.
std::string reformatted(const FieldInfo& row, const std::string& text) {
  switch (row.format) {
    case Format::person_name:
      return api::as_person_name(text);
    case Format::phone:
      return (text.starts_with('+') ? "+" : "") + kept(text, is_digit);
    case Format::country: {
      std::string upper = text;
      std::ranges::transform(upper, upper.begin(),
                             [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
      return upper;
    }
    case Format::localisation:
      for (const std::string_view known : api::k_localisations)
        if (equal_ignoring_case(text.substr(0, 2), known.substr(0, 2))) return std::string(known);
      return text;
    default:
      return text;
  }
}

WireType type_of(const FieldInfo& row, std::string_view value, WireType given) {
  if (row.type == JsonType::boolean) return value.empty() ? WireType::text : WireType::boolean;
  if (row.format == Format::integer) return value.empty() ? WireType::text : WireType::integer;
  if (row.format == Format::birthdate && given == WireType::integer) return given;
  return WireType::text;
}

/// A value that can be taken is written as the mock would write it: `+7` as 7, `1` as true.
std::string normalized(const FieldInfo& row, const std::string& value) {
  if (row.type == JsonType::boolean) return value == "1" ? "true" : value == "0" ? "false" : value;
  if (row.format == Format::integer && value.starts_with('+')) return value.substr(1);
  return value;
}

/// The value that was meant by one that was encoded once too often, or was none.
std::string meant_value(const std::string& text) {
  if (api::is_word_of_program(text)) return "";
  return api::looks_encoded(text) ? percent_decoded(text, true) : text;
}

}  // namespace

std::string type_words(const FieldInfo& row, const Argument& argument) {
  const std::string wanted = row.type == JsonType::string    ? "text"
                             : row.type == JsonType::boolean ? "true or false"
                                                             : "a number";
  const bool json = argument.origin == api::Origin::json;
  const std::string text =
      argument.type == WireType::text ? shown(argument.text) : visible(argument.text, 40);
  const std::string got = argument.type == WireType::container ? "a JSON object or array"
                          : !json                              ? shown(argument.text)
                          : argument.type == WireType::text    ? "the JSON text " + text
                          : argument.type == WireType::boolean ? "the JSON boolean " + text
                                                               : "the JSON number " + text;
  return shown(row.name) + " is " + got + " where " + wanted + " is documented";
}

bool wants_ascii(const FieldInfo& row) {
  constexpr Format k_plain[] = {Format::phone,   Format::country, Format::localisation,
                                Format::integer, Format::boolean, Format::birthdate};
  return row.ascii || std::ranges::find(k_plain, row.format) != std::end(k_plain);
}

std::string placeholder(const FieldInfo& row) {
  if (!row.example.empty()) return std::string(row.example);
  return row.format == Format::birthdate ? "" : "x";
}

CorrectedParameter made_up(const FieldInfo& row, bool in_body) {
  const std::string value = placeholder(row);
  return {std::string(row.name), value, type_of(row, value, WireType::text), in_body, true};
}

std::vector<CorrectedParameter> made_up_customer(const api::Endpoint& creation, const std::string& number) {
  std::vector<CorrectedParameter> parameters;
  for (const FieldInfo& row : creation.parameters) {
    if (row.need != api::Need::mandatory) continue;
    parameters.push_back(made_up(row, true));
    if (row.role == api::Role::key) parameters.back().value = number;
  }
  return parameters;
}

CorrectedParameter corrected_value(const FieldInfo& row, const Argument& argument, bool in_body) {
  const std::string clean =
      normalized(row, without_odd(meant_value(std::string(argument.text)), wants_ascii(row)));
  const std::string given = argument.type == WireType::container ? placeholder(row) : clean;
  const api::Origin origin = argument.origin == api::Origin::query ? api::Origin::query : api::Origin::json;
  for (const std::string& value : {given, reformatted(row, given)}) {
    const WireType type = type_of(row, value, argument.type);
    const api::Findings found = api::check_value(row, Argument{row.name, value, type, origin, {}});
    const bool empty_number = value.empty() && row.type != JsonType::string;
    if (value.empty() && row.need == api::Need::mandatory) continue;
    if (!empty_number && (!found.flaws.empty() || !found.departures.empty())) continue;
    return {std::string(row.name), value, type, in_body, false};
  }
  return made_up(row, in_body);
}

}  // namespace sellsign::mock
