#include "mock_server/journal/pseudonyms.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "api/bind.h"
#include "base/time_text.h"

namespace sellsign::mock {
namespace {

using api::FieldInfo;
using api::WireType;

bool is_json_number(std::string_view text) {
  return (text[0] == '-' || (text[0] >= '0' && text[0] <= '9')) && nlohmann::json::accept(text);
}

/// Whether a text departs from what its field may hold.
bool departs(const FieldInfo& field, std::string_view text) {
  api::Findings findings;
  api::to_text(field, {field.name, text, WireType::text, api::Origin::query, {}}, findings);
  return !findings.departures.empty();
}

bool is_phone(std::string_view name) { return name == "phone" || name.ends_with("_phone"); }

/// `Company-name-` for `company_name`.
std::string label_of(std::string_view name) {
  std::string label(name.empty() ? "value" : name.substr(0, 40));
  std::ranges::replace_if(
      label, [](unsigned char c) { return std::isalnum(c) == 0 || c >= 0x80; }, '-');
  label[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(label[0])));
  return label + "-";
}

std::string plain_replacement(const FieldInfo* field, std::string_view name, std::string_view text,
                              std::uint64_t number) {
  constexpr std::uint64_t k_phones = 99'000'000;  // +33 1 99 00 is kept for fiction
  const std::string count = std::to_string(number);
  const std::string phone = "1" + std::to_string(k_phones + number);
  const bool wrong = field != nullptr && departs(*field, text);
  if (is_phone(name)) return is_json_number(text) ? "33" + phone : (wrong ? "+33 " : "+33") + phone;
  if (is_json_number(text)) return std::to_string(10'000 + number);
  if (name == "email") return "person" + count + "@example.org";
  return label_of(name) + count + (wrong ? "!" : "");
}

}  // namespace

std::uint64_t Pseudonyms::number_of(std::string_view kind, std::string_view text) {
  auto& numbers = numbers_[std::string(kind)];
  return numbers.try_emplace(std::string(text), numbers.size() + 1).first->second;
}

std::string Pseudonyms::date(const FieldInfo& field, std::string_view text) {
  api::Findings findings;
  const Timestamp time =
      api::to_timestamp(field, {field.name, text, WireType::text, api::Origin::query, {}}, findings);
  const std::int64_t count = time.time_since_epoch().count();
  if (count == 0 || (count == -1 && findings.departures.empty())) return std::string(text);
  if (!findings.departures.empty())
    return plain_replacement(nullptr, field.name, "?", number_of("no date", text));
  constexpr Timestamp k_start = std::chrono::sys_days(std::chrono::year(1980) / 1 / 1);
  const Timestamp other =
      k_start + std::chrono::days(static_cast<int>(number_of("date", std::to_string(count))));
  const bool is_iso = text.find('-', 1) != std::string_view::npos;
  return is_iso ? show_instant(other).substr(0, 10) : std::to_string(other.time_since_epoch().count());
}

std::string Pseudonyms::of(const FieldInfo* field, std::string_view name, std::string_view text) {
  const std::size_t from = text.find_first_not_of(' ');
  if (from == std::string_view::npos) return std::string(text);
  const std::size_t end = text.find_last_not_of(' ') + 1;
  const std::string_view core = text.substr(from, end - from);
  if (core == "true" || core == "false") return std::string(text);  // may have come as a JSON literal
  const std::string_view named = field == nullptr ? name : field->name;
  std::string other;
  if (field != nullptr && field->format == api::Format::birthdate)
    other = date(*field, core);
  else
    other = plain_replacement(field, named, core, number_of(is_phone(named) ? "phone" : named, core));
  return std::string(text.substr(0, from)) + other + std::string(text.substr(end));
}

}  // namespace sellsign::mock
