#include "mock_server/calls/settings.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "base/nearest.h"
#include "base/number.h"
#include "base/text.h"

namespace sellsign::mock {
namespace {

using api::operator""_src;

const SettingRow k_rows[] = {
    {"refused-status", &Settings::refused_status, "500 400", "asm.error.mandatory"_src,
     "status of a refused call: missing mandatory parameter, unreadable type, unknown customer or id"},
    {"refused-form", &Settings::refused_form, "text json", "asm.error.text"_src,
     "form of refusals: lines of text, or {\"error\":...,\"advice\":[...]} for clients that parse every "
     "answer"},
    {"bad-token", &Settings::bad_token, "401 403 302", "asm.token.refused"_src,
     "status when the token is missing or unknown; 302 points to a login page"},
    {"unknown-call", &Settings::unknown_call, "404 500", "asm.error.unknown-call"_src,
     "status of an unknown path or method"},
    {"unknown-customer", &Settings::unknown_customer, "null 404 500", "asm.customer.unknown"_src,
     "what getCustomer answers for an unknown number: 200 and null, or a refusal"},
    {"contractor-list-shape", &Settings::contractor_list_shape, "elements array",
     "asm.contractor.list-shape"_src, "shape of getContractorsFor"},
    {"property-list-shape", &Settings::property_list_shape, "array elements", "asm.property.list-shape"_src,
     "shape of getCustomerPropertyListFor"},
    {"page-size", &Settings::page_size, "", "asm.contractor.list-defaults"_src,
     "number of signatories that getContractorsFor answers when size is not given"},
    {"absent-on-update", &Settings::absent_on_update, "keep clear", "asm.customer.absent-keeps"_src,
     "what an update does to a field that the request does not carry"},
    {"empty-number", &Settings::empty_number, "generate refuse", "asm.customer.empty-number"_src,
     "what selectOrCreateCustomer does with an empty number"},
    {"html-escape", &Settings::html_escape, "on off", "obs.wire.html-escape"_src,
     "whether = & < > ' are written as \\u00xx"},
    {"actor-id", &Settings::actor_id, "", "asm.customer.actor-id"_src, "actorId of every customer"},
    {"first-id", &Settings::first_id, "", "obs.wire.big-ids"_src,
     "first id given to a signatory or free field; the default does not fit 32 bits"},
    {"declared-keys", &Settings::declared_keys, "", "asm.property.undeclared"_src,
     "keys of free fields that count as declared, separated by commas; empty: all"},
};

/// The choice that equals `value`, as static text.
std::optional<std::string_view> find_choice(std::string_view choices, std::string_view value) {
  while (!choices.empty()) {
    const std::string_view choice = take_part(choices, ' ');
    if (choice == value) return choice;
  }
  return std::nullopt;
}

constexpr std::int64_t k_largest = 1'000'000'000'000'000'000;  // leaves room to count on

std::optional<std::int64_t> parse_positive(std::string_view text) {
  const auto number = read_whole<std::int64_t>(text);
  return number >= 1 && number <= k_largest ? number : std::nullopt;
}

std::vector<std::string> words_of_list(std::string_view text) {
  std::vector<std::string> parts;
  for (const std::string_view part : split(text, ','))
    if (!part.empty()) parts.emplace_back(part);
  return parts;
}

Error wrong_value(const SettingRow& row, std::string_view value) {
  std::string wanted = "a whole number from 1 to 10^18";
  if (!row.choices.empty()) {
    wanted = "one of";
    for (const char c : " " + std::string(row.choices))
      wanted += c == ' ' ? std::string(", ") : std::string(1, c);
    wanted.erase(6, 1);
  }
  return {ErrorKind::usage,
          "setting " + std::string(row.name) + " must be " + wanted + ", not " + in_quotes(value)};
}

}  // namespace

std::span<const SettingRow> setting_rows() { return k_rows; }

std::string text_of(const SettingRow& row, const Settings& settings) {
  if (const auto* number = std::get_if<std::int64_t Settings::*>(&row.member))
    return std::to_string(settings.**number);
  if (const auto* word = std::get_if<std::string_view Settings::*>(&row.member))
    return std::string(settings.**word);
  std::string joined;
  for (const std::string& part : settings.*std::get<std::vector<std::string> Settings::*>(row.member))
    joined += (joined.empty() ? "" : ",") + part;
  return joined;
}

Result<> apply(Settings& settings, std::string_view name, std::string_view value) {
  const auto* const row = std::ranges::find(k_rows, name, &SettingRow::name);
  if (row == std::end(k_rows))
    return usage_error("unknown setting " + in_quotes(name) + did_you_mean(name, k_rows, &SettingRow::name));
  if (const auto* list = std::get_if<std::vector<std::string> Settings::*>(&row->member)) {
    settings.** list = words_of_list(value);
    return std::monostate{};
  }
  const auto choice = find_choice(row->choices, value);
  if (!row->choices.empty() && !choice) return wrong_value(*row, value);
  if (const auto* word = std::get_if<std::string_view Settings::*>(&row->member)) {
    settings.** word = *choice;
    return std::monostate{};
  }
  const auto number = parse_positive(value);
  if (!number) return wrong_value(*row, value);
  settings.*std::get<std::int64_t Settings::*>(row->member) = *number;
  return std::monostate{};
}

}  // namespace sellsign::mock
