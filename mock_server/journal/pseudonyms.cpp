#include <algorithm>
#include <unordered_map>

#include "api/bind.h"
#include "base/json/json_cursor.h"
#include "base/text.h"
#include "base/time_text.h"
#include "mock_server/journal/redaction.h"

namespace sellsign::mock {
namespace {

using api::FieldInfo;
using api::Format;
using api::Likeness;
using api::Privacy;

/// The fields by their names in requests and answers; null: open, and no field.
using Names = std::unordered_map<std::string_view, const FieldInfo*>;

/// Of two fields of one name: what is personal, then what has a format.
bool is_stricter(const FieldInfo& a, const FieldInfo& b) {
  if (a.privacy != b.privacy) return a.privacy == Privacy::personal;
  return a.format != Format::text && b.format == Format::text;
}

void add(Names& names, const api::Shape& shape) {
  for (const FieldInfo& row : shape)
    for (const std::string_view name : {row.name, row.key, row.alias}) {
      if (name.empty()) continue;
      const FieldInfo*& kept = names[name];
      if (kept == nullptr || is_stricter(row, *kept)) kept = &row;
    }
}

/// Every name of the calls' parameters and answers, with the strictest of its fields.
const Names& names() {
  static const Names all = [] {
    Names made;
    for (const api::Endpoint& call : api::endpoints()) {
      add(made, call.parameters);
      add(made, call.answer);
    }
    for (const std::string_view name : api::k_selectors) made.try_emplace(name, nullptr);
    made.try_emplace("elements", nullptr);
    return made;
  }();
  return all;
}

/// Whether the text can be what an open field of that format holds.
bool is_readable(const FieldInfo& field, std::string_view text) {
  if (field.format == Format::boolean) return text == "true" || text == "false" || text == "1" || text == "0";
  return field.format != Format::integer || text.find_first_not_of("+-0123456789") == std::string_view::npos;
}

api::Argument as_argument(const FieldInfo& field, std::string_view text) {
  return {field.name, text, api::WireType::text, api::Origin::query, {}};
}

/// `Company-name-` for `company_name`.
std::string label_of(std::string_view name) {
  std::string label(name.empty() ? "value" : name.substr(0, 40));
  std::ranges::replace_if(
      label, [](char c) { return !is_alnum(c); }, '-');
  label[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(label[0])));
  return label + "-";
}

}  // namespace

std::uint64_t Pseudonyms::number_of(std::string_view kind, std::string_view text) {
  auto& numbers = numbers_[std::string(kind)];
  return numbers.try_emplace(std::string(text), numbers.size() + 1).first->second;
}

std::string Pseudonyms::words(const FieldInfo* field, std::string_view name, std::string_view text) {
  constexpr std::uint64_t k_phones = 99'000'000;  // +33 1 99 00 is kept for fiction
  const Likeness likeness = field == nullptr ? Likeness::words : field->likeness;
  const bool is_phone = likeness == Likeness::phone;
  const std::uint64_t number = number_of(is_phone ? "phone" : name, text);
  const bool wrong =
      field != nullptr && !api::check_value(*field, as_argument(*field, text)).departures.empty();
  const std::string phone = "1" + std::to_string(k_phones + number);
  if (is_phone) return (is_json_number(text) ? "33" : wrong ? "+33 " : "+33") + phone;
  if (is_json_number(text)) return std::to_string(10'000 + number);
  if (likeness == Likeness::email) return "person" + std::to_string(number) + "@example.org";
  return label_of(name) + std::to_string(number) + (wrong ? "!" : "");
}

std::string Pseudonyms::date(const FieldInfo& field, std::string_view text) {
  api::Findings findings;
  Timestamp time;
  api::convert(field, as_argument(field, text), findings, time);
  const std::int64_t count = time.time_since_epoch().count();
  if (!findings.departures.empty()) return label_of(field.name) + std::to_string(number_of("no date", text));
  if (count == 0 || count == -1) return std::string(text);
  constexpr Timestamp k_start = std::chrono::sys_days(std::chrono::year(1980) / 1 / 1);
  const Timestamp other =
      k_start + std::chrono::days(static_cast<int>(number_of("date", std::to_string(count))));
  const bool is_iso = text.find('-', 1) != std::string_view::npos;
  return is_iso ? show_instant(other).substr(0, 10) : std::to_string(other.time_since_epoch().count());
}

std::optional<std::string> Pseudonyms::of(std::string_view name, std::string_view text) {
  const auto found = names().find(name);
  const FieldInfo* field = found == names().end() ? nullptr : found->second;
  if (found != names().end() && (field == nullptr || field->privacy == Privacy::open)) {
    if (field == nullptr || is_readable(*field, text)) return std::nullopt;
    field = nullptr;  // a number or boolean that is none may be anything
  }
  const std::string_view core = trimmed(text, " ");
  if (core.empty() || core == "true" || core == "false")  // these may have come as a JSON literal
    return std::string(text);
  const std::size_t from = text.find_first_not_of(' ');
  const bool is_date = field != nullptr && field->format == Format::birthdate;
  const std::string other =
      is_date ? date(*field, core) : words(field, field == nullptr ? name : field->name, core);
  return std::string(text.substr(0, from)) + other + std::string(text.substr(from + core.size()));
}

}  // namespace sellsign::mock
